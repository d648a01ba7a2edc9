"""How a report is built: title, subtitle, byline, dateline, captions, credit lines, furniture, joined texts.

Everything is labelled, nothing deleted. The text is read as blocks (paragraphs): a head of short blocks, a
body, a tail. What the rules do not recognise stays running text, which is the safe mistake: only furniture
is hidden from later stages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from onrecord.reading import furniture
from onrecord.reading.blocks import find_blocks
from onrecord.reading.dates import date_in_url, find_dates, only_date
from onrecord.records import Anatomy, DateSource, Piece, PieceKind, Published, Report, Span, Stretches

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_PLACE_UPPER = rf"{_CAPITAL}(?:{_CAPITAL}|[’'.\- ]){{2,40}}"
_PLACE = rf"{_CAPITAL}[\w’'.\-]+(?: {_CAPITAL}[\w’'.\-]+){{0,3}}"
_REGION = r"(?:, (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
_DAY = (
    r"(?:\d{1,2} )?(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"(?: \d{1,2})?(?:,? \d{4})?"
)
_DASH = r"(?:—|–|―|--|-(?=\s))"
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_PLACE_UPPER}|{_PLACE}){_REGION},? {_DAY} ?(?:[(/](?P<agency>[^()/\n]{{2,40}})[)/])?\s*(?:{_DASH}|:)\s*",
        rf"(?:{_PLACE_UPPER}|{_PLACE}){_REGION},? {_DAY}[.,]? ?(?:[(/](?P<agency>[^()/\n]{{2,40}})[)/])[.:]?\s+",
        rf"(?:{_PLACE_UPPER}|{_PLACE}){_REGION} ?[(/](?P<agency>[^()/\n]{{2,40}})[)/](?:,? {_DAY})?[.,]?\s*(?:{_DASH}|:)\s*",
        rf"(?P<agency>{_CAPITAL}[\w ]{{1,24}})/{_PLACE_UPPER}(?:,? {_DAY})?\s*(?:{_DASH}|:)\s*",
        rf"{_PLACE_UPPER}{_REGION}\s*(?:—|–|―|--)\s*",
        rf"(?:{_PLACE_UPPER}|{_PLACE}),? {_DAY}\.\s+(?={_CAPITAL})",
        rf"[(\[](?P<agency>[A-Z][\w .]{{1,24}})[)\]]\s*(?:{_DASH})\s*",
    )
)
_BYLINE = re.compile(
    r"(?:(?:[Ww]ords |[Rr]eport(?:ed|ing)? |[Ww]ritten |[Aa]nalysis |[Oo]pinion |[Cc]ommentary |[Ii]nterview )?[Bb]y|BY)"
    rf":? (?:the |our )?{_CAPITAL}[^\n.!?]{{2,100}}\.?"
    r"|[Bb]y (?:our|an?|the) (?:own |special |staff )*(?:correspondents?|reporters?|staff|writers?|editors?|desk)\b[^\n.!?]{0,60}"
    rf"|From (?:our|{_CAPITAL}[\w’'-]+) [^\n.!?]{{2,80}}(?:in|at) {_CAPITAL}[^\n.!?]{{1,40}}"
)
_CAPTION = re.compile(
    r"(?:[Ff]ile ?(?:[Pp]hoto|[Pp]icture)?|FILE(?: PHOTO)?|[Pp]hoto(?:graph)?|PHOTO|[Pp]icture[d]?|[Ii]mage|[Ii]llustration|"
    r"[Cc]aption)\s*(?:by\b|:|[-–—]|\()|.*\((?:[Pp]hoto|[Ii]mage|[Ff]ile|[Pp]icture|[Cc]ourtesy)\b[^()]*\)\W*$"
    r"|.*\((?:[^()/]{2,40}/[^()]{2,40})\)\W*$|.*\b(?:[Ff]ile [Pp]hoto|[Pp]hoto(?:graph)?:|[Pp]icture:|[Ii]mage:)"
)
_CAPTION_DAY = re.compile(
    r".*\b(?:in|at|near|with|during|outside)\b.*\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_CREDIT_IN_CAPTION = re.compile(
    r"(?:[Pp]hoto(?:graph)?|[Pp]icture|[Ii]mage|[Cc]redit|[Cc]ourtesy|[Ss]ource)s?(?: credit)?s?\s*(?::|by|of|/)\s*"
    rf"(?P<named>{_CAPITAL}[^()\n.]{{1,50}})"
    rf"|\((?P<pair>{_CAPITAL}[^()/\n]{{1,40}}/[^()\n]{{2,40}})\)\W*$"
    rf"|[.!?”\"] (?P<last>{_CAPITAL}[\w&’'-]*(?:[ /]{_CAPITAL}[\w&’'-]*){{0,3}})$"
)
_CREDIT_LINE = re.compile(
    r"(?P<open>[(\[*_—–-]{0,3}\s*)(?P<lead>(?:(?:[Ss]tories|[Mm]aterials?|[Ii]nformation|[Rr]eports?|[Rr]eporting)\b[^.]{0,30}?"
    r"\b(?:from|by|of)|[Ww]ith (?:additional )?(?:reporting|reports?|inputs?|files|material|contributions?) (?:from|by)"
    r"|[Aa]dditional reporting from|[Ss]ources?\s*[:–—-]|[Cc]redits?:|[Vv]ia:?"
    r"|[Bb]ased on (?:reports?|reporting|material|information) (?:from|by)"
    r"|[Oo]riginally published (?:by|in|at|on)|[Tt]his (?:article|story|report) (?:was )?(?:first|originally) (?:appeared|published) (?:by|in|at|on)"
    r"|[Cc]ompiled from))\s*(?P<names>[^\n]{2,200})"
)
_STAFF_LINE = re.compile(
    r"[(\[*_—–-]{0,3}\s*(?:(?:[Aa]dditional )?[Rr]eporting by|[Aa]dditional reporting:|[Ee]dit(?:ing|ed) by|[Tt]ranslat(?:ed|ion)(?: \w+){0,3} by|[Ww]riting by"
    r"|[Cc]ompiled by)\b[^\n]{2,240}"
)
_CREDIT_TAIL = re.compile(
    rf"(?P<names>{_CAPITAL}[^\n]{{1,120}}?) (?:also |all )?contributed (?:reporting )?to this (?:report|story|article)\b[^\n]*"
)
_SIGN_OFF = re.compile(rf"(?:[-–—]{{1,2}} ?|/|\(|\[)(?P<names>{_CAPITAL}[\w&. ]{{1,30}})(?:/|\)|\])?\.?")
_BODY_NAME = re.compile(rf"{_CAPITAL}[\w&.’'-]*(?: (?:of|the|for|and|{_CAPITAL}[\w&.’'-]*)){{1,5}}")
_ONLY_PLACE = re.compile(
    rf"{_CAPITAL}[\w’'.-]+(?: {_CAPITAL}[\w’'.-]+){{0,3}}(?:, {_CAPITAL}[\w .]+)?\s*[,.–—-]?\s*(?:\w+day,?)?\s*[.,]?\s*"
)
_NAME = re.compile(
    rf"(?:the )?(?P<name>{_CAPITAL}[\w&.’'-]*(?:(?: of| for| the| and(?= {_CAPITAL}[\w]+ (?:Agency|Service|Office)))* "
    rf"{_CAPITAL}[\w&’'-]*)*)"
)
_NAMELESS = frozenset(
    "combined sources|combined reports|staff|staff reports|staff writer|agencies|news agencies|wire|wires|wire services|"
    "wire reports|agency reports|own correspondent|correspondent|exclusive|updated|update|photo|file|advertisement".split(
        "|"
    )
)
_BREAK = re.compile(
    r"[ \t]*(?:(?:\*[ \t]*){3,}|-{3,}|—{2,}|={3,}|#{3,}|~{3,}|_{3,}\.?|(?:[•·][ \t]*){3,}|(?:-[ \t]+){2,}-|⁂)[ \t]*"
)
_TERMINAL = re.compile(r"[.!?…:;,][\"”’»)\]]*$|[.!?…][\"”’»)\]]+$")
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
_HEAD_BLOCKS = 8
_TAIL_BLOCKS = 4
_MAX_TITLE = 180
_MAX_HEAD_BLOCK = 320
_MIN_PROSE = 100
_MIN_PART_WORDS = 30
_MIN_JOINED_TITLE_WORDS = 5
_MAX_MASTHEAD_WORDS = 3
_SECTION_PATH = re.compile(r"[\w&’' -]+(?: [/|›»>] [\w&’' -]+)+")  # World / The river


def find_anatomy(report: Report) -> Anatomy:
    """Return the labelled pieces of a report and the publication date its address or its text states.

    A report whose tokens were given is taken as bare text: no pieces, only a date its address carries.
    """
    in_url = date_in_url(report.url) if report.url else None
    if report.tokens is not None:
        return Anatomy((), in_url)
    blocks = find_blocks(report.text)
    hidden = furniture.find_furniture(report.text, blocks)
    hidden_ends = {span.end for span in hidden}
    running = [block for block in blocks if block.end not in hidden_ends]
    head = list(_label_head(report, running))
    headed = {piece.start for piece in head}
    tail = list(_label_credits(report.text, [block for block in running if block.start not in headed]))
    pieces = (*(Piece(PieceKind.FURNITURE, *span) for span in hidden), *head, *tail)
    return Anatomy(
        tuple(sorted(pieces, key=lambda piece: (piece.start, piece.end))), in_url or _printed_date(report, pieces)
    )


def split_texts(text: str, within: Span) -> tuple[Span, ...]:
    """Return where the texts joined in one file stand: `within` whole, or the parts between break lines.

    A break line alone proves nothing (a feature has scene breaks, a live page rules): what follows must begin
    like a report, and both sides must hold a paragraph's worth of words.
    """
    blocks = [block for block in find_blocks(text) if within.covers(block)]
    words_to = [0, *accumulate(len(block.of(text).split()) for block in blocks)]  # the words before each block
    starts = [within.start]
    ends: list[int] = []
    first = 0  # block of the present part
    for place, block in enumerate(blocks):
        if (
            _BREAK.fullmatch(block.of(text))
            and words_to[place] - words_to[first] >= _MIN_PART_WORDS
            and words_to[-1] - words_to[place + 1] >= _MIN_PART_WORDS
            and _begins_report(text, blocks[place + 1 : place + 1 + _HEAD_BLOCKS])
        ):
            ends.append(block.start)
            starts.append(block.end)
            first = place + 1
    return tuple(Span(start, end) for start, end in zip(starts, [*ends, within.end], strict=True))


def _begins_report(text: str, blocks: list[Span]) -> bool:
    """Tell whether these blocks open a text of its own: a dateline, or a title over prose."""
    if not blocks:
        return False
    first = blocks[0].of(text)
    if _dateline(first):
        return True
    if not _is_title_like(first) or len(first.split()) < _MIN_JOINED_TITLE_WORDS:
        return False
    below = [block.of(text) for block in blocks[1:]]
    return any(_is_prose(block) or _dateline(block) for block in below)


def _label_head(report: Report, blocks: list[Span]) -> Iterator[Piece]:
    """Label what stands before the body, and the dateline that opens it."""
    text = report.text
    head: list[Span] = []
    body: Span | None = None
    for block in blocks[:_HEAD_BLOCKS]:
        words = block.of(text)
        if _dateline(words) or (_is_prose(words) and not _is_head_line(words)):
            body = block
            break
        head.append(block)
    if body is None and len(blocks) <= _HEAD_BLOCKS:
        head = head[:-1] if len(head) > 1 else []  # a text of short blocks only: its last is its body
    titles = []
    after_byline = False
    for block in head:
        labelled = list(_label_line(text, block))
        if not labelled and after_byline and _BODY_NAME.fullmatch(block.of(text)):
            labelled = [Piece(PieceKind.CREDIT, *block, block.of(text))]
        after_byline = any(piece.kind is PieceKind.BYLINE for piece in labelled)
        yield from labelled
        if not labelled:
            titles.append(block)
    yield from _label_titles(report, titles)
    if body is not None and (match := _dateline(body.of(text))):
        yield Piece(PieceKind.DATELINE, body.start, body.start + len(match[0].rstrip()))
        yield from _agency(body.start, match)


def _is_head_line(words: str) -> bool:
    """Tell whether a sentence-like block is still no running text: a caption or a byline."""
    return len(words) <= _MAX_HEAD_BLOCK and bool(
        _CAPTION.match(words)
        or _BYLINE.fullmatch(words)
        or _caption_credit(words)
        or only_date(words)
        or _is_place_and_date(words)
    )


def _label_line(text: str, block: Span) -> Iterator[Piece]:
    """Label a head block that says itself what it is."""
    words = block.of(text)
    if only_date(words):
        yield Piece(PieceKind.DATE, *block)
    elif _BYLINE.fullmatch(words):
        yield Piece(PieceKind.BYLINE, *block)
        yield from _date_inside(text, block)
    elif _is_place_and_date(words):
        yield Piece(PieceKind.DATELINE, *block)
    elif _CAPTION.match(words) or _CAPTION_DAY.match(words) or _caption_credit(words):
        yield Piece(PieceKind.CAPTION, *block)
        if credit := _caption_credit(words):
            yield Piece(PieceKind.CREDIT, block.start + credit.start, block.start + credit.end, credit.of(words))


def _is_place_and_date(words: str) -> bool:
    """Tell whether a line holds a place and a date and nothing else: `Sarnhold, 15 May`."""
    dates = list(find_dates(words))
    if len(dates) != 1 or len(words) > 80:
        return False
    rest = words[: dates[0].span.start] + words[dates[0].span.end :]
    return bool(_ONLY_PLACE.fullmatch(rest))


def _date_inside(text: str, block: Span) -> Iterator[Piece]:
    for printed in find_dates(block.of(text)):
        if printed.day is not None:
            yield Piece(PieceKind.DATE, block.start + printed.span.start, block.start + printed.span.end)


def _label_titles(report: Report, blocks: list[Span]) -> Iterator[Piece]:
    """Label the unclaimed head blocks: the first is the title, a second the subtitle."""
    text = report.text
    candidates = [block for block in blocks if _is_title_like(block.of(text)) or _HEADING_MARK.match(block.of(text))]
    given = " ".join((report.title or "").split()).casefold()
    if given:  # where the title came with the text, only its own words are the title
        chosen = [block for block in candidates if " ".join(block.of(text).split()).casefold() == given]
        first = chosen[0] if chosen else None
    else:
        first = next((block for block in candidates if not _is_masthead(block.of(text), candidates, text)), None)
    if first is None:
        return
    mark = _HEADING_MARK.match(first.of(text))
    yield Piece(PieceKind.TITLE, first.start + (mark.end() if mark else 0), first.end)
    later = [block for block in blocks if block.start > first.start]
    if later and len(later[0].of(text)) <= _MAX_HEAD_BLOCK:
        yield Piece(PieceKind.SUBTITLE, *later[0])


def _is_masthead(words: str, candidates: list[Span], text: str) -> bool:
    """Tell the name of a paper or a section over a headline from the headline: few words, and a longer line below."""
    if _SECTION_PATH.fullmatch(words) and len(words.split()) <= 2 * _MAX_MASTHEAD_WORDS:
        return True
    return (
        len(words.split()) <= _MAX_MASTHEAD_WORDS
        and any(len(block.of(text).split()) >= _MIN_JOINED_TITLE_WORDS for block in candidates)
        and not _HEADING_MARK.match(words)
    )


def _is_title_like(words: str) -> bool:
    if _HEADING_MARK.match(words):
        words = words.lstrip("# ")
    return (
        8 <= len(words) <= _MAX_TITLE
        and len(words.split()) >= 2
        and "\n" not in words
        and not re.search(r"[.;,:][\"”’»)\]]*$", words)
        and not _BREAK.fullmatch(words)
        and not _dateline(words)
        and only_date(words) is None
        and not _is_place_and_date(words)
        and words[0] not in "(/[-–—@"
    )


def _is_prose(words: str) -> bool:
    return (len(words) >= _MIN_PROSE and bool(_TERMINAL.search(words))) or (
        len(words.split()) >= 8 and bool(re.search(r"[.!?…][\"”’»)\]]*$", words))
    )


def _dateline(words: str) -> re.Match[str] | None:
    for pattern in _DATELINES:
        match = pattern.match(words)
        if match and len(words) > match.end() + 20:
            return match
    return None


def _agency(start: int, match: re.Match[str]) -> Iterator[Piece]:
    if "agency" in match.groupdict() and match["agency"]:
        yield from _names(start + match.start("agency"), match["agency"], whole=True)


def _caption_credit(words: str) -> Span | None:
    match = _CREDIT_IN_CAPTION.search(words)
    if match is None or match.lastgroup is None:
        return None
    if match.lastgroup == "last" and match.start() == 0:
        return None
    named = match[match.lastgroup].rstrip(" .)")
    found = named.rpartition("/")[2].strip()  # "photographer / agency"
    if not found:
        return None
    start = match.start(match.lastgroup) + named.rindex(found)
    return Span(start, start + len(found))


def _label_credits(text: str, blocks: list[Span]) -> Iterator[Piece]:
    """Label credit lines: anywhere when a line is nothing else, a sign-off only at the end."""
    for place, block in enumerate(blocks):
        words = block.of(text)
        if len(words) > _MAX_HEAD_BLOCK:
            continue
        if _STAFF_LINE.fullmatch(words):
            yield Piece(PieceKind.BYLINE, *block)
            continue
        match = _CREDIT_LINE.fullmatch(words) or _CREDIT_TAIL.fullmatch(words)
        if match is None and place >= len(blocks) - _TAIL_BLOCKS and place > 0:
            match = _SIGN_OFF.fullmatch(words)
        if match is not None:
            yield from _names(block.start + match.start("names"), match["names"])


def _names(start: int, words: str, *, whole: bool = False) -> Iterator[Piece]:
    """Yield a credit for each agency or outlet named; bylines of persons inside credit lines count as named too."""
    matches = [(0, words)] if whole else [(match.start("name"), match["name"]) for match in _NAME.finditer(words)]
    for offset, found in matches:
        name = found.strip(" .,;)]/")
        if len(name) > 1 and name.casefold() not in _NAMELESS:
            place = start + offset + found.index(name)
            yield Piece(PieceKind.CREDIT, place, place + len(name), name)


def _printed_date(report: Report, pieces: tuple[Piece, ...]) -> Published | None:
    """Return the date of the dateline or of a date line, when its year is printed."""
    for kind, how in ((PieceKind.DATELINE, DateSource.DATELINE), (PieceKind.DATE, DateSource.TEXT)):
        for piece in pieces:
            if piece.kind is kind:
                for printed in find_dates(piece.span.of(report.text)):
                    interval = printed.interval()
                    if interval and printed.day is not None:
                        return Published(*interval, how)
    return None


def running_spans(text: str, anatomy: Anatomy) -> tuple[Span, ...]:
    """Return the stretches of text that later stages see: everything but furniture."""
    edges = [Span(0, 0), *anatomy.spans(PieceKind.FURNITURE), Span(len(text), len(text))]
    return tuple(Span(left.end, right.start) for left, right in pairwise(edges) if left.end < right.start)


def running_blocks(text: str, anatomy: Anatomy) -> tuple[Span, ...]:
    """Return the paragraphs that later stages see: those that lie wholly in running text."""
    running = Stretches(running_spans(text, anatomy))
    return tuple(block for block in find_blocks(text) if running.cover(block))
