"""Saved pages whose text is known: articles set in five layouts, read here and by trafilatura as it comes.

Scored by the F1 of four-word shingles, the measure of the article extraction benchmark of Zyte (2020): the share
of the article's sequences of four words that were extracted, and of the extracted ones that are the article's.
The layouts are made here, after kinds of pages that news sites have; the articles are a public data set's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from evals.gold import SHARED, rows
from evals.metrics import Score
from evals.scoring import Error, Result
from onrecord.reading.html import read_html
from onrecord.records import Reading
from onrecord.settings import Settings

DATA = SHARED / "data" / "allsides_stories" / "train.jsonl.gz"
_SHINGLE = 4
_WORD = re.compile(r"\w+")
_MIN_WORDS = 80
_MENU = ("Home", "World", "Politics", "Business", "Opinion", "Culture", "Sport", "Weather")
_TEASERS = (
    "Ferry strike called off after a night of talks",
    "Why your lettuce costs more this spring",
    "Council votes to keep the old fish market roof",
    "The dam at its lowest level in twelve years",
    "Profile: the minister who reads the small print",
)


def articles() -> Iterator[tuple[str, str, list[str]]] | None:
    """Yield title, outlet and paragraphs of each article; `None` where the data is not at hand."""
    return _articles(DATA) if DATA.exists() else None


def _articles(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    for row in rows(path):
        for article in row["articles"]:
            paragraphs = [line.strip() for line in article["text"].split("\n") if line.strip()]
            if sum(len(line.split()) for line in paragraphs) >= _MIN_WORDS:
                yield article["title"], article["outlet"], paragraphs


def score_pages(found: Iterator[tuple[str, str, list[str]]], count: int) -> tuple[Result, Result]:
    """Score so many pages, layout after layout: what is read here, and what trafilatura's defaults give."""
    import trafilatura

    ours, theirs = Result(), Result()
    for number, (title, outlet, paragraphs) in zip(range(count), found, strict=False):
        name, layout = LAYOUTS[number % len(LAYOUTS)]
        page = layout(escape(title), escape(outlet), [escape(line) for line in paragraphs])
        due = shingles(" ".join(paragraphs))
        readings = [one for one in read_html("page.html", page.encode(), Settings()) if isinstance(one, Reading)]
        text = readings[0].report.text if readings else ""
        score = score_shingles(shingles(text), due)
        ours.add(f"pages: {name}", score)
        ours.add("pages", score)
        if score.f1 < 0.9:
            ours.errors.append(Error(f"{number} {name}", f"F1 {score.f1:.2f}", " ".join(text.split())[:120]))
        other = score_shingles(shingles(trafilatura.extract(page) or ""), due)
        theirs.add(f"pages: {name}", other)
        theirs.add("pages", other)
    return ours, theirs


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the sequences of four words of a text, with how often each occurs; a shorter text is one."""
    words = _WORD.findall(text.casefold())
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)) if words)


def score_shingles(found: Counter[tuple[str, ...]], due: Counter[tuple[str, ...]]) -> Score:
    """Score what was extracted, each occurrence counted."""
    return Score((found & due).total(), found.total(), due.total())


# --- the layouts ---


def _semantic(title: str, outlet: str, lines: list[str]) -> str:
    """Return a page of an article element between navigation, teasers and comments."""
    body = "\n".join(f"<p>{line}</p>" for line in lines)
    menu = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in _MENU)
    teasers = "".join(f'<li><a href="/t/{number}">{words}</a></li>' for number, words in enumerate(_TEASERS))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | {outlet}</title>
<meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="2031-04-12T08:00:00Z"></head>
<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>
<p class="byline">By Aziza Tulendi</p>{body}</article>
<aside><h2>Read next</h2><ul>{teasers}</ul></aside>
<section id="comments"><h2>Comments (2)</h2><div class="comment"><p>Somebody had to say it at last.</p></div>
<div class="comment"><p>Count them properly before you sit down.</p></div></section></main>
<footer><p>© 2031 {outlet}. All rights reserved.</p></footer></body></html>"""


def _divs(title: str, outlet: str, lines: list[str]) -> str:
    """Return a page of nested boxes, with a newsletter box and share buttons in the middle of the text."""
    middle = len(lines) // 2
    box = (
        '<div class="newsletter-signup box"><div class="nl-title">The evening briefing</div>'
        '<div>Five stories, every weekday, in your inbox.</div><form><input type="email"><button>Sign up</button></form></div>'
        '<div class="share-bar"><a>Facebook</a><a>Twitter</a><a>E-mail</a></div>'
    )
    body = [f'<p class="txt">{line}</p>' for line in lines]
    body.insert(middle, box)
    return f"""<html><head><title>{title}</title></head><body><div id="page"><div id="top"><div class="logo">{outlet}</div>
<div class="menu">{"".join(f'<span><a href="#">{name}</a></span>' for name in _MENU)}</div></div>
<div id="content"><div class="story"><div class="headline"><h1>{title}</h1></div><div class="story-body">{"".join(body)}</div>
<div class="tags">Tags: <a>border</a> <a>river</a></div></div>
<div id="sidebar"><div class="most-read"><h3>Most read</h3><ol>{"".join(f"<li><a>{words}</a></li>" for words in _TEASERS)}</ol></div></div>
</div><div id="bottom">About us | Contact | Privacy policy</div></div></body></html>"""


