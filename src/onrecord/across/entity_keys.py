"""What a chain of one report can meet under in others: a key that stands for one entity, or for this chain alone.

The same full name is taken for the same person; the same name of a place, a body or a treaty likewise, and two forms
that `onrecord.facts` knows as one thing. A surname alone, an office without a holder, a body that many states have,
somebody described: these are nobody's in other reports until evidence says so, and their key holds the chain's own id.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from anyascii import anyascii

from onrecord.records import Chain, EntityKind, ReportChains

_WORD = re.compile(r"[a-z0-9]+")
_SILENT = re.compile(r"['’‘.]")
_SMALL = frozenset("the of and for a an in on".split())
_STATES = frozenset("republic kingdom state commonwealth federation emirate sultanate".split())  # "Republic of X" is X
_NAMED_BY_WORDS = frozenset((EntityKind.ORGANISATION, EntityKind.AGREEMENT, EntityKind.PROGRAMME, EntityKind.DOCUMENT))


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the kind of what it stands for; `is_shared` is false for a key of one chain alone."""

    text: str
    kind: EntityKind
    is_shared: bool


class Known(NamedTuple):
    """What a name names: a kind, and its key in `onrecord.facts` where there is one."""

    kind: EntityKind
    key: str | None = None


Kinds = Mapping[str, Known]
"""What each folded name names that reports tell for sure, most of them agreeing."""


def folded(name: str) -> str:
    """Return a name's words in small Latin letters and digits, without marks, parted by single spaces."""
    return " ".join(_WORD.findall(_SILENT.sub("", anyascii(name)).lower()))


def learn_kinds(reports: Iterable[ReportChains]) -> Kinds:
    """Return what names are names of, by the reports that show more than the language model's label."""
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    keys: dict[tuple[str, EntityKind], set[str | None]] = defaultdict(set)
    for row in reports:
        for chain in row.chains:
            if chain.is_sure and chain.is_named:
                votes[folded(chain.name)][chain.kind] += 1
                keys[folded(chain.name), chain.kind].add(chain.key)
    return {
        form: Known(kind, next(iter(keys[form, kind])) if len(keys[form, kind]) == 1 else None)
        for form, counts in votes.items()
        for kind, most in counts.most_common(1)
        if len(counts) == 1 or most > counts.most_common(2)[1][1]
    }


def keys_of(row: ReportChains, kinds: Kinds, alone: Container[str] = ()) -> dict[str, Key]:
    """Return the key of each chain of a report, by the chain's id; chains in `alone` share theirs with no other."""
    chains = {chain.id: chain for chain in row.chains}
    offices = {holding.holder: holding for holding in row.holdings}
    keys = {}
    for chain in row.chains:
        known = Known(chain.kind, chain.key)
        if not chain.is_sure:
            known = kinds.get(folded(chain.name), known)
        if chain.id in alone:
            keys[chain.id] = Key(f"chain:{chain.id}", known.kind, is_shared=False)
        else:
            keys[chain.id] = _key(chain, known, chains, kinds, with_office=chain.id in offices)
    return keys


def _key(chain: Chain, known: Known, chains: Mapping[str, Chain], kinds: Kinds, *, with_office: bool) -> Key:
    kind = known.kind
    if not chain.is_named:
        return Key(f"{'office' if with_office else 'described'}:{chain.id}", kind, is_shared=False)
    if (key := chain.key or known.key) is not None:
        return Key(key, kind, is_shared=True)
    if kind is EntityKind.PERSON:
        return _person_key(chain)
    if chain.generic is not None:
        return _body_key(chain, chains, kinds)
    return Key(f"{kind.value}:{_words(chain.name, kind)}", kind, is_shared=True)


def _person_key(chain: Chain) -> Key:
    if " " in chain.name.strip():
        return Key(f"person:{folded(chain.name)}", EntityKind.PERSON, is_shared=True)
    return Key(f"surname:{folded(chain.name)}:{chain.id}", EntityKind.PERSON, is_shared=False)


def surname_of(name: str) -> str:
    """Return the last printed word of a name, folded: `ben gvir` of "Itamar Ben-Gvir"."""
    return folded(name.split()[-1]) if name.split() else ""


def _body_key(chain: Chain, chains: Mapping[str, Chain], kinds: Kinds) -> Key:
    owner = chains.get(chain.owner) if chain.owner is not None else None
    if owner is None:
        return Key(f"body:{chain.id}", chain.kind, is_shared=False)
    whose = _key(owner, Known(EntityKind.PLACE), chains, kinds, with_office=False)
    return Key(f"body:{chain.generic}|{whose.text}", chain.kind, is_shared=True)


def _words(name: str, kind: EntityKind) -> str:
    """Return what two ways to print a name share: of bodies and treaties its words in no order, but `of` and `the`."""
    words = [word for word in folded(name).split() if word not in _SMALL]
    if kind is EntityKind.PLACE and len(words) > 1 and words[0] in _STATES:
        words = words[1:]
    return " ".join(sorted(words) if kind in _NAMED_BY_WORDS else words) or folded(name)
