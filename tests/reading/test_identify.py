import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.identify import identifier_version, identify_language
from onrecord.records import Language

MIN = 0.8
ENGLISH = "The Border Commission met in Velde on Tuesday for the third time this week, and again nobody signed."
TEXTS = {
    "en": ENGLISH,
    "de": "Der Außenminister reiste am Dienstag ab, ohne das Abkommen über die Grenze unterzeichnet zu haben.",
    "fr": "Le ministre des Affaires étrangères est reparti mardi sans avoir signé l'accord sur la frontière.",
    "es": "El ministro de Asuntos Exteriores se marchó el martes sin haber firmado el acuerdo sobre la frontera.",
    "ru": "Министр иностранных дел уехал во вторник, не подписав соглашение о границе с соседней страной.",
    "uk": "Міністр закордонних справ поїхав у вівторок, не підписавши угоду про кордон із сусідньою країною.",
    "ar": "غادر وزير الخارجية يوم الثلاثاء دون أن يوقع الاتفاق بشأن الحدود مع الدولة المجاورة.",
    "zh": "外交部长星期二离开首都，没有签署有关边界问题的协议，发言人对此不愿置评。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_enough_to_tell_a_language(code: str) -> None:
    """A sentence in a common language of the news is recognised."""
    language = identify_language(TEXTS[code], None, MIN)
    assert language.code == code
    assert MIN <= language.confidence <= 1


@pytest.mark.parametrize("given_code", ["en", "xx", "deu"])
def test_a_given_language_is_believed(given_code: str) -> None:
    """What came with the text is believed, whatever the text looks like."""
    assert identify_language(TEXTS["ru"], given_code, MIN) == Language(given_code, 1.0)


@pytest.mark.parametrize("text", ["", "  \n", "12,450 – 13.5%", "📰 📰 📰", "Velde", "… — …" * 50])
def test_too_few_letters_tell_nothing(text: str) -> None:
    """A text of numbers, signs or a single word is in no known language."""
    assert identify_language(text, None, 0.0) == Language(None, 0.0)


def test_below_the_confidence_asked_for_a_language_is_unknown() -> None:
    """A guess that is not sure enough is not made, and its confidence is still told."""
    mixed = "Velde, Tarn, Nyland, Dumore, Korsk, Halvia"
    sure = identify_language(mixed, None, 0.0)
    assert sure.code is not None
    assert sure.confidence < 1
    assert identify_language(mixed, None, sure.confidence + 0.01) == Language(None, sure.confidence)


def test_a_long_text_is_judged_by_its_start_and_its_middle() -> None:
    """Length does not matter: a long text in one language is recognised, and so is one with a foreign end."""
    assert identify_language(f"{ENGLISH} " * 200, None, MIN).code == "en"
    assert identify_language(f"{ENGLISH} " * 20 + TEXTS["ru"] * 5, None, MIN).code == "en"


@given(st.text(max_size=80) | st.sampled_from(sorted(TEXTS.values())).map(lambda text: text * 20))
def test_any_text_has_an_answer(text: str) -> None:
    """Whatever the text, the answer is a code of two letters or none, and the same every time."""
    language = identify_language(text, None, MIN)
    assert language == identify_language(text, None, MIN)
    assert 0 <= language.confidence <= 1
    assert language.code is None or (len(language.code) == 2 and language.code.islower())


def test_the_version_of_the_classifier_is_known() -> None:
    """What results depend on has a version."""
    assert identifier_version()
