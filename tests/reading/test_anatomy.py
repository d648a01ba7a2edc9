from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.reading.anatomy import find_anatomy, running_spans, split_texts
from onrecord.records import Anatomy, DateSource, Piece, PieceKind, Published, Span, make_report

PROSE = (
    "The Border Commission met in Velde on Tuesday for the third time this week, "
    "and again nobody signed the protocol on the grain corridor."
)
BODY = f"{PROSE}\n\n{PROSE}"
TITLE = "Talks resume in Velde"
TITLE_PIECE = ("title", TITLE)
Labels = list[tuple[str, str] | tuple[str, str, str]]


def labels_of(text: str, **given_fields: str) -> Labels:
    """Return the pieces of a report by hand: kind, printed words, and the name of a credit."""
    pieces = find_anatomy(make_report(text, **given_fields)).pieces  # type: ignore[arg-type]
    return [
        (piece.kind.value, piece.span.of(text), piece.name) if piece.name else (piece.kind.value, piece.span.of(text))
        for piece in pieces
    ]


# --- datelines ---


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        pytest.param("VELDE, April 12 (Northline) —", "Northline", id="place-date-agency"),
        pytest.param("VELDE, 12 April (Northline) –", "Northline", id="day-first"),
        pytest.param("VELDE (Northline) -", "Northline", id="place-agency-hyphen"),
        pytest.param("Velde, April 12 —", None, id="place-date"),
        pytest.param("VELDE —", None, id="place-in-capitals-alone"),
        pytest.param("VELDE, KORSK —", None, id="place-and-state-in-capitals"),
        pytest.param("Velde, 12 April 2031.", None, id="full-stop-instead-of-a-dash"),
        pytest.param("VELDE, Korsk, April 12, 2031 (Northline Agency) --", "Northline Agency", id="region-and-year"),
        pytest.param("PORT SABINE, Halvia (NW) —", "NW", id="two-words-and-initials"),
        pytest.param("LOWER HALLAM, Tessaly —", None, id="region-without-a-date"),
        pytest.param("VELDE, Sept. 3 (Northline):", "Northline", id="abbreviated-month-colon"),
        pytest.param("VELDE, April 12 /Northline/.", "Northline", id="agency-between-strokes"),
        pytest.param("(Northline) —", "Northline", id="agency-alone"),
        pytest.param("Northline/VELDE, April 12 —", "Northline", id="agency-before-the-place"),
        pytest.param("ÉTRETON (AFN) —", "AFN", id="accented-capital"),
    ],
)
def test_a_dateline_is_told_from_the_sentence_behind_it(dateline: str, agency: str | None) -> None:
    """Place, date and agency before the first sentence are labelled, the agency as a credit, the sentence not."""
    text = f"{TITLE}\n\n{dateline} {BODY}"
    expected: Labels = [TITLE_PIECE, ("dateline", dateline)]
    if agency:
        expected.append(("credit", agency, agency))
    assert sorted(labels_of(text)) == sorted(expected)


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param("Korsk’s envoy — a veteran of many talks — left the hall in Velde on Tuesday", id="dashes-inside"),
        pytest.param("Velde: a city of bridges, and on Tuesday a city without a single open one", id="a-colon"),
        pytest.param("On April 12 the Border Commission met in Velde for the third time this week", id="a-date-inside"),
        pytest.param("Ilona Vargareth (pictured) said on Tuesday that nobody would sign the protocol", id="brackets"),
        pytest.param("(A correction was made to this sentence on Tuesday, and nobody noticed it)", id="all-brackets"),
    ],
)
def test_a_sentence_is_not_a_dateline(opening: str) -> None:
    """A sentence with dashes, colons, dates or brackets of its own has no dateline."""
    assert labels_of(f"{TITLE}\n\n{opening}.\n\n{PROSE}") == [TITLE_PIECE]


