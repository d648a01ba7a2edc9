from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.blocks import find_blocks
from onrecord.reading.furniture import find_furniture

PROSE = "The Border Commission met in Velde on Tuesday, and nobody signed."
TITLE = "Talks resume in Velde"


def furniture_of(text: str) -> list[str]:
    """Return the printed words of what is furniture."""
    return [block.of(text) for block in find_furniture(text, find_blocks(text))]


FURNITURE = {
    "newsletters": [
        "Sign up for our newsletter",
        "Sign up to our morning briefing and never miss a story",
        "Subscribe to the Velde Courier newsletter",
        "Get the latest news in your inbox every morning",
        "Don’t miss our daily news digest",
        "Enter your email address",
        "You are receiving this newsletter because you signed up at courier.example",
        "To unsubscribe from this list, click here",
        "Unsubscribe",
        "NEWSLETTER",
    ],
    "following": [
        "Follow us on Telegram",
        "Follow the Velde Courier on Twitter and Facebook",
        "Join our WhatsApp channel for breaking news",
        ">> Join our Telegram channel",
        "Follow our live coverage of the talks",
        "Download our app",
        "Subscribe now",
        "Log in to continue reading",
        "This article is for subscribers only",
        "Support independent journalism. Become a member today.",
        "Thank you for reading the Velde Courier",
        "Got a tip? Write to our reporters",
    ],
    "comments": [
        "Leave a comment",
        "Show all comments",
        "Comments (14)",
        "14 comments",
        "Be the first to comment",
        "Comments are closed",
        "Comments powered by Disqus",
        "Join the conversation",
    ],
    "sharing": [
        "Share",
        "Share this article",
        "Share on Facebook",
        "Facebook | Twitter | WhatsApp",
        "Print this page",
        "Copy link",
    ],
    "advertising": [
        "ADVERTISEMENT",
        "- Advertisement -",
        "Story continues below",
        "Article continues after advertisement",
        "Sponsored content",
        "Ads by Wireworks",
    ],
    "machinery": [
        "This website uses cookies to improve your experience.",
        "Accept all cookies",
        "© 2031 Northline Agency",
        "Copyright 2031 Velde Courier. All rights reserved.",
        "Terms of use | Privacy policy | Contact us",
        "Back to top",
        "Load more",
        "Skip to main content",
        "3 min read",
        "Tags: grain, Korsk, ceasefire",
        "Filed under: World",
    ],
    "pointers": [
        "Read more: Korsk refuses to sign",
        "READ ALSO: Ferries stop in Nyland",
        "Related: Who is Ilona Vargareth?",
        "Watch: the bridge at dawn",
        "Explainer | What the protocol says",
        "See also",
        "What to read next",
    ],
}


@pytest.mark.parametrize("line", [line for lines in FURNITURE.values() for line in lines])
def test_lines_of_a_page_are_furniture(line: str) -> None:
    """A line that belongs to the page and not to the report is furniture, and what stands around it is not."""
    assert furniture_of(f"{TITLE}\n\n{PROSE}\n\n{line}\n\n{PROSE}\n") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Also on Tuesday, Korsk closed the port to lorries.",
        "Also in Velde, a court postponed the case over the census.",
        "More of the displaced families returned on Friday.",
        "More in Velde than in Tarn voted for the treaty.",
        "More than forty people were hurt.",
        "Most read the deal as a defeat for Korsk.",
        "Other news agencies put the toll at 40.",
        "Latest news from Tarn is bad, an aid worker said.",
        "Support for the government fell today, a poll showed.",
        "Comments are expected later on Tuesday.",
        "Comments by the envoy caused anger in Korsk.",
        "This report is only a draft, the commission said.",
        "This article is only binding in winter, the court found.",
        "Copyright law will change, the minister said.",
        "Recommended by the commission, the plan was adopted.",
        "The email was sent to Vargareth on Monday.",
        "Related talks in Nyland were postponed.",
        "Sign up to the treaty, he told Korsk.",
        "Subscribers to the plan will pay more, the minister said.",
        "Follow the money, Vargareth told reporters.",
        "Register to vote by Friday, the commission told residents.",
        "No comment.",
        "Share prices in Korsk fell.",
        "Sharing the river is the only way, Vargareth said.",
        "Watch towers were built along the river.",
        "Links between the two attacks were found.",
        "Tags were removed from the barges.",
        "Advertising for posts in the army began on Monday.",
        "Twitter and Facebook were blocked in Korsk.",
        "She signed up for the army newsletter at 17.",
        "They said they would follow us on Telegram.",
        "“Subscribe to our plan or leave,” the envoy told Korsk.",
        "“Sign up for our newsletter,” the spy wrote to him.",
        "Read alone, the second article is harmless.",
    ],
)
def test_sentences_of_a_report_are_not_furniture(line: str) -> None:
    """A one-sentence paragraph that only begins like such a line stays running text: hiding it would lose it."""
    assert furniture_of(f"{TITLE}\n\n{PROSE}\n\n{line}\n\n{PROSE}\n") == []


@pytest.mark.parametrize(
    "heading", ["Related articles", "MOST READ", "More from World", "Editor’s picks", "You may also like", "See also:"]
)
def test_a_heading_claims_the_headlines_under_it(heading: str) -> None:
    """Under the heading of a list of links, the headlines are furniture up to the next sentence."""
    links = ["Korsk refuses to sign", "Ferries stop in Nyland – what we know", "“Never,” says envoy"]
    text = "\n".join([TITLE, PROSE, heading, *links, PROSE, "Korsk waits"])
    assert furniture_of(text) == [heading, *links]


def test_two_lists_are_both_claimed() -> None:
    """A second heading starts a second list."""
    text = "\n".join([PROSE, "Most read", "Korsk refuses to sign", "Related stories", "Ferries stop in Nyland"])
    assert furniture_of(text) == text.split("\n")[1:]


def test_a_break_ends_a_list() -> None:
    """A line of signs under a list of links is not a link, and what follows it is running text again."""
    text = "\n".join([PROSE, "Most read", "Korsk refuses to sign", "* * *", "Envoys meet in Tarn", PROSE])
    assert furniture_of(text) == ["Most read", "Korsk refuses to sign"]


def test_the_first_line_heads_no_list() -> None:
    """A report may be headed 'Most read' or 'Links', and its first line is never the heading of a list."""
    text = f"Links\n\nTalks in Velde resume\n\n{PROSE}"
    assert furniture_of(text) == []


@pytest.mark.parametrize("line", ["Sign up for our newsletter ", "Follow us on Telegram. "])
def test_a_long_paragraph_is_never_furniture(line: str) -> None:
    """Only short lines are furniture, however they begin."""
    assert furniture_of(f"{PROSE}\n\n{line}{PROSE * 4}\n") == []


@pytest.mark.parametrize("text", ["", " \n\n ", "\n".join([PROSE] * 3)], ids=["empty", "white-space", "only-prose"])
def test_where_there_is_none_none_is_found(text: str) -> None:
    """A text without furniture has none."""
    assert furniture_of(text) == []


lines = st.sampled_from([line for lines in FURNITURE.values() for line in lines] + [PROSE, TITLE, "Most read", "* * *"])
texts = st.text(max_size=120) | st.lists(lines | st.text(max_size=30), max_size=12).map("\n".join)


@given(texts)
def test_furniture_is_whole_blocks_in_order(text: str) -> None:
    """Whatever the text, furniture is some of its blocks, whole and in order."""
    blocks = find_blocks(text)
    found = find_furniture(text, blocks)
    assert set(found) <= set(blocks)
    assert all(left.end <= right.start for left, right in pairwise(found))
