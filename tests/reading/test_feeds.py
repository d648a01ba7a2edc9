"""Feeds: one report an entry; a broken one costs itself alone."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.reading.feeds import CUT, ONLY_A_SUMMARY, ONLY_CHANGED, read_feed
from onrecord.records import DateSource, Location, NotRead, Published, Reading
from onrecord.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:SOCKS support in urllib3")  # trafilatura imports it; nothing uses it

SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
PROSE = "Nobody signed the protocol in Velde on Tuesday."


def rss(*items: str, head: str = "<title>Velde Courier</title>", spaces: str = SPACES) -> str:
    """Return an RSS feed of these items."""
    inside = "".join(f"<item>{item}</item>\n" for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {spaces}><channel>{head}\n{inside}</channel></rss>'
    )


def atom(*entries: str, head: str = "<title>Velde Courier</title>") -> str:
    """Return an Atom feed of these entries."""
    inside = "".join(f"<entry>{entry}</entry>\n" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{inside}</feed>'


def read(data: str | bytes, settings: Settings) -> list[Reading | NotRead]:
    """Read a feed."""
    return list(read_feed("a.rss", data.encode() if isinstance(data, str) else data, settings))


def read_one(data: str | bytes, settings: Settings) -> Reading:
    """Read a feed that must give one report."""
    (found,) = read(data, settings)
    assert isinstance(found, Reading), found
    return found


def texts_of(data: str | bytes, settings: Settings) -> list[str | None]:
    """Return the texts of a feed's entries; `None` for one that gave none."""
    return [found.report.text if isinstance(found, Reading) else None for found in read(data, settings)]


def moment(words: str) -> Published:
    """Return a publication time with a clock."""
    return Published(words, words, DateSource.METADATA)


# --- what an entry gives ---


def test_an_rss_item_gives_a_report_with_what_came_with_it(settings: Settings) -> None:
    """The text is the full content; title, author, address, time, id, outlet and language come from their elements."""
    item = (
        "<title>Talks resume &amp; stall</title><link>https://courier.example/talks</link>"
        "<description>A teaser.</description>"
        "<content:encoded><![CDATA[<p>Nobody signed.</p><p>“We wait,” she said.</p>]]></content:encoded>"
        '<pubDate>Sat, 12 Apr 2031 10:30:00 +0200</pubDate><guid isPermaLink="false">c-17</guid>'
        "<dc:creator>Osric Penhallow</dc:creator>"
    )
    found = read_one(rss(item, head="<title>Velde Courier</title><language>en-gb</language>"), settings)
    report = found.report
    assert report.text == "Nobody signed.\n“We wait,” she said."
    assert (report.title, report.author) == ("Talks resume & stall", "Osric Penhallow")
    assert (report.outlet, report.language) == ("Velde Courier", "en")
    assert (report.url, report.source_id) == ("https://courier.example/talks", "c-17")
    assert report.published == moment("2031-04-12T10:30:00+02:00")
    assert (found.location, found.notes) == (Location("a.rss", 1), ())


def test_an_atom_entry_gives_a_report_with_what_came_with_it(settings: Settings) -> None:
    """Atom says the same in its own words; `updated` is not used beside `published`."""
    entry = (
        '<title type="html">Talks &amp;amp; tea</title><link rel="self" href="https://c.example/1.atom"/>'
        '<link href="https://c.example/1"/><id>tag:c.example,2031:1</id><published>2031-04-12T10:30:00Z</published>'
        "<updated>2031-05-01T00:00:00Z</updated><author><name>Ann</name></author><author><name>Bo</name></author>"
        '<summary>A teaser.</summary><content type="xhtml" xml:lang="de"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>Niemand <b>unter</b>schrieb.</p><p>Alle warten.</p></div></content>"
    )
    found = read_one(atom(entry), settings)
    report = found.report
    assert report.text == "Niemand unterschrieb.\nAlle warten."
    assert (report.title, report.author, report.language) == ("Talks & tea", "Ann, Bo", "de")
    assert (report.url, report.source_id) == ("https://c.example/1", "tag:c.example,2031:1")
    assert report.published == moment("2031-04-12T10:30:00+00:00")
    assert found.notes == ()


