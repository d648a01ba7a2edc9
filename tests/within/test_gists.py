"""What a report is about: words, names, numbers and days, weighed by how far up they stand."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.facts.terms import rarity, stem
from onrecord.pipeline import find_in_report, take_apart
from onrecord.records import Clue, DateSource, Findings, Gist, Published, make_report
from onrecord.settings import Settings
from onrecord.within.gists import LEAD, MIN_RARITY
from tests.record_fixtures import findings_in

FERRY = (
    "The ferry Morwen sank off Tarsen on Tuesday, killing 12 sailors.\n\n"
    "Prime Minister Ada Lund of Nyland flew to Tarsen. Lund met three widows.\n\n"
    "The harbour of Tarsen stays closed until Friday."
)
TREATY = (
    "Korsk and Nyland signed the ninth treaty\n\n"
    "KARROW, May 3, 2031 (NORDLET) — Korsk and Nyland signed the ninth treaty on Saturday, after the war of 2019. "
    "Some 1,250 soldiers and twelve trucks left the border."
)


def gist_of(text: str, **fields: Any) -> Gist:
    """Return the gist of a report with these fields."""
    gist = find(text, **fields).gist
    assert gist is not None
    return gist


def find(text: str, **fields: Any) -> Findings:
    """Return what is found in a report with these fields."""
    settings = Settings(jobs=1)
    taken = take_apart(make_report(text, language="en", **fields), settings)
    return find_in_report(taken.report, taken.anatomy, taken.language, settings)


# --- words ---


def test_words() -> None:
    """Terms are the stems of words that tell something; those further up and said more often weigh more."""
    gist = gist_of(FERRY)

    assert {"ferry", "sank", "sailor", "tarsen", "harbour"} <= gist.terms.keys()
    assert not {"the", "off", "of", "to", "on", "until"} & gist.terms.keys()
    assert all(rarity(one) >= MIN_RARITY for one in gist.terms)
    assert gist.terms["tarsen"] > gist.terms["ferry"] > gist.terms["harbour"] > 0
    assert list(gist.terms) == sorted(gist.terms)


def test_pairs() -> None:
    """Words that stand together are pairs, across words that tell nothing, but not across a mark or a sentence."""
    pairs = gist_of(FERRY).pairs

    assert {"ferry morwen", "sank tarsen", "tarsen tuesday"} <= pairs.keys()
    assert "tuesday kill" not in pairs
    assert "sailor prim" not in pairs
    assert gist_of("Old Tarsen fell. Old Tarsen rose.").pairs["old tarsen"] == 2


def test_lead() -> None:
    """The lead counts the words of the beginning alone, and how often; terms are of the whole text."""
    filler = "The harbour stays shut for a while. " * (LEAD // 8 + 2)
    gist = gist_of(f"A ferry sank at a quay near a ferry.\n\n{filler}\n\nWidows wept.", title="Sinking")

    assert gist.lead["ferry"] == 2
    assert "widow" not in gist.lead
    assert "widow" in gist.terms
    assert gist.length > LEAD


def test_title() -> None:
    """The title is as it came, or as it is printed above the text, or else the first sentences; it counts twice."""
    assert gist_of(FERRY, title="Storm sinks the Morwen").title == ("morwen", "sink", "storm")
    assert gist_of(TREATY).title == ("korsk", "ninth", "nyland", "sign", "treaty")
    untitled = gist_of(FERRY)
    assert {"ferry", "sank", "lund", "flew"} <= set(untitled.title)
    assert "harbour" not in untitled.title
    titled = gist_of(FERRY, title="Harbour")
    assert titled.title == ("harbour",)
    assert titled.terms["harbour"] == pytest.approx(untitled.terms["harbour"] + 1, abs=0.01)
    assert titled.lead["harbour"] == 2


def test_other_letters_and_forms() -> None:
    """Forms of a word are one term, in capitals or not."""
    gist = gist_of("Strikes began in Karrow. The STRIKE went on, and strikers from Karrow struck again.")
    assert gist.terms[stem("strikes")] > 1.5


# --- names ---


def test_names() -> None:
    """Persons are named by their last names, places by their own, with how much is said of them and how rare they are."""
    gist = gist_of(FERRY)

    assert gist.persons["lund"].word == "lund"
    assert gist.persons["lund"].rarity == pytest.approx(rarity("lund"), abs=0.01)
    assert gist.first_names["lund"] == "ada"
    assert {"tarsen", "nyland"} <= gist.places.keys()
    assert gist.places["tarsen"].weight > gist.places["nyland"].weight > 0


def test_spellings_of_a_place() -> None:
    """A country that the tables know has one key, whatever it is called."""
    gist = gist_of("Officials of Germany met in Karrow on Monday. German officials left Germany on Friday.")
    assert gist.places["country:DE"].weight > 2
    assert "karrow" in gist.places
    assert not {"germany", "german"} & gist.places.keys()


def test_two_of_one_name() -> None:
    """Persons of one last name weigh together, and a junior is known by the name before that."""
    both = gist_of("Ada Lund met Tomas Lund in Karrow. Ada Lund smiled.").persons
    assert list(both) == ["lund"]
    one = gist_of("Ada Lund met reporters in Karrow. Ada Lund smiled.").persons
    assert both["lund"].weight > one["lund"].weight
    assert "verrick" in gist_of("Mayor Tomas Verrick Jr. opened the new quay in Karrow.").persons


# --- numbers ---


def test_numbers() -> None:
    """What is counted is noted with its noun and how many, in figures or words, and after how many words."""
    text = "Twelve trucks left the border near Karrow. They lost 1,250 soldiers there, and paid $40 million."
    numbers = {(noun, value): place for noun, value, place in gist_of(text).numbers}

    assert numbers.keys() >= {("truck", 12.0), ("soldier", 1250.0)}
    assert 0 < numbers["truck", 12.0] < numbers["soldier", 1250.0] < 15
    assert ("widow", 3.0) in {(noun, value) for noun, value, _ in gist_of(FERRY).numbers}


NO_NUMBERS = [
    ("a year", "The war of 2019 ruined Karrow and its harbour."),
    ("a day", "The harbour of Karrow closed on May 3, 2031."),
    ("one of a thing", "One ferry left Karrow for the island."),
    ("small and bare", "The vote in Karrow was 7 to 5 at the end."),
    ("an address", "https://news.example.org/12-sailors-die-as-1250-soldiers-march"),
]


@pytest.mark.parametrize("text", [case[1] for case in NO_NUMBERS], ids=[case[0] for case in NO_NUMBERS])
def test_no_numbers(text: str) -> None:
    """Years, days, a single thing, bare small numbers and those in addresses of the web count nothing."""
    assert gist_of(text).numbers == ()


def test_ordinals() -> None:
    """Which of several a thing is is noted with its noun."""
    assert gist_of(TREATY).ordinals == (("treaty", 9),)
    assert gist_of("The first ferry sank. The Second Brigade and the third ferry left.").ordinals[0] == ("ferry", 1)
    assert gist_of("Lund came first, and Verrick came third.").ordinals == ()


# --- days ---

CLUES = [
    ("a weekday with on", "Lund spoke on Tuesday in Karrow.", [("XXXX-WXX-2", "past", False)]),
    ("a weekday without it", "Lund spoke Tuesday in Karrow.", [("XXXX-WXX-2", "past", True)]),
    ("still to come", "Lund will speak on Friday in Karrow.", [("XXXX-WXX-5", "future", False)]),
    ("a day of a month", "Lund spoke on May 3 in Karrow.", [("XXXX-05-03", "past", False)]),
    ("a day", "Lund spoke on May 3, 2031 in Karrow.", [("2031-05-03", "", False)]),
    ("a month", "Lund spoke in May 2031 in Karrow.", []),
    ("a length", "Lund spoke for two days in Karrow.", []),
    ("nothing", "Lund spoke in Karrow.", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CLUES], ids=[case[0] for case in CLUES])
def test_clues(text: str, expected: list[tuple[str, str, bool]]) -> None:
    """Weekdays and days that are printed are clues, with the side that the tense gives them, and where they stand."""
    clues = gist_of(text).clues

    assert [(clue.value, clue.side, clue.is_bare) for clue in clues] == expected
    for clue in clues:
        assert text[clue.place :].split()[0].rstrip(".,") in ("Tuesday", "Friday", "May")


def test_days_and_years() -> None:
    """Days are those that are known for certain: printed whole, or reckoned from the date of the report."""
    assert gist_of("Lund spoke on Tuesday in Karrow.").days == {}
    dated = gist_of(
        "Lund spoke on Tuesday in Karrow.", published=Published("2031-05-07", "2031-05-07", DateSource.METADATA)
    )
    assert list(dated.days) == ["2031-05-06"]
    gist = gist_of(TREATY)
    assert list(gist.days) == ["2031-05-03"]
    assert gist.years == (2019, 2031)


PUBLISHED = [
    ("a day", "2031-05-03", "2031-05-03", ("2031-05-03", "2031-05-03")),
    ("a moment", "2031-05-03T10:30:00+02:00", "2031-05-03T10:30:00+02:00", ("2031-05-03", "2031-05-03")),
    ("a month", "2031-05-01", "2031-05-31", ("2031-05-01", "2031-05-31")),
]


@pytest.mark.parametrize(
    ("start", "end", "expected"), [case[1:] for case in PUBLISHED], ids=[case[0] for case in PUBLISHED]
)
def test_published(start: str, end: str, expected: tuple[str, str]) -> None:
    """When a report was published is its first and last day; what came with it goes before its dateline."""
    published = Published(start, end, DateSource.METADATA)
    assert gist_of(TREATY.replace("May 3", "June 8"), published=published).published == expected


def test_published_by_its_dateline() -> None:
    """A report that came without a date is of the day in its dateline, or of none."""
    assert gist_of(TREATY).published == ("2031-05-03", "2031-05-03")
    assert gist_of(FERRY).published is None


# --- odd texts ---


def test_addresses_of_the_web() -> None:
    """An address of the web is read for its words, which make no pairs and no title."""
    gist = gist_of("Ada Lund flew to Tarsen on Tuesday.\n\nhttps://news.example.org/ferry\n\nLund met widows there.")
    assert not any("http" in one for one in (*gist.terms, *gist.title, *gist.pairs))
    assert gist.numbers == ()
    assert set(gist.title) <= gist.terms.keys()


@pytest.mark.parametrize("text", ["", " ", "。", "—", "12", "https://a.example/", "The", "Yes."])
def test_hardly_any_text(text: str) -> None:
    """Texts without words have a gist like any other, with next to nothing in it."""
    gist = gist_of(text)
    assert len(gist.terms) <= 1
    assert (gist.persons, gist.places, gist.days, gist.clues) == ({}, {}, {}, ())


def test_a_text_without_long_sentences() -> None:
    """Where no sentence can stand for a title, the words of the beginning do."""
    assert gist_of("Ferry sank. Widows wept.").title == ("ferry", "sank", "wept", "widow")


def test_furniture_tells_nothing() -> None:
    """What is no running text, such as an invitation to subscribe, is not what a report is about."""
    plain = gist_of(FERRY)
    ended = gist_of(f"{FERRY}\n\nSubscribe to our newsletter")
    assert (ended.terms, ended.pairs, ended.lead, ended.length) == (plain.terms, plain.pairs, plain.lead, plain.length)


def test_an_unread_report_has_no_gist() -> None:
    """A report in a language that is not read has none."""
    assert findings_in("Die Fähre sank am Dienstag.", language="de").gist is None


def test_read_twice() -> None:
    """The same text has the same gist, and long texts keep to the strongest words."""
    long = " ".join(f"Barane{number} tolost{number} mirdek{number} koane{number}." for number in range(150))
    gist = gist_of(long)
    assert gist == gist_of(long)
    assert len(gist.terms) == 200
    assert len(gist.pairs) <= 150
    assert all(isinstance(clue, Clue) for clue in gist.clues)


# --- paragraphs ---

BRIEF = (
    "News in brief\n\n"
    "KARROW, May 3, 2031 (NORDLET) — Korsk and Nyland signed the ninth treaty on Saturday in the old harbour of Karrow, "
    "after talks that had lasted most of the winter, and Prime Minister Ada Lund flew home the same night.\n\n"
    "Lund was content.\n\n"
    "In Verrick twelve miners died on April 28 when the northern shaft of the salt mine flooded; rescuers led by "
    "engineer Otto Brandt pumped water for two days before the first bodies were found."
)


def test_paragraphs() -> None:
    """Each paragraph that says enough has a gist of its own, which counts from where it starts."""
    treaty, mine = find(BRIEF).paragraphs

    assert BRIEF[treaty.start : treaty.end] == BRIEF.split("\n\n")[1]
    assert BRIEF[mine.start : mine.end] == BRIEF.split("\n\n")[3]
    assert (set(treaty.gist.persons), set(mine.gist.persons)) == ({"lund"}, {"brandt"})
    assert mine.gist.first_names == {"brandt": "otto"}
    assert {"miner", "shaft"} <= mine.gist.terms.keys() and not {"treaty", "karrow"} & mine.gist.terms.keys()
    assert mine.gist.terms["miner"] == pytest.approx(find(BRIEF.split("\n\n")[3]).gist.terms["miner"], abs=0.1)  # type: ignore[union-attr]
    assert list(mine.gist.days) == ["2031-04-28"]
    assert [clue.place for clue in mine.gist.clues] == [BRIEF.split("\n\n")[3].index("April")]
    assert ("miner", 12.0) in {number[:2] for number in mine.gist.numbers}
    assert mine.gist.published is None


@pytest.mark.parametrize(
    "text", ["", BRIEF.split("\n\n")[1], "Lund was content.\n\nBrandt was not."], ids=["none", "one", "short"]
)
def test_no_paragraphs(text: str) -> None:
    """A text of one paragraph has none beside itself, and short ones say too little."""
    assert find(text).paragraphs == ()


def test_round_up() -> None:
    """A report whose paragraphs have nothing in common is a round-up; one that goes on about the same is none."""
    items = (
        "Ilse Hahn's council of Karrow passed its budget after eleven hours of debate: money for two bridges and trams.",
        "A choir of eighty singers opened the Sorrow festival with a mass found in a cathedral; Emil Strand conducted.",
        "Chess master Dorrit Vane, aged fifteen, beat the champion of Ostmark in forty moves and will play for the title.",
    )
    gists = [
        find("\n\n".join(texts)).gist for texts in (items, items[:2], (*items[:2], items[0].replace("two", "six")))
    ]

    assert [gist.is_round_up for gist in gists if gist] == [True, False, False]
