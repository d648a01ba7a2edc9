"""Markup to text: every word that shows, a line for each block, and no character changed."""

import pytest
from tests.guarded import run_guarded

from onrecord.reading.markup import line_of_markup, looks_like_markup, text_of_markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>one</p><p>two</p>", "one\ntwo", id="paragraphs"),
        pytest.param("<p>one\n   two</p>", "one two", id="wrapped"),
        pytest.param("one<br>two<br/>three", "one\ntwo\nthree", id="breaks"),
        pytest.param("one<div>two<div>three</div></div>four", "one\ntwo\nthree\nfour", id="blocks-in-blocks"),
        pytest.param("she <b>never</b> <i>sign</i>ed", "she never signed", id="inline"),
        pytest.param("<ul><li>one<li>two</ul>", "one\ntwo", id="unclosed-items"),
        pytest.param("<table><tr><td>one<td>two</table>", "one\ntwo", id="cells"),
        pytest.param("a &lt;b&gt; c &amp; d", "a <b> c & d", id="escaped"),
        pytest.param("300&nbsp;million zero\u200bwidth soft&shy;hyphen", "300\u00a0million zero\u200bwidth soft\u00adhyphen", id="rare-characters"),
        pytest.param("one<script>no</script><style>no</style><!-- no -->two<?php no ?>", "onetwo", id="unseen"),
        pytest.param("<p style='display: none'>no</p><p hidden>no</p><p style='mso-hide:all'>no</p>one", "one", id="hidden"),
        pytest.param("<p>one</p><p>&nbsp;\u200c\u034f</p><p>two</p>", "one\ntwo", id="padding"),
        pytest.param("<pre>one\n  two</pre>", "one\ntwo", id="preformatted"),
        pytest.param("<pre hidden>no</pre>one\ntwo", "one two", id="hidden-preformatted"),
        pytest.param("<head><title>no</title></head><body>one</body>", "one", id="page"),
        pytest.param("5 < 6 and 7 > 3", "5 < 6 and 7 > 3", id="bare-signs"),
        pytest.param("one\x00\x02two", "onetwo", id="control-characters"),
        pytest.param("", "", id="nothing"),
        pytest.param("<!-- -->", "", id="a-comment"),
    ],
)  # fmt: skip
def test_what_shows_becomes_lines(markup: str, text: str) -> None:
    """Blocks are lines, white space is one space as on a screen, and what does not show is left out."""
    assert text_of_markup(markup) == text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("<p>one", True), ("a &amp; b", True), ("a &#8217; b", True), ("one<br/>", True), ("</a>", True),
        ("5 < 6 > 4", False), ("AT&T; so", False), ("<y> stands for yes", False), ("a & b", False), ("", False),
    ],
)  # fmt: skip
def test_markup_is_told_from_text(words: str, expected: bool) -> None:
    """Tags of HTML and character references give markup away; signs and made-up tags do not."""
    assert looks_like_markup(words) is expected


def test_a_title_is_one_line() -> None:
    """Titles come plain or as markup, and are one line either way."""
    assert line_of_markup(" Talks &amp; <b>tea</b>\n in Velde ") == "Talks & tea in Velde"
    assert line_of_markup("5 < 6\n in Velde\u00a0") == "5 < 6 in Velde\u00a0"


@pytest.mark.parametrize("piece", ["<div>", "<p>", "<!--", "<a ", "<table><tr><td>", "&", "<", "<a href='"])
def test_hostile_markup_is_read_in_linear_time(piece: str) -> None:
    """No markup, repeated, holds up a build."""
    program = (
        "from onrecord.reading.markup import line_of_markup, text_of_markup; "
        f"words = {piece!r} * 100_000; text_of_markup(words); line_of_markup(words); print('done')"
    )
    assert run_guarded(program) == "done\n"
