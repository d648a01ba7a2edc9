import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import records
from onrecord.records import (
    Anatomy,
    Credit,
    DateSource,
    Drop,
    EntityKind,
    Extent,
    Findings,
    Kept,
    Location,
    Mention,
    Mentions,
    NotRead,
    Piece,
    PieceKind,
    Published,
    Quotation,
    QuotationKind,
    Quotations,
    Reading,
    Ruling,
    Span,
    Stretches,
    TargetKind,
    Times,
    Verdict,
    make_id,
    make_report,
)

DAY = Published("2031-04-12", "2031-04-12", DateSource.METADATA)
QUOTATION = Quotation(
    id=make_id("quotation", "r", 0),
    report="r",
    spans=(Span(1, 9),),
    text="We agreed",
    kind=QuotationKind.DIRECT,
    source=(Span(12, 20),),
    cue=(Span(21, 25),),
    speaker=("Ilona Vargareth",),
    via=(),
    made_by="quotations.rules.v2",
    confidence=0.9,
)
MENTION = Mention(make_id("mention", "r", 0), None, "r", 0, 9, "name", "Person", "Vargareth", "names.rules.v2", 0.8)
spans = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Span(min(pair), max(pair)))
parts = st.lists(st.none() | st.text(max_size=5), max_size=4)


# --- spans ---


@pytest.mark.parametrize(
    ("text", "span", "words"),
    [
        pytest.param("Korsk refuses talks", Span(0, 5), "Korsk", id="at-the-start"),
        pytest.param("Korsk refuses talks", Span(14, 19), "talks", id="at-the-end"),
        pytest.param("“Never,” he said", Span(1, 6), "Never", id="inside-curly-marks"),
        pytest.param("📰 Zürich", Span(2, 8), "Zürich", id="after-a-character-beyond-the-basic-plane"),
        pytest.param("e\u0301tat", Span(0, 2), "e\u0301", id="a-combining-accent-is-a-code-point"),
        pytest.param("one\r\ntwo", Span(5, 8), "two", id="carriage-returns-count"),
        pytest.param("Korsk", Span(2, 2), "", id="empty"),
    ],
)
def test_span_of_gives_the_printed_words(text: str, span: Span, words: str) -> None:
    """Slicing a text at a span gives the printed words, counted in code points."""
    assert span.of(text) == words


@given(spans, spans)
def test_span_covers_as_sets_of_characters_do(left: Span, right: Span) -> None:
    """A span covers another that is not empty exactly when it holds all its characters."""
    if right.start < right.end:
        assert left.covers(right) == (set(range(*left)) >= set(range(*right)))


@given(spans, spans)
def test_spans_touch_as_sets_of_characters_do(left: Span, right: Span) -> None:
    """Two spans touch exactly when they share a character, so that an empty one touches nothing."""
    assert left.touches(right) == bool(set(range(*left)) & set(range(*right)))
    assert left.touches(right) == right.touches(left)


# --- ids ---


@pytest.mark.parametrize(
    ("noun", "given_parts", "expected"),
    [
        pytest.param("report", (), "e6bc9062f8b833cfb81f0f3e645b202d", id="no-parts"),
        pytest.param("report", ("Talks resume", None, ""), "8c3b0da4e899ce7b27df6b917e8e4a39", id="words-and-none"),
        pytest.param("quotation", ("r", 0, 12), "a24b1a5ea92573b74e03879e8990e744", id="numbers"),
        pytest.param("report", ("Žižek met “naïve” envoys 📰",), "6e05e436fbfb99072de0fbf047577d27", id="not-ascii"),
    ],
)
def test_ids_are_pinned(noun: str, given_parts: tuple[object, ...], expected: str) -> None:
    """The id of a content never changes, for records made yesterday must be found again."""
    assert make_id(noun, *given_parts) == expected


@given(st.sampled_from(["report", "quotation", "mention", "time"]), parts)
def test_ids_are_32_hexadecimal_digits(noun: str, given_parts: list[str | None]) -> None:
    """Every id is 32 hexadecimal digits in lower case, which are 16 bytes."""
    made = make_id(noun, *given_parts)
    assert len(made) == 32
    assert bytes.fromhex(made).hex() == made


