"""Planted copies: real articles that one outlet takes from another, with direction and spans known beforehand.

The articles are a public data set's (`allsides_stories`). A source is copied by one to four other outlets, and every
copy goes through edits that newsrooms make, alone and together:

- *whole*: taken over word for word.
- *cut*: abridged from the end, as desks do, or by dropping sentences and paragraphs here and there.
- *reorder*: paragraphs moved.
- *rewrite*: 8 to 20 words in a hundred changed outside quotations, ten in the mean: synonyms, inflections, contractions, set phrases,
  spellings, titles, names of bodies, and how numbers and dates are written. Most of it works in both directions,
  so that few words tell a copy from its source.
- *splice*: one sentence of at least twelve words, two to four sentences, or two to five paragraphs set between the
  paragraphs of another outlet's article of another story (the host), by choice one of the same weeks.
- *credit*: half of the copies name the source's outlet: as the source itself did, in a dateline, in a line at the
  end, or in a sentence that was taken. The others name it nowhere: credit lines and tags of datelines are gone, "told
  Reuters" has become "said", and sentences that still name it are left out.

A copy's date is the source's, one or two days later, or none; some sources have none. Headlines stay, are reworded,
are the roundup's, or, in a splice, the host's. Beside sources and copies stand texts that nobody touched: the other
articles of the sources' stories, and articles of other stories.

All texts are put into one form, untouched ones too: paragraphs between empty lines, single spaces, no paragraphs that
belong to the page. Articles that share twelve words in a row with another story's are left out: texts of different
stories that are not copies have nothing in common but short phrases. What an article shares with its own story's
others nobody knows; it serves as a source when that is little, and what is taken holds a sentence of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from evals.gold import SHARED
from evals.metrics import Score, score_characters
from onrecord.records import Span

DATA = SHARED / "data" / "allsides_stories" / "train.jsonl.gz"

Passages = Mapping[tuple[str, str], Sequence[tuple[Span, Span]]]
"""For two texts, by their ids, in either order: the stretches they share, each as it stands in the first and second."""


class Edit(StrEnum):
    """What was done to the words that were taken, or how their source is credited."""

    WHOLE = "whole"
    CUT_END = "cut from the end"
    CUT_SCATTERED = "cut here and there"
    REORDER = "reorder"
    REWRITE = "rewrite"
    SPLICE_ONE = "splice one sentence"
    SPLICE_FEW = "splice some sentences"
    SPLICE_PARAGRAPHS = "splice paragraphs"
    CREDIT_KEPT = "credit kept"
    CREDIT_DATELINE = "credit in the dateline"
    CREDIT_LINE = "credit in a line"
    CREDIT_WORDS = "credit in a sentence"
    CREDIT_REMOVED = "credit removed"


@dataclass(frozen=True, slots=True)
class PlantedText:
    """A text to build a record from.

    Attributes:
        id: short and without a meaning.
        published: a day as `2020-03-18`, or empty.
        stories: the stories its words come from; two, the host's first, when parts of another article stand in it.
    """

    id: str
    text: str
    title: str
    outlet: str
    published: str
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole sentences that were taken over, one after the other in both texts."""

    source: Span
    derived: Span


@dataclass(frozen=True, slots=True)
class PlantedCopy:
    """Who took which pieces from whom (ids of texts), in the order of the derived text."""

    source: str
    derived: str
    edits: tuple[Edit, ...]
    credited: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """Texts in the order of their ids, and the copies among them."""

    texts: tuple[PlantedText, ...]
    copies: tuple[PlantedCopy, ...]


def data() -> Path | None:
    """Return the articles' file, `None` where it is not at hand."""
    return DATA if DATA.exists() else None


# --- the scores ---


def score_passages(found: Passages, copies: Iterable[PlantedCopy], texts: Iterable[PlantedText] = ()) -> Score:
    """Score shared passages by the characters they cover in both texts.

    Looked at are the pairs of `copies` and, for what should not be found, pairs of `texts` without a story in common.
    Others, a source's copies among themselves included, may share words that nobody planted: they do not count.
    """
    pieces = {frozenset((copy.source, copy.derived)): copy for copy in copies}
    stories = {text.id: text.stories for text in texts}
    due = [
        side
        for copy in pieces.values()
        for piece in copy.pieces
        for side in _sides(copy.source, copy.derived, piece.source, piece.derived)
    ]
    given = [
        side
        for (left, right), passages in found.items()
        if frozenset((left, right)) in pieces or _are_apart(stories.get(left, ()), stories.get(right, ()))
        for passage in passages
        for side in _sides(left, right, *passage)
    ]
    return score_characters(given, due)


def _sides(left: str, right: str, left_span: Span, right_span: Span) -> Iterator[tuple[tuple[str, str], Span]]:
    """Yield each side of a passage: whose characters, shared with whom."""
    yield (left, right), left_span
    yield (right, left), right_span


def _are_apart(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two texts are known to be of different stories."""
    return bool(left and right) and not set(left) & set(right)


@dataclass(frozen=True, slots=True)
class Directions:
    """How many copies were given the right source, a wrong one, or none."""

    right: int
    wrong: int
    unknown: int


def score_direction(found: Mapping[str, str], copies: Iterable[PlantedCopy]) -> dict[str, Directions]:
    """Score who took from whom, apart for copies "credited" and "not credited".

    Args:
        found: the source of each text that has one, by ids.
        copies: right is the true source only. Another copy of the same source is wrong, even one that holds all of
            what was taken. So is the turned direction: the source is given the copy as its source.
    """
    counts: dict[str, Counter[str]] = {"credited": Counter(), "not credited": Counter()}
    for copy in copies:
        counts["credited" if copy.credited else "not credited"][_outcome(found, copy)] += 1
    return {name: Directions(count["right"], count["wrong"], count["unknown"]) for name, count in counts.items()}


def _outcome(found: Mapping[str, str], copy: PlantedCopy) -> str:
    given = found.get(copy.derived)
    if given is not None:
        return "right" if given == copy.source else "wrong"
    return "wrong" if found.get(copy.source) == copy.derived else "unknown"


# --- sentences and paragraphs ---


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, or a dateline before one.

    Attributes:
        place: its number in the source; `None` where it was not taken from there as a whole.
        is_own: no other article of the data holds most of it.
    """

    text: str
    place: int | None = None
    is_own: bool = True


_Paragraphs = tuple[tuple[_Sentence, ...], ...]
_WORD = re.compile(r"\w+(?:[’'.]\w+)*")
_DATELINE = re.compile(
    r"(?P<town>[A-Z][\w ,./’'-]{0,60} )?(?P<tag>\((?:AP|Reuters|REUTERS|CNN[\w ]*|AFP|UPI)\))(?P<dash> ?[—–-]+)?(?=\s|$)"
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9$])")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Adm|Maj|Rev|Hon|Prof|St|Jr|Sr|vs|Nos?|Jan|Feb|Mar|Apr|Aug"
    r"|Sept?|Oct|Nov|Dec|Inc|Co|Corp|Ltd|Calif|Fla|Ala|Ariz|Ark|Colo|Conn|Del|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss"
    r"|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)


def split_sentences(paragraph: str) -> list[str]:
    """Split a paragraph of single spaces into sentences; a quotation of several is not torn apart."""
    sentences, start = [], 0
    for match in _SENTENCE_END.finditer(paragraph):
        before = paragraph[start : match.end()].rstrip()
        if _ABBREVIATION.search(before) or _is_quoting(before):
            continue
        sentences.append(before)
        start = match.end()
    return [*sentences, paragraph[start:]]


def _is_quoting(words: str) -> bool:
    return words.count('"') % 2 == 1 or words.count("“") > words.count("”")