def _table(title: str, outlet: str, lines: list[str]) -> str:
    """Return a page as they were built around 2000: tables, and paragraphs set apart by line breaks."""
    cells = "".join(f"<tr><td><a href='{n}.htm'>{name}</a></td></tr>" for n, name in enumerate(_MENU))
    return f"""<HTML><HEAD><TITLE>{outlet}: {title}</TITLE></HEAD><BODY bgcolor="#ffffff"><TABLE width="760"><TR>
<TD width="120" valign="top"><TABLE>{cells}</TABLE></TD><TD valign="top"><FONT size="5"><B>{title}</B></FONT><BR><BR>
<FONT size="2">{"<BR><BR>".join(lines)}</FONT></TD></TR><TR><TD colspan="2"><FONT size="1">Copyright {outlet}</FONT></TD></TR></TABLE>
</BODY></HTML>"""


def _blog(title: str, outlet: str, lines: list[str]) -> str:
    """Return a page of a blog engine: a post among widgets, with related posts behind it."""
    related = "".join(f"<li><a>{words}</a></li>" for words in _TEASERS[:3])
    return f"""<!DOCTYPE html><html><head><title>{title} &#8211; {outlet}</title><meta name="generator" content="WordPress 6.4"></head>
<body class="single-post"><div class="site"><header class="site-header"><p class="site-title">{outlet}</p></header>
<div class="site-content"><div class="content-area"><main class="site-main"><article class="post hentry"><header class="entry-header">
<h1 class="entry-title">{title}</h1><div class="entry-meta"><span class="posted-on">April 12, 2031</span></div></header>
<div class="entry-content">{"".join(f"<p>{line}</p>" for line in lines)}
<div class="sharedaddy"><h3>Share this:</h3><ul><li><a>Click to share on Facebook</a></li></ul></div>
<div class="jp-relatedposts"><h3>Related</h3><ul>{related}</ul></div></div></article>
<nav class="post-navigation"><a rel="prev">Previous post</a><a rel="next">Next post</a></nav></main></div>
<div class="widget-area"><section class="widget"><h2>Recent posts</h2><ul>{related}</ul></section>
<section class="widget"><h2>Subscribe</h2><p>Enter your e-mail address to follow this blog.</p></section></div></div></div></body></html>"""


def _app(title: str, outlet: str, lines: list[str]) -> str:
    """Return a page of a site built by scripts: classes that mean nothing, advertisements and a picture inside the text."""
    parts: list[str] = []
    for number, line in enumerate(lines):
        parts.append(f'<div class="css-1fanzo5"><p class="css-at9mc1">{line}</p></div>')
        if number == 1:
            parts.append(
                '<figure class="css-x1"><img src="a.jpg"><figcaption>The crossing at dusk. Photo: Estrand</figcaption></figure>'
            )
        if number % 4 == 3:
            parts.append(
                '<div class="css-ad9"><div id="dfp-ad-mid"><p>Advertisement</p><a href="#skip">SKIP ADVERTISEMENT</a></div></div>'
            )
    data = json.dumps(
        {"@type": "NewsArticle", "headline": title, "datePublished": "2031-04-12", "publisher": {"name": outlet}}
    )
    return f"""<!DOCTYPE html><html><head><title>{title} - {outlet}</title><script type="application/ld+json">{data}</script></head>
<body><div id="app"><div class="css-nav">{"".join(f'<a class="css-l" href="#">{name}</a>' for name in _MENU)}</div>
<div role="main"><article id="story"><h1 class="css-h">{title}</h1><section name="articleBody">{"".join(parts)}</section></article></div>
<div class="css-more"><h2>More in World</h2>{"".join(f'<div class="css-c"><a>{words}</a><p>A few words about it here.</p></div>' for words in _TEASERS)}</div>
<div class="css-foot"><a>Terms of service</a><a>Site map</a><a>Help</a></div></div></body></html>"""


LAYOUTS: tuple[tuple[str, Callable[[str, str, list[str]], str]], ...] = (
    ("semantic", _semantic),
    ("boxes", _divs),
    ("tables", _table),
    ("blog", _blog),
    ("scripts", _app),
)
