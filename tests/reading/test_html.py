import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from onrecord.reading.html import read_html
from onrecord.records import DateSource, Location, NotRead, Published, Reading
from onrecord.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:SOCKS support in urllib3")  # trafilatura imports it; nothing uses it

PARAGRAPHS = (
    "The Border Commission met in Velde on Tuesday for the third time this week, and again nobody signed the protocol.",
    "“We have never been closer to an answer,” Ilona Vargareth told reporters, “and never more tired of waiting.”",
    "Korsk asked on 3 March 2019 for more time to study the plan, which both sides had called fair only a day before.",
)
TITLE = "Talks resume in Velde"
NAVIGATION = "<nav><ul><li><a href='/news'>News</a></li><li><a href='/about'>About</a></li></ul></nav>"


def page(
    *paragraphs: str, head: str = "", title: str = TITLE, before: str = "", after: str = "", charset: str = "utf-8"
) -> str:
    """Return a saved page with an article of these paragraphs, or of the usual ones."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>{title}</title>{head}</head>'
        f"<body>{NAVIGATION}{before}<article><h1>{title}</h1>{body}</article>{after}"
        "<footer><p>All rights reserved.</p></footer></body></html>"
    )


def read_page(data: str | bytes, settings: Settings) -> Reading:
    """Read a page that must give one report."""
    (found,) = read_html("page.html", data.encode() if isinstance(data, str) else data, settings)
    assert isinstance(found, Reading), found
    return found


def reason_of(data: str | bytes, settings: Settings) -> str:
    """Read a page that must give none, and return why."""
    (found,) = read_html("page.html", data.encode() if isinstance(data, str) else data, settings)
    assert isinstance(found, NotRead), found
    assert found.file == "page.html"
    return found.reason


def test_a_page_gives_its_article_and_what_its_head_says(settings: Settings) -> None:
    """The paragraphs come out word for word, with title, outlet, author, address and date; menus stay behind."""
    head = (
        '<meta property="og:site_name" content="Velde Courier">'
        '<meta name="author" content="Osric Penhallow">'
        '<meta property="article:published_time" content="2031-04-12T10:30:00+02:00">'
        '<link rel="canonical" href="https://courier.example/talks">'
    )
    found = read_page(page(head=head), settings)
    report = found.report
    assert found.location == Location("page.html", 1)
    assert all(paragraph in report.text.splitlines() for paragraph in PARAGRAPHS)
    assert "About" not in report.text
    assert "All rights reserved" not in report.text
    assert (report.title, report.outlet, report.author) == (TITLE, "Velde Courier", "Osric Penhallow")
    assert report.url == "https://courier.example/talks"
    assert report.published == Published("2031-04-12T10:30:00+02:00", "2031-04-12T10:30:00+02:00", DateSource.METADATA)


DAY = ("2031-04-12", "2031-04-12")
CLOCK = ("2031-04-12T10:30:00+00:00", "2031-04-12T10:30:00+00:00")


@pytest.mark.parametrize(
    ("head", "interval"),
    [
        pytest.param('<meta property="article:published_time" content="2031-04-12T10:30:00Z">', CLOCK, id="open-graph"),
        pytest.param('<meta itemprop="datePublished" content="2031-04-12">', DAY, id="microdata"),
        pytest.param('<meta name="pubdate" content="20310412">', DAY, id="pubdate"),
        pytest.param('<meta name="DC.date" content="12 April 2031">', DAY, id="dublin-core"),
        pytest.param('<meta name="date" content="Sat, 12 Apr 2031 10:30:00 GMT">', CLOCK, id="mail-style"),
        pytest.param('<meta name="date" content="2031-04">', ("2031-04-01", "2031-04-30"), id="month-is-not-a-day"),
        pytest.param('<meta name="date" content="2031">', ("2031-01-01", "2031-12-31"), id="year-is-not-a-day"),
        pytest.param(
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-04-12"}</script>',
            DAY,
            id="linked-data",
        ),
        pytest.param(
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, '
            '{"@type": "NewsArticle", "datePublished": "2031-04-12"}]}</script>',
            DAY,
            id="linked-data-in-a-graph",
        ),
        pytest.param(
            '<script type="application/ld+json">{broken</script>'
            '<script type="application/ld+json">[{"datePublished": "2031-04-12"}]</script>',
            DAY,
            id="broken-linked-data-first",
        ),
        pytest.param(
            '<meta name="date" content="2030-01-01"><meta property="article:published_time" content="2031-04-12">',
            DAY,
            id="the-article-s-own-wins",
        ),
        pytest.param(
            '<meta property="article:published_time" content="yesterday"><meta name="date" content="2031-04-12">',
            DAY,
            id="one-that-is-not-understood-is-passed-over",
        ),
        pytest.param('<meta property="article:modified_time" content="2031-04-12">', None, id="modified-is-another"),
        pytest.param('<meta name="date" content="">', None, id="empty"),
        pytest.param('<meta name="date" content="03/04/2031">', None, id="two-continents-differ"),
        pytest.param(
            '<meta name="date" content="Sat, 12 Apr 99999999999999999999 10:30:00 GMT">', None, id="an-absurd-year"
        ),
        pytest.param('<script type="application/ld+json">{"datePublished": 7}</script>', None, id="no-words"),
        pytest.param("", None, id="none"),
    ],
)
def test_the_date_is_the_one_the_metadata_states(
    head: str, interval: tuple[str, str] | None, settings: Settings
) -> None:
    """The publication time is what the metadata states, as precisely as there; the dates in the prose are not it."""
    found = read_page(page(head=head), settings)
    assert found.report.published == (Published(*interval, DateSource.METADATA) if interval else None)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        pytest.param("300&nbsp;million crowns", "300\u00a0million crowns", id="no-break-space-as-an-entity"),
        pytest.param("300\u00a0million crowns", "300\u00a0million crowns", id="no-break-space"),
        pytest.param("300\u202fmillion\u2009crowns", "300\u202fmillion\u2009crowns", id="narrow-and-thin-spaces"),
        pytest.param("zero\u200bwidth and\u2060 joined", "zero\u200bwidth and\u2060 joined", id="invisible"),
        pytest.param("soft&shy;hyphen", "soft\u00adhyphen", id="soft-hyphen"),
        pytest.param("&ldquo;No,&rdquo; she said &mdash; twice", "“No,” she said — twice", id="entities"),
        pytest.param("e\u0301tat and état", "e\u0301tat and état", id="not-normalised"),
        pytest.param("a &lt;b&gt; c &amp; d", "a <b> c & d", id="escaped-markup"),
        pytest.param("she <b>never</b> <i>sign</i>ed", "she never signed", id="bold-and-italic"),
        pytest.param("the <a href='/korsk'>Korsk</a> envoy", "the Korsk envoy", id="link"),
        pytest.param("📰 in Žižek’s Zürich", "📰 in Žižek’s Zürich", id="beyond-the-basic-plane"),
    ],
)
def test_the_printed_characters_stay_as_they_are(markup: str, words: str, settings: Settings) -> None:
    """Spaces of every kind, invisible characters and accents come out as the page prints them."""
    sentence = "On Tuesday the envoys wrote {} into the protocol, and nobody in the hall objected to it."
    found = read_page(page(*PARAGRAPHS, sentence.format(markup)), settings)
    assert sentence.format(words) in found.report.text


def test_a_page_that_prints_rare_letters_keeps_them(settings: Settings) -> None:
    """Letters of the script that spaces travel in come out as letters where a page prints them."""
    letters = "\U00010a10\U00010a11"
    found = read_page(
        page(*PARAGRAPHS, f"The stone in Tarn reads {letters}, and nobody knows why it was put there."), settings
    )
    assert letters in found.report.text


RUSSIAN = (
    "Министр иностранных дел прибыл в столицу для переговоров о границе, сообщил представитель правительства.",
    "По словам посла, стороны обсудили обмен пленными и открытие дороги, но соглашение пока не подписано.",
)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("utf-8", "utf-8", id="utf-8"),
        pytest.param("utf-8-sig", "utf-8", id="utf-8-with-a-mark"),
        pytest.param("utf-8", "iso-8859-1", id="utf-8-declared-otherwise"),
        pytest.param("utf-8", "x-no-such-thing", id="utf-8-with-an-unknown-declaration"),
        pytest.param("cp1251", "windows-1251", id="declared-cp1251"),
        pytest.param("koi8-r", "koi8-r", id="declared-koi8-r"),
        pytest.param("cp1251", "utf-8", id="cp1251-declared-as-utf-8"),
        pytest.param("utf-16", "utf-16", id="utf-16-with-a-mark"),
    ],
)
def test_the_encoding_is_the_real_one(encoding: str, declared: str, settings: Settings) -> None:
    """A page is decoded by its mark, as UTF-8, as it declares, or by what its bytes look like, in this order."""
    data = page(*RUSSIAN, charset=declared).encode(encoding)
    assert all(paragraph in read_page(data, settings).report.text for paragraph in RUSSIAN)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param("<html><body></body></html>", "no article text found in the page", id="no-text"),
        pytest.param(f"<html><body>{NAVIGATION}</body></html>", "no article text found in the page", id="only-menus"),
        pytest.param(
            "<html><body><div id=root></div><script>start({a: 1})</script></body></html>",
            "no article text found in the page",
            id="only-a-script",
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\xff" * 40, None, id="a-picture"),
        pytest.param(page(before="<div>" * 50_000), None, id="far-too-deep"),
    ],
)
def test_a_page_without_an_article_says_so(data: str | bytes, reason: str | None, settings: Settings) -> None:
    """A page that gives no report gives the reason why."""
    found = reason_of(data, settings)
    assert found == reason if reason else found


@pytest.mark.parametrize("data", ["", " \n", "<!-- nothing -->", "\x00"], ids=["empty", "space", "comment", "nul"])
def test_an_empty_page_says_so(data: str, settings: Settings) -> None:
    """A page with nothing in it is no report, and is not an error either."""
    assert reason_of(data, settings)


def test_a_page_that_is_too_long_is_refused() -> None:
    """A report over the limit is refused with both lengths."""
    text = read_page(page(), Settings()).report.text
    limit = len(text) - 1
    assert (
        reason_of(page(), Settings(max_report_chars=limit)) == f"too long: {len(text):,} characters, at most {limit:,}"
    )
    assert read_page(page(), Settings(max_report_chars=len(text))).report.text == text


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text.replace("</p>", ""), id="unclosed-paragraphs"),
        pytest.param(lambda text: text[: text.index("</article>")], id="cut"),
        pytest.param(lambda text: '<?xml version="1.0" encoding="utf-8"?>\n' + text, id="xml-declaration"),
        pytest.param(lambda text: text.replace("<p>", "<p>&#xD800;&bogus;&#0; ", 1), id="impossible-entities"),
        pytest.param(lambda text: text.replace("</p>", "<script>write('no')</script></p>"), id="scripts-inside"),
        pytest.param(lambda text: text.replace("<h1>", f"<div data-x='{'x' * 100_000}'></div><h1>"), id="huge"),
        pytest.param(lambda text: text.replace("protocol", "proto\x1fcol\x02", 1), id="control-characters"),
        pytest.param(lambda text: text.replace("<article>", "<div>" * 100 + "<article>"), id="deep"),
    ],
)
def test_damaged_markup_does_not_lose_the_article(damage: object, settings: Settings) -> None:
    """Unclosed, cut and odd markup still gives the article, without the scripts in it."""
    text = read_page(damage(page()), settings).report.text  # type: ignore[operator]
    assert PARAGRAPHS[1] in text
    assert "write(" not in text


markup = st.lists(
    st.sampled_from(
        [
            *(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
            "<html>",
            "<body>",
            "<article>",
            "</article>",
            "<div>",
            "</div>",
            "<table><tr><td>",
            "<meta name='date' content='2031-13-45'>",
            "<script type='application/ld+json'>[[[",
            "</script>",
            "<!--",
            "-->",
            "<![CDATA[",
            "&#xD800;",
            "\x00",
            "<svg><title>",
        ]
    )
    | st.text(max_size=20),
    max_size=15,
).map("".join)


@examples(max_examples=40)
@given(markup.map(lambda text: text.encode(errors="replace")) | st.binary(max_size=60))
def test_any_bytes_give_a_report_or_a_reason(settings: Settings, data: bytes) -> None:
    """No page, however broken, raises anything: there is one report with a text, or one reason."""
    (found,) = read_html("page.html", data, settings)
    assert found.report.text.strip() if isinstance(found, Reading) else found.reason
