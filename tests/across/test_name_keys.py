"""Blocking keys: spellings of one name share one, other names mostly do not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.name_keys import name_keys, organisation_keys
from onrecord.records import Verdict
from tests.across.name_table import read_pairs

PAIRS = read_pairs()
SHARED = [
    ("Armenian", "Sarkisian|Sargsyan|Sarkissian|Serzh Sargsyan"),
    ("Azerbaijani", "Aliyev|Aliev|Əliyev|Ilham Aliyev"),
    ("Ukrainian", "Zelensky|Zelenskyy|Zelenskiy|Zelenskyi"),
    ("Arabic", "Mohammed Morsi|Muhammad Mursi|Mohamed Morsi"),
    ("Turkish", "Kılıçdaroğlu|Kilicdaroglu"),
    ("Kazakh", "Kasymbai|Qasimbay|Kasımbay"),
    ("Turkic", "Oskanbek|Oskanbeg"),
    ("diphthong", "Seydabek|Seidabek"),
    ("German", "Michail Gorbatschow|Mikhail Gorbachev|Mikhail Gorbachov"),
    ("Belarusian", "Lukashenko|Lukashenka"),
    ("family name first", "Xi Jinping|Jinping Xi|Xi Jin Ping"),
    ("Korean", "Kim Jong-un|Kim Jong Un|Kim Jongun"),
    ("Hungarian", "Orbán Viktor|Viktor Orbán|Orbán, Viktor"),
    ("Vietnamese", "Nguyen Phu Trong|Nguyễn Phú Trọng"),
    ("article", "al-Assad|Assad|el-Assad|Bashar al-Assad"),
    ("servant", "Abdulaziz|Abdul Aziz|Abd al-Aziz"),
    ("son", "bin Salman|ibn Salman|Mohammed bin Salman"),
    ("Dutch", "van der Bellen|Van der Bellen|Alexander Van der Bellen"),
    ("Spanish", "de la Cruz|De La Cruz|Juan de la Cruz"),
    ("Irish", "O'Neill|O’Neill|Paul O'Neill"),
    ("hyphen", "Jean-Claude Juncker|Jean Claude Juncker"),
    ("initials", "J. R. Tolkien|John Ronald Tolkien|J. Tolkien"),
    ("nickname", "Bill Clinton|William Clinton|William Jefferson Clinton"),
    ("second surname", "Pedro Sánchez|Pedro Sánchez Pérez-Castejón"),
    ("first name dropped", "Tayyip Erdogan|Recep Tayyip Erdoğan"),
]


@pytest.mark.parametrize("names", [case[1] for case in SHARED], ids=[case[0] for case in SHARED])
def test_spellings_share_a_key(names: str) -> None:
    """Any two spellings of a name have a key in common."""
    assert all(set(name_keys(left)) & set(name_keys(right)) for left, right in combinations(names.split("|"), 2))


def test_real_pairs_share_a_key() -> None:
    """Of the real pairs that are not different, only lone given names have no key in common."""
    pairs = [pair for pair in PAIRS if pair.verdict is not Verdict.DIFFERENT]
    lost = [pair for pair in pairs if not set(name_keys(pair.left)) & set(name_keys(pair.right))]
    assert len(lost) <= 3, lost


def test_other_names_do_not() -> None:
    """Hardly any of the names of different people in the table share a key."""
    names = sorted({pair.left for pair in PAIRS if pair.verdict is Verdict.DIFFERENT})
    pairs = list(combinations(names, 2))
    shared = [pair for pair in pairs if {*name_keys(pair[0])} & {*name_keys(pair[1])}]
    assert len(shared) < len(pairs) / 50


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever is printed has sorted keys, each once; text without letters has none."""
    keys = name_keys(text)
    assert list(keys) == sorted(set(keys))
    assert organisation_keys(text) == organisation_keys(text)


def test_nothing_has_no_key() -> None:
    """What has no letters has no key."""
    assert name_keys(" – 7") == organisation_keys("7 –") == ()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("North Atlantic Treaty Organization", "NATO"),
        ("Organisation for Security and Co-operation in Europe", "Organization for Security and Cooperation in Europe"),
        ("Gazprom", "OAO Gazprom"),
        ("World Health Organization", "the World Health Organisation"),
    ],
    ids=["initials", "spelling", "legal form", "article"],
)
def test_organisations(left: str, right: str) -> None:
    """Spellings, legal forms and initials of one organisation share a key."""
    assert set(organisation_keys(left)) & set(organisation_keys(right))
