"""The forms of English verbs, for lists that name a verb by its bare form."""

from __future__ import annotations


def regular_forms(base: str) -> tuple[str, ...]:
    """Return the bare, third-person, past and -ing forms of a verb whose forms are regular."""
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
    return base, third, base + "ed", base + "ing"


def doubling_forms(base: str) -> tuple[str, ...]:
    """Return the same forms of a verb that doubles its last letter: `step`, `admit`."""
    return base, base + "s", base + base[-1] + "ed", base + base[-1] + "ing"
