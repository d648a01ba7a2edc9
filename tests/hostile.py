"""A folder of good and awkward files, and what a careful reader must make of each.

Every good report carries a marker sentence of its own in plain ASCII, so a check can
look each one up in a record. Promises about the folder:

* the same arguments write the same bytes, on any machine and in any order of calls;
* nothing here reads the network, and nothing is written outside the folder;
* a name in ``ESCAPE_NAMES`` appears on disk only if a reader obeyed a hostile file.

It needs a file system with symbolic links and named pipes.
"""

import csv
import gzip
import io
import itertools
import json
import os
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

MARKER = re.compile(r"Marker sentence number \d{4,} stands in this report\.")
"""Finds the marker sentences in any text."""

ESCAPE_NAMES = (
    "hostile-escaped.txt",
    "hostile-escaped-absolute.txt",
    "hostile-escaped-yaml.txt",
)
"""File names that must exist nowhere after the folder was read."""

ABSOLUTE_ESCAPE = Path("/tmp", ESCAPE_NAMES[1])
"""Where an archive member with an absolute name would land if it were unpacked."""

_MIB = 1 << 20
_SEED = 20240319


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come out of one file of the folder.

    ``texts`` holds the marker sentence of each report that must come out, so
    ``reports == len(texts)``. ``fails`` says that the tally must list at least one
    failure or skip for the file, with a reason. Each sentence in ``maybe`` either
    comes out as one report or the tally must list the file with a reason: both are
    right, silence is not. ``words`` are passages that must stand, character for
    character, in the report that carries the first marker of ``texts``.
    """

    path: Path
    kind: str
    reports: int
    fails: bool
    texts: tuple[str, ...]
    maybe: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def expected_unique_reports(expectations: Iterable[Expectation]) -> int:
    """Count the reports that must be in the record once copies count only once.

    Reports named in ``maybe`` are not counted.
    """
    return len({text for each in expectations for text in each.texts})


def make_hostile_folder(folder: Path, files: int = 300, *, heavy: bool = True) -> tuple[Expectation, ...]:
    """Write about ``files`` files below ``folder`` and say what must come of each.

    Each awkward kind is there once, however small ``files`` is; two in five files are
    awkward at least. Ordinary good files of every format make up the rest. Many awkward
    files are good as well, such as those in old encodings or under odd names.
    ``heavy=False`` leaves out the compression bombs, the links to endless devices and
    the 50 MB lines, for quick tests.
    """
    writer = Writer()
    folder.mkdir(parents=True, exist_ok=True)
    once = CASES | (HEAVY_CASES if heavy else {})
    places = PLACES | (HEAVY_PLACES if heavy else {})
    awkward_count = max(len(once) + len(places), round(files * 0.4))
    repeats = itertools.islice(itertools.cycle(CASES.items()), awkward_count - len(once) - len(places))
    expectations = [
        _write(folder, Path("desk", f"{number:03d}"), kind, case(writer))
        for number, (kind, case) in enumerate((*once.items(), *repeats))
    ]
    for kind, place in places.items():
        made = place(folder / "shelf" / kind, writer)
        expectations += (replace(each, path=Path("shelf", kind, each.path)) for each in made)
    good_count = max(len(GOOD_CASES), files - len(expectations))
    good = itertools.islice(itertools.cycle(GOOD_CASES), good_count)
    for number, (kind, case) in enumerate(good):
        shelf = Path("wire", f"{2017 + number % 8}", f"{number % 12 + 1:02d}")
        made_file = case(writer)
        numbered = replace(made_file, name=f"{number:04d}-{made_file.name}")
        expectations.append(_write(folder, shelf, kind, numbered))
    return tuple(expectations)


# --- Prose --------------------------------------------------------------------------

_SLOTS: Mapping[str, tuple[str, ...]] = {
    "person": (
        "Ilona Vargareth",
        "Tomas Brekke-Lund",
        "Adaeze Okwuma",
        "Rustam Qalandar",
        "Mireille Fontanel",
        "Davit Harutzian",
        "Sunniva Aldercott",
        "Pavel Dornikov",
        "Leila Mansurat",
        "Osric Penhallow",
        "Nadia Terzieva",
        "Kwabena Asantu",
    ),
    "office": (
        "Foreign Minister",
        "Defence Minister",
        "President",
        "Prime Minister",
        "Speaker",
        "Ambassador",
        "Special Envoy",
        "Deputy Chair",
    ),
    "country": (
        "Veldania",
        "Korsk",
        "Marovia",
        "Tessaly",
        "Brannia",
        "Ulmar",
        "Quendor",
        "Halvia",
        "Serrano Republic",
    ),
    "city": (
        "Tarn",
        "Port Sabine",
        "Orsk Minor",
        "Velde",
        "Lower Hallam",
        "Kestrel Bay",
        "Dumore",
        "Ashgrove",
        "Nyland",
    ),
    "body": (
        "the Border Commission",
        "the Transit Council",
        "the Assembly of Halvia",
        "the Northern Alliance",
        "the Rivers Agency",
        "the Grain Board",
        "the Joint Monitoring Mission",
        "the High Court in Velde",
    ),
    "topic": (
        "the river crossing",
        "the exchange of prisoners",
        "the grain corridor",
        "the demarcation of the border",
        "the railway to the coast",
        "the fishing quota",
        "the return of displaced families",
        "the ceasefire line",
    ),
    "weekday": (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ),
    "saying": (
        "we have never been closer to an answer, and never more tired of waiting",
        "no paragraph of this text was written in our capital",
        "the door is open, but nobody should expect us to stand in it all winter",
        "a signature without a timetable is only ink",
        "our engineers will go back when the guns have been moved",
        "what was agreed in spring still binds both sides today",
        "the figures given this morning are not the figures we counted",
        "people on the river want ferries, not speeches",
        "we will study the offer line by line",
    ),
    "verb": ("said", "told reporters", "argued", "insisted", "conceded", "warned"),
    "thing": (
        "a draft of nine articles",
        "two observation posts",
        "a list of missing persons",
        "an emergency loan",
        "a fleet of river barges",
        "a joint customs house",
        "the disputed census",
    ),
}

_TEMPLATES = (
    '"{saying}," {person}, the {office} of {country}, {verb} on {weekday}.',
    "{office} {person} arrived in {city} on {weekday} to discuss {topic} with {body}.",
    "According to {person}, {thing} would cost {country} some {number} million crowns.",
    "Talks on {topic} broke off after {number} minutes, a diplomat in {city} {verb}.",
    "{country} refused to send {thing} before {body} had met in full.",
    "A spokesman for {body} denied that {number} people had been held near {city}.",
    "Residents of {city} watched {thing} being moved across the bridge at dawn.",
    "{person} {verb} that {topic} could not wait for another round in {city}.",
    "The statement, published by {body}, did not mention {topic} at all.",
    "In {city}, about {number} demonstrators asked the government to drop {thing}.",
    "{country} and {body} will meet again next {weekday}, {person} {verb}.",
    "Shelling was heard for {number} minutes outside {city}, and nobody was hurt.",
    '{person} called the proposal on {topic} "{saying}" and left without questions.',
    "Under the plan, {country} would hand over {thing} within {number} days.",
    "It was the first visit to {city} by a {office} in {number} months.",
    "Analysts in {city} doubt that {body} can settle {topic} this year.",
    "The {office} of {country}, {person}, rejected figures given by {body}.",
    "Earlier on {weekday}, {body} confirmed that {thing} had reached {city}.",
    "Negotiators from {country} asked for {number} more days to study {topic}.",
    'Asked about {topic}, {person} answered: "{saying}."',
    "Ferries between {city} and the islands stopped when {country} closed the port.",
    "The opposition in {country} wants {person} to explain {thing} before a committee.",
    "Some {number} containers remain in {city}, a customs officer {verb}.",
    "{body} voted by a narrow margin to keep {topic} on its agenda.",
    "A court in {country} postponed the case over {thing} until {weekday}.",
    "{person}, who led the delegation in {city}, thanked {body} for its patience.",
    "Prices in {city} rose by {number} crowns after {country} halted grain exports.",
    "Neither {country} nor {body} would say who had paid for {thing}.",
    "Doctors in {city} treated {number} people, most of them for minor injuries.",
    "The two sides signed a protocol on {topic}, {person} {verb} late on {weekday}.",
    "Snow kept {body} from reaching {city}, so the hearing on {topic} was moved.",
    "{office} {person} will brief parliament on {thing} before the recess.",
)

_OUTLETS = (
    "Harbour Telegraph",
    "Velde Courier",
    "Northline Agency",
    "The Tarn Observer",
    "Radio Ashgrove",
    "Eastern Wire",
)

_NATIVE: Mapping[str, tuple[str, ...]] = {
    "russian": (
        "Министр иностранных дел прибыл в столицу для переговоров о границе.",
        "Представитель правительства заявил, что соглашение пока не подписано.",
        "По словам посла, стороны обсудили обмен пленными и открытие дороги.",
        "Президент подчеркнул, что страна не откажется от своих обязательств.",
        "Жители приграничных сёл сообщили о стрельбе в ночь на вторник.",
        "Парламент рассмотрит законопроект о бюджете на следующей неделе.",
        "Наблюдатели не подтвердили сведения о раненых среди мирных граждан.",
        "Эксперты считают, что объявленные цифры нуждаются в проверке.",
    ),
    "french": (
        "Le ministre des Affaires étrangères est arrivé à midi pour négocier.",
        "Selon la présidente, l'accord préservera les intérêts de la région côtière.",
        "Les députés ont déjà débattu du budget, après de très longues hésitations.",
        "Où était l'ambassadeur ? Personne n'a répondu à la question posée lundi.",
        "Des blessés légers ont été évacués vers l'hôpital général de la métropole.",
        "Le gouvernement a rejeté la requête déposée par les pêcheurs de la côte.",
        "Ça ne règle rien, a déclaré le délégué, à peine sorti du théâtre.",
        "Un protocole prévoit l'échange de prisonniers dès la fin de l'été.",
    ),
    "german": (
        "„Wir müssen über die Grenze reden“, sagte der Außenminister am Dienstag.",
        "Die Opposition – sonst zerstritten – stimmte dem Entwurf überraschend zu.",
        "Für den Wiederaufbau der Brücke werden 300 Millionen € benötigt.",
        "Später erklärte die Behörde, die Zahlen würden noch überprüft …",
        "„Das Abkommen gilt weiterhin“, betonte die Präsidentin vor Journalisten.",
        "Bewohner der Dörfer hörten nachts Schüsse und flüchteten über den Fluss.",
        "Der Gesandte reiste anschließend zurück – ohne eine Erklärung abzugeben.",
        "Über die Rückkehr der Familien wird nächste Woche in Köln verhandelt.",
    ),
    "chinese": (
        "外交部长星期二抵达首都，就边界问题举行会谈。",
        "政府发言人表示，双方尚未签署有关协议。",
        "大使说，代表团讨论了交换战俘和开放公路的问题。",
        "总统强调，国家不会放弃已经作出的承诺。",
        "边境村庄的居民报告说，夜间听到了枪声。",
        "议会将于下周审议新的预算法案。",
        "观察员没有证实有关平民受伤的消息。",
        "专家认为，公布的数字需要进一步核实。",
    ),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One made-up report; ``marker`` stands inside the third paragraph."""

    number: int
    title: str
    outlet: str
    published: str
    url: str
    paragraphs: tuple[str, ...]
    marker: str

    @property
    def text(self) -> str:
        """The body alone, paragraphs apart by an empty line."""
        return "\n\n".join(self.paragraphs)

    @property
    def page(self) -> str:
        """Title and body as an agency would file them in a plain-text file."""
        return f"{self.title}\n\n{self.text}\n"

    @property
    def row(self) -> dict[str, str]:
        """The report as a row of JSON Lines, CSV or Parquet."""
        return {
            "id": f"row-{self.number:04d}",
            "title": self.title,
            "outlet": self.outlet,
            "published": self.published,
            "url": self.url,
            "text": self.text,
        }