@pytest.mark.parametrize(
    ("entry", "expected", "notes"),
    [
        pytest.param("<pubDate>Sat, 12 Apr 2031 10:30:00 GMT</pubDate>", "2031-04-12T10:30:00+00:00", (), id="rss"),
        pytest.param("<dc:date>2031-04-12T10:30:00Z</dc:date>", "2031-04-12T10:30:00+00:00", (), id="dublin-core"),
        pytest.param("<pubDate>2031-04-12</pubDate>", "2031-04-12", (), id="a-day"),
        pytest.param("<pubDate>Sat, 12 April 2031</pubDate>", "2031-04-12", (), id="printed"),
        pytest.param("", None, (), id="none"),
        pytest.param("<pubDate>yesterday</pubDate>", None, ("published: not a date: 'yesterday'",), id="no-date"),
    ],
)
def test_the_date_is_the_entry_s_own(
    entry: str, expected: str | None, notes: tuple[str, ...], settings: Settings
) -> None:
    """Dates are read as everywhere; the feed's own date is not an entry's; what is not understood is a note."""
    head = "<title>F</title><lastBuildDate>Sun, 13 Apr 2031 10:30:00 GMT</lastBuildDate><pubDate>2031-01-01</pubDate>"
    content = f"<content:encoded>{PROSE}</content:encoded>"
    found = read_one(rss(content + entry, head=head), settings)
    assert (found.report.published.start if found.report.published else None) == expected
    assert found.notes == notes


def test_where_only_the_last_change_is_dated_that_is_used_and_said(settings: Settings) -> None:
    """An Atom entry must say when it was changed and need not say when it was published."""
    found = read_one(atom(f"<content>{PROSE}</content><updated>2031-04-12T10:30:00Z</updated>"), settings)
    assert found.report.published == moment("2031-04-12T10:30:00+00:00")
    assert found.notes == (ONLY_CHANGED,)


@pytest.mark.parametrize(
    ("item", "text", "notes"),
    [
        pytest.param(f"<description>{PROSE}</description>", PROSE, (ONLY_A_SUMMARY,), id="description"),
        pytest.param(
            f"<description>&lt;p&gt;{PROSE}&lt;/p&gt;&lt;p&gt;300&amp;nbsp;tons&lt;/p&gt;</description>",
            f"{PROSE}\n300\u00a0tons",
            (ONLY_A_SUMMARY,),
            id="escaped-html",
        ),
        pytest.param(f"<content:encoded> </content:encoded><description>{PROSE}</description>", PROSE, (ONLY_A_SUMMARY,), id="empty-content"),
        pytest.param(
            "<description><div>one</div><div>two &lt; three</div></description>",
            "one\ntwo < three",
            (ONLY_A_SUMMARY,),
            id="html-that-is-not-escaped",
        ),
        pytest.param(
            f"<description>{PROSE}</description><media:description>A bridge.</media:description>"
            "<media:content url='x'><media:description>A river.</media:description></media:content>"
            "<itunes:summary>A podcast.</itunes:summary>",
            PROSE,
            (ONLY_A_SUMMARY,),
            id="captions-are-not-the-text",
        ),
        pytest.param("<content:encoded><![CDATA[a < b & c > d]]></content:encoded>", "a < b & c > d", (), id="plain"),
        pytest.param(
            "<content:encoded><![CDATA[one<br>two<script>no()</script><style>p{}</style>]]></content:encoded>",
            "one\ntwo",
            (),
            id="scripts",
        ),
        pytest.param(
            "<content:encoded><![CDATA[<p>zero\u200bwidth and soft\u00adhyphen, e\u0301tat</p>]]></content:encoded>",
            "zero\u200bwidth and soft\u00adhyphen, e\u0301tat",
            (),
            id="rare-characters",
        ),
    ],
)  # fmt: skip
def test_the_text_is_the_fullest_there_is_as_printed(
    item: str, text: str, notes: tuple[str, ...], settings: Settings
) -> None:
    """HTML becomes lines, plain text stays, and a report that is a summary says so."""
    found = read_one(rss(item), settings)
    assert (found.report.text, found.notes) == (text, notes)


