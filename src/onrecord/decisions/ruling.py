"""From the words of a command to a decision."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from datetime import UTC, datetime

from onrecord.decisions.targets import find_stretch, find_target, is_id
from onrecord.decisions.values import dates_in, kind_in, name_in
from onrecord.errors import SettingsError
from onrecord.record.reader import Reader
from onrecord.records import Decision, Ruling, Target, TargetKind, make_decision, storable

_VALUES: dict[Ruling, Callable[[str], str]] = {
    Ruling.RENAME: name_in,
    Ruling.RETYPE: kind_in,
    Ruling.DATE: dates_in,
    Ruling.OUTLET: name_in,
}
_PLACE = re.compile(r"([0-9a-f]{4,32}):.+", re.DOTALL)


def verdict_in(words: str) -> Ruling:
    """Return the verdict of this name. Raises SettingsError when there is none."""
    if words not in list(Ruling):
        raise SettingsError(f"{words!r} is no verdict.", remedy=f"The verdicts are: {', '.join(Ruling)}.")
    return Ruling(words)


def make_ruling(
    reader: Reader, verdict: Ruling, first: str, second: str | None, *, who: str | None = None, why: str = ""
) -> Decision:
    """Return the decision that a verdict makes of two things named by words.

    Args:
        reader: of the record it is about.
        verdict: what is decided.
        first: the target: an id, the start of one, or of a mention `REPORT:START-END` or `REPORT:WORDS`.
        second: the other target, the value, or the stretch; `None` where the verdict takes none.
        who: who decides; the login name when not given.
        why: the reason.

    Raises:
        NotFoundError: there is nothing of that id, or nothing at that place.
        SettingsError: a value that cannot be used.
    """
    other, value = None, None
    if verdict is Ruling.NO_QUOTATION and second is not None:
        raise SettingsError(
            f"{second!r} is one too many: no-quotation takes a quotation alone.", remedy="Leave it out."
        )
    if verdict is Ruling.FURNITURE:
        target = find_stretch(reader, first, _given(second))
    else:
        target = find_target(reader, first, verdict.target, new=verdict is Ruling.MENTION)
    if verdict in _VALUES:
        value = _VALUES[verdict](_given(second))
    elif verdict is Ruling.SPEAKER:
        other, value = _speaker(reader, _given(second))
    elif verdict in (Ruling.SAME, Ruling.DIFFERENT, Ruling.MENTION):
        other = find_target(reader, _given(second), TargetKind.MENTION)
    elif verdict.is_of_two_reports:
        other = find_target(reader, _given(second), TargetKind.REPORT)
    who = name_in(who) if who is not None else _login_name()
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return make_decision(
        verdict, target, other=other, value=value, who=who, when=when, why=storable(" ".join(why.split()))
    )


def _given(second: str | None) -> str:
    if second is None:
        raise SettingsError("The second part of the decision is missing.", remedy="`onrecord decide --help` shows it.")
    return second


def _speaker(reader: Reader, words: str) -> tuple[Target | None, str | None]:
    """Return the mention that words point at, or else the words as a name."""
    place = _PLACE.fullmatch(words)
    is_place = place is not None and is_id(place[1])
    if is_id(words) or is_place or reader.entities_printed_as(words):
        return find_target(reader, words, TargetKind.MENTION), None
    return None, name_in(words)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:  # no such user, as in a container
        raise SettingsError("There is no login name to say who decides.", remedy="Add --who NAME.") from error