class Writer:
    """Hands out numbered reports; report ``n`` is the same in every run."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def sample(self) -> Sample:
        """Write the next report."""
        number = next(self._numbers)
        rng = random.Random(f"{_SEED}:{number}")
        marker = f"Marker sentence number {number:04d} stands in this report."
        paragraphs = [_paragraph(rng) for _ in range(rng.randint(5, 7))]
        paragraphs[2] = _with_marker(_paragraph(rng, 4), marker)
        city, outlet = rng.choice(_SLOTS["city"]), rng.choice(_OUTLETS)
        paragraphs[0] = f"{city.upper()} ({outlet}) - {paragraphs[0]}"
        return Sample(
            number=number,
            title=_title(rng),
            outlet=outlet,
            published=date.fromordinal(736_500 + number * 3).isoformat(),
            url=f"https://news.example/{number:04d}",
            paragraphs=tuple(paragraphs),
            marker=marker,
        )

    def native(self, language: str) -> tuple[str, Sample]:
        """Write the next report in another language; return its new paragraph too."""
        sample = self.sample()
        rng = random.Random(f"{_SEED}:{language}:{sample.number}")
        lines = list(_NATIVE[language])
        rng.shuffle(lines)
        native = " ".join(lines)
        paragraphs = (native, " ".join(lines[::-1]), sample.marker, lines[3])
        return native, replace(sample, title=lines[0], paragraphs=paragraphs)


def _sentence(rng: random.Random) -> str:
    slots = {name: rng.choice(choices) for name, choices in _SLOTS.items()}
    sentence = rng.choice(_TEMPLATES).format(number=rng.randint(3, 980), **slots)
    start = 1 if sentence.startswith('"') else 0
    return sentence[:start] + sentence[start].upper() + sentence[start + 1 :]


def _paragraph(rng: random.Random, sentences: int = 0) -> str:
    return " ".join(_sentence(rng) for _ in range(sentences or rng.randint(2, 5)))


def _with_marker(paragraph: str, marker: str) -> str:
    first, rest = paragraph.split(". ", 1) if ". " in paragraph else (paragraph, "")
    return f"{first}. {marker} {rest}"


def _title(rng: random.Random) -> str:
    country, city = rng.choice(_SLOTS["country"]), rng.choice(_SLOTS["city"])
    topic = rng.choice(_SLOTS["topic"]).removeprefix("the ")
    return f"{country} weighs {topic} as envoys meet in {city}"


# --- How a file is made -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of one file and what must come out of them."""

    name: str
    data: bytes
    texts: tuple[str, ...] = ()
    fails: bool = False
    maybe: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


Case = Callable[[Writer], Made]
Place = Callable[[Path, Writer], tuple[Expectation, ...]]


