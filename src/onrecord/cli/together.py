"""What reports are to each other, on a terminal: stories, passages, who took from whom, versions."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from onrecord.across.changes import find_changes
from onrecord.cli.rendering import SHORT_ID, Mark, counted, day_of, marked_text, printable
from onrecord.decisions.wording import line_of
from onrecord.record.opened import Record
from onrecord.records import Derivation, Passage, ReportRow, Span, Story, StoryPassage, Verdict

_SHOWN = 20
_FEW = 5
_CHANGED = "bold yellow"
_VERBS = {Verdict.SAME: "joined to", Verdict.DIFFERENT: "not joined to", Verdict.UNSURE: "not joined to, though alike,"}


# --- stories ---


def story_grid(stories: Iterable[Story]) -> Grid:
    """Return stories as a table: id, days, headline, reports, origins."""
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for story in stories:
        grid.add_row(
            Text(story.id[:SHORT_ID], style="cyan"),
            Text(days_of(story)),
            Text(printable(story.headline or "—"), overflow="ellipsis", no_wrap=True),
            Text(origins_line(len(story.reports), story.origins), style="dim"),
        )
    return grid


def days_of(story: Story) -> str:
    """Return the first and last day of a story; "unknown" where none is known."""
    if story.start is None or story.end is None:
        return "unknown"
    return story.start if story.start == story.end else f"{story.start} to {story.end}"


def origins_line(reports: int, origins: int) -> str:
    """Return how many reports there are, and how many of them stand for themselves."""
    return f"{counted(reports, 'report')}, {counted(origins, 'independent origin')}"


def print_story(console: Console, record: Record, story: Story, *, why: bool) -> None:
    """Print one story: when and where, who, its reports by origin, its parts, and what came before."""
    head = Grid.grid(padding=(0, 2))
    head.add_row("[dim]story[/]", Text(f"{story.id[:SHORT_ID]}  {printable(story.headline or '—')}", style="bold"))
    head.add_row("[dim]days[/]", Text(days_of(story)))
    for name, ids in (("places", story.places), ("who", story.entities)):
        if ids:
            head.add_row(f"[dim]{name}[/]", Text(printable(", ".join(record.names_of(ids)))))
    console.print(head)
    console.print(f"\n[bold]{origins_line(len(story.reports), story.origins)}[/]")
    for origin, members in record.reader.origins_of(story.reports).items():
        console.print(Text(f"  {_origin_line(record, origin, members)}"), overflow="ellipsis", no_wrap=True)
        for member in members:
            console.print(_report_line(record, member), overflow="ellipsis", no_wrap=True)
    parts = record.reader.substories_of(story.id)
    if parts:
        console.print("\n[bold]Parts[/]")
    for part in parts:
        console.print(f"  [cyan]{part.id[:SHORT_ID]}[/]  {', '.join(id_[:SHORT_ID] for id_ in part.reports)}")
    told = record.reader.passages_of_story(story.id)
    if told:
        console.print("\n[bold]Told in reports of other stories[/]")
    for passage in told if why else told[:_FEW]:
        _print_told(console, record, passage, f"in {passage.report[:SHORT_ID]}", why=why)
    if not why and len(told) > _FEW:
        console.print(f"  [dim]and {counted(len(told) - _FEW, 'passage')} more; --why shows all[/]")
    if story.previous:
        console.print("\n[bold]Before it[/]")
        console.print(story_grid(record.item(id_).record for id_ in story.previous))
    if why:
        _print_why(console, record, story)


def _origin_line(record: Record, origin: str, members: tuple[str, ...]) -> str:
    if members == (origin,):
        return "from itself"
    known = record.reader.find_report(origin)
    name = "a source nobody sent us" if known is None else f"{printable(known.outlet or known.headline)}"
    return f"from {name} ({origin[:SHORT_ID]})"


def _print_told(console: Console, record: Record, passage: StoryPassage, where: str, *, why: bool) -> None:
    """Print a part of a report that tells of another story than its own."""
    text = record.reader.report(passage.report).text
    line = Text(f"  {where}", style="cyan")
    line.append(f"  {passage.start}-{passage.end} ({passage.confidence:.2f}): ", style="dim")
    line.append(printable(" ".join(passage.span.of(text).split())))
    console.print(line, overflow="ellipsis", no_wrap=True)
    if why:
        reasons = (f"most like {passage.like[:SHORT_ID]}", *passage.reasons)
        console.print(Text(f"      {printable('; '.join(reasons))}", style="dim"))


def _report_line(record: Record, id_: str) -> Text:
    report = record.reader.report(id_)
    line = Text(f"    {id_[:SHORT_ID]}", style="cyan")
    line.append(f"  {day_of(report.published)}  {printable(report.outlet or '—')}  ", style="dim")
    line.append(printable(report.headline), style="default")
    return line


def _print_why(console: Console, record: Record, story: Story) -> None:
    judgements = record.reader.judgements_on_story(story.id)
    for title, verdicts in (("Why together", (Verdict.SAME,)), ("Why no more", (Verdict.DIFFERENT, Verdict.UNSURE))):
        chosen = [one for one in judgements if one.verdict in verdicts]
        if chosen:
            console.print(f"\n[bold]{title}[/]")
        for one in chosen[:_SHOWN]:
            console.print(
                Text(f"  {one.left[:SHORT_ID]} {_VERBS[one.verdict]} {one.right[:SHORT_ID]} ({one.score:.2f})")
            )
            console.print(Text(f"      {printable('; '.join(one.reasons))}", style="dim"))
    datings = [dating for id_ in story.reports for dating in record.reader.datings_of(id_)]
    if datings:
        console.print("\n[bold]Dated by the others[/]")
    for dating in datings:
        days = dating.start if dating.start == dating.end else f"{dating.start} to {dating.end}"
        console.print(Text(f"  {dating.report[:SHORT_ID]}  {days} ({dating.confidence:.2f})"))
        console.print(Text(f"      {printable('; '.join(dating.reasons))}", style="dim"))
    decisions = [decision for id_ in story.reports for decision in record.reader.decisions_on(id_)]
    for decision in {one.id: one for one in decisions if one.verdict.is_of_two_reports}.values():
        console.print(Text(f"  decided: {printable(line_of(decision))}"))


# --- copies ---


def print_passage(console: Console, record: Record, passage: Passage) -> None:
    """Print the two sides of a passage, with what differs marked."""
    left, right = (
        record.reader.report(side.report).text[side.start : side.end] for side in (passage.left, passage.right)
    )
    changes = find_changes(left, right)
    console.print(
        Text(
            f"passage  {passage.id[:SHORT_ID]}  {passage.kind.value}, {passage.words} words, "
            f"{passage.same:.0%} of them equal, {passage.quoted:.0%} in quotation marks"
        )
    )
    for side, text, spans in (
        (passage.left, left, [change.left for change in changes]),
        (passage.right, right, [change.right for change in changes]),
    ):
        report = record.reader.report(side.report)
        console.print(
            Text(
                f"\n{side.report[:SHORT_ID]}  {side.start}-{side.end}  {day_of(report.published)}  "
                f"{printable(report.outlet or '—')}  {printable(report.headline)}",
                style="bold",
            )
        )
        marks = [Mark(span, _CHANGED) for span in spans if span.start < span.end]
        console.print(marked_text(console, text, Span(0, len(text)), marks))


def print_relations(console: Console, record: Record, report: ReportRow, *, why: bool) -> None:
    """Print a report's story, its versions, and who took text from whom."""
    story = record.reader.story_of(report.id)
    if story is not None:
        found = record.item(story).record
        console.print(Text(f"\nstory {found.id[:SHORT_ID]}  {printable(found.headline or '—')}", style="dim"))
    if record.reader.is_round_up(report.id):
        console.print(
            "[dim]a round-up: its paragraphs have next to nothing in common, and are of stories of their own[/]"
        )
    parts = record.reader.story_passages_in(report.id)
    for part in parts if why else parts[:_FEW]:
        _print_told(console, record, part, f"of story {part.story[:SHORT_ID]}", why=why)
    if not why and len(parts) > _FEW:
        console.print(f"  [dim]and {counted(len(parts) - _FEW, 'part')} more of other stories; --why shows all[/]")
    _print_versions(console, record, report, why=why)
    derivations = record.reader.derivations_of(report.id)
    for one in derivations:
        console.print(Text(f"  {_derivation_line(record, one, report.id)}"))
        if why:
            console.print(Text(f"      {printable('; '.join(one.reasons))}", style="dim"))
    passages = record.reader.passages_of(report.id)
    for passage in passages[: _SHOWN if why else _FEW]:
        console.print(_passage_line(passage, report), overflow="ellipsis", no_wrap=True)
    more = len(passages) - (_SHOWN if why else _FEW)
    if more > 0:
        console.print(f"  [dim]and {counted(more, 'passage')} more[/]")