def test_a_whole_page_inside_an_entry_is_read_as_a_page(settings: Settings) -> None:
    """Where an entry holds a page with its menus, the article is found in it."""
    article = "".join(f"<p>{PROSE} It was the {number}th meeting about the river crossing.</p>" for number in range(6))
    page = f"<html><body><nav><a href='/'>News</a></nav><article>{article}</article></body></html>"
    text = read_one(rss(f"<content:encoded><![CDATA[{page}]]></content:encoded>"), settings).report.text
    assert "5th meeting" in text
    assert "News" not in text


@pytest.mark.parametrize(
    ("item", "outlet", "author"),
    [
        pytest.param("", "Velde Courier", None, id="the-feed"),
        pytest.param('<source url="https://o.example">Tarn Observer</source>', "Tarn Observer", None, id="its-source"),
        pytest.param("<author>desk@c.example (Ann Lee)</author>", "Velde Courier", "Ann Lee", id="address-and-name"),
        pytest.param("<author>Ann Lee</author>", "Velde Courier", "Ann Lee", id="name"),
        pytest.param("<dc:creator><![CDATA[ Ann &amp; Bo ]]></dc:creator>", "Velde Courier", "Ann & Bo", id="creator"),
    ],
)
def test_outlet_and_author(item: str, outlet: str, author: str | None, settings: Settings) -> None:
    """The outlet is the one an entry was taken from, else the feed; the author is a name."""
    report = read_one(rss(f"<description>{PROSE}</description>{item}"), settings).report
    assert (report.outlet, report.author) == (outlet, author)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        pytest.param("<link>https://c.example/1?a=1&amp;b=2</link>", "https://c.example/1?a=1&b=2", id="link"),
        pytest.param("<guid>https://c.example/2</guid>", "https://c.example/2", id="a-permanent-id"),
        pytest.param("<link>/news/3</link>", "https://c.example/news/3", id="relative-to-the-feed"),
        pytest.param("", None, id="none"),
    ],
)
def test_the_address_is_the_entry_s(item: str, url: str | None, settings: Settings) -> None:
    """The link, else an id that is one; a relative one is completed from the feed's."""
    head = "<title>F</title><link>https://c.example/feed</link>"
    assert read_one(rss(f"<description>{PROSE}</description>{item}", head=head), settings).report.url == url


def test_rss_1_is_read(settings: Settings) -> None:
    """The entries of RSS 1.0 stand behind its channel."""
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="x"><title>Tarn Observer</title><items><rdf:Seq><rdf:li resource="u"/></rdf:Seq></items>'
        f'</channel><item rdf:about="https://t.example/1"><title>T</title><description>{PROSE}</description></item>'
        "</rdf:RDF>"
    )
    report = read_one(feed, settings).report
    assert (report.text, report.outlet, report.source_id) == (PROSE, "Tarn Observer", "https://t.example/1")


# --- broken feeds ---