def _write(folder: Path, shelf: Path, kind: str, made: Made) -> Expectation:
    path = shelf / made.name
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(made.data)
    return Expectation(
        path=path,
        kind=kind,
        reports=len(made.texts),
        fails=made.fails,
        texts=made.texts,
        maybe=made.maybe,
        words=made.words,
    )


def _refused(name: str, data: bytes) -> Case:
    """Nothing comes out, and the tally says why."""
    return lambda writer: Made(name, data, fails=True)


def _either(case: Case) -> Case:
    """Reading it and refusing it with a reason are both right."""

    def make(writer: Writer) -> Made:
        made = case(writer)
        return replace(made, texts=(), maybe=made.texts + made.maybe, words=())

    return make


def _changed(
    case: Case,
    change: Callable[[bytes], bytes] = bytes,
    *,
    name: str = "",
    fails: bool = False,
) -> Case:
    """The file of another case under another name or with its bytes changed."""

    def make(writer: Writer) -> Made:
        made = case(writer)
        return replace(
            made,
            name=name or made.name,
            data=change(made.data),
            fails=made.fails or fails,
        )

    return make


def _damaged(case: Case, name: str, change: Callable[[bytes], bytes] = bytes) -> Case:
    """A good file spoilt: a failure, whatever can be saved from it."""
    return _either(_changed(case, change, name=name, fails=True))


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 3 // 5]


# --- Plain text ---------------------------------------------------------------------


def _text(
    change: Callable[[str], str] = str,
    *,
    name: str = "report.txt",
    encoding: str = "utf-8",
    words: tuple[str, ...] = (),
) -> Case:
    """A good plain-text report, its page changed by ``change``."""

    def make(writer: Writer) -> Made:
        sample = writer.sample()
        data = change(sample.page).encode(encoding)
        return Made(name, data, (sample.marker,), words=words)

    return make


def _with_head(head: str, *, name: str = "report.txt") -> Case:
    """A good report under a given head, such as front matter."""
    return _text(lambda page: head + page, name=name)


def _front_matter(name: str) -> Case:
    """A good report whose title, outlet, date and address stand in front matter."""

    def make(writer: Writer) -> Made:
        sample = writer.sample()
        names = ("title", "outlet", "published", "url")
        head = "".join(f"{each}: {json.dumps(sample.row[each])}\n" for each in names)
        text = f"---\n{head}---\n\n{sample.text}\n"
        return Made(name, text.encode(), (sample.marker,))

    return make


def _markdown(writer: Writer) -> Made:
    sample = writer.sample()
    body = sample.text.replace(sample.marker, f"\n\n{sample.marker}\n\n")
    text = f"# {sample.title}\n\n*{sample.outlet}*, {sample.published}\n\n{body}\n"
    return Made("report.md", text.encode(), (sample.marker,))


def _encoded(language: str, encoding: str) -> Case:
    """A text in an older encoding that must decode to the right words."""

    def make(writer: Writer) -> Made:
        native, sample = writer.native(language)
        data = sample.page.encode(encoding)
        return Made("report.txt", data, (sample.marker,), words=(native,))

    return make


def _one_broken_byte(writer: Writer) -> Made:
    """One byte is no UTF-8; the rest must not be read in another encoding for it."""
    sample = writer.sample()
    accents = "Müller and Žižek met “naïve” envoys in Zürich – at last."
    more = "\n\n".join(writer.sample().paragraphs[4] for _ in range(8))
    page = f"{sample.page}\n{accents}\n\n{more}\n".encode()
    broken = page[:-40] + b"\xff" + page[-40:]
    return Made("report.txt", broken, (sample.marker,), words=(accents,))


_YAML_BOMB = (
    "---\na: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in itertools.pairwise("abcdefghijk"))
    + "title: *k\n---\n\n"
)

_YAML_CALL = "---\ntitle: !!python/object/apply:os.system " + f"['echo obeyed > {ESCAPE_NAMES[2]}']\n---\n\n"

_SCRIPTS = "<script>alert('seen')</script><img src=x onerror=\"alert(1)\">"
_BIDI = "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"
_INVISIBLE = "zero\u200bwidth\u200djoined\u2060words\ufeff and soft\u00adhyphen"


def _one_pixel_png() -> bytes:
    def chunk(tag: bytes, data: bytes) -> bytes:
        check = zlib.crc32(tag + data)
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\xff\x7f\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


_NOISE = random.Random(_SEED).randbytes(20_000)
_PNG = _one_pixel_png()

