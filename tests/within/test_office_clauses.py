"""Since and until when offices are held, as reports say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import onrecord

DAY = "2030-05-14"  # a Tuesday

# The gold was written before the code was run on it.
TERMS = [
    ("since", "Anna Velk, foreign minister of Qoravan since 2028, met her host.", "Anna Velk", ("2028", None)),
    ("since, with a verb", "Anna Velk has been prime minister of Qoravan since March.", "Anna Velk", ("2030-03", None)),
    ("from and to", "Petr Kolm, who was president of Qoravan from 2008 to 2018, came.", "Petr Kolm", ("2008", "2018")),
    (
        "behind an appositive",
        "Petr Kolm, the interior minister from 2019 to 2023, came.",
        "Petr Kolm",
        ("2019", "2023"),
    ),
    ("between", "Emil Hart, president of Qoravan between 2001 and 2006, spoke.", "Emil Hart", ("2001", "2006")),
    ("until", "Igor Benn served as mayor of Karrow until last year.", "Igor Benn", (None, "2029")),
    ("appointed", "Vera Stahl was appointed defence minister on Monday.", "Vera Stahl", ("2030-05-13", None)),
    (
        "elected, beside a name",
        "Rita Mool, elected president of Qoravan in January, came.",
        "Rita Mool",
        ("2030-01", None),
    ),
    ("became", "Tomas Verrick, who became chancellor in 2027, smiled.", "Tomas Verrick", ("2027", None)),
    ("took office as", "Hana Dol took office as governor of Karrow in 2029.", "Hana Dol", ("2029", None)),
    ("will take over", "Lena Ruus will take over as energy minister on 1 June.", "Lena Ruus", ("2030-06-01", None)),
    ("resigned as", "Bogdan Rezek resigned as finance minister on 2 May.", "Bogdan Rezek", (None, "2030-05-02")),
    (
        "the office resigned",
        "The health minister, Olga Tamm, stepped down on Wednesday.",
        "Olga Tamm",
        (None, "2030-05-08"),
    ),
    (
        "the holder resigned",
        "Health Minister Olga Tamm was absent. Tamm resigned on Monday.",
        "Olga Tamm",
        (None, "2030-05-13"),
    ),
    ("took office", "Prime Minister Tamaz Oll spoke. He took office in March.", "Tamaz Oll", ("2030-03", None)),
    (
        "since he took office",
        "Prime Minister Tamaz Oll has spoken twice since he took office in March.",
        "Tamaz Oll",
        ("2030-03", None),
    ),
    (
        "who took office",
        "The prime minister, Tamaz Oll, who took office in 2027, spoke.",
        "Tamaz Oll",
        ("2027", None),
    ),
    ("was sworn in", "Prime Minister Tamaz Oll was sworn in on Monday.", "Tamaz Oll", ("2030-05-13", None)),
    ("was elected", "President Rita Mool was elected in January.", "Rita Mool", ("2030-01", None)),
    (
        "has led",
        "Ines Harrod, the director of the Lowland Agency, spoke. Harrod has led the agency since 2027.",
        "Ines Harrod",
        ("2027", None),
    ),
    ("has led, by name", "Ines Harrod, who has led NATO since 2027, spoke.", "Ines Harrod", ("2027", None)),
    ("led once", "Ines Harrod led NATO until 2027.", None, ()),
    ("in office since", "President Rita Mool has been in office since 2028.", "Rita Mool", ("2028", None)),
    ("beside: in office", "President Rita Mool, in office since 2028, spoke.", "Rita Mool", ("2028", None)),
    ("her term", "President Rita Mool spoke. Her term ends in December 2031.", "Rita Mool", (None, "2031-12")),
    ("whose term", "President Rita Mool, whose term ends in December 2031, spoke.", "Rita Mool", (None, "2031-12")),
    (
        "until he left",
        "Osric Vane, who was defence minister until he resigned on Friday, spoke.",
        "Osric Vane",
        (None, "2030-05-10"),
    ),
    ("left office", "President Rita Mool left office in 2029.", "Rita Mool", (None, "2029")),
    ("gave up his post", "Defence Minister Jan Orlo gave up his post on Monday.", "Jan Orlo", (None, "2030-05-13")),
    ("was removed", "Defence Minister Jan Orlo was removed from his post on Monday.", "Jan Orlo", (None, "2030-05-13")),
    (
        "sworn in, then the office",
        "On Monday they swore in Vera Stahl. The new defence minister smiled.",
        "Vera Stahl",
        ("2030-05-13", None),
    ),
    (
        "appointed, then the office",
        "Vera Stahl was appointed on Monday. The new defence minister smiled.",
        "Vera Stahl",
        ("2030-05-13", None),
    ),
    (
        "the new one of another",
        "They elected Vera Stahl judge. The new minister of Qoravan smiled.",
        "new minister of Qoravan",
        (None, None),
    ),
    ("elected elsewhere", "Defence Minister Jan Orlo was elected to parliament in 2026.", "Jan Orlo", (None, None)),
    ("elected, no elected office", "Defence Minister Jan Orlo was elected in 2026.", "Jan Orlo", (None, None)),
    ("removed elsewhere", "President Rita Mool was removed from the hall on Monday.", "Rita Mool", (None, None)),
    ("led something else", "President Rita Mool has led the talks since Monday.", "Rita Mool", (None, None)),
    ("another one's term", "President Rita Mool said the talks end in June.", "Rita Mool", (None, None)),
    ("refused to resign", "Karl Ode refused to resign as trade minister on Friday.", "Karl Ode", (None, None)),
    ("will resign", "Trade Minister Karl Ode will resign on Friday.", "Karl Ode", (None, None)),
    ("did not resign", "Trade Minister Karl Ode did not resign on Friday.", "Karl Ode", (None, None)),
    ("left something else", "Trade Minister Karl Ode quit the talks on Friday.", "Karl Ode", (None, None)),
    ("when it was said", "Trade Minister Karl Ode resigned, his spokesman said on Friday.", "Karl Ode", (None, None)),
    ("somebody's", "Ada Rell took office in 2029 with Jon Pike as her foreign minister.", None, ()),
    ("what was done", "Trade Minister Karl Ode met the envoys on Friday.", "Karl Ode", (None, None)),
]


def _roles(text: str, folder: Path) -> list[dict[str, Any]]:
    path = folder / "report.md"
    path.write_text(f"---\ndate: {DAY}\n---\n\n{text} Nobody else was there, and the meeting was short.\n", "utf-8")
    (report,) = onrecord.annotate(path)
    assert isinstance(report, dict)
    roles: list[dict[str, Any]] = report["roles"]
    return roles


@pytest.mark.parametrize(("text", "holder", "term"), [pytest.param(*case, id=name) for name, *case in TERMS])
def test_terms(text: str, holder: str | None, term: tuple[str | None, ...], tmp_path: Path) -> None:
    """A role's `from` and `to` are what the words beside the office say, reckoned from the publication date."""
    found = {(role["name"], role["from"], role["to"]) for role in _roles(text, tmp_path)}
    assert found == (set() if holder is None else {(holder, *term)})


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Petr Kolm, the interior minister from 2019 to 2023, came.", "former"),
        ("Petr Kolm, the interior minister until next month, came.", "current"),
        ("Vera Stahl was appointed defence minister on Monday.", "new"),
        ("Vera Stahl was appointed defence minister in 2021.", "current"),
        ("The health minister, Olga Tamm, stepped down on Wednesday.", "former"),
    ],
)
def test_standing(text: str, standing: str, tmp_path: Path) -> None:
    """Whose term is over on the report's day is no holder any more, and who took office years ago is not new."""
    assert [role["standing"] for role in _roles(text, tmp_path)] == [standing]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("NATO was less eager: its secretary general, Jan Orlo, smiled.", "NATO"),
        ("NATO met the European Union, and its secretary general, Jan Orlo, smiled.", None),
    ],
    ids=["one body", "two bodies"],
)
def test_its_office(text: str, body: str | None, tmp_path: Path) -> None:
    """An office of "its" is that of the one body that the sentence names before."""
    assert [(role["name"], role["body_name"]) for role in _roles(text, tmp_path)] == [("Jan Orlo", body)]
