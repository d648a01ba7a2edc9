"""Exports of LexisNexis: which line of a header becomes which field, and what a broken article costs."""

from collections.abc import Sequence

import pytest
from tests.exports import (
    NEXIS_CLASSIC,
    NEXIS_UNI,
    NEXIS_UNI_COVER,
    NEXIS_UNI_FIRST,
    NEXIS_UNI_SECOND,
    NEXIS_UNI_THIRD,
)

from onrecord.reading.export_lines import Article, BrokenArticle
from onrecord.reading.exports import find_articles

TALKS = "Talks resume in Velde after a week of silence"
CUT = BrokenArticle("cut off: no line “End of Document” closes it")


def articles(lines: Sequence[str] | str) -> list[Article | BrokenArticle]:
    """Return the articles of an export."""
    found = find_articles(lines if isinstance(lines, str) else "\n".join(lines))
    assert found is not None
    return list(found)


def header(found: Article | BrokenArticle) -> dict[str, str]:
    """Return what a header says."""
    assert isinstance(found, Article), found
    return {name: value for name, value in found.header.items() if value}


def body(found: Article | BrokenArticle, lines: Sequence[str] | str) -> str:
    """Return the text of an article."""
    assert isinstance(found, Article), found
    text = lines if isinstance(lines, str) else "\n".join(lines)
    return "\n".join(piece.of(text) for piece in found.pieces)


def without(lines: Sequence[str], *dropped: str) -> list[str]:
    """Return lines without some of them."""
    assert all(any(line.startswith(each) for line in lines) for each in dropped)
    return [line for line in lines if not line.startswith(dropped)]


def test_a_header_of_nexis_uni_fills_the_fields() -> None:
    """Headline, outlet and date are lines of their own; a byline, a language are labelled; the rest is left out."""
    first, second, third = articles(NEXIS_UNI)
    assert header(first) == {
        "title": TALKS,
        "outlet": "Velde Courier",
        "published": "April 9, 2031",
        "author": "Osric Penhallow",
    }
    assert header(second) == {
        "title": "Envoy crosses the Dervek bridge on foot",
        "outlet": "Estrand News Agency",
        "published": "April 6, 2031",
        "language": "en",
    }
    assert header(third)["title"] == "Correction: Trucks at the crossing"
    assert body(first, NEXIS_UNI) == "\n".join(NEXIS_UNI_FIRST[14:17])


def test_one_article_needs_no_cover() -> None:
    """A delivery of single files has neither a cover nor a list of documents."""
    (only,) = articles(NEXIS_UNI_FIRST)
    assert header(only)["title"] == TALKS


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(without(NEXIS_UNI_SECOND, "April 6"), BrokenArticle("no date in its header"), id="no-date"),
        pytest.param(
            without(NEXIS_UNI_SECOND, "Envoy", "Estrand"),
            BrokenArticle("no headline and outlet above the date in its header"),
            id="no-title",
        ),
        pytest.param(
            without(NEXIS_UNI_SECOND, "Body"), BrokenArticle("no line “Body” above its text"), id="no-body-line"
        ),
        pytest.param(without(NEXIS_UNI_SECOND, "Mateus"), BrokenArticle("no text under the line “Body”"), id="no-text"),
    ],
)
def test_a_broken_article_costs_itself(lines: list[str], expected: BrokenArticle) -> None:
    """The articles beside it are read as ever."""
    found = articles([*NEXIS_UNI_COVER, *NEXIS_UNI_FIRST, *lines, *NEXIS_UNI_THIRD])
    assert found[1] == expected
    assert [header(found[0])["title"], header(found[2])["title"]] == [TALKS, "Correction: Trucks at the crossing"]


def test_an_article_that_lost_its_end_does_not_swallow_the_next() -> None:
    """Two headers before one end: the first article is cut off, the second is read."""
    found = articles([*NEXIS_UNI_FIRST[:-1], *NEXIS_UNI_SECOND])
    assert found[0] == CUT
    assert header(found[1])["title"] == "Envoy crosses the Dervek bridge on foot"


def test_a_file_that_was_cut_off_says_so() -> None:
    """The last article lacks its end."""
    found = articles([*NEXIS_UNI_FIRST, *NEXIS_UNI_SECOND[:7]])
    assert header(found[0])["title"] == TALKS
    assert found[1] == CUT


def test_a_date_in_another_language_is_no_missing_date() -> None:
    """A line that is built like a date keeps the article; the fields say later that it was not understood."""
    lines = [line.replace("April 6, 2031 Sunday 10:30 AM GMT", "6 april 2031 zondag") for line in NEXIS_UNI_SECOND]
    dutch = [line.replace("6 april 2031 zondag", "6 maart 2031 zondag") for line in lines]
    assert header(articles(dutch)[0])["published"] == "6 maart 2031 zondag"


def test_a_classic_header_fills_the_fields() -> None:
    """The older layout labels in capitals; a headline without a label stands under the date."""
    first, second, third = articles(NEXIS_CLASSIC)
    assert header(first) == {
        "title": TALKS,
        "outlet": "Velde Courier",
        "published": "April 9, 2031",
        "author": "Osric Penhallow; Maud Ellery",
        "url": "https://courier.example/talks",
        "language": "en",
    }
    assert header(second) == {
        "title": "Envoy crosses the Dervek bridge on foot, and back",
        "outlet": "Estrand News Agency",
        "published": "April 6, 2031",
        "author": "Estrand staff",
        "language": "en",
    }
    assert header(third)["title"] == "Correction"


def test_a_classic_text_ends_above_its_closing_labels() -> None:
    """Address, captions and load date are no part of the text."""
    first, second, _ = articles(NEXIS_CLASSIC)
    text = body(first, NEXIS_CLASSIC)
    assert text.startswith("The Border Commission met")
    assert text.endswith('never more tired of waiting."')
    assert body(second, NEXIS_CLASSIC) == "Mateus Oyelaran walked across the Dervek bridge on Sunday."


@pytest.mark.parametrize(
    ("old", "new", "place", "expected"),
    [
        pytest.param("April 6, 2031 Sunday", "", 1, "no date in its header", id="no-date"),
        pytest.param(
            "Mateus Oyelaran walked across the Dervek bridge on Sunday.",
            "",
            1,
            "no text under its header",
            id="no-text",
        ),
        pytest.param("LENGTH: 120 words", "", 1, "no line “BODY:” or “LENGTH:” above its text", id="no-length"),
        pytest.param(
            "not four hundred.\n\nLOAD-DATE: April 11, 2031",
            "not",
            2,
            "cut off: none of the lines that close an article, such as LOAD-DATE",
            id="cut",
        ),
    ],
)
def test_a_broken_classic_article_costs_itself(old: str, new: str, place: int, expected: str) -> None:
    """The articles beside it are read as ever."""
    assert old in NEXIS_CLASSIC
    found = articles(NEXIS_CLASSIC.replace(old, new))
    assert found[place] == BrokenArticle(expected)
    assert sum(isinstance(each, Article) for each in found) == 2
