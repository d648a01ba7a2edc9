"""A connected component: background first, then who took from whom by what is left."""

from __future__ import annotations

from onrecord.across.derivation import Derived, Origin
from onrecord.across.kindred import Kindred, Pair, Traced, trace
from onrecord.across.traces import Trace, Traces
from onrecord.records import DateSource, Extent, Passage, PassageKind, Published

STOCK = (0, 80)


def passage(
    left: str, right: str, place: tuple[int, int] = STOCK, words: int = 14, quoted: float = 0.0,
    kind: PassageKind = PassageKind.COPY,
) -> Passage:  # fmt: skip
    """Return a passage that stands at one place in both reports; its id says whose and where."""
    return Passage(
        f"{left}{right}{place[0]}", Extent(left, *place), Extent(right, *place), 1.0, kind, words, quoted, "test"
    )


def pair(left: str, right: str, *passages: Passage, share: float = 0.1) -> Pair:
    """Return two reports that share passages, as large a part of each as told."""
    shows = Trace(share=share, characters=share, coherence=None, slips=0, fit=0.0, named=(), names_itself=False)
    return Pair(left, right, Traces(shows, shows, None), passages)


def origin(id_: str, day: int) -> Origin:
    """Return a report of a day of April."""
    return Origin(id_, f"Post {id_}", Published(*[f"2031-04-{day:02}"] * 2, DateSource.METADATA), None, ())


def edges(found: Traced) -> set[str]:
    """Return the derivations among the reports, source first."""
    return {f"{one.from_}{one.to}" for one in found.derived.derivations if not one.unseen}


ORIGINS = origin("c", 9), origin("a", 1), origin("b", 4)
RECURRING = [pair(left, right, passage(left, right)) for left, right in ("ab", "ac", "bc")]


def test_background_makes_nobody_a_copy() -> None:
    """Reports that share a stock sentence alone took nothing from each other, and nothing stays open."""
    found = trace(Kindred(tuple(RECURRING), ORIGINS))
    assert found.background == {"ab0", "ac0", "bc0"}
    assert found.derived == Derived((), ())
    assert found.reports == ("a", "b", "c")


def test_background_does_not_count_beside_other_words() -> None:
    """Words of a stock sentence are not added to those of a passage that is too short to tell."""
    short = passage("a", "b", (200, 240), words=9)
    found = trace(Kindred((pair("a", "b", passage("a", "b"), short), *RECURRING[1:]), ORIGINS))
    assert "ab0" in found.background
    assert found.derived == Derived((), ())
    plain = trace(Kindred((pair("a", "b", passage("a", "b"), short),), ORIGINS[1:]))
    assert plain.background == set()
    assert len(plain.derived.judgements) == 1


def test_a_copy_beside_background() -> None:
    """Reports that share more than the stock sentence are a copy still, and there the sentence is part of it."""
    copied = pair("a", "b", passage("a", "b"), passage("a", "b", (200, 900), words=120), share=0.95)
    found = trace(Kindred((copied, *RECURRING[1:]), ORIGINS))
    assert found.background == {"ac0", "bc0"}
    assert edges(found) == {"ab"}
    assert found.derived.judgements == ()


def test_furniture_makes_nobody_a_copy() -> None:
    """A line of the page that both reports have is neither background nor copied text."""
    line = passage("a", "b", words=40, kind=PassageKind.FURNITURE)
    assert trace(Kindred((pair("a", "b", line, share=1.0),), ORIGINS[1:])) == Traced(
        ("a", "b"), frozenset(), Derived((), ())
    )


def test_words_in_marks_do_not_count() -> None:
    """Of a passage that is somebody's words for the most part, only the rest makes a copy."""
    said = passage("a", "b", words=40, quoted=0.8)
    assert trace(Kindred((pair("a", "b", said, share=1.0),), ORIGINS[1:])).derived == Derived((), ())
    half = passage("a", "b", words=40, quoted=0.5)
    assert edges(trace(Kindred((pair("a", "b", half, share=1.0),), ORIGINS[1:]))) == {"ab"}


def test_passages_of_a_pair_add_up() -> None:
    """Two passages that are too short alone make a copy together."""
    both = passage("a", "b", words=6), passage("a", "b", (200, 240), words=6)
    assert trace(Kindred((pair("a", "b", both[0], share=1.0),), ORIGINS[1:])).derived == Derived((), ())
    assert edges(trace(Kindred((pair("a", "b", *both, share=1.0),), ORIGINS[1:]))) == {"ab"}


def test_order_does_not_matter() -> None:
    """The pairs and the reports may come in any order."""
    copied = pair("a", "b", passage("a", "b"), passage("a", "b", (200, 900), words=120), share=0.95)
    pairs = (copied, *RECURRING[1:])
    assert trace(Kindred(pairs[::-1], ORIGINS[::-1])) == trace(Kindred(pairs, ORIGINS))


def test_nothing() -> None:
    """An empty component shows nothing."""
    assert trace(Kindred((), ())) == Traced((), frozenset(), Derived((), ()))