TEXT_CASES: dict[str, Case] = {
    "empty": _refused("report.txt", b""),
    "only_white_space": _refused("report.txt", b" \t\r\n\n\x0c" * 400),
    "only_byte_order_mark": _refused("report.txt", b"\xef\xbb\xbf"),
    "random_bytes": _refused("report.txt", _NOISE),
    "png_named_txt": _refused("report.txt", _PNG),
    "damaged_pdf": _refused("report.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
    "unread_jpg": _refused("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + _NOISE),
    "utf8_bom": _text(encoding="utf-8-sig"),
    "utf16_le_bom": _text(lambda page: "\ufeff" + page, encoding="utf-16-le"),
    "utf16_be_bom": _text(lambda page: "\ufeff" + page, encoding="utf-16-be"),
    "utf16_no_bom": _either(_text(encoding="utf-16-le")),
    "utf32_bom": _either(_text(encoding="utf-32")),
    "cp1251": _encoded("russian", "cp1251"),
    "koi8_r": _encoded("russian", "koi8-r"),
    "cp1252": _encoded("german", "cp1252"),
    "latin_1": _encoded("french", "latin-1"),
    "gb18030": _encoded("chinese", "gb18030"),
    "one_broken_byte": _one_broken_byte,
    "old_mac_line_ends": _text(lambda page: page.replace("\n", "\r")),
    "mixed_line_ends": _text(lambda page: page.replace("\n\n", "\r\n\n\u2028\x85\n\r")),
    "nul_characters": _either(_text(lambda page: page.replace(" the ", " the\0 ", 3))),
    "right_to_left": _text(lambda page: f"{page}\n{_BIDI}\n", words=(_BIDI,)),
    "invisible": _text(lambda page: f"{page}\n{_INVISIBLE}\n", words=(_INVISIBLE,)),
    "stacked_accents": _text(lambda page: page + "o" + "\u0301\u0323" * 5_000 + "\n"),
    "unclosed_marks": _text(lambda page: page + "\u201cwe go " * 2_000),
    "unclosed_straight_marks": _text(lambda page: page + 'he said: "' * 2_001),
    "open_brackets": _text(lambda page: page + "(and [" * 10_000),
    "endless_word": _text(lambda page: page + "a" * 200_000 + "\n"),
    "script_tags": _text(lambda page: f"{page}\n{_SCRIPTS}\n", words=(_SCRIPTS,)),
    "looks_like_html": _with_head("<html> is how the envoy began his letter.\n\n"),
    "yaml_bomb": _with_head(_YAML_BOMB, name="report.md"),
    "yaml_bomb_txt": _with_head(_YAML_BOMB),
    "yaml_call": _with_head(_YAML_CALL, name="report.md"),
    "yaml_invalid": _with_head("---\ntitle: [unclosed\n\t: :\n---\n\n", name="report.md"),
    "yaml_list": _with_head("---\n- one\n- two\n---\n\n", name="report.md"),
    "yaml_odd_types": _with_head("---\ntitle: 42\noutlet: [a]\npublished: {b: c}\n---\n\n"),
    "yaml_no_end": _with_head("---\ntitle: Nothing closes this\n\n", name="report.md"),
}


# --- File names ---------------------------------------------------------------------

NAME_CASES: dict[str, Case] = {
    kind: _text(name=name)
    for kind, name in {
        "name_newline": "first line\nsecond line.txt",
        "name_quotes": 'it\'s a "quoted" `name`; $(echo no).txt',
        "name_emoji": "\U0001f4f0 r\u00e9sum\u00e9 \u202etxt.txt",
        "name_long": "n" * 196 + ".txt",
        "name_dash": "-rf.txt",
        "name_double_dash": "--into.txt",
        "name_row_number": "a.jsonl#3.txt",
        "name_member": "b.zip!c.txt",
        "name_percent": "%2e%2e%2fescape%00.txt",
        "name_spaces": " leading and trailing .txt",
        "name_markup": "[bold]<b>rich.txt",
        "name_upper_case": "REPORT.TXT",
        "name_two_endings": "report.json.txt",
    }.items()
} | {"name_no_ending": _either(_text(name="report"))}


# --- JSON Lines ---------------------------------------------------------------------


def _line(sample: Sample, **changes: object) -> str:
    return json.dumps({**sample.row, **changes}, ensure_ascii=False)


def _json_rows(writer: Writer) -> Made:
    samples = [writer.sample() for _ in range(3)]
    data = "".join(_line(sample) + "\n" for sample in samples).encode()
    return Made("rows.jsonl", data, tuple(sample.marker for sample in samples))


def _bad_lines(*lines: str) -> Case:
    """Lines that must be refused, between two good rows."""

    def make(writer: Writer) -> Made:
        first, last = writer.sample(), writer.sample()
        data = "\n".join((_line(first), *lines, _line(last), ""))
        return Made("rows.jsonl", data.encode(), (first.marker, last.marker), fails=True)

    return make


def _odd_lines(*makers: Callable[[Sample], str], required: bool = True) -> Case:
    """Odd rows between two good ones; where not required they may be refused."""

    def make(writer: Writer) -> Made:
        first, last = writer.sample(), writer.sample()
        odd = [writer.sample() for _ in makers]
        lines = [make_line(sample) for make_line, sample in zip(makers, odd, strict=True)]
        data = "\n".join((_line(first), *lines, _line(last), "")).encode()
        good, markers = (first.marker, last.marker), tuple(each.marker for each in odd)
        if required:
            return Made("rows.jsonl", data, good + markers)
        return Made("rows.jsonl", data, good, maybe=markers)

    return make


def _odd_row(**changes: object) -> Callable[[Sample], str]:
    return lambda sample: _line(sample, **changes)


def _row_text(change: Callable[[str], str]) -> Callable[[Sample], str]:
    return lambda sample: _line(sample, text=change(sample.text))


def _row_without_text(**values: object) -> str:
    return json.dumps({"id": "bad", "title": "A row that must be refused"} | values)


def _extra(raw: str) -> Callable[[Sample], str]:
    """A row with one more field, whose value is the given raw JSON."""
    return lambda sample: _line(sample)[:-1] + f', "extra": {raw}}}'


def _token_row(sample: Sample) -> str:
    sentences = [paragraph.split() for paragraph in sample.paragraphs]
    row = {key: value for key, value in sample.row.items() if key != "text"}
    return json.dumps({**row, "tokens": sentences})


_DEEP = "[" * 100_000 + "]" * 100_000
_BAD_DATES = (
    "not a date",
    "0000-00-00",
    "2024-13-45",
    "9999999999",
    "Tuesday",
    "-1",
    " ",
)

_WRONG_TEXTS: tuple[object, ...] = (7, 1.5, True, ["a"], {"a": "b"})
_WRONG_TOKENS: tuple[object, ...] = (["flat"], [[1, 2]], "text", {})
_WRONG_DATES: tuple[object, ...] = (20240319, -1.5, True, ["a"], {"a": 1})
_WRONG_TITLES: tuple[object, ...] = (42, ["a"], {"a": 1})

JSON_CASES: dict[str, Case] = {
    "jsonl_bad_line": _bad_lines('{"text": "cut in the mid', "{}}", "no json at all"),
    "jsonl_list": _bad_lines('["a list", "is no row"]', "[]"),
    "jsonl_scalars": _bad_lines("42", '"a string"', "null", "true", "NaN"),
    "jsonl_deep_brackets": _bad_lines(_DEEP),
    "jsonl_wrong_text_type": _bad_lines(*(_row_without_text(text=value) for value in _WRONG_TEXTS)),
    "jsonl_no_text": _bad_lines(_row_without_text(), _row_without_text(remarks="elsewhere")),
    "jsonl_null_text": _bad_lines(_row_without_text(text=None)),
    "jsonl_empty_text": _bad_lines(_row_without_text(text=""), _row_without_text(text=" \n")),
    "jsonl_nan_text": _bad_lines(_row_without_text(text=float("nan"))),
    "jsonl_bad_tokens": _bad_lines(*(_row_without_text(tokens=value) for value in _WRONG_TOKENS)),
    "jsonl_nulls": _odd_lines(_odd_row(title=None, outlet=None, published=None, url=None)),
    "jsonl_bad_dates": _odd_lines(*(_odd_row(published=value) for value in _BAD_DATES)),
    "jsonl_odd_dates": _odd_lines(*(_odd_row(published=value) for value in _WRONG_DATES), required=False),
    "jsonl_number_ids": _odd_lines(_odd_row(id=7), _odd_row(id=0)),
    "jsonl_odd_titles": _odd_lines(*(_odd_row(title=value) for value in _WRONG_TITLES), required=False),
    "jsonl_same_id": _odd_lines(_odd_row(id="same"), _odd_row(id="same")),
    "jsonl_nan": _odd_lines(_extra("NaN"), _extra("-Infinity"), required=False),
    "jsonl_huge_number": _odd_lines(_extra("1" * 5_000), _extra("1e999"), required=False),
    "jsonl_deep_field": _odd_lines(_extra(_DEEP), required=False),
    "jsonl_lone_surrogate": _odd_lines(
        lambda sample: _line(sample)[:-2] + ' \\ud800 and \\udc00."}',
        lambda sample: _line(sample)[:-1] + ', "outlet": "\\udfff"}',
        required=False,
    ),
    "jsonl_nul": _odd_lines(_row_text(lambda text: text.replace(" ", " \0", 2))),
    "jsonl_line_separators": _odd_lines(_row_text(lambda text: text.replace("\n\n", "\u2028\x85\u2029\x1c"))),
    "jsonl_script_tags": _odd_lines(_odd_row(title=_SCRIPTS, outlet=_SCRIPTS, url="javascript:alert(1)")),
    "jsonl_tokens": _odd_lines(_token_row),
    "jsonl_bom": _changed(_json_rows, lambda data: b"\xef\xbb\xbf" + data),
    "jsonl_blank_lines": _changed(_json_rows, lambda data: data.replace(b"\n", b"\r\n\r\n  \n")),
    "jsonl_no_last_line_end": _changed(_json_rows, lambda data: data.rstrip(b"\n")),
    "jsonl_one_bad_byte": _changed(
        _json_rows,
        lambda data: data.replace(b"\n", b'\n{"id": "bad", "text": "\xff\xfe\xff"\n', 1),
        fails=True,
    ),
    "jsonl_empty": _refused("rows.jsonl", b""),
    "jsonl_random_bytes": _refused("rows.jsonl", _NOISE),
}


# --- CSV and Parquet ----------------------------------------------------------------

_COLUMNS = ("id", "title", "outlet", "published", "url", "text")


def _csv_bytes(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_COLUMNS, *rows])
    return out.getvalue().encode()


def _values(sample: Sample) -> list[str]:
    return [sample.row[name] for name in _COLUMNS]


def _csv_rows(writer: Writer) -> Made:
    samples = [writer.sample() for _ in range(3)]
    data = _csv_bytes(map(_values, samples))
    return Made("rows.csv", data, tuple(sample.marker for sample in samples))


def _csv_unclosed(writer: Writer) -> Made:
    first, second, third = (writer.sample() for _ in range(3))
    data = _csv_bytes(map(_values, (first, second, third)))
    text = data.index(second.paragraphs[0].encode()[:20])
    closing = data.index(b"\r\nrow-", text) - 1
    data = data[:closing] + data[closing + 1 :]
    return Made(
        "rows.csv",
        data,
        (first.marker,),
        fails=True,
        maybe=(second.marker, third.marker),
    )


def _csv_ragged(writer: Writer) -> Made:
    first, wide, last = (writer.sample() for _ in range(3))
    rows = [_values(first), ["bad", "short"], [*_values(wide), "more", "yet more"]]
    data = _csv_bytes([*rows, _values(last)])
    return Made("rows.csv", data, (first.marker, last.marker), fails=True, maybe=(wide.marker,))


def _csv_nul(writer: Writer) -> Made:
    first, odd, last = (writer.sample() for _ in range(3))
    data = _csv_bytes(map(_values, (first, odd, last)))
    data = data.replace(odd.title.encode(), b"\0" + odd.title.encode())
    return Made("rows.csv", data, (first.marker, last.marker), maybe=(odd.marker,))


def _csv_long_field(writer: Writer) -> Made:
    """A text longer than the standard reader's limit on a field."""
    sample = writer.sample()
    longer = f"{sample.text}\n\n" + "\n\n".join([writer.sample().paragraphs[1]] * 400)
    values = [*_values(sample)[:-1], longer + "x" * 140_000]
    return Made("rows.csv", _csv_bytes([values]), (sample.marker,))


def _parquet_bytes(columns: Mapping[str, object], compression: str = "snappy") -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), out, compression=compression)
    return bytes(out.getvalue().to_pybytes())