GOOD = f"<title>T</title><description>{PROSE}</description>"


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        pytest.param("<description>5 < 6 & so on</description>", "5 < 6 & so on", id="bare-signs"),
        pytest.param("<description>one&nbsp;two &mdash; &bogus; &#xD800;</description>", "one\u00a0two — &bogus; \ufffd", id="html-entities"),
        pytest.param("<description>one\x02 two\x00</description>", "one two", id="control-characters"),
        pytest.param("<no:such>x</no:such><description>one</description>", "one", id="undefined-namespace"),
        pytest.param("<description>one", None, id="unclosed"),
        pytest.param("<title>T<description>one</description>", None, id="unclosed-title"),
        pytest.param("<description><![CDATA[one</description>", None, id="unclosed-cdata"),
        pytest.param("<description>one</description><!-- never closed", "one", id="unclosed-comment"),
        pytest.param("<title>Only this</title>", None, id="only-a-title"),
        pytest.param("", None, id="nothing"),
        pytest.param("</item></channel><description>x", None, id="stray-ends"),
    ],
)  # fmt: skip
def test_a_broken_entry_costs_itself_alone(broken: str, text: str | None, settings: Settings) -> None:
    """Whatever is wrong with one entry, those above and below it are read in full, under their numbers."""
    found = read(rss(GOOD, broken, GOOD.replace("Velde", "Tarn")), settings)
    assert [item.report.text if isinstance(item, Reading) else None for item in found] == [
        PROSE,
        text,
        PROSE.replace("Velde", "Tarn"),
    ]
    assert [item.location.part for item in found if isinstance(item, Reading)] == ([1, 2, 3] if text else [1, 3])
    assert all(isinstance(item, Reading) and item.report.outlet == "Velde Courier" for item in (found[0], found[2]))
    if text is None:
        assert isinstance(found[1], NotRead)
        assert found[1].file == "a.rss#2"
        assert found[1].reason


def test_an_entry_without_text_says_its_title(settings: Settings) -> None:
    """A headline alone is no report, and the tally says which it was."""
    assert read(rss("<title>Talks &amp; tea</title>"), settings) == [
        NotRead("a.rss#1", "an entry without text, only the title “Talks & tea”")
    ]


@pytest.mark.parametrize("make", [rss, atom], ids=["rss", "atom"])
def test_a_cut_feed_loses_no_entry_above_the_cut(make: object, settings: Settings) -> None:
    """Cut anywhere, a feed gives every entry that stands whole above the cut, and says where it broke off."""
    texts = [f"{PROSE} {number}" for number in range(4)]
    tag = "description" if make is rss else "content"
    feed: str = make(*(f"<title>T</title><{tag}>{text}</{tag}>" for text in texts))  # type: ignore[operator]
    end = "</item>" if make is rss else "</entry>"
    for cut in range(len(feed) // 3, len(feed), 7):
        whole = feed[:cut].count(end)
        found = read(feed[:cut], settings)
        got = [item.report.text for item in found if isinstance(item, Reading)]
        assert got[:whole] == texts[:whole]
        assert all(text in texts for text in got)
        begun = feed[:cut].count(end.replace("/", ""))
        if begun > whole:
            assert (CUT in found[-1].notes) if isinstance(found[-1], Reading) else found[-1].reason == CUT


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("utf-8", "utf-8", id="utf-8"),
        pytest.param("utf-8-sig", "utf-8", id="mark"),
        pytest.param("utf-8", "iso-8859-1", id="utf-8-declared-otherwise"),
        pytest.param("cp1252", "utf-8", id="cp1252-declared-as-utf-8"),
        pytest.param("cp1252", "iso-8859-1", id="cp1252-declared-as-latin"),
        pytest.param("utf-16", "utf-16", id="utf-16"),
        pytest.param("utf-8", "no-such-thing", id="unknown-name"),
        pytest.param("utf-8", "utf-16", id="utf-8-declared-as-utf-16"),
    ],
)
def test_the_encoding_is_the_real_one(encoding: str, declared: str, settings: Settings) -> None:
    """A feed is decoded by its mark, as UTF-8, as it declares, or by what its bytes look like, in this order."""
    text = "„Wir müssen reden“, sagte der Außenminister am Dienstag – und ging über die Brücke nach Köln."
    feed = rss(f"<description>{text}</description>").replace("utf-8", declared, 1)
    assert texts_of(feed.encode(encoding), settings) == [text]