# --- titles, bylines, dates, captions ---


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param([TITLE], [TITLE_PIECE], id="title"),
        pytest.param([f"# {TITLE}"], [TITLE_PIECE], id="markdown-title"),
        pytest.param(
            ["“We never signed,” says Vargareth"], [("title", "“We never signed,” says Vargareth")], id="quote"
        ),
        pytest.param(["Korsk: ‘no deal’"], [("title", "Korsk: ‘no deal’")], id="title-with-a-colon"),
        pytest.param(["Who blew up the bridge?"], [("title", "Who blew up the bridge?")], id="title-that-asks"),
        pytest.param(["WORLD", TITLE], [TITLE_PIECE], id="a-section-above-the-title"),
        pytest.param(
            ["The Velde Review", "World / The river crisis", TITLE], [TITLE_PIECE], id="a-masthead-and-a-path"
        ),
        pytest.param(
            [TITLE, "Envoys meet for the third time, without a result"],
            [TITLE_PIECE, ("subtitle", "Envoys meet for the third time, without a result")],
            id="subtitle",
        ),
        pytest.param(
            [TITLE, "By Osric Penhallow", "12 April 2031"],
            [TITLE_PIECE, ("byline", "By Osric Penhallow"), ("date", "12 April 2031")],
            id="byline-and-date",
        ),
        pytest.param(
            [TITLE, "BY OSRIC PENHALLOW AND NADIA TERZIEVA"],
            [TITLE_PIECE, ("byline", "BY OSRIC PENHALLOW AND NADIA TERZIEVA")],
            id="byline-in-capitals",
        ),
        pytest.param(
            [TITLE, "By Osric Penhallow | 12 April 2031"],
            [TITLE_PIECE, ("byline", "By Osric Penhallow | 12 April 2031"), ("date", "12 April 2031")],
            id="byline-with-a-date",
        ),
        pytest.param(
            [TITLE, "From our correspondent in Tarn"],
            [TITLE_PIECE, ("byline", "From our correspondent in Tarn")],
            id="from-our-correspondent",
        ),
        pytest.param(
            ["By our correspondent in Tarn"],
            [("byline", "By our correspondent in Tarn")],
            id="by-our-correspondent-without-a-title",
        ),
        pytest.param(
            [TITLE, "By Osric Penhallow", "Northline News Agency"],
            [
                TITLE_PIECE,
                ("byline", "By Osric Penhallow"),
                ("credit", "Northline News Agency", "Northline News Agency"),
            ],
            id="agency-below-the-byline",
        ),
        pytest.param([TITLE, "Velde, 15 May"], [TITLE_PIECE, ("dateline", "Velde, 15 May")], id="place-and-date-line"),
        pytest.param(
            [TITLE, "Tuesday, April 12, 2031, 10:30 GMT"],
            [TITLE_PIECE, ("date", "Tuesday, April 12, 2031, 10:30 GMT")],
            id="date-with-weekday-and-clock",
        ),
        pytest.param(
            [TITLE, "File photo: envoys at the bridge in Tarn. (Davit Harutzian/Northline)"],
            [
                TITLE_PIECE,
                ("caption", "File photo: envoys at the bridge in Tarn. (Davit Harutzian/Northline)"),
                ("credit", "Northline", "Northline"),
            ],
            id="caption-with-photographer-and-agency",
        ),
        pytest.param(
            [TITLE, "Ilona Vargareth leaves the hall in Velde on Tuesday. Photo: Radio Ashgrove"],
            [
                TITLE_PIECE,
                ("caption", "Ilona Vargareth leaves the hall in Velde on Tuesday. Photo: Radio Ashgrove"),
                ("credit", "Radio Ashgrove", "Radio Ashgrove"),
            ],
            id="caption-with-a-credit",
        ),
        pytest.param(
            ["Sign up for our newsletter", TITLE],
            [("furniture", "Sign up for our newsletter"), TITLE_PIECE],
            id="furniture-above-the-title",
        ),
        pytest.param(
            ["By midnight, Korsk had lost the bridge"],
            [("title", "By midnight, Korsk had lost the bridge")],
            id="a-title-that-begins-like-a-byline",
        ),
        pytest.param(
            ["By the time the envoys met, nobody was left to sign."], [], id="a-sentence-that-begins-like-a-byline"
        ),
        pytest.param([], [], id="nothing-above-the-body"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n\n", "\n", "\r\n"], ids=["blank-lines", "lines", "windows"])
def test_what_stands_above_the_body_is_labelled(head: list[str], expected: Labels, line_end: str) -> None:
    """Each line above the body is labelled for what it is, and the body is left alone."""
    assert sorted(labels_of(line_end.join([*head, PROSE, PROSE]))) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(TITLE, [], id="one-line"),
        pytest.param(f"{TITLE}\n\nNobody signed.", [TITLE_PIECE], id="a-title-and-a-short-sentence"),
        pytest.param("Nobody signed on Tuesday.", [], id="one-sentence"),
    ],
)
def test_a_short_text_keeps_a_body(text: str, expected: Labels) -> None:
    """Of a text of short lines only, the last is its body, so that there is always something to read."""
    assert labels_of(text) == expected