def _columns(samples: Sequence[Sample]) -> dict[str, list[object]]:
    return {name: [sample.row[name] for sample in samples] for name in _COLUMNS}


def _parquet(
    change: Callable[[dict[str, list[object]]], Mapping[str, object]] = dict,
) -> Case:
    """Three good rows, their columns changed by ``change``."""

    def make(writer: Writer) -> Made:
        samples = [writer.sample() for _ in range(3)]
        data = _parquet_bytes(change(_columns(samples)))
        return Made("rows.parquet", data, tuple(sample.marker for sample in samples))

    return make


def _parquet_null_row(writer: Writer) -> Made:
    samples = [writer.sample() for _ in range(2)]
    columns = {name: [*values, None] for name, values in _columns(samples).items()}
    markers = tuple(sample.marker for sample in samples)
    return Made("rows.parquet", _parquet_bytes(columns), markers, fails=True)


def _parquet_bad_text(writer: Writer) -> Made:
    """A file whose structure is sound, with bytes in one text that are no UTF-8."""
    samples = [writer.sample() for _ in range(3)]
    data = _parquet_bytes(_columns(samples), "none")
    spoilt = samples[0].paragraphs[0].encode()[-32:]
    markers = tuple(sample.marker for sample in samples)
    return Made("rows.parquet", data.replace(spoilt, b"\xa5" * 32), maybe=markers)


def _as_dates(columns: dict[str, list[object]]) -> dict[str, object]:
    days = [datetime.fromisoformat(str(value)) for value in columns["published"]]
    text = pa.array(columns["text"]).dictionary_encode()
    return columns | {
        "published": pa.array(days, pa.timestamp("us", "UTC")),
        "text": text,
    }


TABLE_CASES: dict[str, Case] = {
    "csv_unclosed_quote": _csv_unclosed,
    "csv_ragged": _csv_ragged,
    "csv_nul": _csv_nul,
    "csv_header_only": _refused("rows.csv", _csv_bytes([])),
    "csv_empty": _refused("rows.csv", b""),
    "csv_no_text_column": _refused("rows.csv", b"id,remarks\r\n1,nothing here\r\n"),
    "csv_long_field": _csv_long_field,
    "csv_bom": _changed(_csv_rows, lambda data: b"\xef\xbb\xbf" + data),
    "csv_random_bytes": _refused("rows.csv", _NOISE),
    "csv_utf16": _either(_changed(_csv_rows, lambda data: ("\ufeff" + data.decode()).encode("utf-16-le"))),
    "csv_is_parquet": _either(_changed(_parquet(), name="rows.csv")),  # read for what it is, or refused
    "parquet_truncated": _damaged(_parquet(), "rows.parquet", _cut),
    "parquet_bad_text": _parquet_bad_text,
    "parquet_random_bytes": _refused("rows.parquet", b"PAR1" + _NOISE + b"PAR1"),
    "parquet_no_text": _refused("rows.parquet", _parquet_bytes({"id": ["1"], "remarks": ["x"]})),
    "parquet_number_text": _refused("rows.parquet", _parquet_bytes({"text": [1, 2]})),
    "parquet_no_rows": _refused("rows.parquet", _parquet_bytes({"text": pa.array([], "string")})),
    "parquet_null_text": _parquet_null_row,
    "parquet_typed_columns": _parquet(_as_dates),
    "parquet_binary_text": _either(
        _parquet(lambda columns: columns | {"text": pa.array(columns["text"], pa.binary())})
    ),
}


# --- Saved pages --------------------------------------------------------------------

_NAV = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "about"))


def _article(sample: Sample) -> str:
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in sample.paragraphs)
    return f"<article><h1>{sample.title}</h1>\n{paragraphs}\n</article>"


def _html(sample: Sample, body: str, charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="{charset}">'
        f"<title>{sample.title}</title>"
        f'<meta property="og:site_name" content="{sample.outlet}">'
        f'<meta property="article:published_time" content="{sample.published}">'
        f'<link rel="canonical" href="{sample.url}"></head>\n<body><nav><ul>{_NAV}</ul>'
        f"</nav>\n{body}\n<footer><p>All rights reserved.</p></footer></body></html>\n"
    )


def _page(change: Callable[[str], str] = str, *, name: str = "page.html") -> Case:
    """A saved page with a good article, its markup changed by ``change``."""

    def make(writer: Writer) -> Made:
        sample = writer.sample()
        page = change(_html(sample, _article(sample)))
        return Made(name, page.encode(), (sample.marker,))

    return make


def _page_in(encoding: str, declared: str) -> Case:
    """A Russian page in one encoding that declares this or another one."""

    def make(writer: Writer) -> Made:
        native, sample = writer.native("russian")
        page = _html(sample, _article(sample), declared)
        words = (native,) if encoding == declared else ()
        return Made("page.html", page.encode(encoding), (sample.marker,), words=words)

    return make


def _page_without_article(body: str) -> Case:
    page = f"<!DOCTYPE html><html><head><title>News</title></head>{body}</html>"
    return _refused("page.html", page.encode())


_XML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_DEEP_DIVS = "<div>" * 50_000
_HUGE_ATTRIBUTE = f'<div data-state="{"x" * (2 * _MIB)}"></div>'

