import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.decoding import Decoded, UndecodableError, decode, decode_as, decode_declared

ENGLISH = (
    "“We have never been closer to an answer, and never more tired of waiting,” Ilona Vargareth said on Tuesday – "
    "and left for the café without a word on the £300m loan. The envoy of Korsk did not comment.\r\n"
) * 3
GERMAN = (
    "„Wir müssen über die Grenze reden“, sagte der Außenminister am Dienstag. Die Opposition – sonst zerstritten – "
    "stimmte dem Entwurf überraschend zu. Für den Wiederaufbau der Brücke werden 300 Millionen € benötigt.\n"
) * 3
FRENCH = (
    "Le ministre des Affaires étrangères est arrivé à midi pour négocier. Où était l'ambassadeur ? Personne n'a "
    "répondu à la question posée lundi, et des blessés légers ont été évacués vers l'hôpital général.\n"
) * 3
RUSSIAN = (
    "Министр иностранных дел прибыл в столицу для переговоров о границе. Представитель правительства заявил, что "
    "соглашение пока не подписано. Наблюдатели не подтвердили сведения о раненых среди мирных граждан.\n"
) * 3
CHINESE = (
    "外交部长星期二抵达首都，就边界问题举行会谈。政府发言人表示，双方尚未签署有关协议。观察员没有证实有关平民受伤的消息。\n"
) * 6
TRADITIONAL_CHINESE = "外交部長星期二抵達首都，就邊界問題舉行會談。政府發言人表示，雙方尚未簽署有關協議。\n" * 6
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde" * 20
printable = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r"), max_size=60)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_utf_8_with_a_mark_is_read_back(text: str) -> None:
    """Whatever is encoded as UTF-8 with a byte-order mark comes back character for character, without the mark."""
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text


@given(printable.filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_without_a_mark_is_read_back(text: str) -> None:
    """Printable text in UTF-8 comes back character for character: no line end and no accent is changed."""
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE, "utf-32-le", id="utf-32-le"),
        pytest.param(codecs.BOM_UTF32_BE, "utf-32-be", id="utf-32-be"),
    ],
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60).filter(lambda text: text[:1] != "\0"))
def test_wide_encodings_with_a_mark_are_read_back(mark: bytes, encoding: str, text: str) -> None:
    """Whatever is encoded in two or four bytes a character behind a byte-order mark comes back as it was."""
    decoded = decode(mark + text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize("text", ["“We never signed” \ufffd he said", "\ufffd\ufffd"], ids=["one", "two"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_printed_replacement_character_is_no_damage(text: str, encoding: str) -> None:
    """A U+FFFD that stands in the file itself was read well, and no note says otherwise."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.note) == (text, None)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(RUSSIAN, "cp1251", id="russian-cp1251"),
        pytest.param(RUSSIAN, "koi8-r", id="russian-koi8-r"),
        pytest.param(GERMAN, "cp1252", id="german-cp1252"),
        pytest.param(FRENCH, "latin-1", id="french-latin-1"),
        pytest.param(ENGLISH, "cp1252", id="english-curly-marks-cp1252"),
        pytest.param(CHINESE, "gb18030", id="chinese-gb18030"),
        pytest.param(TRADITIONAL_CHINESE, "big5", id="chinese-big5"),
        pytest.param("He sat in a café in Velde.\n", "cp1252", id="one-accent"),
        pytest.param("“No,” she said.\n", "cp1252", id="only-marks"),
    ],
)
def test_older_encodings_give_the_right_words(text: str, encoding: str) -> None:
    """A text in an encoding of its time is read in the right words, with nothing to note."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.note) == (text, None)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(
            "Müller and Žižek met “naïve” envoys.".encode() + b"\xff\xfe",
            "Müller and Žižek met “naïve” envoys.\ufffd\ufffd",
            id="broken-at-the-end",
        ),
        pytest.param(
            b"\xc3 caf" + "é – “naïve”, ".encode() + b"\xe2\x82 crowns",
            "\ufffd café – “naïve”, \ufffd crowns",
            id="cut-characters",
        ),
    ],
)
def test_a_few_broken_bytes_do_not_change_the_encoding(data: bytes, text: str) -> None:
    """UTF-8 with a few bad bytes stays UTF-8: they are replaced, and the note counts them."""
    assert decode(data) == Decoded(text, "utf-8", "2 characters could not be read as UTF-8")