@pytest.mark.parametrize(
    ("given_title", "expected"),
    [
        pytest.param(TITLE, [TITLE_PIECE, ("subtitle", "A long way to go")], id="the-same"),
        pytest.param("TALKS  resume in velde", [TITLE_PIECE, ("subtitle", "A long way to go")], id="set-otherwise"),
        pytest.param("A long way to go", [("title", "A long way to go")], id="a-later-line"),
        pytest.param("Korsk and Velde: what now?", [], id="another"),
    ],
)
def test_where_the_title_came_with_the_text_only_its_words_are_the_title(given_title: str, expected: Labels) -> None:
    """A title given beside the text is found in it, whatever its case and spaces; no other line is taken for it."""
    assert labels_of(f"{TITLE}\n\nA long way to go\n\n{BODY}", title=given_title) == expected


# --- credits at the end, furniture anywhere ---


@pytest.mark.parametrize(
    ("line", "names"),
    [
        pytest.param("Stories by Northline and Radio Ashgrove", ["Northline", "Radio Ashgrove"], id="stories-by"),
        pytest.param("(With inputs from Northline Agency)", ["Northline Agency"], id="with-inputs-from"),
        pytest.param("Additional reporting from Northline", ["Northline"], id="additional-reporting"),
        pytest.param("Source: Northline, Eastern Wire", ["Northline", "Eastern Wire"], id="source"),
        pytest.param("Via Northline", ["Northline"], id="via"),
        pytest.param("-- Northline", ["Northline"], id="sign-off-with-dashes"),
        pytest.param("/Northline/", ["Northline"], id="sign-off-between-strokes"),
        pytest.param("(AFN)", ["AFN"], id="sign-off-in-brackets"),
        pytest.param(
            "This article was first published in The Tarn Observer.", ["The Tarn Observer"], id="first-published"
        ),
        pytest.param(
            "Northline and Eastern Wire contributed to this report from Velde.",
            ["Northline", "Eastern Wire"],
            id="contributed",
        ),
        pytest.param("Based on reporting by Northline and staff reports", ["Northline"], id="staff-is-no-name"),
        pytest.param("Compiled from combined sources", [], id="combined-sources-are-no-name"),
        pytest.param("Sources in the ministry said that nothing was signed.", [], id="a-sentence-about-sources"),
        pytest.param("Via Northline, the ministry’s road, refugees " * 8, [], id="a-long-paragraph"),
    ],
)
def test_credit_lines_name_who_is_credited(line: str, names: list[str]) -> None:
    """Each agency or outlet that a credit line names is a credit, exactly where its name is printed."""
    assert labels_of(f"{BODY}\n\n{line}") == [("credit", name, name) for name in names]


def test_a_sign_off_stands_only_at_the_end() -> None:
    """A name in brackets on a line of its own is a credit at the end of a text, not above a long rest."""
    assert labels_of("\n\n".join([PROSE, "(AFN)", *[PROSE] * 6])) == []


@pytest.mark.parametrize(
    "line",
    ["Reporting by Osric Penhallow; editing by Nadia Terzieva", "Translated from Korskian by Leila Mansurat"],
)
def test_staff_lines_are_bylines(line: str) -> None:
    """Who wrote, edited or translated stands in a byline, wherever the line is."""
    assert labels_of(f"{BODY}\n\n{line}") == [("byline", line)]


def test_furniture_is_labelled_and_nothing_is_deleted() -> None:
    """Furniture anywhere in the text is labelled; the stretches between it are what later stages see."""
    text = f"{PROSE}\n\nFollow us on Telegram\n\n{PROSE}\n\nMore from World\n\nKorsk refuses to sign"
    report = make_report(text)
    anatomy = find_anatomy(report)
    furniture = ["Follow us on Telegram", "More from World", "Korsk refuses to sign"]
    assert labels_of(text) == [("furniture", words) for words in furniture]
    assert report.text == text
    running = [span.of(text).strip() for span in running_spans(text, anatomy)]
    assert [words for words in running if words] == [PROSE, PROSE]


