"""What reports say of whom, made by hand: chains and offices without a text.

`report_of("a", person("Ada Lund"), day="2031-05-03")` is one report that speaks of one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.across.identity import Identity, identify
from onrecord.engine.local import LocalEngine
from onrecord.records import (
    Chain,
    DateSource,
    Entity,
    EntityKind,
    Form,
    Holding,
    Published,
    ReportChains,
    Rulings,
    make_id,
)
from onrecord.settings import Settings


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody or something that a report speaks of, with the office that it holds there."""

    name: str
    kind: EntityKind
    is_named: bool = True
    is_sure: bool = True
    pronoun: str | None = None
    key: str | None = None
    generic: str | None = None
    owner: Said | None = None
    office: str | None = None
    of: Said | None = None
    standing: str = "current"
    forms: tuple[str, ...] = field(default=())


def person(
    name: str,
    pronoun: str | None = None,
    *,
    office: str | None = None,
    of: Said | None = None,
    standing: str = "current",
) -> Said:
    """Return somebody who is named, with the office that the report gives them."""
    return Said(name, EntityKind.PERSON, pronoun=pronoun, office=office, of=of, standing=standing)


def holder(office: str, of: Said | None, standing: str = "current") -> Said:
    """Return somebody without a name who holds an office."""
    return Said(f"the {office}", EntityKind.PERSON, is_named=False, office=office, of=of, standing=standing)


def place(name: str, key: str | None = None) -> Said:
    """Return a place."""
    return Said(name, EntityKind.PLACE, key=key)


def body(name: str, *forms: str, key: str | None = None) -> Said:
    """Return an organisation, printed in further forms as well."""
    return Said(name, EntityKind.ORGANISATION, key=key, forms=forms)


def ministry(generic: str, owner: Said | None) -> Said:
    """Return a body that many states have."""
    return Said(generic, EntityKind.ORGANISATION, generic=generic, owner=owner)


def report_of(name: str, *said: Said, day: str | None = None) -> ReportChains:
    """Return what one report says; whose office or body it is needs no listing of its own."""
    report = make_id("report", name)
    listed = list(dict.fromkeys(thing for one in said for thing in (one.owner, one.of, one) if thing is not None))
    ids = {thing: make_id("chain", report, number) for number, thing in enumerate(listed)}
    chains = [_chain(report, ids, thing) for thing in listed]
    holdings = [
        Holding(ids[one], one.office, one.office, ids[one.of] if one.of else None, one.standing, number, number + 1)
        for number, one in enumerate(listed)
        if one.office
    ]
    published = None if day is None else Published(day, day, DateSource.METADATA)
    return ReportChains(report, published, tuple(sorted(chains, key=lambda chain: chain.id)), tuple(holdings))


def _chain(report: str, ids: dict[Said, str], thing: Said) -> Chain:
    return Chain(
        id=ids[thing],
        report=report,
        kind=thing.kind,
        name=thing.name,
        forms=tuple(Form(text, 1) for text in (thing.name, *thing.forms)) if thing.is_named else (),
        is_named=thing.is_named,
        is_sure=thing.is_sure,
        pronoun=thing.pronoun,
        made_by="by hand",
        key=thing.key,
        generic=thing.generic,
        owner=ids[thing.owner] if thing.owner else None,
    )


def identity_of(reports: Sequence[ReportChains], rulings: Rulings | None = None) -> Identity:
    """Return who is one in these reports."""
    with LocalEngine(1) as engine:
        return identify(lambda: reports, engine, Settings(jobs=1), rulings)


def groups_of(reports: Sequence[ReportChains], rulings: Rulings | None = None) -> set[frozenset[str]]:
    """Return the entities, each as the names that its chains bear, with the place of their report in the list.

    `{"Ada Lund 0", "Lund 1"}` is one person, in two reports.
    """
    found = identity_of(reports, rulings)
    names = {chain.id: f"{chain.name} {number}" for number, row in enumerate(reports) for chain in row.chains}
    groups: dict[str, set[str]] = {}
    for chain, entity in found.members_of(reports):
        groups.setdefault(entity, set()).add(names[chain])
    return {frozenset(group) for group in groups.values()}


def together(reports: Sequence[ReportChains], *names: str, rulings: Rulings | None = None) -> bool:
    """Tell whether these, as `groups_of` names them, are one entity."""
    return any(set(names) <= group for group in groups_of(reports, rulings))


def named(entities: Iterable[Entity], name: str) -> Entity:
    """Return the one entity of a name."""
    (found,) = (entity for entity in entities if entity.name == name)
    return found


def chain_of(row: ReportChains, name: str) -> str:
    """Return the id of a chain of a report."""
    (found,) = (chain.id for chain in row.chains if chain.name == name)
    return found