@given(parts, parts)
def test_ids_differ_where_parts_differ(left: list[str | None], right: list[str | None]) -> None:
    """Two lists of parts have one id only if they are equal."""
    assert (make_id("report", *left) == make_id("report", *right)) == (left == right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(("report", None), ("report", ""), id="none-and-empty"),
        pytest.param(("report",), ("report", None), id="nothing-and-none"),
        pytest.param(("report", "ab", "c"), ("report", "a", "bc"), id="cut-elsewhere"),
        pytest.param(("report", "ab"), ("report", "a", "b"), id="joined"),
        pytest.param(("report", "1:a"), ("report", "", "a"), id="looks-like-a-length"),
        pytest.param(("report", "a\x00"), ("report", "a", None), id="looks-like-none"),
        pytest.param(("report", "a\x011:b"), ("report", "a", "b"), id="looks-like-a-part"),
        pytest.param(("report", "é"), ("report", "e\u0301"), id="not-normalised"),
        pytest.param(("report", "a", "b"), ("report", "b", "a"), id="another-order"),
        pytest.param(("report", "a"), ("quotation", "a"), id="another-noun"),
    ],
)
def test_ids_of_look_alikes_differ(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """Lists of parts that could be mistaken for each other have different ids."""
    assert make_id(*left) != make_id(*right)


def test_an_id_of_half_a_surrogate_pair_is_refused() -> None:
    """Half of a surrogate pair is no text, so no id is made of it."""
    with pytest.raises(UnicodeEncodeError):
        make_id("report", "\ud800")


# --- reports ---


BASE = make_report("Talks resumed in Velde on Tuesday.", title="Talks resume", outlet="Velde Courier")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"text": BASE.text + " "}, id="text"),
        pytest.param({"source_id": "row-7"}, id="source-id"),
        pytest.param({"title": "Talks Resume"}, id="title"),
        pytest.param({"title": None}, id="no-title"),
        pytest.param({"title": ""}, id="empty-title"),
        pytest.param({"outlet": "Northline Agency"}, id="outlet"),
        pytest.param({"author": "Osric Penhallow"}, id="author"),
        pytest.param({"url": "https://courier.example/talks"}, id="url"),
        pytest.param({"published": DAY}, id="published"),
        pytest.param({"language": "en"}, id="language"),
        pytest.param({"tokens": ((Span(0, 5),),)}, id="tokens"),
    ],
)
def test_whatever_came_with_a_report_is_in_its_id(changes: dict[str, object]) -> None:
    """A report that differs in anything that came with it is another report."""
    given_fields = {"text": BASE.text, "title": BASE.title, "outlet": BASE.outlet} | changes
    assert make_report(**given_fields).id != BASE.id  # type: ignore[arg-type]


def test_the_same_report_has_the_same_id() -> None:
    """A report read twice is one report."""
    assert make_report(BASE.text, title=BASE.title, outlet=BASE.outlet) == BASE


@pytest.mark.parametrize("field", ["text", "title", "outlet", "author", "url", "source_id", "language"])
def test_a_report_with_half_a_surrogate_pair_is_refused(field: str) -> None:
    """Half of a surrogate pair is refused wherever it stands, for it could not be stored."""
    with pytest.raises(UnicodeEncodeError):
        make_report(**{"text": "Talks resumed.", field: "\udfff"})  # type: ignore[arg-type]


# --- records ---


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(BASE, id="report"),
        pytest.param(replace(BASE, published=DAY, tokens=((Span(0, 5), Span(6, 13)),)), id="dated-report-with-tokens"),
        pytest.param(Reading(BASE, Location("a.txt", 1, 0), ("a note",)), id="reading"),
        pytest.param(NotRead("b.pdf", "files of this kind (.pdf) are not read", Kept.SKIPPED), id="not-read"),
        pytest.param(Anatomy((Piece(PieceKind.CREDIT, 0, 9, "Northline"),), DAY), id="anatomy"),
        pytest.param(
            Findings(BASE.id, None, Quotations((QUOTATION,)), Mentions((MENTION,)), Times(), (Drop("r", "s", "why"),)),
            id="findings",
        ),
    ],
)
def test_records_cross_process_borders_unchanged(record: object) -> None:
    """A record that travels to a worker and back is equal and of the same type."""
    back = pickle.loads(pickle.dumps(record))
    assert back == record
    assert type(back) is type(record)


def test_the_lists_of_findings_keep_their_types_across_borders() -> None:
    """Findings are looked up by their type, so the type must survive the journey."""
    back = pickle.loads(pickle.dumps(Quotations((QUOTATION,))))
    assert type(back) is Quotations
    assert back == (QUOTATION,)


@pytest.mark.parametrize("record", [BASE, QUOTATION, MENTION, Credit(0, 4, "Wire"), Extent("r", 0, 4)], ids=type)
def test_records_cannot_be_changed(record: object) -> None:
    """Source records are never edited, and nothing can be hung onto them."""
    with pytest.raises(FrozenInstanceError):
        setattr(record, fields(record)[0].name, "other")  # type: ignore[arg-type]
    assert not hasattr(record, "__dict__")


