from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.reading.blocks import find_blocks

WRAPPED = (
    "VELDE, 12 April - The Border Commission met for the third time this\n"
    "week and again put off a decision on the crossing at Lower Hallam,\n"
    "which has been closed to lorries since the floods of last autumn and\n"
    "to everybody else since Tuesday night.\n"
    "The chair, Ilona Vargareth, told reporters that the engineers were to\n"
    "be heard first, and that nobody should expect a signature before the\n"
    "snow had gone."
)
line_ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n \t\n", "\u2028", "\u2029", "\x85", "\f", "\v"])
lines = st.sampled_from(
    [
        "",
        "  ",
        "\u00a0",
        "Talks resume",
        "  an indented line",
        "trailing space \t",
        "zero\u200bwidth",
        "x" * 60,
        "The Border Commission met for the third time this week and put",
        "off a decision on the crossing at Lower Hallam, which is closed",
        "to lorries since the floods.",
        "* * *",
    ]
)
texts = st.text(max_size=80) | st.lists(st.tuples(lines, line_ends), max_size=14).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \t\r\n\u00a0\n\f", [], id="only-white-space"),
        pytest.param("Talks resume", ["Talks resume"], id="one-line"),
        pytest.param("  Talks resume \n", ["Talks resume"], id="space-around"),
        pytest.param("Talks resume\nKorsk refuses", ["Talks resume", "Korsk refuses"], id="a-line-each"),
        pytest.param("Talks resume\n\nKorsk refuses\n\n\n", ["Talks resume", "Korsk refuses"], id="blank-lines"),
        pytest.param("Talks resume\r\n\r\nKorsk refuses\r\n", ["Talks resume", "Korsk refuses"], id="windows"),
        pytest.param("Talks resume\r\rKorsk refuses\r", ["Talks resume", "Korsk refuses"], id="old-mac"),
        pytest.param("Talks\u2028Korsk\u2029Velde", ["Talks", "Korsk", "Velde"], id="line-and-paragraph-separators"),
        pytest.param("\tTalks resume\n\t\u00a0Korsk", ["Talks resume", "Korsk"], id="indented"),
        pytest.param("Talks\n \t \nKorsk", ["Talks", "Korsk"], id="a-line-of-spaces"),
        pytest.param("\u200bTalks\u200b", ["\u200bTalks\u200b"], id="invisible-characters-are-kept"),
        pytest.param("short\nlines\nof\na\npoem\nhere", ["short", "lines", "of", "a", "poem", "here"], id="a-poem"),
    ],
)
def test_blocks_are_paragraphs(text: str, blocks: list[str]) -> None:
    """A block is a line that holds something, without the white space around it."""
    assert [block.of(text) for block in find_blocks(text)] == blocks


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
def test_lines_wrapped_by_hand_are_joined(line_end: str) -> None:
    """In text wrapped at a column a paragraph is one block, and ends at a blank or at a short line."""
    text = f"{WRAPPED}\n\nThe other side did not comment.".replace("\n", line_end)
    blocks = [" ".join(block.of(text).split()) for block in find_blocks(text)]
    assert [block[:20] for block in blocks] == ["VELDE, 12 April - Th", "The chair, Ilona Var", "The other side did n"]
    assert blocks[1].endswith("before the snow had gone.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join(f"“{'We will not sign that, ' * 2}” {name} said." for name in "ABCDEF"), id="sentences"),
        pytest.param("\n".join("The commission met " * 12 for _ in range(6)), id="long-lines"),
        pytest.param("\n".join(["The envoys met in Velde for talks about the grain corridor"] * 3), id="too-few-lines"),
        pytest.param("\n".join(["Korsk refuses talks", "Velde agrees to meet", "Nyland abstains"] * 4), id="headlines"),
    ],
)
def test_lines_that_end_where_sentences_do_stay_apart(text: str) -> None:
    """Lines that are paragraphs of their own are not joined."""
    assert [block.of(text) for block in find_blocks(text)] == [line.strip() for line in text.split("\n")]


@given(texts)
def test_blocks_lie_in_order_and_cover_every_printed_character(text: str) -> None:
    """Blocks lie inside the text, in order, apart from each other, tight, and hold all that is not white space."""
    blocks = find_blocks(text)
    assert all(0 <= block.start < block.end <= len(text) for block in blocks)
    assert all(left.end <= right.start for left, right in pairwise(blocks))
    assert all(block.of(text) == block.of(text).strip() for block in blocks)
    outside = list(text)
    for block in reversed(blocks):
        del outside[block.start : block.end]
    assert not "".join(outside).strip()


@pytest.mark.parametrize("run", ["' '", "'\\t \\u00a0'", "'x'", "'x '", "'\\n'", "' \\n'"], ids=ascii)
def test_a_long_run_is_cut_into_blocks_in_one_go(run: str) -> None:
    """A file of two hundred thousand spaces, or of anything else, does not hold up a build."""
    program = f"from onrecord.reading.blocks import find_blocks; find_blocks({run} * 200_000); print('done')"
    assert run_guarded(program) == "done\n"