def test_another_alphabet_is_read_as_declared(settings: Settings) -> None:
    """An encoding that only the declaration gives away is believed."""
    text = "Министр иностранных дел прибыл в столицу для переговоров о границе."
    feed = rss(f"<description>{text}</description>").replace("utf-8", "koi8-r", 1)
    assert texts_of(feed.encode("koi8-r"), settings) == [text]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(rss(), "a feed without entries", id="empty-rss"),
        pytest.param(atom(), "a feed without entries", id="empty-atom"),
        pytest.param("<html><body>Not found</body></html>", "no RSS or Atom feed in it", id="a-page"),
        pytest.param("Nobody signed.", "no RSS or Atom feed in it", id="prose"),
        pytest.param("", "no RSS or Atom feed in it", id="nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\xff" * 40, None, id="a-picture"),
    ],
)
def test_what_is_no_feed_says_so(data: str | bytes, reason: str | None, settings: Settings) -> None:
    """A file that gives no report gives one reason."""
    (found,) = read(data, settings)
    assert isinstance(found, NotRead)
    assert found.file == "a.rss"
    assert found.reason == reason if reason else found.reason


def test_entities_that_explode_do_not(settings: Settings) -> None:
    """Entities that a file defines for itself are not expanded, and no file is read for one."""
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY b0 "ha"><!ENTITY far SYSTEM "file:///etc/passwd">{bomb}]>'
    feed = rss("<description>one &b11; &far; two</description>").replace("<rss", f"{doctype}<rss", 1)
    assert texts_of(feed, settings) == ["one &b11; &far; two"]


def test_an_entry_that_is_too_long_is_refused_alone() -> None:
    """An entry over the limit fails with both lengths, and the next is read."""
    found = read(rss(f"<description>{'x' * 60}</description>", GOOD), Settings(max_report_chars=50))
    assert found[0] == NotRead("a.rss#1", "too long: 60 characters, at most 50")
    assert isinstance(found[1], Reading)


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<?", "<![CDATA[", "<!", "&", "&#", "<a ", " ", "<item>", "<!DOCTYPE [", "]]>", "&lt;"],
    ids=ascii,
)
def test_hostile_markup_is_read_in_linear_time(piece: str) -> None:
    """No markup, repeated, holds up a build."""
    program = (
        "from onrecord.reading.feeds import read_feed; from onrecord.settings import Settings; "
        f"feed = b'<rss><channel><item><description>' + {piece.encode()!r} * (50_000 // {len(piece)})"
        " + b'</description></item></channel></rss>'; "
        "print(len(list(read_feed('a', feed, Settings()))) > 0)"
    )
    assert run_guarded(program) == "True\n"


pieces = st.lists(
    st.sampled_from(
        [
            "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<description>", "</description>", "<entry>",
            "<feed>", "</entry>", "<content>", "<![CDATA[", "]]>", "<!--", "-->", "&#xD800;", "&#99999999;", "&nbsp;", "\x00",
            "<source url='x'>", "</source>", "<link href='http://[::1'/>", "<image>", "<textinput>", "<svg>", "<author>",
            "<updated>x</updated>", "<content type='image/png'>aGk=</content>", "words", "<p>", "</p>", "<!DOCTYPE x [",
        ]
    )
    | st.text(max_size=10),
    max_size=20,
).map("".join)  # fmt: skip


@examples(max_examples=150)
@given(pieces.map(lambda text: text.encode(errors="replace")) | st.binary(max_size=60))
def test_any_bytes_give_reports_or_reasons(settings: Settings, data: bytes) -> None:
    """No feed, however broken, raises anything, and each entry has a text or a reason."""
    found = read(data, settings)
    assert found
    assert all(item.report.text.strip() if isinstance(item, Reading) else item.reason for item in found)
