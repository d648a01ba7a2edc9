"""Items of a record on a terminal: evidence highlighted in its context, in colour or else in brackets."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import category

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from onrecord.decisions.wording import line_of
from onrecord.reading.blocks import find_blocks
from onrecord.record.opened import Record
from onrecord.record.reader import Hit
from onrecord.records import DateSource, PieceKind, Published, Quotation, ReportRow, Span

SHORT_ID = 8
_QUOTED, _CUE, _SOURCE, _NAME, _HIDDEN, _HEAD = "bold yellow", "cyan", "bold green", "underline", "dim", "bold"
_BRACKETS = {_QUOTED: ("⟦", "⟧"), _CUE: ("{", "}"), _SOURCE: ("<", ">")}
_HOW = {
    DateSource.METADATA: "stated by the source",
    DateSource.URL: "from its address",
    DateSource.DATELINE: "from its dateline",
    DateSource.TEXT: "printed in the text",
    DateSource.STORY: "worked out from the reports of its story",
    DateSource.DECISION: "as decided",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text and the style it is shown in."""

    span: Span
    style: str


def report_grid(record: Record, limit: int) -> Grid:
    """Return the reports of a record as a table: id, date, outlet, title, quotations, language."""
    rows = record.reader.first_reports(limit)
    counts = record.reader.quotations_of(rows)
    grid = Grid(box=None, expand=True, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name, width in (
        ("id", SHORT_ID),
        ("published", 10),
        ("outlet", 18),
        ("title or first words", None),
        ("quoted", 6),
    ):
        shrinks = width is None or name == "outlet"
        grid.add_column(
            name,
            no_wrap=True,
            min_width=None if width is None else min(width, 12),
            max_width=width,
            ratio=1 if width is None else None,
            overflow="ellipsis" if shrinks else "crop",
            justify="right" if name == "quoted" else "left",
        )
    for row in rows:
        grid.add_row(
            Text(row.id[:SHORT_ID], style="cyan"),
            Text(day_of(row.published)),
            Text(printable(row.outlet or "—")),
            Text(printable(row.headline)),
            str(counts.get(row.id, 0))
            if not row.unread
            else Text(f"({row.language})" if row.language else "unread", style="dim"),
        )
    return grid


def day_of(published: Published | None) -> str:
    """Return the day, the month, the year or the days of a publication time; "unknown" for none."""
    if published is None:
        return "unknown"
    start, end = published.start[:10], published.end[:10]
    for length in (10, 7, 4):
        whole = start[:length]
        if (start, end) == _edges(whole):
            return whole
    return f"{start} to {end}"


def _edges(whole: str) -> tuple[str, str]:
    """Return the first and last day of a day, month or year (ISO 8601)."""
    if len(whole) == len("2031-04"):
        year, month = map(int, whole.split("-"))
        return f"{whole}-01", f"{whole}-{monthrange(year, month)[1]:02}"
    return (whole, whole) if len(whole) == len("2031-04-12") else (f"{whole}-01-01", f"{whole}-12-31")


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 report`, `2,000 reports`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def printable(words: str) -> str:
    """Return words with control characters, which could drive a terminal, replaced.

    Spaces of every width and marks that only join or part letters stay as they are.
    """
    return "".join(character if _is_harmless(character) else "\ufffd" for character in words)


def _is_harmless(character: str) -> bool:
    return character.isprintable() or character in "\n\t\u00ad\u200b\u200c\u200d\u2060" or category(character) == "Zs"


def marked_text(console: Console, text: str, within: Span, marks: Iterable[Mark]) -> Text:
    """Return a stretch of text with its marks in colour; in brackets where the console has no colour.

    Text that is not shown in colour carries brackets: ⟦quoted⟧, <source>, {cue}.
    """
    shown = Text()
    place = within.start
    for mark in sorted(marks, key=lambda mark: mark.span):
        if mark.span.start < place or not within.covers(mark.span):
            continue
        shown.append(printable(text[place : mark.span.start]))
        opening, closing = _BRACKETS.get(mark.style, ("", "")) if console.color_system is None else ("", "")
        shown.append(opening + printable(mark.span.of(text)) + closing, style=mark.style)
        place = mark.span.end
    shown.append(printable(text[place : within.end]))
    return shown


def print_quotation(console: Console, record: Record, quotation: Quotation, *, why: bool) -> None:
    """Print one quotation: who, how, where, and the paragraph it stands in with the evidence marked."""
    report = record.reader.report(quotation.report)
    head = Grid.grid(padding=(0, 2))
    head.add_row("[dim]quotation[/]", Text(f"{quotation.id[:SHORT_ID]}  {quotation.kind.value}"))
    head.add_row("[dim]speaker[/]", _speakers(record, quotation.speaker))
    if quotation.via:
        head.add_row("[dim]through[/]", Text(printable(" → ".join(record.names_of(quotation.via)))))
    head.add_row("[dim]report[/]", Text(f"{report.id[:SHORT_ID]}  {printable(report.headline)}"))
    head.add_row("[dim]printed by[/]", Text(printable(report.outlet or "unknown")))
    head.add_row("[dim]published[/]", Text(day_of(report.published)))
    head.add_row(
        "[dim]evidence[/]",
        Text(
            ", ".join(f"{span.start}-{span.end}" for span in quotation.spans)
            + f" of {printable(report.file)}, part {report.part}"
        ),
    )
    if why:
        head.add_row("[dim]found by[/]", Text(f"{quotation.made_by}, confidence {quotation.confidence:.2f}"))
        decided = record.reader.decisions_about(quotation.id)
        reason = _reason(quotation, record.names_of(quotation.speaker), report.text, is_decided=bool(decided))
        head.add_row("[dim]why[/]", Text(printable(reason)))
        for decision in decided:
            head.add_row("[dim]decided[/]", Text(printable(line_of(decision))))
    console.print(head)
    console.print()
    marks = [Mark(span, _QUOTED) for span in quotation.spans]
    marks += [Mark(span, _CUE) for span in quotation.cue] + [Mark(span, _SOURCE) for span in quotation.source]
    for block in find_blocks(report.text):
        if any(block.touches(mark.span) for mark in marks):
            console.print(marked_text(console, report.text, block, marks))
            console.print()


def _speakers(record: Record, ids: tuple[str, ...]) -> Text:
    """Return the names of who speaks, each with the id under which it is shown."""
    named = [
        f"{name} ({id_[:SHORT_ID]})" if name != id_ else name
        for id_, name in zip(ids, record.names_of(ids), strict=True)
    ]
    return Text(printable(", ".join(named)) or "unknown")


def _reason(quotation: Quotation, speaker: tuple[str, ...], text: str, *, is_decided: bool) -> str:
    """Say in words what the attribution rests on; a decided speaker rests on the decision."""
    if not quotation.cue and not quotation.source:
        return "a paragraph in quotation marks beside attributed speech; it names no speaker itself"
    source = " ".join(span.of(text) for span in quotation.source)
    cue = " ".join(span.of(text) for span in quotation.cue)
    if quotation.kind.has_marks:
        parts = [f"the marks stand with the cue “{cue}”" if cue else "a name and a colon stand before the marks"]
    else:
        parts = [f"the language model takes it for what “{cue}” reports"]
    parts.append(f"whose source is printed as “{source}”" if source else "and no source could be made out")
    if speaker and source and source not in speaker and not is_decided:
        parts.append("which this report uses for the speaker named above")
    return ", ".join(parts)


def print_quotation_line(console: Console, record: Record, quotation: Quotation) -> None:
    """Print a quotation in two lines: the words, in marks where the report has them in marks, then who and where."""
    report = record.reader.report(quotation.report)
    words = printable(" […] ".join(span.of(report.text) for span in quotation.spans))
    console.print(Text(f"  “{words}”" if quotation.kind.has_marks else f"  {words}", style=_QUOTED))
    through = f" through {printable(', '.join(record.names_of(quotation.via)))}" if quotation.via else ""
    where = Text(
        f"     {printable(', '.join(record.names_of(quotation.speaker))) or 'unknown'}{through}", style="green"
    )
    printed_by = printable(report.outlet or report.file.rpartition("/")[2])
    where.append(f" · {printed_by}, {day_of(report.published)} · {quotation.id[:SHORT_ID]}\n", style="dim")
    console.print(where)


def print_report(console: Console, record: Record, report: ReportRow, *, why: bool) -> None:
    """Print one report: what is known of it, its text with quotations and names marked and furniture dimmed."""
    quotations, mentions, times, drops = record.reader.found_in(report.id)
    head = Grid.grid(padding=(0, 2))
    head.add_row("[dim]report[/]", Text(f"{report.id[:SHORT_ID]}  {printable(report.headline)}"))
    for name, value in (
        ("outlet", report.outlet),
        ("author", report.author),
        ("url", report.url),
        ("source id", report.source_id),
    ):
        if value:
            head.add_row(f"[dim]{name}[/]", Text(printable(value)))
    how = f" ({_HOW[report.published.how]})" if report.published else ""
    head.add_row("[dim]published[/]", Text(f"{day_of(report.published)}{how}"))
    head.add_row("[dim]language[/]", Text(report.language or "undetermined"))
    head.add_row("[dim]read from[/]", Text(printable("\n".join(record.reader.locations(report.id)))))
    if report.credits:
        head.add_row("[dim]credits[/]", Text(printable(", ".join(credit.name for credit in report.credits))))
    if report.version_of:
        head.add_row("[dim]version of[/]", Text(report.version_of[:SHORT_ID]))
    if report.unread:
        head.add_row("[dim]not read[/]", Text(report.unread, style="yellow"))
    console.print(head)
    console.print()
    marks = [Mark(piece.span, _HIDDEN) for piece in report.anatomy if piece.kind is PieceKind.FURNITURE]
    marks += [Mark(piece.span, _HEAD) for piece in report.anatomy if piece.kind is PieceKind.TITLE]
    marks += [Mark(span, _QUOTED) for quotation in quotations for span in quotation.spans]
    marks += [Mark(span, _CUE) for quotation in quotations for span in quotation.cue]
    marks += [Mark(span, _SOURCE) for quotation in quotations for span in quotation.source]
    console.print(marked_text(console, report.text, Span(0, len(report.text)), marks))
    counts = ((len(quotations), "quotation"), (len(mentions), "mention"), (len(times), "date"))
    found = ", ".join(counted(count, noun) for count, noun in counts)
    console.print(f"\n[dim]{found}; {counted(len(report.furniture), 'line')} of furniture[/]")
    for quotation in quotations:
        line = Text(f"  {quotation.id[:SHORT_ID]}  ", style="cyan")
        line.append(printable(", ".join(record.names_of(quotation.speaker))) or "unknown", style="green")
        line.append(f"  {quotation.kind.value}  ", style="dim")
        line.append(printable(quotation.text))
        line.truncate(max(40, console.width - 2), overflow="ellipsis")
        console.print(line)
    if why:
        _print_why(console, record, report, [(drop.reason, drop.start, drop.end) for drop in drops])


def _print_why(
    console: Console, record: Record, report: ReportRow, drops: list[tuple[str, int | None, int | None]]
) -> None:
    """Print what was labelled and what was left out, with reasons, and what was compared."""
    console.print("\n[bold]Labelled[/]" if report.anatomy else "")
    for piece in report.anatomy:
        console.print(
            Text(f"  {piece.kind.value:<10} {piece.start}-{piece.end}  {printable(piece.span.of(report.text))}"),
            overflow="ellipsis",
            no_wrap=True,
        )
    if drops:
        console.print("[bold]Left out[/]")
    for reason, start, end in drops:
        words = "" if start is None or end is None else printable(report.text[start:end])
        console.print(Text(f"  {reason}: {words}"), overflow="ellipsis", no_wrap=True)
    if hidden := record.reader.count_hidden(report.id):
        console.print(f"{counted(hidden, 'quotation')} hidden: a person decided that they are none")
    for decision in record.reader.decisions_on(report.id):
        console.print(Text(f"decided: {printable(line_of(decision))}"))
    for judgement in record.reader.judgements_of(report.id):
        other = judgement.right if judgement.left == report.id else judgement.left
        asked = f"{judgement.question}, with {other[:SHORT_ID]}: {judgement.verdict.value}"
        console.print(Text(f"{asked} ({judgement.score:.2f}; {'; '.join(judgement.reasons)})"))


def print_hit(console: Console, hit: Hit) -> None:
    """Print one hit of a search: where, and the words in their context."""
    head = Text(hit.report[:SHORT_ID], style="cyan")
    head.append(f"  {day_of(hit.published)}  {printable(hit.outlet or '—')}  ", style="dim")
    head.append(printable(hit.title), style="bold")
    console.print(head)
    snippet = " ".join(hit.snippet.split("\n"))
    marks = [Mark(span, _QUOTED) for span in hit.marks]
    text = marked_text(console, snippet, Span(0, len(snippet)), marks)
    console.print(Text("  ") + text)
    console.print()
