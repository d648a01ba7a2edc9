"""Entities on a terminal: forms, offices over time, reports, and why their mentions are one."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from onrecord.cli.rendering import SHORT_ID, counted, day_of, printable
from onrecord.record.opened import Record
from onrecord.records import Entity, Judgement, Role, Verdict

_SHOWN = 20
_AROUND = 30  # characters
_VERBS = {Verdict.DIFFERENT: "is not", Verdict.UNSURE: "may be"}
_KINDS_WITH_OFFICES = frozenset(("organisation", "place"))


def print_entity(console: Console, record: Record, entity: Entity, *, why: bool) -> None:
    """Print one entity: its forms, the offices it holds or has, what it said, and the reports that mention it."""
    head = Grid.grid(padding=(0, 2))
    head.add_row("[dim]entity[/]", Text(f"{entity.id[:SHORT_ID]}  {printable(entity.name)}", style="bold"))
    head.add_row("[dim]kind[/]", Text(entity.kind.value + (f" ({entity.key})" if entity.key else "")))
    head.add_row("[dim]printed as[/]", Text(printable(_forms(entity)) or "no name, only by office or description"))
    said = record.reader.count_quotations_by(entity.id)
    if said:
        head.add_row("[dim]said[/]", Text(counted(said, "quotation")))
    console.print(head)
    held = record.reader.roles_of(entity.id)
    if held:
        console.print("\n[bold]Offices[/]")
        console.print(_offices(record, held, of_holder=True))
    given = record.reader.roles_at(entity.id) if entity.kind.value in _KINDS_WITH_OFFICES else ()
    if given:
        console.print("\n[bold]Who holds its offices[/]")
        console.print(_offices(record, given, of_holder=False))
    _print_reports(console, record, entity)
    if why:
        _print_merges(console, record, entity)


def entity_grid(entities: Iterable[Entity]) -> Grid:
    """Return entities as a table: id, kind, name, forms."""
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for entity in entities:
        grid.add_row(
            Text(entity.id[:SHORT_ID], style="cyan"),
            Text(entity.kind.value, style="dim"),
            Text(printable(entity.name), style="bold"),
            Text(printable(_forms(entity)), style="dim"),
        )
    return grid


def _forms(entity: Entity) -> str:
    listed = [f"{form.text} ({form.count})" for form in entity.forms[:_SHOWN]]
    more = len(entity.forms) - _SHOWN
    return ", ".join(listed) + (f" and {more} more" if more > 0 else "")


def _offices(record: Record, roles: Iterable[Role], *, of_holder: bool) -> Grid:
    """Return offices as a table: what, whose or by whom, when reports show it, how many evidences."""
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for role in sorted(roles, key=lambda role: (role.last_seen or "", role.office), reverse=True):
        other = role.body if of_holder else role.entity
        name = record.names_of([other])[0] if other else ""
        grid.add_row(
            Text(f"  {printable(role.office)}"),
            Text(printable((f"of {name}" if of_holder else name) if name else "")),
            Text("; ").join(filter(None, (Text(_term(role)), Text(_seen(role), style="dim")))),
            Text(counted(len(role.evidence), "place"), style="dim"),
        )
    return grid


def _term(role: Role) -> str:
    """Return since and until when reports say that an office is held."""
    if role.from_ and role.to:
        return f"from {role.from_} to {role.to}"
    return f"since {role.from_}" if role.from_ else f"until {role.to}" if role.to else ""


def _seen(role: Role) -> str:
    """Return in reports of which days its holder is shown in an office."""
    if role.first_seen is None:
        return "" if role.to else "date unknown"
    days = role.first_seen if role.first_seen == role.last_seen else f"{role.first_seen} to {role.last_seen}"
    return f"in reports of {days}"


def _print_reports(console: Console, record: Record, entity: Entity) -> None:
    counts = record.reader.reports_mentioning(entity.id)
    origins = len(record.reader.origins_of(id_ for id_, _ in counts))
    console.print(f"\n[bold]Reports[/] [dim]({len(counts)}; {counted(origins, 'independent origin')})[/]")
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for id_, count in counts[:_SHOWN]:
        report = record.reader.report(id_)
        grid.add_row(
            Text(f"  {id_[:SHORT_ID]}", style="cyan"),
            Text(day_of(report.published)),
            Text(printable(report.outlet or "—")),
            Text(printable(report.headline), overflow="ellipsis", no_wrap=True),
            Text(counted(count, "mention"), style="dim"),
        )
    console.print(grid)
    if len(counts) > _SHOWN:
        console.print(f"  [dim]and {len(counts) - _SHOWN:,} more[/]")


def _print_merges(console: Console, record: Record, entity: Entity) -> None:
    """Print why mentions are this entity's: inside reports by rule, across reports merge by merge, then refusals."""
    _print_mentions(console, record, entity)
    console.print("\n[bold]Inside reports[/] [dim](what tied mentions to it)[/]")
    for rule, count, words in record.reader.rules_of(entity.id):
        console.print(Text(f"  {count:>5,}  {rule}: {printable(words)}"), overflow="ellipsis", no_wrap=True)
    judgements = record.reader.judgements_on(entity.id)
    merged = [judgement for judgement in judgements if judgement.verdict is Verdict.SAME]
    apart = [judgement for judgement in judgements if judgement.verdict is not Verdict.SAME]
    console.print("\n[bold]Across reports[/]")
    for judgement in merged:
        console.print(_line(record, judgement, "is"))
    if entity.key:
        console.print(f"  its names are one by the tables of facts, as {entity.key}")
    elif not merged:
        console.print("  [dim]one name in all reports: nothing had to be brought together[/]")
    if apart:
        console.print("\n[bold]Kept apart[/]")
    for judgement in apart[:_SHOWN]:
        console.print(_line(record, judgement, _VERBS.get(judgement.verdict, "is")))


def _print_mentions(console: Console, record: Record, entity: Entity) -> None:
    """Print the first mentions in their context, each with the id that `decide` takes."""
    console.print("\n[bold]Mentions[/]")
    for id_, report, start, end, how, rule in record.reader.first_mentions(entity.id, _SHOWN):
        text = record.reader.report(report).text
        line = Text(f"  {id_[:SHORT_ID]}", style="cyan")
        line.append(f"  {report[:SHORT_ID]}  {how}  ", style="dim")
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        line.append(printable(" ".join(f"{before}⟦{text[start:end]}⟧{after}".split())))
        line.append(f"  ({rule})", style="dim")
        console.print(line, overflow="ellipsis", no_wrap=True)


def _line(record: Record, judgement: Judgement, verb: str) -> Text:
    left, right = (record.reader.chain_name(chain) for chain in (judgement.left, judgement.right))
    line = Text(f"  {printable(left)} {verb} {printable(right)}")
    line.append(f"  ({judgement.score:.2f}; {printable('; '.join(judgement.reasons))})", style="dim")
    return line