PAGE_CASES: dict[str, Case] = {
    "html_unclosed": _page(lambda page: re.sub("</(p|article|body|html|nav|ul|li)>", "", page)),
    "html_no_head": _page(lambda page: page[page.index("<article>") : page.index("<footer>")]),
    "html_cut": _page(lambda page: page[: page.index("</article>") - 3]),
    "html_no_body": _page_without_article(""),
    "html_only_nav": _page_without_article(f"<body><nav><ul>{_NAV}</ul></nav></body>"),
    "html_only_script": _page_without_article("<body><div id=root></div><script>start({a: 1})</script></body>"),
    "html_empty": _refused("page.html", b""),
    "html_png": _refused("page.html", _PNG),
    "html_deep": _either(_page(lambda page: page.replace("<article>", _DEEP_DIVS + "<article>"))),
    "html_huge_attribute": _page(lambda page: page.replace("<article>", _HUGE_ATTRIBUTE + "<article>")),
    "html_open_comment": _either(_page(lambda page: page.replace("<article>", "<!-- never closed <article>"))),
    "html_nul": _either(_page(lambda page: page.replace("<p>", "<p>\0", 2))),
    "html_xml_declaration": _page(lambda page: _XML_HEAD + page),
    "html_entities": _page(lambda page: page.replace("<p>", "<p>&#xD800;&bogus;&#0; ", 1)),
    "html_scripts": _page(lambda page: page.replace("</p>", "<script>document.write('no')</script></p>")),
    "html_declared_cp1251": _page_in("windows-1251", "windows-1251"),
    "html_wrong_charset": _page_in("utf-8", "iso-8859-1"),
    "html_false_utf8": _page_in("windows-1251", "utf-8"),
    "html_unknown_charset": _page_in("utf-8", "x-no-such-thing"),
    "html_upper_case_ending": _page(name="PAGE.HTM"),
    "html_named_txt": _either(_page(name="page.txt")),
}


# --- Archives -----------------------------------------------------------------------

_ZIP_DATE = (2024, 3, 19, 12, 0, 0)