# --- dates of the text and of its address ---


@pytest.mark.parametrize(
    ("text", "url", "published"),
    [
        pytest.param(f"VELDE, 12 April 2031 — {BODY}", None, ("2031-04-12", DateSource.DATELINE), id="dateline"),
        pytest.param(f"{TITLE}\n\n12 April 2031\n\n{BODY}", None, ("2031-04-12", DateSource.TEXT), id="date-line"),
        pytest.param(
            f"{TITLE}\n\nBy Osric Penhallow, April 12, 2031\n\n{BODY}",
            None,
            ("2031-04-12", DateSource.TEXT),
            id="date-in-a-byline",
        ),
        pytest.param(
            f"{TITLE}\n\nPublished 13 April 2031\n\nVELDE, 12 April 2031 — {BODY}",
            None,
            ("2031-04-12", DateSource.DATELINE),
            id="dateline-before-date-line",
        ),
        pytest.param(BODY, "https://courier.example/2031/04/12/talks", ("2031-04-12", DateSource.URL), id="address"),
        pytest.param(
            f"VELDE, 12 April 2031 — {BODY}",
            "https://courier.example/2031/04/13/talks",
            ("2031-04-13", DateSource.URL),
            id="address-before-dateline",
        ),
        pytest.param(f"VELDE, 12 April — {BODY}", None, None, id="no-year-no-date"),
        pytest.param(f"{TITLE}\n\nPublished April 2031\n\n{BODY}", None, None, id="no-day-no-date"),
        pytest.param(f"{TITLE}\n\nOn 12 April 2031 {PROSE}", None, None, id="a-date-in-the-prose-is-not-its-own"),
        pytest.param(BODY, None, None, id="none"),
    ],
)
def test_the_date_a_text_states_is_found_and_none_is_invented(
    text: str, url: str | None, published: tuple[str, DateSource] | None
) -> None:
    """A whole date in the address, the dateline or a date line counts; half a date and dates in prose do not."""
    expected = Published(published[0], published[0], published[1]) if published else None
    assert find_anatomy(make_report(text, url=url)).published == expected


def test_a_report_of_given_tokens_is_bare_text() -> None:
    """Where the tokens were given, nothing is labelled, and only the address can give a date."""
    text = "Sign up for our newsletter\nVELDE , 12 April 2031 — Nobody signed ."
    tokens = ((Span(0, 4), Span(5, 7)), (Span(27, 32),))
    report = make_report(text, tokens=tokens, url="https://courier.example/2031/04/13/talks")
    assert find_anatomy(report) == Anatomy((), Published("2031-04-13", "2031-04-13", DateSource.URL))
    assert find_anatomy(make_report(text, tokens=tokens)) == Anatomy()


# --- several texts in one file ---

OTHER = (
    "Korsk asks for more time\n\nTARN, 13 April — The government of Korsk asked on Wednesday for more time to study "
    "the protocol, its spokesman said, and would not say how much more time it needed for that."
)


@pytest.mark.parametrize("line", ["* * *", "***", "---", "———", "=====", "_______", "• • •", "- - -", "⁂", "  ~~~~  "])
def test_texts_joined_by_a_break_line_are_split(line: str) -> None:
    """A line of signs between two reports parts them, and belongs to neither."""
    text = f"{TITLE}\n\n{BODY}\n\n{line}\n\n{OTHER}\n"
    parts = split_texts(text, Span(0, len(text)))
    assert [part.of(text).strip() for part in parts] == [f"{TITLE}\n\n{BODY}", OTHER]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{BODY}\n\n* * *\n\n{BODY}", id="a-scene-break-in-a-feature"),
        pytest.param(f"Talks resume\n\n* * *\n\n{OTHER}", id="too-little-before"),
        pytest.param(f"{BODY}\n\n* * *\n\nKorsk asks for more time to study\n\nNobody signed.", id="too-little-after"),
        pytest.param(f"{BODY}\n\n{OTHER}", id="no-break-line"),
        pytest.param(f"{BODY}\n\n—\n\n{OTHER}", id="one-dash-is-no-break"),
        pytest.param(BODY, id="one-text"),
        pytest.param("", id="empty"),
    ],
)
def test_a_break_line_alone_proves_nothing(text: str) -> None:
    """A text stays whole unless what follows a break begins like a report and both sides hold a paragraph."""
    assert split_texts(text, Span(0, len(text))) == (Span(0, len(text)),)