def test_every_record_type_is_frozen_with_slots() -> None:
    """All nouns are frozen dataclasses with slots."""
    nouns = [
        kind for kind in vars(records).values() if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")
    ]
    assert len(nouns) > 20
    assert [kind.__name__ for kind in nouns if not vars(kind)["__dataclass_params__"].frozen] == []
    assert [kind.__name__ for kind in nouns if "__slots__" not in vars(kind)] == []


def test_anatomy_spans_gives_the_pieces_of_a_kind_in_order() -> None:
    """Pieces are asked for by kind, one or several, and come in order of place."""
    pieces = (
        Piece(PieceKind.TITLE, 0, 12),
        Piece(PieceKind.BYLINE, 14, 30),
        Piece(PieceKind.CREDIT, 17, 30, "Northline"),
        Piece(PieceKind.FURNITURE, 40, 50),
        Piece(PieceKind.FURNITURE, 60, 70),
    )
    anatomy = Anatomy(pieces)
    assert anatomy.spans(PieceKind.FURNITURE) == (Span(40, 50), Span(60, 70))
    assert anatomy.spans(PieceKind.CREDIT, PieceKind.TITLE) == (Span(0, 12), Span(17, 30))
    assert anatomy.spans() == ()
    assert pieces[1].span == Span(14, 30)


@pytest.mark.parametrize(
    ("noun", "names"),
    [
        pytest.param(
            "ReportRow",
            "id source_id file part file_start title outlet url published language text furniture credits version_of",
            id="reports",
        ),
        pytest.param("Credit", "start end name", id="credits"),
        pytest.param("Published", "start end how", id="published"),
        pytest.param(
            "Quotation",
            "id report spans text kind source cue speaker via addressee time place about statement",
            id="quotations",
        ),
        pytest.param("Entity", "id name kind forms", id="entities"),
        pytest.param("Form", "text count", id="forms"),
        pytest.param("Mention", "id entity report start end how", id="mentions"),
        pytest.param("Role", "entity office body from_ to evidence", id="roles"),
        pytest.param("Time", "id report start end value start_time end_time precision anchor rule", id="times"),
        pytest.param("Passage", "id left right same kind", id="passages"),
        pytest.param("Extent", "report start end", id="extents"),
        pytest.param("Derivation", "from_ to share confidence reasons unseen", id="derivations"),
        pytest.param("Story", "id reports headline start end places entities previous", id="stories"),
        pytest.param("Statement", "id speaker versions relations origins repeats", id="statements"),
        pytest.param("Relation", "left right relation differences", id="relations"),
        pytest.param("Judgement", "left right verdict score reasons", id="judgements"),
        pytest.param("Decision", "report start end text verdict who when why", id="decisions"),
    ],
)
def test_records_have_the_fields_of_the_contract(noun: str, names: str) -> None:
    """Each record carries every field that the contract names for its table, under that name."""
    kind = getattr(records, noun)
    there = kind._fields if hasattr(kind, "_fields") else [field.name for field in fields(kind)]
    assert [name for name in names.split() if name not in there] == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        pytest.param(Kept, ["taken", "skipped", "failed"], id="kept"),
        pytest.param(QuotationKind, ["direct", "indirect", "mixed"], id="quotation-kinds"),
        pytest.param(DateSource, ["metadata", "url", "dateline", "text", "story", "decision"], id="date-sources"),
        pytest.param(Verdict, ["same", "different", "unsure"], id="verdicts"),
        pytest.param(
            Ruling,
            "same different rename retype mention speaker no-quotation date outlet furniture same-story other-story"
            " copy no-copy".split(),
            id="rulings",
        ),
        pytest.param(TargetKind, ["mention", "quotation", "report"], id="target-kinds"),
        pytest.param(
            EntityKind,
            "person organisation place people agreement programme document other".split(),
            id="entity-kinds",
        ),
        pytest.param(
            PieceKind,
            ["title", "subtitle", "byline", "dateline", "date", "caption", "credit", "furniture"],
            id="piece-kinds",
        ),
    ],
)
def test_closed_choices_are_pinned(kind: type[Kept], values: list[str]) -> None:
    """The words that stand in exports for closed choices never change."""
    assert [choice.value for choice in kind] == values


@given(st.lists(st.integers(0, 30), unique=True, max_size=12).map(sorted), spans)
def test_stretches(edges: list[int], span: Span) -> None:
    """Stretches find what looking at each of them finds."""
    each = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    stretches = Stretches(each)

    assert stretches.touching(span) == tuple(one for one in each if one.touches(span))
    assert stretches.cover(span) == any(one.covers(span) for one in each)
