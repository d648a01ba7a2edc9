"""Exports of Factiva: which line of a header becomes which field, and what a broken article costs."""

from collections.abc import Sequence

import pytest
from tests.exports import FACTIVA, FACTIVA_CODED, FACTIVA_FIRST, FACTIVA_SECOND

from onrecord.reading.export_lines import Article, BrokenArticle
from onrecord.reading.exports import find_articles

TALKS = "Talks resume in Velde after a week of silence"
ENVOY = "Envoy crosses the Dervek bridge on foot"
CUT = BrokenArticle("cut off: no line “Document …” closes it")


def articles(lines: Sequence[str]) -> list[Article | BrokenArticle]:
    """Return the articles of an export."""
    found = find_articles("\n".join(lines))
    assert found is not None
    return list(found)


def header(found: Article | BrokenArticle) -> dict[str, str]:
    """Return what a header says."""
    assert isinstance(found, Article), found
    return {name: value for name, value in found.header.items() if value}


def body(found: Article | BrokenArticle, lines: Sequence[str]) -> str:
    """Return the text of an article."""
    assert isinstance(found, Article), found
    return "\n".join(piece.of("\n".join(lines)) for piece in found.pieces)


def test_a_plain_header_fills_the_fields() -> None:
    """The lines around the number of words are known by their order; section, code, edition, page are left out."""
    first, second = articles(FACTIVA)
    assert header(first) == {
        "id": "VELCOU0020310409e7490001r",
        "title": TALKS,
        "outlet": "Velde Courier",
        "published": "9 April 2031",
        "author": "Osric Penhallow",
        "language": "en",
    }
    assert header(second) == {
        "id": "ESTRND0020310406e7460000a",
        "title": ENVOY,
        "outlet": "Estrand News Agency",
        "published": "6 April 2031",
        "language": "en",
    }
    assert body(first, FACTIVA) == "\n".join(FACTIVA[12:15])


def test_a_header_of_codes_fills_the_same_fields() -> None:
    """With indexing, codes say what a line is; the text stands under LP and TD, without these codes."""
    first, second = articles(FACTIVA_CODED)
    assert header(first) == header(articles(FACTIVA)[0])
    assert header(second) == header(articles(FACTIVA)[1])
    assert body(first, FACTIVA_CODED) == "\n".join((FACTIVA_CODED[11], *FACTIVA_CODED[13:15]))


@pytest.mark.parametrize(
    ("above", "title", "author"),
    [
        pytest.param([TALKS], TALKS, None, id="headline"),
        pytest.param([TALKS, "By Osric Penhallow"], TALKS, "Osric Penhallow", id="byline"),
        pytest.param([TALKS, "Osric Penhallow and Maud Ellery"], TALKS, "Osric Penhallow and Maud Ellery", id="names"),
        pytest.param(["World News", TALKS], TALKS, None, id="section"),
        pytest.param(["World News", "Envoy Crosses Bridge"], "Envoy Crosses Bridge", None, id="section-over-capitals"),
        pytest.param(["World News", TALKS, "By Osric Penhallow"], TALKS, "Osric Penhallow", id="all"),
    ],
)
def test_what_stands_above_the_number_of_words(above: list[str], title: str, author: str | None) -> None:
    """A section may stand over the headline, a byline under it, with “By” or as bare names."""
    found = articles([*FACTIVA_SECOND, *above, *FACTIVA_FIRST[3:]])[1]
    assert (header(found).get("title"), header(found).get("author")) == (title, author)


def test_a_list_of_contents_is_no_headline() -> None:
    """Above the first article a list may stand: its headline is the line next to the number of words."""
    listed = ["Contents", f"{TALKS}.... 2", f"{ENVOY}.... 3"]
    assert header(articles([*listed, *FACTIVA_SECOND])[0])["title"] == ENVOY


@pytest.mark.parametrize(
    ("dropped", "expected"),
    [
        pytest.param("6 April 2031", "no number of words and date in its header", id="no-date"),
        pytest.param("1,120 words", "no number of words and date in its header", id="no-count"),
        pytest.param("ESTRND", "no outlet with its code under the date", id="no-code"),
        pytest.param(
            "English", "no language in its header, so that the beginning of its text is not known", id="no-language"
        ),
        pytest.param("Mateus", "no text under its header", id="no-text"),
        pytest.param("Envoy", "no headline above the number of words", id="no-title"),
    ],
)
def test_a_broken_article_costs_itself(dropped: str, expected: str) -> None:
    """The articles beside it are read as ever."""
    broken = [line for line in FACTIVA_SECOND if not line.startswith(dropped)]
    found = articles([*FACTIVA_FIRST, *broken, *FACTIVA_FIRST])
    assert found[1] == BrokenArticle(expected)
    assert header(found[0])["title"] == header(found[2])["title"] == TALKS


@pytest.mark.parametrize("first", [FACTIVA_FIRST, FACTIVA_CODED[:18]], ids=["plain", "coded"])
def test_an_article_that_lost_its_end_does_not_swallow_the_next(first: Sequence[str]) -> None:
    """Two headers before one id: the first article is cut off, the second is read."""
    second = FACTIVA_SECOND if first is FACTIVA_FIRST else FACTIVA_CODED[18:]
    found = articles([*first[:-1], *second])
    assert found[0] == CUT
    assert header(found[1])["title"] == ENVOY
    assert body(found[1], [*first[:-1], *second]) == "Mateus Oyelaran walked across the Dervek bridge on Sunday."


@pytest.mark.parametrize("lines", [(*FACTIVA_FIRST, *FACTIVA_SECOND[:-1]), FACTIVA_CODED[:-1]], ids=["plain", "coded"])
def test_a_file_that_was_cut_off_says_so(lines: Sequence[str]) -> None:
    """The last article lacks its id."""
    found = articles(lines)
    assert header(found[0])["title"] == TALKS
    assert found[1:] == [CUT]