@pytest.mark.parametrize(
    ("data", "note"),
    [
        pytest.param(
            codecs.BOM_UTF16_LE + "Velde".encode("utf-16-le") + b"\x00\xd8\x00\xd8x",
            "characters could not be read as utf-16-le",
            id="utf-16-with-halves",
        ),
        pytest.param(codecs.BOM_UTF8 + b"Velde \xff \xfe", "2 characters could not be read as utf-8", id="utf-8"),
    ],
)
def test_damage_behind_a_mark_is_noted(data: bytes, note: str) -> None:
    """A mark is believed, and what cannot be read behind it is replaced and counted."""
    decoded = decode(data)
    assert decoded.text.startswith("Velde")
    assert "\ufffd" in decoded.text
    assert (decoded.note or "").endswith(note)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PNG, id="a-picture"),
        pytest.param(b"\x00\x01\x02\x03" * 100, id="control-characters"),
        pytest.param(random.Random(7).randbytes(20_000), id="noise"),
        pytest.param("Talks resume".encode("utf-16-le"), id="utf-16-without-a-mark"),
        pytest.param(b"\x00" * 500, id="zeros"),
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    """What is no text is refused with the reason to record."""
    with pytest.raises(UndecodableError, match=r"^binary data(, not text| or an unknown encoding, not text)$"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param(codecs.BOM_UTF8, "", id="a-mark-alone"),
        pytest.param(b"Talks\r\n\r\nresume\r", "Talks\r\n\r\nresume\r", id="line-ends-stay"),
        pytest.param("e\u0301tat \u00a0\u200b".encode(), "e\u0301tat \u00a0\u200b", id="nothing-is-normalised"),
        pytest.param(b"page one\fpage two\v\x1b[1m", "page one\fpage two\v\x1b[1m", id="form-feeds-and-escapes"),
        pytest.param(b"word " * 200 + b"\0", "word " * 200 + "\0", id="a-stray-nul-in-a-long-text"),
        pytest.param(codecs.BOM_UTF8 + codecs.BOM_UTF8 + b"x", "\ufeffx", id="only-the-first-mark-goes"),
    ],
)
def test_text_stays_as_it_came(data: bytes, text: str) -> None:
    """Line ends, accents, invisible characters and a stray control character stay."""
    assert decode(data).text == text


@given(st.binary(max_size=60) | st.binary(max_size=20).map(lambda data: data * 4))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """No bytes raise anything but the error that says they are no text, and the note counts what was replaced."""
    try:
        decoded = decode(data)
    except UndecodableError as error:
        assert str(error).startswith("binary data")
    else:
        assert isinstance(decoded.text, str)
        assert decoded.note is None or "\ufffd" in decoded.text


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        pytest.param("utf-8", "iso-8859-1", id="utf-8-wins"),
        pytest.param("utf-8-sig", "cp1251", id="a-mark-wins"),
        pytest.param("utf-16", "utf-8", id="a-wide-mark-wins"),
        pytest.param("cp1252", "ISO-8859-1", id="latin-is-windows"),
        pytest.param("cp1252", " us-ascii ", id="ascii-is-windows"),
        pytest.param("cp1252", '"windows-1252"', id="quoted"),
        pytest.param("cp1252", "no-such-thing", id="unknown"),
        pytest.param("cp1252", "punycode", id="not-for-documents"),
        pytest.param("cp1252", "zip", id="not-for-text"),
        pytest.param("cp1252", "undefined", id="undefined"),
        pytest.param("cp1252", "a\0b", id="nul"),
        pytest.param("cp1252", None, id="none"),
        pytest.param("utf-16-le", "utf-16-le", id="wide-without-a-mark"),
        pytest.param("utf-7", "utf-7", id="ascii-to-the-eye"),
    ],
)
def test_a_declared_encoding_is_believed_where_it_can_be_true(encoding: str, charset: str | None) -> None:
    """A mark and sound UTF-8 win over the declared name, the name over a guess; impossible names are passed over."""
    assert decode_declared(GERMAN.encode(encoding), charset).text == GERMAN


def test_a_name_that_does_not_fit_gives_nothing() -> None:
    """Bytes that cannot be in the encoding named are not forced into it."""
    assert decode_as(b"\xff\xfe\xfd", "utf-8") is None
    assert decode_as("Žižek".encode("cp1250"), "cp1250") == "Žižek"
    assert decode_as(b"\x81\x8d", "latin-1") == "\x81\x8d"