def _zip_bytes(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack members, two of the same name included."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, data in members:
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = method
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def _zip(*names: str, method: int = zipfile.ZIP_DEFLATED) -> Case:
    """An archive of good plain-text reports under the given names."""

    def make(writer: Writer) -> Made:
        samples = [writer.sample() for _ in names]
        pages = (sample.page.encode() for sample in samples)
        data = _zip_bytes(zip(names, pages, strict=True), method)
        return Made("reports.zip", data, tuple(sample.marker for sample in samples))

    return make


_zip_of_two = _zip("one.txt", "two.txt")


def _zip_of_formats(writer: Writer) -> Made:
    """An archive with a member of each of several formats, in folders."""
    cases = (_text(), _markdown, _page(), _json_rows, _csv_rows)
    made = [case(writer) for case in cases]
    data = _zip_bytes((f"2019/{each.name}", each.data) for each in made)
    return Made("reports.zip", data, tuple(text for each in made for text in each.texts))


def _beside_good(*bad: tuple[str, bytes], change: Callable[[bytes], bytes] = bytes) -> Case:
    """An archive whose bad members are refused and whose good ones come out."""

    def make(writer: Writer) -> Made:
        first, last = writer.sample(), writer.sample()
        members = [("a.txt", first.page.encode()), *bad, ("z.txt", last.page.encode())]
        data = change(_zip_bytes(members))
        return Made("reports.zip", data, (first.marker, last.marker), fails=True)

    return make


def _patched(archive: bytes, name: str, local_at: int, value: bytes) -> bytes:
    """Overwrite a header field of one member, in both places where it stands.

    ``local_at`` counts from the start of the local header; the central directory
    keeps the same field two bytes further on.
    """
    patched = bytearray(archive)
    for signature, name_at, field_at in (
        (b"PK\x03\x04", 30, local_at),
        (b"PK\x01\x02", 46, local_at + 2),
    ):
        start = archive.index(signature)
        while archive[start + name_at : start + name_at + len(name)] != name.encode():
            start = archive.index(signature, start + 1)
        patched[start + field_at : start + field_at + len(value)] = value
    return bytes(patched)


_BAD_PAGE = b"The envoys left early on Tuesday and nothing more was heard of them. " * 40


def _zip_bad_checksum(archive: bytes) -> bytes:
    return _patched(archive, "bad.txt", 14, b"\x01\x02\x03\x04")


def _zip_encrypted(archive: bytes) -> bytes:
    return _patched(archive, "bad.txt", 6, b"\x01\x00")


def _zip_unknown_method(archive: bytes) -> bytes:
    return _patched(archive, "bad.txt", 8, b"\x63\x00")


def _zip_lying_size(archive: bytes) -> bytes:
    return _patched(archive, "bad.txt", 22, struct.pack("<I", 100))


def _docx(writer: Writer) -> Made:
    body = f"<w:document><w:p>{writer.sample().text}</w:p></w:document>"
    members = [
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", body.encode()),
    ]
    return Made("report.docx", _zip_bytes(members), fails=True)


def _zip_in_zip(writer: Writer) -> Made:
    inner = _zip_of_two(writer)
    data = _zip_bytes([("inner.zip", inner.data)])
    return Made("reports.zip", data, maybe=inner.texts)


def _zip_of_copies(writer: Writer) -> Made:
    """One report under two names is one report."""
    sample = writer.sample()
    data = _zip_bytes([(name, sample.page.encode()) for name in ("a.txt", "b/c.txt")])
    return Made("reports.zip", data, (sample.marker,))


def _zipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _gzip(case: Case, name: str) -> Case:
    return _changed(case, _zipped, name=name)


def _zipped_in_two(data: bytes) -> bytes:
    return _zipped(data[:300]) + _zipped(data[300:])


ARCHIVE_CASES: dict[str, Case] = {
    "gz_truncated": _damaged(_gzip(_text(), ""), "report.txt.gz", _cut),
    "jsonl_gz_truncated": _damaged(_gzip(_json_rows, ""), "rows.jsonl.gz", _cut),
    "gz_bad_checksum": _damaged(
        _gzip(_text(), ""),
        "report.txt.gz",
        lambda data: data[:-8] + b"\1\2\3\4" + data[-4:],
    ),
    "gz_random_bytes": _refused("report.txt.gz", b"\x1f\x8b\x08\x00" + _NOISE),
    "gz_empty": _refused("report.txt.gz", b""),
    "gz_of_nothing": _refused("report.txt.gz", _zipped(b"")),
    "gz_of_png": _refused("report.txt.gz", _zipped(_PNG)),
    "gz_not_compressed": _either(_text(name="report.txt.gz")),
    "gz_two_members": _changed(_text(), _zipped_in_two, name="report.txt.gz"),
    "gz_cp1251": _gzip(_encoded("russian", "cp1251"), "report.txt.gz"),
    "zip_truncated": _damaged(_zip_of_two, "reports.zip", _cut),
    "zip_bad_checksum": _beside_good(("bad.txt", _BAD_PAGE), change=_zip_bad_checksum),
    "zip_encrypted": _beside_good(("bad.txt", _BAD_PAGE), change=_zip_encrypted),
    "zip_unknown_method": _beside_good(("bad.txt", _BAD_PAGE), change=_zip_unknown_method),
    "zip_lying_size": _beside_good(("bad.txt", _BAD_PAGE), change=_zip_lying_size),
    "zip_png_member": _beside_good(("photo.png", _PNG), ("photo.txt", _PNG)),
    "zip_empty_member": _beside_good(("empty.txt", b""), ("folder/", b"")),
    "zip_traversal": _zip(
        f"../../{ESCAPE_NAMES[0]}",
        f"a/../../../../{ESCAPE_NAMES[0]}",
        f"..\\..\\{ESCAPE_NAMES[0]}",
        "good.txt",
    ),
    "zip_absolute": _zip(str(ABSOLUTE_ESCAPE), f"C:\\{ESCAPE_NAMES[0]}", "good.txt"),
    "zip_same_name_twice": _zip("report.txt", "report.txt"),
    "zip_copies": _zip_of_copies,
    "zip_odd_names": _zip("a\nb.txt", "-c.txt", "d!e#1.txt", "\U0001f4f0.txt"),
    "zip_lzma": _either(_zip("one.txt", method=zipfile.ZIP_LZMA)),
    "zip_named_txt": _either(_changed(_zip_of_two, name="report.txt")),  # opened for what it is, or refused
    "malformed_docx": _docx,
    "zip_in_zip": _zip_in_zip,
    "zip_of_nothing": _refused("reports.zip", _zip_bytes([])),
    "zip_random_bytes": _refused("reports.zip", b"PK\x03\x04" + _NOISE),
    "zip_is_text": _either(_text(name="report.zip")),
}


# --- Feeds, web archives and mails -----------------------------------------------------


def _feed(*broken: str, change: Callable[[bytes], bytes] = bytes, fails: bool = False) -> Case:
    """An RSS feed of two good entries with broken ones between them."""

    def make(writer: Writer) -> Made:
        samples = [writer.sample(), writer.sample()]
        good = [
            f"<item><title>{sample.title}</title><link>{sample.url}</link><description><![CDATA["
            + "".join(f"<p>{paragraph}</p>" for paragraph in sample.paragraphs)
            + "]]></description></item>"
            for sample in samples
        ]
        items = "\n".join((good[0], *broken, good[1]))
        feed = f'{_XML_HEAD}<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
        return Made("feed.xml", change(feed.encode()), tuple(sample.marker for sample in samples), fails)

    return make


def _record(block: bytes, url: str, length: int | None = None) -> bytes:
    """One record of a web archive that holds an HTTP response."""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _warc(*broken: bytes, name: str = "crawl.warc", pack: Callable[[bytes], bytes] = bytes, fails: bool = True) -> Case:
    """A web archive of two good pages with broken records between them, each packed by itself."""

    def make(writer: Writer) -> Made:
        samples = [writer.sample(), writer.sample()]
        good = [
            pack(
                _record(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _html(sample, _article(sample)).encode(),
                    sample.url,
                )
            )
            for sample in samples
        ]
        data = b"".join((good[0], *broken, good[1]))
        return Made(name, data, tuple(sample.marker for sample in samples), fails)

    return make


def _mail(head: str, *, name: str = "mail.eml", change: Callable[[bytes], bytes] = bytes) -> Case:
    """A mail with a good body under these header lines."""

    def make(writer: Writer) -> Made:
        sample = writer.sample()
        data = f"Subject: {sample.title}\r\n{head}\r\n\r\n{sample.text}\r\n".encode()
        return Made(name, change(data), (sample.marker,))

    return make


def _mhtml(writer: Writer) -> Made:
    """A saved page among its style sheets."""
    sample = writer.sample()
    head = "From: <Saved by Blink>\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    parts = f"--b\r\nContent-Type: text/html\r\n\r\n{_html(sample, _article(sample))}\r\n--b\r\nContent-Type: text/css\r\n\r\np {{}}\r\n--b--\r\n"
    return Made("page.mhtml", (head + parts).encode(), (sample.marker,))


_BAD_RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + _NOISE[:500]

FEED_CASES: dict[str, Case] = {
    "feed_unclosed_entry": _feed("<item><title>Lost<description>", fails=True),
    "feed_bare_signs": _feed("<item><description>5 < 6 & &#xD800; &nbsp;", fails=True),
    "feed_no_text": _feed("<item><title>Only a title</title></item>", fails=True),
    "feed_entity_bomb": _feed(change=lambda data: data.replace(b"<rss", b'<!DOCTYPE r [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]><rss', 1)),
    "feed_cut": _either(_changed(_feed(), _cut, fails=True)),
    "feed_wrong_encoding": _feed(change=lambda data: data.replace(b"utf-8", b"utf-16", 1)),
    "feed_empty": _refused("feed.rss", b"<rss><channel></channel></rss>"),
    "feed_random_bytes": _refused("feed.rss", _NOISE),
    "warc_bad_length": _warc(_record(b"HTTP/1.1 200 OK\r\n\r\nx", "https://x.example", 10**12)),
    "warc_bad_encoding": _warc(_record(_BAD_RESPONSE, "https://x.example")),
    "warc_rubbish": _warc(b"rubbish" * 9),
    "warc_no_pages": _warc(_record(b"HTTP/1.1 404 No\r\n\r\n", "https://x.example")),
    "warc_gz_broken_member": _warc(_zipped(_NOISE)[:300] + b"\xff" * 9, name="crawl.warc.gz", pack=_zipped),
    "warc_random_bytes": _refused("crawl.warc", _NOISE),
    "mail_broken_headers": _mail("From: ((((\r\nDate: never\r\nContent-Type: text/plain; charset=punycode"),
    "mail_endless_header": _mail("To: " + "a@b.c, " * 100_000),
    "mail_nul": _mail("From: a\0b"),
    "mail_random_bytes": _refused("mail.eml", _NOISE),
    "mhtml": _mhtml,
    "mhtml_random_bytes": _refused("page.mhtml", _NOISE),
}  # fmt: skip


# --- Heavy files --------------------------------------------------------------------


def _gzip_bomb(head: bytes, mib: int) -> bytes:
    """Compress ``head`` and then ``mib`` MiB of zeros, as one gzip member.

    One block of zeros is compressed and repeated: after a full flush no block looks
    back at the one before, so this takes no longer than the checksum.
    """
    block = bytes(16 * _MIB)
    checksum = zlib.crc32(head)
    for _ in range(mib // 16):
        checksum = zlib.crc32(block, checksum)
    end = _deflated(b"", zlib.Z_FINISH)
    body = _deflated(head) + _deflated(block) * (mib // 16) + end
    size = (len(head) + mib // 16 * len(block)) & 0xFFFFFFFF
    start = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return start + body + struct.pack("<II", checksum, size)


def _deflated(data: bytes, flush: int = zlib.Z_FULL_FLUSH) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush(flush)


def _zip_of_zeros(mib: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("zeros.txt", _ZIP_DATE)
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w") as member:
            for _ in range(mib):
                member.write(bytes(_MIB))
    return out.getvalue()


def _zip_bomb(writer: Writer) -> Made:
    return Made("reports.zip", _zip_of_zeros(256), fails=True)


def _nested_zip_bomb(writer: Writer) -> Made:
    inner = _zip_of_zeros(128)
    middle = _zip_bytes((f"{number}.zip", inner) for number in range(16))
    data = _zip_bytes((f"{number}.zip", middle) for number in range(16))
    return Made("reports.zip", data, fails=True)


def _many_members(writer: Writer) -> Made:
    """A small archive of very many small members; each is refused or none is read."""
    data = _zip_bytes((f"{number}.txt", b" ") for number in range(20_000))
    return Made("reports.zip", data, fails=True)


def _jsonl_gzip_bomb(writer: Writer) -> Made:
    sample = writer.sample()
    data = _gzip_bomb(f"{_line(sample)}\n".encode(), 1024)
    return Made("rows.jsonl.gz", data, fails=True, maybe=(sample.marker,))


def _long_line(writer: Writer, size: int) -> tuple[str, str]:
    """One line of prose of about ``size`` characters, and the marker it starts with."""
    sample = writer.sample()
    filler = " ".join(writer.sample().paragraphs[0] for _ in range(400))

    line = f"{sample.marker} {filler * (size // len(filler) + 1)}"
    return line[:size], sample.marker


def _long_text_line(writer: Writer) -> Made:
    line, marker = _long_line(writer, 50_000_000)
    return Made("report.txt", line.encode(), maybe=(marker,))


def _long_json_line(writer: Writer) -> Made:
    first, last = writer.sample(), writer.sample()
    text, marker = _long_line(writer, 50_000_000)
    lines = (_line(first), json.dumps({"id": "long", "text": text}), _line(last), "")
    markers = (first.marker, last.marker)
    return Made("rows.jsonl", "\n".join(lines).encode(), markers, maybe=(marker,))


HEAVY_CASES: dict[str, Case] = {
    "gz_bomb": lambda writer: Made("report.txt.gz", _gzip_bomb(b"", 1536), fails=True),
    "jsonl_gz_bomb": _jsonl_gzip_bomb,
    "zip_bomb": _zip_bomb,
    "zip_nested_bomb": _nested_zip_bomb,
    "zip_many_members": _many_members,
    "long_line_txt": _long_text_line,
    "long_line_jsonl": _long_json_line,
}


# --- Links, pipes and other places --------------------------------------------------


def _good_file(path: Path, writer: Writer) -> str:
    """Write a good report and return its marker."""
    sample = writer.sample()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sample.page.encode())
    return sample.marker


def _taken(path: Path | str, kind: str, *texts: str) -> Expectation:
    return Expectation(Path(path), kind, len(texts), False, texts)


def _listed(path: Path | str, kind: str) -> Expectation:
    return Expectation(Path(path), kind, 0, True, ())


def _link_loop(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    """A folder that holds itself: read once, and no need to list the link."""
    marker = _good_file(place / "inner" / "report.txt", writer)
    (place / "inner" / "again").symlink_to("../inner", target_is_directory=True)
    again = Expectation(Path("inner/again"), "link_loop", 0, False, ())
    return (_taken("inner/report.txt", "link_loop", marker), again)


def _link_to_itself(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    place.mkdir(parents=True)
    (place / "left.txt").symlink_to("right.txt")
    (place / "right.txt").symlink_to("left.txt")
    return tuple(_listed(name, "link_to_itself") for name in ("left.txt", "right.txt"))


def _broken_link(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    place.mkdir(parents=True)
    (place / "gone.txt").symlink_to("nowhere.txt")
    return (_listed("gone.txt", "broken_link"),)


def _good_link(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    marker = _good_file(place / "report.txt", writer)
    (place / "link.txt").symlink_to("report.txt")
    names = ("report.txt", "link.txt")
    return tuple(_taken(name, "good_link", marker) for name in names)


def _pipe(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    place.mkdir(parents=True)
    os.mkfifo(place / "pipe.txt")
    return (_listed("pipe.txt", "pipe"),)


def _unreadable(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    """A file nobody may read, except that root may read everything."""
    marker = _good_file(place / "secret.txt", writer)
    (place / "secret.txt").chmod(0)
    if os.geteuid() == 0:
        return (_taken("secret.txt", "unreadable", marker),)
    return (_listed("secret.txt", "unreadable"),)


def _copies(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    """The same bytes under three names are one report."""
    marker = _good_file(place / "first.txt", writer)
    names = ("first.txt", "second.txt", "deeper/third.txt")
    for name in names[1:]:
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes((place / names[0]).read_bytes())
    return tuple(_taken(name, "copies", marker) for name in names)


def _copied_rows(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    """The same rows in three formats are the same reports."""
    samples = [writer.sample() for _ in range(2)]
    markers = tuple(sample.marker for sample in samples)
    lines = "".join(_line(sample) + "\n" for sample in samples).encode()
    files = {
        "rows.jsonl": lines,
        "rows.jsonl.gz": _zipped(lines),
        "rows.csv": _csv_bytes(map(_values, samples)),
        "rows.parquet": _parquet_bytes(_columns(samples)),
    }
    place.mkdir(parents=True)
    for name, data in files.items():
        (place / name).write_bytes(data)
    return tuple(_taken(name, "copied_rows", *markers) for name in files)


def _folder_named_like_a_file(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    names = ("trap.txt/report.txt", "trap.zip/report.txt", "empty.jsonl")
    (place / names[2]).mkdir(parents=True)
    kind = "folder_named_like_a_file"
    return tuple(_taken(name, kind, _good_file(place / name, writer)) for name in names[:2])


def _deep_folder(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    path = Path(*(f"level {number}" for number in range(60)), "report.txt")
    return (_taken(path, "deep_folder", _good_file(place / path, writer)),)


def _name_not_unicode(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    """A file name that is no UTF-8; some file systems refuse to hold one."""
    name = os.fsdecode(b"caf\xe9 \xff.txt")
    try:
        marker = _good_file(place / name, writer)
    except OSError:
        return ()
    return (_taken(name, "name_not_unicode", marker),)


def _endless_link(place: Path, writer: Writer) -> tuple[Expectation, ...]:
    """Links to devices that never end; reading them without a limit never stops."""
    place.mkdir(parents=True)
    names = {"zeros.txt": "/dev/zero", "noise.jsonl": "/dev/urandom"}
    for name, device in names.items():
        (place / name).symlink_to(device)
    return tuple(_listed(name, "endless_link") for name in names)


PLACES: dict[str, Place] = {
    "link_loop": _link_loop,
    "link_to_itself": _link_to_itself,
    "broken_link": _broken_link,
    "good_link": _good_link,
    "pipe": _pipe,
    "unreadable": _unreadable,
    "copies": _copies,
    "copied_rows": _copied_rows,
    "folder_named_like_a_file": _folder_named_like_a_file,
    "deep_folder": _deep_folder,
    "name_not_unicode": _name_not_unicode,
}
HEAVY_PLACES: dict[str, Place] = {"endless_link": _endless_link}

CASES: dict[str, Case] = {
    **TEXT_CASES,
    **NAME_CASES,
    **JSON_CASES,
    **TABLE_CASES,
    **PAGE_CASES,
    **ARCHIVE_CASES,
    **FEED_CASES,
}

GOOD_CASES: tuple[tuple[str, Case], ...] = (
    ("txt", _text()),
    ("html", _page()),
    ("txt_front_matter", _front_matter("report.txt")),
    ("jsonl", _json_rows),
    ("md", _markdown),
    ("txt_gz", _gzip(_text(), "report.txt.gz")),
    ("csv", _csv_rows),
    ("md_front_matter", _front_matter("report.md")),
    ("parquet", _parquet()),
    ("txt", _text()),
    ("jsonl_gz", _gzip(_json_rows, "rows.jsonl.gz")),
    ("zip", _zip_of_formats),
    ("html", _page()),
    ("feed", _feed()),
    ("warc_gz", _warc(name="crawl.warc.gz", pack=_zipped, fails=False)),
    ("mail", _mail("From: Ann <ann@wire.example>\r\nContent-Type: text/plain; charset=utf-8")),
)