def _split(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, a dateline with a tag before them."""
    dateline = _DATELINE.match(paragraph)
    if not dateline:
        return split_sentences(paragraph)
    rest = paragraph[dateline.end() :].strip()
    return [dateline[0], *(split_sentences(rest) if rest else [])]


def _render(paragraphs: _Paragraphs) -> tuple[str, list[tuple[int | None, Span]]]:
    """Return the text, and for each sentence its number in the source and where it stands."""
    places, start = [], 0
    for paragraph in paragraphs:
        for sentence in paragraph:
            places.append((sentence.place, Span(start, start + len(sentence.text))))
            start += len(sentence.text) + 1
        start += 1
    return "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in paragraphs), places


def _find_pieces(source: _Paragraphs, derived: _Paragraphs) -> tuple[Piece, ...]:
    """Return the sentences taken over, those in a row as one piece."""
    spans = [span for _, span in _render(source)[1]]
    runs: list[tuple[int, Piece]] = []
    before: int | None = None
    for place, span in _render(derived)[1]:
        if place is not None and runs and before is not None and place == before + 1:
            first, piece = runs[-1]
            runs[-1] = first, Piece(Span(spans[first].start, spans[place].end), Span(piece.derived.start, span.end))
        elif place is not None:
            runs.append((place, Piece(spans[place], span)))
        before = place
    return tuple(piece for _, piece in runs)


def _tidied(paragraphs: Iterable[Iterable[_Sentence]]) -> _Paragraphs:
    """Return paragraphs without empty ones and without datelines that lost their place at the top."""
    kept: list[tuple[_Sentence, ...]] = []
    for paragraph in paragraphs:
        sentences = tuple(one for one in paragraph if not _is_dateline(one))
        if sentences:
            kept.append(sentences if kept else tuple(paragraph))
    return tuple(kept)


def _is_dateline(sentence: _Sentence) -> bool:
    return _DATELINE.fullmatch(sentence.text) is not None


def _flat(paragraphs: _Paragraphs) -> list[_Sentence]:
    return [sentence for paragraph in paragraphs for sentence in paragraph]


def _count_words(text: str) -> int:
    return len(_WORD.findall(text))


# --- outlets ---


@dataclass(frozen=True, slots=True)
class _Outlet:
    """An outlet that copies or is copied.

    Attributes:
        name: as given with a text.
        credit: as it stands inside a sentence.
        pattern: what names it in a text.
    """

    name: str
    credit: str
    pattern: re.Pattern[str]


_OUTLETS = """
ABC News | ABC News | ABC News; ABC News (Online) | ABC
Al Jazeera | Al Jazeera | Al Jazeera |
Associated Press | the Associated Press | Associated Press | AP
Axios | Axios | Axios |
BBC News | the BBC | BBC News | BBC
Breitbart News | Breitbart News | Breitbart News | Breitbart
Business Insider | Business Insider | Business Insider |
BuzzFeed News | BuzzFeed News | BuzzFeed News | BuzzFeed
CBN | CBN News | CBN |
CBS News | CBS News | CBS News | CBS
Chicago Sun-Times | the Chicago Sun-Times | Chicago Sun-Times | Sun-Times
Chicago Tribune | the Chicago Tribune | Chicago Tribune | the Tribune
Christian Science Monitor | the Christian Science Monitor | Christian Science Monitor | the Monitor
CNBC | CNBC | CNBC |
CNN | CNN | CNN (Web News) |
Daily Beast | the Daily Beast | Daily Beast |
Daily Caller | the Daily Caller | The Daily Caller | DCNF
Daily Mail | the Daily Mail | Daily Mail | DailyMail; MailOnline
Daily Wire | the Daily Wire | The Daily Wire |
Fox News | Fox News | Fox Online News; Fox News; Fox News (Online) | Fox; FoxNews
The Guardian | the Guardian | The Guardian | Guardian
The Hill | The Hill | The Hill |
The Intercept | The Intercept | The Intercept |
Los Angeles Times | the Los Angeles Times | Los Angeles Times | the Times; LA Times; L.A. Times
MarketWatch | MarketWatch | MarketWatch |
Mother Jones | Mother Jones | Mother Jones |
National Review | National Review | National Review | NR
NBC News | NBC News | NBC News (Online); NBCNews.com | NBC
New York Post | the New York Post | New York Post | the Post; NY Post
New York Times | the New York Times | New York Times - News; New York Times (Online News) | NYT; NY Times; the Times
Newsmax | Newsmax | Newsmax; Newsmax - News; Newsmax (News) |
NPR | NPR | NPR Online News | National Public Radio
Politico | Politico | Politico |
Reuters | Reuters | Reuters |
Texas Tribune | the Texas Tribune | The Texas Tribune | the Tribune
ThinkProgress | ThinkProgress | ThinkProgress |
Townhall | Townhall | Townhall |
USA Today | USA Today | USA TODAY |
Vox | Vox | Vox |
Wall Street Journal | the Wall Street Journal | Wall Street Journal - News | WSJ; the Journal
Washington Examiner | the Washington Examiner | Washington Examiner | the Examiner
Washington Free Beacon | the Washington Free Beacon | Washington Free Beacon | Free Beacon
Washington Post | the Washington Post | Washington Post | the Post; WaPo
Washington Times | the Washington Times | Washington Times | the Times
"""
"""Name, the name inside a sentence, the data's names, other names."""
_TAGS = {"Associated Press": "(AP) —", "Reuters": "(Reuters) -", "CNN": "(CNN)"}


def _read_outlets() -> dict[str, _Outlet]:
    """Return the outlets by the data's names."""
    outlets: dict[str, _Outlet] = {}
    for line in _OUTLETS.strip().splitlines():
        name, credit, given, others = (part.strip() for part in line.split("|"))
        outlet = _Outlet(name, credit, _naming([name, *(other.strip() for other in others.split(";") if other)]))
        outlets |= {key.strip(): outlet for key in given.split(";")}
    return outlets


def _naming(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of an outlet's names as printed, in capitals, and as an address."""
    forms = {form for name in names for form in (name, name.upper(), name.replace("the ", "The "))}
    words = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    sites = "|".join(re.escape(name.replace(" ", "")) for name in names)
    return re.compile(rf"\b(?:{words})\b|(?i:\b(?:the)?(?:{sites})\.(?:com|org|co)\b)")


OUTLETS = _read_outlets()
_PATTERNS = {outlet.name: outlet.pattern for outlet in OUTLETS.values()}


def names_outlet(text: str, outlet: str) -> bool:
    """Tell whether a text names an outlet, under any of its names."""
    return _PATTERNS[outlet].search(text) is not None


# --- articles ---


@dataclass(frozen=True, slots=True)
class _Article:
    """An article of the data; `outlet` is `None` where its outlet neither copies nor is copied."""

    id: str
    story: str
    outlet_name: str
    outlet: _Outlet | None
    title: str
    roundup: str
    published: str
    story_published: str
    paragraphs: _Paragraphs
    text: str


_APART_WORDS = 12
_COMMON_WORDS = 5
_MOST_COMMON = 0.25
_LEAST_SENTENCES, _MOST_SENTENCES = 8, 90
_LEAST_PARAGRAPHS = 5
_OWN_WORDS = 12
_CREDIT_LINE = re.compile(
    r"contributed to this (?:report|story|article)|^\W*(?:Additional )?[Rr]eporting by|^\W*Editing by|^Contributing:"
    r"|^With Post wires|wire service reports|^\W*Source: "
)
_FURNITURE = re.compile(
    r"^\W*(?:$|ADVERTISEMENT|Advertisement|AD$|WATCH\b|SEE ALSO|Related Coverage|READ MORE|Read [Mm]ore|RELATED|Related:|More:|MORE:"
    r"|Story [Cc]ontinue|Continue Reading|(?:Please )?[Ss]ign up|SIGN UP|Copyright|©|CLICK|Click|GET THE|GET FOX"
    r"|Image (?:copyright|caption)|Media (?:playback|caption)|Enlarge this image|Slideshow|FILE PHOTO|Follow .{0,60}Twitter"
    r"|(?:POLITICO .{0,20})?[Nn]ewsletter|Loading|This (?:story|post|article) (?:has been|was) updated|Send (?:tips|a tip)"
    r"|Get (?:all|the|breaking|The)|Support Vox|Content created by|Visit Business|Interested in|Write to |Subscribe|Photo)"
)
_CAPTION = re.compile(
    r"\bAP Photo\b|REUTERS/|Reuters/|/Reuters|Getty Images|File Photo|Photo Illustration|\| .{3,60}/AP\b"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def _read_articles(stories: Iterable[Mapping[str, Any]]) -> list[_Article]:
    """Return the articles in one form, without what belongs to their pages."""
    rows = [(story, row) for story in stories for row in story["articles"]]
    lines = [_read_lines(row["text"]) for _, row in rows]
    seen = Counter(line for one in lines for line in one)
    return [
        _read_article(story, row, [line for line in one if seen[line] == 1 or _CREDIT_LINE.search(line)])
        for (story, row), one in zip(rows, lines, strict=True)
    ]


def _read_lines(text: str) -> list[str]:
    """Return the paragraphs of an article, each once, and without quotations from it that are set apart."""
    found = (" ".join(_INVISIBLE.sub("", line).split()) for line in text.splitlines())
    lines = [line for line in dict.fromkeys(found) if not _is_furniture(line)]
    return [line for line in lines if sum(line.strip(" .\"'“”‘’") in other for other in lines) == 1]


def _is_furniture(line: str) -> bool:
    """Tell whether a paragraph belongs to the page: links, captions, calls in capitals."""
    return bool(_FURNITURE.match(line) or _CAPTION.search(line) or (line.isupper() and " " in line))


def _read_article(story: Mapping[str, Any], row: Mapping[str, Any], lines: Iterable[str]) -> _Article:
    roundup = re.match(r"TITLE=> (.+?)\.? ARTICLE=>", story["roundup"])
    days = [day for other in story["articles"] if (day := _read_day(other["date"]))]
    outlet = OUTLETS.get(row["outlet"])
    paragraphs = _tidied([_Sentence(text) for text in _split(line)] for line in lines)
    return _Article(
        id=row["id"],
        story=story["story"],
        outlet_name=outlet.name if outlet else row["outlet"],
        outlet=outlet,
        title=" ".join(_INVISIBLE.sub("", row["title"]).split()),
        roundup=" ".join(roundup[1].split()) if roundup else "",
        published=_read_day(row["date"]),
        story_published=min(days, default=""),
        paragraphs=paragraphs,
        text=_render(paragraphs)[0],
    )


def _read_day(day: str) -> str:
    """Return a day as it stands, nothing where it is no whole day."""
    return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""


def _sequences(text: str, length: int) -> list[int]:
    """Return the sequences of so many words of a text, as numbers: equal words have equal numbers within a run."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return [hash(tuple(words[at : at + length])) for at in range(len(words) - length + 1)]


def _without_shared(articles: Iterable[_Article]) -> list[_Article]:
    """Return the articles that share no long run of words with an earlier one of another story."""
    story_of: dict[int, str] = {}
    kept = []
    for article in articles:
        runs = _sequences(article.text, _APART_WORDS)
        if runs and all(story_of.get(run, article.story) == article.story for run in runs):
            story_of |= dict.fromkeys(runs, article.story)
            kept.append(article)
    return kept


def _common_sequences(articles: Iterable[_Article]) -> set[int]:
    """Return the short sequences of words that stand in more than one article."""
    seen: set[int] = set()
    common: set[int] = set()
    for article in articles:
        sequences = set(_sequences(article.text, _COMMON_WORDS))
        common |= sequences & seen
        seen |= sequences
    return common


def _as_source(article: _Article, common: set[int]) -> _Article | None:
    """Return an article with its sentences numbered; `None` where it cannot be a source."""
    sentences = _flat(article.paragraphs)
    sequences = _sequences(article.text, _COMMON_WORDS)
    if (
        article.outlet is None
        or not _LEAST_SENTENCES <= len(sentences) <= _MOST_SENTENCES
        or len(article.paragraphs) < _LEAST_PARAGRAPHS
        or sum(one in common for one in sequences) > _MOST_COMMON * len(sequences)
        or article.outlet.pattern.search(article.title)
        or any(_is_dateline(one) and not article.outlet.pattern.search(one.text) for one in sentences)
    ):
        return None
    numbers = iter(range(len(sentences)))
    return replace(
        article,
        paragraphs=tuple(
            tuple(
                replace(sentence, place=next(numbers), is_own=_is_own(sentence.text, common)) for sentence in paragraph
            )
            for paragraph in article.paragraphs
        ),
    )


def _is_own(text: str, common: set[int]) -> bool:
    sequences = _sequences(text, _COMMON_WORDS)
    return sum(one in common for one in sequences) * 2 < len(sequences)


def _is_telling(sentence: _Sentence) -> bool:
    """Tell whether a sentence alone shows where it comes from."""
    return sentence.is_own and not _is_dateline(sentence) and _count_words(sentence.text) >= _OWN_WORDS


# --- cutting, moving, splicing ---


def _cut_end(paragraphs: _Paragraphs, rng: Random) -> _Paragraphs:
    """Keep the first 30 to 75 % of the paragraphs."""
    count = round(len(paragraphs) * rng.uniform(0.3, 0.75))
    return paragraphs[: max(2, min(count, len(paragraphs) - 1))]


def _cut_scattered(paragraphs: _Paragraphs, rng: Random) -> _Paragraphs:
    """Drop 15 to 40 % of the paragraphs, and every seventh sentence of those that stay."""
    share = rng.uniform(0.15, 0.4)
    dropped = set(rng.sample(range(len(paragraphs)), max(1, round(share * len(paragraphs)))))
    return _tidied(
        [sentence for sentence in paragraph if len(paragraph) == 1 or rng.random() > 1 / 7]
        for number, paragraph in enumerate(paragraphs)
        if number not in dropped
    )


def _reorder(paragraphs: _Paragraphs, rng: Random) -> _Paragraphs:
    """Move up to three paragraphs; the first one stays in seven of ten texts."""
    fixed = int(rng.random() < 0.7)
    if len(paragraphs) < fixed + 2:
        return ()
    order = list(range(len(paragraphs)))
    for _ in range(rng.randint(1, 3)):
        moved = order.pop(rng.randrange(fixed, len(order)))
        order.insert(rng.randint(fixed, len(order)), moved)
    return _tidied(paragraphs[number] for number in order) if order != sorted(order) else ()


def _take_one(paragraphs: _Paragraphs, rng: Random) -> _Paragraphs:
    """Take one sentence."""
    sentences = [sentence for sentence in _flat(paragraphs) if _is_telling(sentence)]
    return ((rng.choice(sentences),),) if sentences else ()


def _take_few(paragraphs: _Paragraphs, rng: Random) -> _Paragraphs:
    """Take two to four sentences in a row, in the paragraphs they stand in."""
    sentences = [sentence for sentence in _flat(paragraphs) if not _is_dateline(sentence)]
    count = rng.randint(2, 4)
    first = rng.randrange(max(1, len(sentences) - count + 1))
    taken = set(sentences[first : first + count])
    return _tidied([sentence for sentence in paragraph if sentence in taken] for paragraph in paragraphs)


def _take_paragraphs(paragraphs: _Paragraphs, rng: Random) -> _Paragraphs:
    """Take two to five paragraphs in a row."""
    count = rng.randint(2, 5)
    first = rng.randrange(max(1, len(paragraphs) - count + 1))
    taken = paragraphs[first : first + count]
    return tuple(tuple(one for one in paragraph if not _is_dateline(one)) for paragraph in taken)


def _splice(taken: _Paragraphs, host: _Paragraphs, rng: Random) -> _Paragraphs:
    """Set paragraphs between those of the host, at one place, or three or more of them at times at two."""
    gaps = sorted(rng.sample(range(1, len(host)), 2))
    cut = rng.randint(1, len(taken) - 1) if len(taken) > 2 and rng.random() < 0.3 else len(taken)
    return host[: gaps[0]] + taken[:cut] + host[gaps[0] : gaps[1]] + taken[cut:] + host[gaps[1] :]


# --- rewriting ---


_WORDS = """
began = started; begun > started; begins > starts; said > stated/noted/remarked; stated > said
told reporters = said to reporters; noted = pointed out/observed; pointed out = noted; announced = declared/made known
announcement > declaration; argued = contended; argue = contend; argues = contends; arguing = contending; asserted = claimed
asked for = requested; asking for = requesting; alleged = claimed; allegations > claims; allegations = accusations
allegation = accusation; allow = permit; allows = permits; allowed = permitted; allowing = permitting
attempted to = tried to; attempting to = trying to; tried to = sought to; trying to = seeking to; attempts to = tries to
effort to = attempt to; efforts to = attempts to; efforts = attempts; seeking to = trying to; seek to = try to
needs to = has to; needed to = had to; need to = have to; wants to = wishes to; wanted to = wished to; want to = wish to
plans to = intends to; planned to = intended to; plan to = intend to; planning to = intending to; decided to = chose to/opted to
refused to = declined to/would not; declined to = refused to; failed to = did not; is going to > will; are going to > will
continues to = goes on to; continued to = went on to; appears to = seems to; appeared to = seemed to; appear to = seem to
is expected to = is due to; are expected to = are due to; was expected to = was due to; were expected to = were due to
is set to = is due to; are set to = are due to; shows that = indicates that; showed that = indicated that; showed > revealed
found that = discovered that; believes = thinks; believe = think; believed to = thought to; called for = demanded
calling for = demanding; calls for = demands for; called on = urged; calling on = urging; urged = pressed/called on
criticized > attacked/faulted; criticized = criticised; criticizing > attacking; slammed = criticized; blasted = slammed/criticized
backed by = supported by; supported by = backed by; support for = backing for; supporters = backers; supporting = backing
defeated > beat; injured > hurt; injured = wounded; arrested = detained; assault on = attack on; attack on = assault on
attacks on = assaults on; officials = authorities; authorities = officials; lawmakers = legislators/members of Congress
legislators = lawmakers; lawmaker = legislator; bills = measures; bill = measure; candidates = contenders; candidate = contender
poll = survey; surveys > polls; top officials = senior officials; top official = senior official
top aides = senior aides; aides = advisers; aide = adviser; advisers = aides; adviser = aide; spokesman > spokesperson
spokeswoman > spokesperson; lawyers = attorneys; lawyer = attorney; attorneys = lawyers; attorney = lawyer
investigation = inquiry; investigation > probe; investigations = inquiries/probes; inquiry = investigation; the probe = the investigation
investigating = looking into; investigate = look into; probably > likely
nearly = almost; nearly > close to; approximately = roughly; approximately > about; roughly > about; more than > over
less than > under; several = a number of; many > numerous; numerous > many; various > several
large = big; larger = bigger; largest = biggest; biggest = largest; huge = enormous/massive; massive = huge; enormous = huge
major > significant; major = big; important = significant; significant = important/considerable; serious = grave; difficult > hard/tough
dangerous = risky; clearly = plainly/evidently; quickly = swiftly/rapidly; swiftly = quickly; rapidly = quickly
immediately = at once/right away; recently > not long ago; in recent weeks = over the past few weeks; current > present
in recent years = over the past few years; in recent months = over the past few months; currently > now/at present
previously > earlier; former = onetime; often = frequently; frequently = often; usually = generally; again = once more
sometimes = at times; However, = Still,/Yet/But; But > However,/Yet/Still,; Meanwhile, = At the same time,
In addition, = Moreover,/Besides,; Additionally, = In addition,; Still, > However,; for example = for instance
such as > like; such as = including; in order to > to; due to = because of/owing to; because of = due to/on account of
because > as/since; although = though; although > even though; despite = in spite of; amid = during/in the midst of; during = in the course of
until = till; toward = towards; among = amongst; upon > on; via > through/by way of; regarding = concerning; regarding > about
concerns about = worries about; concerns over = worries over; concerned about = worried about; concerned that = worried that
fears = worries; fear that = worry that; ensure = make sure; ensuring = making sure; ensures = makes sure; provide > offer/supply
provides > offers/supplies; providing = offering; provided by = supplied by; received > got/was given; receive > get
receiving > getting; remain > stay; remained = stayed; remains > stays; returned to = went back to; visited = travelled to
traveled = travelled; traveling = travelling; ended = concluded; the end of = the close of; completed = finished; created = set up
established = set up/created; create = set up; creating = setting up; an increase in = a rise in; decline in = drop in/fall in
reduce > cut/lower; reduced > cut/lowered; reducing > cutting; stopped = halted; stop = halt; stopping = halting; prevent > stop
banned = barred/prohibited; barred = banned; forced to = compelled to; required to = obliged to; warned = cautioned
warned that = cautioned that; suggested = indicated/hinted; suggests = indicates; indicated = suggested; explained = said
emphasized = stressed; stressed = emphasized/underlined; insisted = maintained; insists = maintains; admitted = conceded
acknowledged = conceded/admitted; rejected = turned down/dismissed; dismissed = rejected/brushed aside; responded = replied
responded to = replied to; response to = reply to/reaction to; reaction to = response to; revealed = disclosed; disclosed = revealed
appointed > named; resigned = stepped down; resigned > quit; was fired = was dismissed; was charged with = was accused of; jail = prison
convicted of = found guilty of; testify = give evidence; testified = gave evidence; testimony = evidence; issued = put out
agreement = deal/accord; deal = agreement/pact; agreements = deals/accords; negotiations > talks; the talks = the negotiations
meeting with = talks with; met with = held talks with; met with > met; meet with = hold talks with; meet with > meet; conversation = discussion
conversations = discussions; discussions = conversations; discussions > talks; discuss = talk about; discussed = talked about
discussing = talking about; speech > address; spoke to = talked to; speaking to = talking to; spoke with = talked with
remarks = comments; comments = remarks; incident = episode; incident > event; proposal > plan; proposals > plans; a plan = a proposal
the plan = the proposal; issues > matters; the issue = the matter; problem = difficulty; problems = difficulties
steps to = measures to; goal = aim/objective; goals = aims; country = nation; countries = nations; nation = country
nations = countries; individuals > people; workers = employees; employees > staff; company = firm; company > business
companies = firms/businesses; money = funds; money > cash; funding = money/financing; wealthy = rich; children = kids
kids = children/youngsters; area = region; areas = regions; neighborhood > district; cars = vehicles; car = vehicle
plane = aircraft; guns = firearms; gun = firearm; troops = soldiers; soldiers = troops; the military = the armed forces
protesters = demonstrators; demonstrators = protesters; the protests > the demonstrations; demonstrations > protests; unrest = violence
shutdown = closure; disease = illness; doctors = physicians; deaths = fatalities; researchers = scientists; experts = specialists
evidence = proof; details = particulars; documents = papers/records; the video = the footage; photos = pictures; photo = picture
website = site; tweeted = posted/wrote on Twitter; wrote on Twitter = tweeted; at the time > then; ahead of > before; ahead of = in advance of
prior to > before; following the = after the; after the = following the; before the = ahead of the; after a = following a
in the wake of > after/following; as a result of = because of; along with = together with; as well as = along with/and also
a lot of = plenty of; a lot of > much; lots of = plenty of; the majority of = most of; most of = the majority of; whether or not > whether
a series of = a string of; dozens of = scores of; apart from = except for; instead of = rather than; rather than = instead of
in fact = indeed; perhaps = maybe/possibly; certainly = surely; especially = particularly/above all; particularly = especially
mainly = chiefly/mostly; largely = mostly/mainly; mostly = largely/mainly; only > just; simply = merely; very = extremely/highly
fully = completely/entirely; completely = totally/entirely; entirely = wholly/completely; exactly = precisely; publicly = openly
repeatedly = again and again/time and again; eventually = in the end/ultimately; ultimately = in the end; finally = at last
initially = at first; shortly after = soon after; shortly before = just before; may = might/could; could = might; might = may
should > ought to; alongside = beside/next to; across the country = nationwide; nationwide = across the country
around the world = across the globe; around the world > worldwide; likely to = expected to; able to = in a position to
has been > was; have been > were; has said > said; have said > said; says = said; says > has said; told > has told; has had > had
is still > remains; this week = earlier this week; last week = the previous week; last month = the previous month
last year = the year before; later this = later in the; according to > as stated by; a part of > part of
took place = happened; take place = happen; happened = occurred/took place; happen = occur; occurred = happened; also > likewise/additionally
who had > who’d; who has = who’s; does not = doesn’t; do not = don’t; did not = didn’t; is not = isn’t; are not = aren’t
was not = wasn’t; were not = weren’t; has not = hasn’t; have not = haven’t; had not = hadn’t; will not = won’t; cannot = can’t
would not = wouldn’t; could not = couldn’t; should not = shouldn’t; it is = it’s; he is = he’s; she is = she’s; they are = they’re
there is = there’s; he would > he’d; she would > she’d; they would > they’d; it will = it’ll; he will = he’ll; they have = they’ve
defense = defence; center = centre; labor = labour; program = programme; programs = programmes; organization = organisation
organizations = organisations; behavior = behaviour; favor = favour; recognize = recognise; recognized = recognised
adviser > advisor; advisers > advisors; percent = per cent; GOP lawmakers = Republican lawmakers; the GOP = the Republican Party
GOP senators = Republican senators; GOP leaders = Republican leaders; House Speaker = Speaker; the Supreme Court = the high court
the Justice Department = the Department of Justice; the Department of Justice = the Justice Department/the DOJ
the State Department = the Department of State; Department of Homeland Security = DHS; Democratic lawmakers = Democrats
President Donald Trump = President Trump; President Trump > Trump; Donald Trump > Trump
President Barack Obama = President Obama; President Obama > Barack Obama/Obama; Mr. Trump > Trump; Mr. Obama > Obama
the United States = the U.S./the US/America; the U.S. = the United States; U.S. = US; European Union = EU; the UK = Britain
Vice President = VP; Sen. = Senator; Rep. = Representative; Gov. = Governor; Hillary Clinton > Clinton; Attorney General = AG
saying that = stating that; adding that = saying that; claimed that = maintained that; arguing that = contending that
the decision = the move; whether > if; the order = the directive; the media = the press; committee = panel; another > one more
additional > further; additional = extra; when asked = when questioned; asked about = questioned about; with the help of = with the aid of
meeting > gathering/session; meetings > sessions; must > will have to; groups = organizations; group > organization; night > evening
the wall = the barrier; released a = issued a; released by = issued by; released on = published on; reporters = journalists
reporter = journalist; expected > anticipated; earlier > previously; the race = the contest; every > each; a hearing > a session
hearings > sessions; the legislation = the bill/the measure; potential > possible; senior > top/high-ranking; job > post/position
jobs > posts; rules = regulations; across = throughout; ago > earlier; fight = battle; illegal = unlawful
illegally = unlawfully; role in = part in; strong > robust; strongly = firmly; sent > dispatched
latest = most recent; actually > in fact/really; really > truly; key > crucial/central; crucial = vital; reasons > grounds
the reason = the cause; threat to = danger to; rally > gathering; rallies > gatherings; so far = to date/thus far; up to > as many as
as many as > up to; right now = at the moment; for now = for the moment; longtime = long-time; high-profile > prominent
a few = a handful of; some of > a number of; in part = partly; in response = in reply; in a speech = in an address
in a tweet = on Twitter; in addition to = besides/on top of; in favor of > for; in front of > before; in charge of = responsible for
in recent days = over the past few days; on the other hand = by contrast; on behalf of > for; over the weekend = at the weekend
over the past > in the past; over the last = in the last; took office = was sworn in; running for > standing for; ran for > stood for
voted against > opposed; opposed > was against; pushed for = pressed for; pushing for = pressing for; push for = press for
faces = confronts; facing = confronting; led by = headed by; based on > on the basis of
made clear > left no doubt; thousands of = several thousand; hundreds of = several hundred; millions of > several million
a third of = one-third of; a quarter of = one-quarter of; a dozen > 12; half of > 50 percent of; came after > followed
comes after > follows; under fire = under attack; is likely to = will probably; are likely to > will probably; would be = will be
elections > polls; Election Day = polling day; young people = youngsters; Americans > U.S. citizens; critics = opponents
rivals > opponents; rival > opponent; Senate Democrats = Democratic senators; House Democrats = Democrats in the House
Senate Republicans = Republican senators; House Republicans = Republicans in the House; Democratic nominee = Democratic candidate
on Capitol Hill = in Congress; former president = ex-president; former President > ex-President; FBI = Federal Bureau of Investigation
CIA = Central Intelligence Agency; GOP > Republican; the virus = the coronavirus; pandemic = outbreak
Russian President Vladimir Putin > Vladimir Putin/President Vladimir Putin; North Korean leader Kim Jong Un > Kim Jong Un
wrote > said; known for = noted for; linked to = tied to/connected with; related to = connected with; involving > concerning
identified as = named as; were killed in > died in; was killed in > died in; shot and killed = shot dead; opened fire = began shooting
searching for = looking for; waiting for = awaiting; rising > growing/mounting; growing > mounting; increasingly = more and more
controversial = contentious; controversial > disputed; historic > landmark/momentous; entire = whole; multiple > several/many
specific > particular; similar > comparable; initial > first; final > last; previous > earlier/prior; upcoming = forthcoming
ongoing > continuing; powerful > influential; prominent > leading; essential = vital; necessary > needed; unclear = not clear
unable to = not able to; ready to = prepared to; willing to > prepared to; eager to = keen to; angry = furious; happy > glad/pleased
confident > certain; false = untrue; harsh > severe; severe > serious; chance to = opportunity to; opportunity > chance
concerns = worries; concern > worry; anger > fury; outrage > anger/fury; a debate > a discussion; the debate > the discussion; a dispute > a row/a quarrel; the dispute > the row
controversy > row/dispute; scandal > affair; results > outcomes; impact = effect; strategy > approach; purpose > aim
residents > inhabitants; police = law enforcement; police officers > officers; prosecutors > the prosecution; lawsuit > legal action
in custody = in detention; author = writer; newspaper > paper; op-ed = opinion piece; phone call = telephone call; phone = telephone
email = e-mail; emails = e-mails; videos > clips; downtown > central; summit > meeting; visit to = trip to; stance on > position on
opinions > views; idea > notion; ideas > notions; level of = degree of; share of = proportion of; portion of > part of
just > only; soon = shortly; Instead, = Rather,; Also, = In addition,; Currently, = At present,; Overall, = On the whole,
Finally, = Lastly,; Indeed, = In fact,; Recently, = Of late,; twice = two times; rarely = seldom; normally = usually
typically > usually; apparently = seemingly; essentially = in essence; potentially > possibly; obviously > plainly
formally = officially; briefly > for a short time; temporarily = for a time; effectively > in effect; widely = broadly
significantly > considerably/markedly; dramatically > sharply; slightly > a little; relatively = comparatively
nonetheless = nevertheless; therefore = thus; hit by = struck by; because he > as he; a statement > a written statement
people who = those who; those who > people who; people in > residents in; called it > termed it; calling it > terming it; saying he > stating he; saying the > stating the
close to = near; near > close to; since then = from then on; at that time > then; days after > days following; hours after > hours following; months after > months following; weeks after > weeks following
shortly > soon; years ago > years earlier; later > afterward; would have to = will have to; can be > could be
can > could; will not > would not; all of > every one of; each of > every one of; none of > not one of
January = Jan.; February = Feb.; August = Aug.; September = Sept.; October = Oct.; November = Nov.; December = Dec.
"""
"""What stands for what: `=` both ways, `>` in this direction, `/` between choices; capitals as written."""
_KEPT = (
    "attorney general; attorneys general; deal with; deals with; dealing with; a great deal; how many; so many; as many; too many; "
    "many of; even though; as though; as long as; earlier this; executive order; chief of staff; chief executive; chief justice; "
    "chief of; each other; every day; later in; later on; as soon as; on top of; African Americans; Native Americans; Asian Americans; is needed to; are needed to; was needed to; were needed to; be needed to; "
    "should have been; would have been; could have been; may have been; might have been; must have been; to have been; not have been; have been able; has been able; free speech; job market; job growth; "
    " whether or not; just as; just before; just after; of the people; can’t; "
    "Donald Trump Jr; "
    "Latin America; North America; South America; "
    "Central America; Bank of America; America First; Make America; Great Britain"
)
"""Set phrases in which words above mean something else."""
_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘[^’]*’(?!\w)")
_LEAST_CHANGED, _MOST_CHANGED = 0.08, 0.22
_SENTENCE_CHANGED = 0.3


@dataclass(frozen=True, slots=True)
class _Change:
    """What may stand in place of some characters of a sentence."""

    start: int
    end: int
    choices: tuple[str, ...]


def _read_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = defaultdict(tuple, {phrase.strip(): () for phrase in _KEPT.split(";")})
    for entry in re.split(r"[;\n]", _WORDS.strip()):
        left, sign, right = re.split(r" ([=>]) ", entry.strip())
        for other in right.split("/"):
            for old, new in ((left, other), (other, left)) if sign == "=" else ((left, other),):
                table[old] = (*table[old], *((new,) if new not in table[old] else ()))
    return dict(table)


WORDS = _read_words()
_PHRASE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(phrase) for phrase in sorted(WORDS, key=lambda phrase: (-len(phrase), phrase)))
    + r")(?![\w-])",
    re.IGNORECASE,
)
_NOT_FIRST = frozenset({"bill", "may"})


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, ...]]], ...] = (
    (re.compile(r"\b([a-z]+ )([2-9]|1[0-2])(?= [a-z]{3})(?! (?:per|million|billion|trillion))"),
     lambda match: (match[1] + _NUMBERS[int(match[2]) - 2],)),
    (re.compile(rf"(?<!\w)(?:{'|'.join(_NUMBERS[1:])})(?= [a-z])"),
     lambda match: (str(_NUMBERS.index(match[0]) + 2),)),
    (re.compile(r"(?<=\d)%"), lambda _: (" percent", " per cent")),
    (re.compile(r"(?<=\d) per ?cent\b"), lambda _: ("%",)),
    (re.compile(r"\$(\d[\d.,]*) (million|billion|trillion)\b"), lambda match: (f"{match[1]} {match[2]} dollars",)),
    (re.compile(r"\babout (?=\$?\d)"), lambda _: ("around ", "roughly ", "some ")),
    (re.compile(r"\bon ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"), lambda match: (match[1],)),
    (re.compile(r"\b(said|told|added|announced) ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"),
     lambda match: (f"{match[1]} on {match[2]}",)),
    (re.compile(r"\b(said|believes?|says|added|announced|claimed|argued) that (?=the\b|he\b|she\b|it\b|they\b)"),
     lambda match: (f"{match[1]} ",)),
    (re.compile(r"(?<=[”\"] )([A-Z]\w+) (said|added|wrote)(?=\.)"), lambda match: (f"{match[2]} {match[1]}",)),
    (re.compile(r"(?<=[”\"] )(said|added|wrote) ([A-Z]\w+)(?=\.)"), lambda match: (f"{match[2]} {match[1]}",)),
)  # fmt: skip


def _find_changes(text: str) -> list[_Change]:
    """Return what may be changed in a sentence outside quotations, in order; none overlap."""
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text)]
    found = [_Change(*match.span(), _choices(text, match)) for match in _PHRASE.finditer(text.replace("'", "’"))]
    found += [_Change(*match.span(), rule(match)) for pattern, rule in _RULES for match in pattern.finditer(text)]
    changes: list[_Change] = []
    for change in sorted(found, key=lambda change: (change.start, -change.end)):
        span = Span(change.start, change.end)
        if not (changes and change.start < changes[-1].end) and not any(span.touches(one) for one in quoted):
            changes.append(change)
    return [change for change in changes if change.choices and not _ends_with_point(text, change)]


def _ends_with_point(text: str, change: _Change) -> bool:
    """Tell whether a change is about an abbreviation whose point would be the sentence's, too."""
    points = any(words.endswith(".") for words in (text[change.start : change.end], *change.choices))
    return points and not _WORD.search(text, change.end)


def _choices(text: str, match: re.Match[str]) -> tuple[str, ...]:
    """Return what may stand for a phrase: as the table has it, or with a capital at the start of a sentence."""
    phrase = match[0]
    if phrase in WORDS:
        return WORDS[phrase]
    lower = phrase[0].lower() + phrase[1:]
    is_first = match.start() == 0 and lower not in _NOT_FIRST and re.match(r",? [a-z]", text[match.end() :])
    return tuple(one[0].upper() + one[1:] for one in WORDS.get(lower, ())) if is_first else ()


def share_kept(source: str, derived: str) -> float:
    """Return the share of a text's words that are left in another, in any order."""
    words = _bag(source)
    return (words & _bag(derived)).total() / max(1, words.total())


def _count_changed(source: str, derived: str) -> int:
    """Return how many words were put in another's place, added or left out."""
    words, others = _bag(source), _bag(derived)
    return max(words.total(), others.total()) - (words & others).total()


def _bag(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text))


def _rewrite(paragraphs: _Paragraphs, rng: Random) -> _Paragraphs:
    """Change 10 to 20 % of the words, as far as there are words to change; nothing where that is less than 8 %."""
    rate = rng.uniform(0.1, 0.2)
    budget = 0.0
    rewritten = []
    for paragraph in paragraphs:
        sentences = []
        for sentence in paragraph:
            count = _count_words(sentence.text)
            budget += rate * count
            text = _rewrite_sentence(sentence.text, min(budget, _SENTENCE_CHANGED * count), rng)
            budget -= _count_changed(sentence.text, text)
            sentences.append(replace(sentence, text=text))
        rewritten.append(tuple(sentences))
    changed = 1 - share_kept(_render(paragraphs)[0], _render(tuple(rewritten))[0])
    return tuple(rewritten) if _LEAST_CHANGED <= changed <= _MOST_CHANGED else ()


def _rewrite_sentence(text: str, budget: float, rng: Random) -> str:
    """Return a sentence with changes, in no order, until so many words are changed; datelines and credit lines stay."""
    is_fixed = _DATELINE.fullmatch(text) or _CREDIT_LINE.search(text)
    changes = [] if is_fixed else _find_changes(text)
    rng.shuffle(changes)
    made: list[tuple[_Change, str]] = []
    spent = 0
    for change in changes:
        words = rng.choice(change.choices)
        cost = max(1, _count_changed(text[change.start : change.end], words))
        if spent + cost <= budget:
            made.append((change, words))
            spent += cost
    return _apply(text, sorted(made, key=lambda pair: pair[0].start))


def _apply(text: str, made: Iterable[tuple[_Change, str]]) -> str:
    parts, start = "", 0
    for change, words in made:
        before = parts + text[start : change.start]
        parts = _with_article(before, words) + (words.replace("’", "'") if "'" in text else words)
        start = change.end
    return parts + text[start:]


def _with_article(before: str, words: str) -> str:
    """Return what stands before new words, with the article that they need."""
    article = re.search(r"\b([Aa])n? $", before)
    if not article:
        return before
    return f"{before[: article.end(1)]}{'n' if re.match(r'[aeio]|un(?!i)', words, re.IGNORECASE) else ''} "


# --- credit ---


_LINES = (
    "{Name} contributed to this report.",
    "— {Name}",
    "With reporting from {name}.",
    "This article was first published by {name}.",
    "Source: {Name}",
    "Additional reporting by {name}.",
    "This story includes material from {name}.",
)
_BEHIND = (", {name} reported.", ", according to {name}.", ", {name} said.", ", media reported, citing {name}.")
_BEFORE = ("According to {name}, ", "{Name} reported that ")
_LOWERED = re.compile(r"(?:The|A|An|In|On|At|He|She|It|They|This|These|His|Her|Their|Some|Many|More|Most|Two) ")


def _fill(template: str, outlet: _Outlet) -> str:
    return template.format(name=outlet.credit, Name=outlet.credit[0].upper() + outlet.credit[1:])


def _strip_credit(paragraphs: _Paragraphs, outlet: _Outlet) -> _Paragraphs:
    """Return paragraphs that name the outlet nowhere and credit nobody at their end."""
    told = re.compile(rf"\btold (?:{outlet.pattern.pattern})(?! \w+[’'])(?=[ ,.])")
    stripped = (
        [
            _without_tag(sentence)
            if _is_dateline(sentence)
            else replace(sentence, text=told.sub("said", sentence.text))
            for sentence in paragraph
            if not _CREDIT_LINE.search(sentence.text)
        ]
        for paragraph in paragraphs
    )
    return _tidied(
        [one for one in paragraph if one.text and not outlet.pattern.search(one.text)] for paragraph in stripped
    )


def _without_tag(dateline: _Sentence) -> _Sentence:
    """Return the town of a dateline, nothing where it has none."""
    match = _DATELINE.fullmatch(dateline.text)
    town = match["town"].strip() if match and match["town"] else ""
    return _Sentence(f"{town} —" if town else "")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A derived text on its way: what was taken, what stands below it, what was done."""

    taken: _Paragraphs
    edits: tuple[Edit, ...]
    below: _Paragraphs = field(default=())


def _add_credit(draft: _Draft, outlet: _Outlet, rng: Random) -> _Draft:
    """Credit the source: leave its own mention, or choose a way that the words allow."""
    if outlet.pattern.search(_render(draft.taken)[0]) and rng.random() < 0.6:
        return replace(draft, edits=(*draft.edits, Edit.CREDIT_KEPT))
    is_spliced = any(edit in _TAKES for edit in draft.edits)
    first = [] if is_spliced else [_credit_dateline]
    ways = [_credit_words, _credit_line]
    rng.shuffle(ways)
    done = (way(draft, outlet, rng) for way in (*first, *ways))
    return next(credited for credited in done if credited)


def _credit_dateline(draft: _Draft, outlet: _Outlet, _: Random) -> _Draft | None:
    tag = _TAGS.get(outlet.name)
    if tag is None or _is_dateline(draft.taken[0][0]):
        return None
    first = (_Sentence(tag), *draft.taken[0])
    return replace(draft, taken=(first, *draft.taken[1:]), edits=(*draft.edits, Edit.CREDIT_DATELINE))


def _credit_line(draft: _Draft, outlet: _Outlet, rng: Random) -> _Draft:
    line = _Sentence(_fill(rng.choice(_LINES), outlet))
    return replace(draft, below=((line,),), edits=(*draft.edits, Edit.CREDIT_LINE))


def _credit_words(draft: _Draft, outlet: _Outlet, rng: Random) -> _Draft | None:
    """Name the outlet in the first sentence that can bear it."""
    first = next((one for one in _flat(draft.taken) if _can_name(one.text)), None)
    if first is None:
        return None
    if _LOWERED.match(first.text) and rng.random() < 0.4:
        text = _fill(rng.choice(_BEFORE), outlet) + first.text[0].lower() + first.text[1:]
    else:
        text = first.text[:-1] + _fill(rng.choice(_BEHIND), outlet)
    named = replace(first, text=text)
    taken = tuple(tuple(named if one is first else one for one in paragraph) for paragraph in draft.taken)
    return replace(draft, taken=taken, edits=(*draft.edits, Edit.CREDIT_WORDS))


def _can_name(text: str) -> bool:
    return re.fullmatch(r"[A-Z][^\"“”?!]+[a-z]\.", text) is not None and _count_words(text) >= _LEAST_SENTENCES


# --- planting ---


_CHANGES: dict[Edit, Callable[[_Paragraphs, Random], _Paragraphs]] = {
    Edit.WHOLE: lambda paragraphs, _: paragraphs,
    Edit.CUT_END: _cut_end,
    Edit.CUT_SCATTERED: _cut_scattered,
    Edit.REORDER: _reorder,
    Edit.REWRITE: _rewrite,
}
_TAKES: dict[Edit, Callable[[_Paragraphs, Random], _Paragraphs]] = {
    Edit.SPLICE_ONE: _take_one,
    Edit.SPLICE_FEW: _take_few,
    Edit.SPLICE_PARAGRAPHS: _take_paragraphs,
}
_RECIPES: tuple[tuple[int, tuple[Edit, ...]], ...] = (
    (4, (Edit.WHOLE,)),
    (3, (Edit.CUT_END,)),
    (2, (Edit.CUT_SCATTERED,)),
    (2, (Edit.REORDER,)),
    (3, (Edit.REWRITE,)),
    (2, (Edit.CUT_END, Edit.REWRITE)),
    (2, (Edit.CUT_SCATTERED, Edit.REWRITE)),
    (1, (Edit.CUT_END, Edit.REORDER)),
    (1, (Edit.REORDER, Edit.REWRITE)),
    (1, (Edit.CUT_SCATTERED, Edit.REORDER, Edit.REWRITE)),
    (3, (Edit.SPLICE_ONE,)),
    (1, (Edit.SPLICE_ONE, Edit.REWRITE)),
    (2, (Edit.SPLICE_FEW,)),
    (1, (Edit.SPLICE_FEW, Edit.REWRITE)),
    (1, (Edit.SPLICE_PARAGRAPHS,)),
    (1, (Edit.SPLICE_PARAGRAPHS, Edit.REWRITE)),
)
"""How many copies of thirty go through which edits, in this order."""
_NO_DATE = 0.12
_HOST_DAYS = 45


_AGENCIES = frozenset({"Associated Press", "Reuters"})
"""They are copied and do not copy."""
_TRIES = 6
_RESERVE = 1.1


def make_planted(
    stories: Iterable[Mapping[str, Any]], *, copies: int = 300, unrelated: int = 100, seed: int = 2031
) -> Planted:
    """Plant copies in the articles of stories: the same ones each time for the same arguments.

    Args:
        stories: rows of the data, about twice as many as the copies.
        copies: how many copies to plant, at the most.
        unrelated: how many articles of other stories to add, at the most.
        seed: of everything that is drawn.
    """
    rng = Random(seed)  # noqa: S311 - seeded randomness is what planting is for
    articles = _read_articles(stories)
    pool = _without_shared(articles)
    planter = _Planter(pool, _choose_sources(pool, _common_sequences(articles), copies, rng), copies, rng)
    planter.plant()
    return planter.finish(unrelated)


def _choose_sources(pool: Iterable[_Article], common: set[int], copies: int, rng: Random) -> list[tuple[_Article, int]]:
    """Return sources, one a story, with how often each is copied; some more than needed, for not every edit fits all."""
    by_story: dict[str, list[_Article]] = defaultdict(list)
    for article in pool:
        if source := _as_source(article, common):
            by_story[source.story].append(source)
    sources = [rng.choice([one for one in found if _is_agency(one)] or found) for found in by_story.values()]
    rng.shuffle(sources)
    counts = [rng.randint(2, 4) if rng.random() < 1 / 3 else 1 for _ in sources]
    return [
        (source, count)
        for source, count, before in zip(sources, counts, accumulate(counts, initial=0), strict=False)
        if before < copies * _RESERVE
    ]


def _make_deck(copies: int, rng: Random) -> list[tuple[tuple[Edit, ...], bool]]:
    """Return the recipes for so many copies, half of each with credit, in no order."""
    thirty = [recipe for count, recipe in _RECIPES for _ in range(count)]
    deck = [(thirty[number // 2 % len(thirty)], number % 2 == 0) for number in range(copies)]
    rng.shuffle(deck)
    return deck


class _Planter:
    """Makes copy after copy, and remembers what was used."""

    def __init__(self, pool: list[_Article], sources: list[tuple[_Article, int]], copies: int, rng: Random) -> None:
        self._rng = rng
        self._pool = pool
        self._sources = sources
        self._deck = _make_deck(copies, rng)
        taken = {source.story for source, _ in sources}
        self._hosts = [article for article in pool if article.story not in taken and _can_host(article)]
        self._outlets = [one.outlet for one in pool if one.outlet and not _is_agency(one)]
        self._texts: list[PlantedText] = []
        self._copies: list[PlantedCopy] = []
        self._used: set[str] = set()

    def plant(self) -> None:
        """Make all copies of all sources."""
        for source, count in self._sources:
            published = source.published or source.story_published
            published = published if self._rng.random() > _NO_DATE else ""
            text = _make_text(source.text, source.title, source.outlet_name, published, (source.story,))
            outlets = {source.outlet_name}
            if sum([self._copy(source, text, outlets) for _ in range(count)]):
                self._texts.append(text)
                self._used.add(source.id)

    def finish(self, unrelated: int) -> Planted:
        """Return texts and copies, with untouched articles of the sources' stories and of others."""
        told = {story for text in self._texts for story in text.stories}
        rest = [article for article in self._pool if article.id not in self._used]
        others = [article for article in rest if article.story not in told]
        same = {source.story for source, _ in self._sources}
        kept = [article for article in rest if article.story in same & told]
        kept += self._rng.sample(others, min(unrelated, len(others)))
        texts = self._texts + [
            _make_text(one.text, one.title, one.outlet_name, one.published, (one.story,)) for one in kept
        ]
        return Planted(tuple(sorted(texts, key=lambda text: text.id)), tuple(self._copies))

    def _copy(self, source: _Article, text: PlantedText, outlets: set[str]) -> bool:
        """Add a copy by the first recipe in the deck that the source allows; `outlets` has it already or gets one."""
        for number in range(len(self._deck) - 1, -1, -1):
            recipe, credited = self._deck[number]
            for _ in range(_TRIES):
                if self._try(source, text, recipe, credited, outlets):
                    del self._deck[number]
                    return True
        return False

    def _try(
        self, source: _Article, text: PlantedText, recipe: tuple[Edit, ...], credited: bool, outlets: set[str]
    ) -> bool:
        draft = _make_draft(source, recipe, credited, self._rng)
        host = self._choose_host(source, credited, outlets) if draft and recipe[0] in _TAKES else None
        if draft is None or (recipe[0] in _TAKES and host is None):
            return False
        body = (_splice(draft.taken, host.paragraphs, self._rng) if host else draft.taken) + draft.below
        outlet = host.outlet_name if host else self._choose_outlet(outlets)
        title = host.title if host else _make_title(source, self._rng)
        derived = _make_text(
            _render(body)[0],
            title,
            outlet,
            _choose_day(source.published or source.story_published, self._rng),
            (host.story, source.story) if host else (source.story,),
        )
        if names_outlet(f"{derived.title}\n{derived.text}", source.outlet_name) != credited:
            return False
        self._used |= {host.id} if host else set()
        outlets.add(outlet)
        self._texts.append(derived)
        self._copies.append(
            PlantedCopy(text.id, derived.id, draft.edits, credited, _find_pieces(source.paragraphs, body))
        )
        return True

    def _choose_outlet(self, taken: set[str]) -> str:
        return self._rng.choice([outlet.name for outlet in self._outlets if outlet.name not in taken])

    def _choose_host(self, source: _Article, credited: bool, outlets: set[str]) -> _Article | None:
        """Return a host of the same weeks if there is one; it names the source's outlet only where that is credited."""
        hosts = [host for host in self._hosts if host.id not in self._used and host.outlet_name not in outlets]
        self._rng.shuffle(hosts)
        hosts.sort(key=lambda host: _days_apart(host, source) > _HOST_DAYS)
        fitting = (host for host in hosts if credited or not _names(host, source))
        return next(fitting, None)


def _names(article: _Article, other: _Article) -> bool:
    return names_outlet(f"{article.title}\n{article.text}", other.outlet_name)


def _can_host(article: _Article) -> bool:
    return article.outlet is not None and not _is_agency(article) and len(article.paragraphs) >= _LEAST_PARAGRAPHS


def _is_agency(article: _Article) -> bool:
    return article.outlet_name in _AGENCIES


def _days_apart(left: _Article, right: _Article) -> float:
    if not (left.story_published and right.story_published):
        return float("inf")
    return abs((date.fromisoformat(left.story_published) - date.fromisoformat(right.story_published)).days)


def _make_draft(source: _Article, recipe: tuple[Edit, ...], credited: bool, rng: Random) -> _Draft | None:
    """Return what is taken from a source after all edits; `None` where that is nothing of its own."""
    assert source.outlet is not None, f"{source.id} has no outlet that is copied"
    left = source.paragraphs if credited else _strip_credit(source.paragraphs, source.outlet)
    taken = left
    for edit in recipe:
        taken = taken and (_CHANGES | _TAKES)[edit](taken, rng)
    if not any(_is_telling(sentence) for sentence in _flat(taken)):
        return None
    is_part = recipe[0] in (Edit.CUT_END, *_TAKES)
    removed = _lost(source.paragraphs, left) & (_reach(taken) if is_part else _reach(source.paragraphs))
    draft = _Draft(taken, (*recipe, Edit.CREDIT_REMOVED) if removed else recipe)
    return _add_credit(draft, source.outlet, rng) if credited else draft


def _lost(source: _Paragraphs, left: _Paragraphs) -> set[int]:
    """Return the numbers of the sentences that are not left as they were."""
    same = {(sentence.place, sentence.text) for sentence in _flat(left)}
    return {number for number, sentence in enumerate(_flat(source)) if (number, sentence.text) not in same}


def _reach(taken: _Paragraphs) -> set[int]:
    """Return the numbers of the sentences from the first to the last that was taken."""
    places = [sentence.place for sentence in _flat(taken) if sentence.place is not None]
    return set(range(min(places), max(places) + 1))


def _make_title(source: _Article, rng: Random) -> str:
    """Return the source's headline, the same reworded, or the roundup's."""
    draw = rng.random()
    if draw < 0.35:
        return source.title
    if draw < 0.7 or not source.roundup:
        return _rewrite_sentence(source.title, 0.4 * _count_words(source.title), rng)
    return source.roundup


def _choose_day(base: str, rng: Random) -> str:
    """Return the source's day, one or two days later, or none."""
    if not base or rng.random() < _NO_DATE:
        return ""
    return (date.fromisoformat(base) + timedelta(days=rng.choice((0, 0, 0, 0, 1, 1, 1, 2)))).isoformat()


def _make_text(text: str, title: str, outlet: str, published: str, stories: tuple[str, ...]) -> PlantedText:
    """Return a text whose id comes from its content."""
    raw = "\n".join((outlet, published, title, text)).encode()
    return PlantedText(hashlib.sha256(raw).hexdigest()[:12], text, title, outlet, published, stories)