def _derivation_line(record: Record, one: Derivation, report: str) -> str:
    if one.to == report:
        known = None if one.unseen else record.reader.find_report(one.from_)
        name = "a source nobody sent us" if known is None else printable(known.outlet or known.headline)
        return f"took {one.share:.0%} of its text from {name} ({one.from_[:SHORT_ID]}; {one.confidence:.2f})"
    known = record.reader.report(one.to)
    taker = printable(known.outlet or known.headline)
    return f"{taker} ({one.to[:SHORT_ID]}) has {one.share:.0%} of its text from this ({one.confidence:.2f})"


def _passage_line(passage: Passage, report: ReportRow) -> Text:
    mine, other = passage.left, passage.right
    if mine.report != report.id:
        mine, other = other, mine
    line = Text(f"  {passage.id[:SHORT_ID]}", style="cyan")
    line.append(f"  {passage.kind.value} shared with {other.report[:SHORT_ID]}, {passage.words} words: ", style="dim")
    line.append(printable(" ".join(report.text[mine.start : mine.end].split())))
    return line


# --- versions ---


def _print_versions(console: Console, record: Record, report: ReportRow, *, why: bool) -> None:
    """Print the versions of an article in their order, and what each changed in the one before."""
    chain = record.reader.versions_of(report.id)
    if len(chain) < 2:
        return
    console.print(f"\n[bold]{counted(len(chain), 'version')} of this article[/]")
    before: ReportRow | None = None
    for id_ in chain:
        row = record.reader.report(id_)
        console.print(_report_line(record, id_), overflow="ellipsis", no_wrap=True)
        if before is not None:
            changes = find_changes(before.text, row.text)
            console.print(f"      [dim]{counted(len(changes), 'change')} to the version before[/]")
            for change in changes[: _SHOWN if why else 3]:
                old, new = (" ".join(side.split()) for side in (change.left.of(before.text), change.right.of(row.text)))
                line = f"      −⟦{old}⟧ +⟦{new}⟧" if old and new else f"      −⟦{old}⟧" if old else f"      +⟦{new}⟧"
                console.print(Text(printable(line)), overflow="ellipsis", no_wrap=True)
        before = row
