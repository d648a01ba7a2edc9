"""What a name is made of, and how its parts sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.name_forms import fold, make_part, parse_name

PARTS = [
    ("plain", "Angela Merkel", "angela merkel"),
    ("titles", "Foreign Minister Dr. Sergey Lavrov", "sergey lavrov"),
    ("title that is all there is", "King", "king"),
    ("hyphen", "Jean-Claude Juncker", "jean claude juncker"),
    ("article", "Bashar al-Assad", "bashar assad"),
    ("article at the start", "Al-Assad", "assad"),
    ("given name that looks like an article", "Al Gore", "al gore"),
    ("particles", "Alexander Van der Bellen", "alexander bellen"),
    ("particles at the start", "van der Bellen", "bellen"),
    ("de la", "Penélope de la Cruz", "penelope cruz"),
    ("son of", "Mohammed bin Salman", "mohammed salman"),
    ("servant of, apart", "Abd al-Aziz al-Saud", "abdulaziz saud"),
    ("servant of, otherwise", "Abdel Fattah el-Sisi", "abdulfattah sisi"),
    ("servant of, together", "Abdelaziz Bouteflika", "abdulaziz bouteflika"),
    ("apostrophe", "Michelle O’Neill", "michelle oneill"),
    ("apostrophe lost", "Michelle O Neill", "michelle oneill"),
    ("initials", "J.R.R. Tolkien", "j r r tolkien"),
    ("initial O", "O. Neill", "o neill"),
    ("initials without points", "JD Vance", "j d vance"),
    ("comma", "Orbán, Viktor", "viktor orban"),
    ("Turkish", "Kemal Kılıçdaroğlu", "kemal kilicdaroglu"),
    ("Azerbaijani", "İlham Əliyev", "ilham aliyev"),
    ("Vietnamese", "Nguyễn Phú Trọng", "nguyen phu trong"),
    ("Cyrillic", "Михаил Горбачёв", "mikhail gorbachev"),
    ("Chinese", "習近平", "xijinping"),
    ("nothing", " –  ", ""),
    ("digits", "007", ""),
]


@pytest.mark.parametrize(("printed", "expected"), [case[1:] for case in PARTS], ids=[case[0] for case in PARTS])
def test_parts(printed: str, expected: str) -> None:
    """Titles, particles and marks are set apart; initials and what hyphens join are parts of their own."""
    assert " ".join(part.folded for part in parse_name(printed).parts) == expected


@pytest.mark.parametrize(
    ("printed", "suffix"),
    [
        ("Martin Luther King, Jr.", "jr"),
        ("Martin Luther King Sr", "sr"),
        ("William Gates III", "iii"),
        ("Jr", ""),
        ("Ann Lee", ""),
    ],
)
def test_suffix(printed: str, suffix: str) -> None:
    """A generational suffix is set apart, with a comma or without."""
    assert parse_name(printed).suffix == suffix


@pytest.mark.parametrize(
    ("printed", "first"), [("XI Jinping", True), ("Xi JINPING", False), ("XI JINPING", False), ("Xi", False)]
)
def test_family_name_in_capitals(printed: str, first: bool) -> None:
    """A first part that alone is in capitals is a family name that stands first."""
    assert parse_name(printed).family_first is first


SPELLINGS = [
    ("ending", "Zelensky Zelenskyy Zelenskiy Zelenskyi Zelenskij Zelenski"),
    ("glide", "Aliyev Aliev Əliyev"),
    ("Kazakh", "Kasymbai Qasimbay Kasımbay"),
    ("Kazakh glide", "Tokayev Toqaev"),
    ("German", "Gorbachev Gorbachov Gorbatschow"),
    ("umlaut", "Schröder Schroeder Schroder"),
    ("Belarusian", "Lukashenko Lukashenka"),
    ("French", "Mahmoud Mahmud Mahmood"),
    ("Armenian", "Sarkissian Sarkisian Sarkisyan"),
    ("Serbian", "Djokovic Đoković"),
    ("diphthong", "Seydabek Seidabek"),
]


@pytest.mark.parametrize("names", [case[1] for case in SPELLINGS], ids=[case[0] for case in SPELLINGS])
def test_romanised(names: str) -> None:
    """Romanisations of one name have one romanised form."""
    assert len({make_part(name).romanised for name in names.split()}) == 1


SOUNDS = [
    ("Arabic vowels", "Mohammed Muhammad Mohamed Mohamad"),
    ("Arabic q", "Gaddafi Qaddafi Kadhafi Gadhafi"),
    ("Arabic e", "Hussein Hossein Husein"),
    ("Turkic g", "Oskanbek Oskanbeg"),
    ("Ukrainian", "Yulia Julia"),
    ("Spanish", "Hernandez Hernandes"),
]


@pytest.mark.parametrize("names", [case[1] for case in SOUNDS], ids=[case[0] for case in SOUNDS])
def test_sound(names: str) -> None:
    """Spellings that exchange letters as romanisations do have one sound form."""
    assert len({make_part(name).sound for name in names.split()}) == 1


@pytest.mark.parametrize(
    "names", ["Hassan Hussein", "Hamid Hamad", "Maria Mario", "Daniel Daniela", "Ellen Allen", "Jansen Jensen"]
)
def test_other_sound(names: str) -> None:
    """Names that differ in more than romanisation keep apart."""
    left, right = names.split()
    assert make_part(left).sound != make_part(right).sound


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever is printed is taken apart without harm, into parts of small Latin letters."""
    name = parse_name(text)
    assert all(part.folded and part.folded.isascii() and part.folded.islower() for part in name.parts)
    assert name.joined == "".join(part.folded for part in name.parts)


@given(st.text(max_size=40))
def test_folding_twice(text: str) -> None:
    """Folding what is folded changes nothing."""
    assert fold(fold(text)) == fold(text)