def test_three_texts_are_split_and_only_within_the_given_span() -> None:
    """Each break counts, and what lies outside the given span, such as front matter, is left out."""
    front = "---\ntitle: x\n---\n"
    text = front + "\n\n* * *\n\n".join([OTHER, OTHER, OTHER])
    parts = split_texts(text, Span(len(front), len(text)))
    assert [part.of(text).strip() for part in parts] == [OTHER] * 3
    assert parts[0].start == len(front)


# --- whatever the text ---

blocks = st.sampled_from(
    [
        TITLE,
        PROSE,
        OTHER,
        f"VELDE, 12 April 2031 (Northline) — {PROSE}",
        "By Osric Penhallow, 12 April 2031",
        "Photo: (a/B)",
        "Source: Northline, Eastern Wire",
        "(AFN)",
        "Sign up for our newsletter",
        "Most read",
        "* * *",
        "# ",
        "VELDE —",
        "“",
        "Credit: Á/",
    ]
)
texts = st.text(max_size=150) | st.lists(blocks | st.text(max_size=30), max_size=12).map("\n\n".join)


@given(texts, st.none() | st.text(max_size=20) | st.just(TITLE))
@example("Photo: Northline/\n\nNobody signed.", None)
def test_any_text_has_an_anatomy(text: str, title: str | None) -> None:
    """Whatever the text, pieces lie inside it, in order, and hold something; a credit is named as it is printed."""
    pieces = find_anatomy(make_report(text, title=title)).pieces
    assert list(pieces) == sorted(pieces, key=lambda piece: (piece.start, piece.end))
    for piece in pieces:
        assert 0 <= piece.start < piece.end <= len(text)
        assert piece.span.of(text).strip() == piece.span.of(text)
        assert (piece.name is not None) == (piece.kind is PieceKind.CREDIT)
        assert piece.name in (None, piece.span.of(text))


@given(texts)
def test_running_text_and_furniture_make_the_whole(text: str) -> None:
    """What later stages see is all that is not furniture, in order, with nothing seen twice."""
    anatomy = find_anatomy(make_report(text))
    running = running_spans(text, anatomy)
    furniture = anatomy.spans(PieceKind.FURNITURE)
    assert all(left.end <= right.start for left, right in pairwise(running))
    assert all(span.start < span.end for span in running)
    assert "".join(span.of(text) for span in sorted((*running, *furniture))) == text


@given(texts, st.data())
def test_parts_lie_inside_and_in_order(text: str, data: st.DataObject) -> None:
    """Parts of any text lie inside the span that was given, in order, apart, and lose nothing but break lines."""
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    within = Span(start, end)
    parts = split_texts(text, within)
    assert (parts[0].start, parts[-1].end) == (start, end)
    assert all(part.start <= part.end and within.covers(part) for part in parts)
    assert all(left.end < right.start for left, right in pairwise(parts))
    between = [text[left.end : right.start] for left, right in pairwise(parts)]
    assert not any(character.isalnum() for gap in between for character in gap)


def test_a_piece_of_each_kind_can_be_asked_for() -> None:
    """Running text is the whole text where there are no pieces, and nothing where all is furniture."""
    assert running_spans("Nobody signed.", Anatomy()) == (Span(0, 14),)
    assert running_spans("Share", Anatomy((Piece(PieceKind.FURNITURE, 0, 5),))) == ()
    assert running_spans("", Anatomy()) == ()


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Share", "Most read"], id="furniture"),
        pytest.param(["* * *", "---"], id="breaks"),
        pytest.param(["Talks resume in Velde", "VELDE, 12 April 2031 — ", "Source: Northline"], id="heads-and-tails"),
    ],
)
def test_very_many_lines_are_taken_apart_in_one_go(lines: list[str]) -> None:
    """A file of twenty thousand lines of one kind does not hold up a build."""
    program = (
        "from onrecord.reading.anatomy import find_anatomy, split_texts; "
        "from onrecord.records import Span, make_report\n"
        f"for line in {lines!r}:\n"
        "    text = (line + chr(10)) * 20_000\n"
        "    find_anatomy(make_report(text)), split_texts(text, Span(0, len(text)))\n"
        "print('done')"
    )
    assert run_guarded(program) == "done\n"
