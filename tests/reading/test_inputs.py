import gzip
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.inputs import (
    ALREADY_READ,
    Payload,
    RowBatch,
    RowsEnd,
    Walk,
    WholeFile,
    never_read,
    read_payload,
    weigh_payload,
)
from onrecord.records import ID_BYTES, Kept, Location, NotRead, Reading, storable
from onrecord.settings import Settings

WriteFiles = Callable[[Mapping[str, str | bytes]], Path]
PROSE = "Talks resumed in Velde on Tuesday.\n"
ROWS = '{"text": "one"}\n{"text": "two"}\n{"text": "three"}\n'
posix = pytest.mark.skipif(os.name != "posix", reason="needs the links, pipes and file names of POSIX systems")


def walk(*paths: Path | str, settings: Settings | None = None, standard_input: bytes | None = None) -> list[Payload]:
    """Walk over paths and return all payloads."""
    given_input = None if standard_input is None else io.BytesIO(standard_input)
    return list(Walk(paths, settings or Settings(jobs=1), standard_input=given_input))


def short(payload: Payload, folder: Path) -> tuple[str, ...]:
    """Return a payload in words: its file below the folder, and what it is or why it was not read."""
    file = payload.file.removeprefix(f"{folder}/")
    if isinstance(payload, NotRead):
        return (file, payload.status.value, payload.reason)
    if isinstance(payload, RowBatch):
        return (file, payload.format, f"rows {payload.first} to {payload.first + len(payload.rows) - 1}")
    return (file, payload.format)


def shorts(folder: Path, settings: Settings | None = None) -> list[tuple[str, ...]]:
    """Walk over a folder and return all payloads in words."""
    return [short(payload, folder) for payload in walk(folder, settings=settings)]


def digest(data: bytes) -> str:
    """Return the hash that a record keeps of a file."""
    return hashlib.blake2b(data, digest_size=ID_BYTES).hexdigest()


def zipped(members: Iterable[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


# --- files and folders ---


def test_a_folder_is_read_in_order_of_names(write_files: WriteFiles) -> None:
    """All files below a folder come, folder by folder, names sorted, whatever the system's order."""
    folder = write_files({"b.txt": PROSE, "a/2.md": PROSE, "a/10.html": "<p>x", "c.txt": PROSE, "B.TXT": PROSE})
    assert shorts(folder) == [
        ("B.TXT", "text"),
        ("a/10.html", "html"),
        ("a/2.md", "markdown"),
        ("b.txt", "text"),
        ("c.txt", "text"),
    ]


def test_a_file_comes_whole_with_its_hash(write_files: WriteFiles) -> None:
    """A file read as one piece comes as its bytes, with the hash of exactly these."""
    path = write_files({"a.txt": PROSE}) / "a.txt"
    (payload,) = walk(path)
    assert payload == WholeFile(str(path), "text", PROSE.encode(), digest(PROSE.encode()))
    assert weigh_payload(payload) == len(PROSE)


def test_paths_are_read_in_the_order_given(write_files: WriteFiles) -> None:
    """Several paths are read one after the other, each as often as it is named."""
    folder = write_files({"a.txt": PROSE, "b.txt": PROSE})
    walked = walk(folder / "b.txt", str(folder / "." / "a.txt"), folder / "x" / ".." / "b.txt")
    assert [Path(payload.file).name for payload in walked] == ["b.txt", "a.txt", "b.txt"]
    assert walked[0] == walked[2]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a.txt": ""}, [("a.txt", "failed", "empty")], id="empty"),
        pytest.param({".hidden.txt": PROSE}, [(".hidden.txt", "skipped", "a hidden file or folder")], id="hidden"),
        pytest.param({".git/a.txt": PROSE}, [(".git", "skipped", "a hidden file or folder")], id="hidden-folder"),
        pytest.param(
            {"a.jpg": "JFIF"}, [("a.jpg", "skipped", "files of this kind (.jpg) are not read")], id="another-kind"
        ),
        pytest.param(
            {"a.txt.gz": b"no gzip at all"},
            [("a.txt.gz", "failed", "damaged archive: Not a gzipped file (b'no')")],
            id="no-gzip",
        ),
        pytest.param(
            {"a.zip": b"PK\x03\x04 no archive"},
            [("a.zip", "failed", "damaged archive: File is not a zip file")],
            id="zip",
        ),
        pytest.param({"a.zip": zipped([])}, [("a.zip", "failed", "an archive with nothing in it")], id="empty-zip"),
        pytest.param({"a.gz": gzip.compress(b"", mtime=0)}, [("a.gz", "failed", "empty")], id="gzip-of-nothing"),
    ],
)
def test_what_cannot_be_read_is_listed_with_its_reason(
    files: dict[str, str | bytes], expected: list[tuple[str, ...]], write_files: WriteFiles
) -> None:
    """Each file that gives nothing is listed, skipped or failed, and the walk goes on."""
    folder = write_files({**files, "z.txt": PROSE})
    assert shorts(folder) == [*expected, ("z.txt", "text")]


def test_an_empty_folder_is_listed(tmp_path: Path) -> None:
    """A folder without anything in it is skipped with that reason."""
    assert walk(tmp_path) == [NotRead(str(tmp_path), "an empty folder", Kept.SKIPPED)]


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere/else", "no\0name"], ids=["file", "folder", "nul-in-a-name"])
def test_a_path_that_does_not_exist_is_a_failure(tmp_path: Path, name: str) -> None:
    """A path that leads nowhere is listed as failed, and the next is read."""
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    missing, found = walk(tmp_path / name, tmp_path / "a.txt")
    assert isinstance(missing, NotRead)
    assert missing.status is Kept.FAILED
    assert missing.reason
    assert isinstance(found, WholeFile)


def test_a_file_may_be_skipped_by_name_of_place(write_files: WriteFiles) -> None:
    """The record that is being written is not read, though it lies in the folder."""
    folder = write_files({"a.txt": PROSE, "talks.txt": PROSE})
    payloads = list(Walk([folder], Settings(jobs=1), skip=frozenset({(folder / "talks.txt").resolve()})))
    assert [short(payload, folder) for payload in payloads] == [
        ("a.txt", "text"),
        ("talks.txt", "skipped", "the record that is being written"),
    ]


def test_a_file_over_the_limit_is_refused(write_files: WriteFiles) -> None:
    """A file read as one piece may be so large and no larger."""
    folder = write_files({"a.txt": "x" * 1001, "b.txt": "x" * 1000})
    assert shorts(folder, Settings(max_file_bytes=1000)) == [
        ("a.txt", "failed", "too large: more than 1,000 bytes"),
        ("b.txt", "text"),
    ]


def test_a_file_known_already_is_not_read_again(write_files: WriteFiles) -> None:
    """A file whose content the record holds is skipped; the record is asked by name, hash and versioned reader."""
    folder = write_files({"a.txt": PROSE, "b.txt": "Nobody signed."})
    asked = []

    def is_known(file: str, hash_: str, reader: str) -> bool:
        asked.append((Path(file).name, hash_, reader))
        return file.endswith("a.txt")

    first, second = Walk([folder], Settings(jobs=1), is_known)
    assert first == NotRead(str(folder / "a.txt"), ALREADY_READ, Kept.SKIPPED)
    assert isinstance(second, WholeFile)
    assert asked == [("a.txt", digest(PROSE.encode()), "text.v2"), ("b.txt", digest(b"Nobody signed."), "text.v2")]
    assert not never_read(*asked[0])


# --- links, pipes, odd names ---


@posix
def test_links_are_followed_and_loops_noticed(write_files: WriteFiles) -> None:
    """A link to a file is read, a loop of folders once, and a link to nothing or to itself is listed."""
    folder = write_files({"inner/a.txt": PROSE})
    (folder / "inner" / "again").symlink_to("../inner", target_is_directory=True)
    (folder / "link.txt").symlink_to("inner/a.txt")
    (folder / "none.txt").symlink_to("nowhere.txt")
    (folder / "self.txt").symlink_to("self.txt")
    found = shorts(folder)
    loop = "a folder read before under another name (a link or a loop of links)"
    assert found[:4] == [
        ("inner/a.txt", "text"),
        ("inner/again", "skipped", loop),
        ("link.txt", "text"),
        ("none.txt", "failed", "a symbolic link to nothing"),
    ]
    assert found[4][:2] == ("self.txt", "failed")
    assert len(found) == 5


@posix
def test_links_are_not_followed_when_that_is_asked(write_files: WriteFiles) -> None:
    """With following switched off links are skipped with that reason, except a path that was named itself."""
    folder = write_files({"a.txt": PROSE})
    (folder / "link.txt").symlink_to("a.txt")
    settings = Settings(follow_links=False)
    assert shorts(folder, settings) == [
        ("a.txt", "text"),
        ("link.txt", "skipped", "a symbolic link, and links are not followed"),
    ]
    assert [type(payload) for payload in walk(folder / "link.txt", settings=settings)] == [WholeFile]


@posix
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe, which may never end, is skipped."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert shorts(tmp_path) == [("pipe.txt", "skipped", "not a regular file but a device, pipe or socket")]


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_nobody_may_read_is_a_failure(write_files: WriteFiles) -> None:
    """A file without permission to read is listed with that reason."""
    folder = write_files({"a.txt": PROSE})
    (folder / "a.txt").chmod(0)
    assert shorts(folder) == [("a.txt", "failed", "may not be read (permission denied)")]


@posix
@pytest.mark.parametrize(
    "name",
    ["a\nb.txt", "-rf.txt", "a.jsonl#3.txt", "b.zip!c.txt", "📰 “naïve”.txt", " a .txt", "[bold]<b>.txt", "%2e%2e.txt"],
)
def test_odd_names_are_names(write_files: WriteFiles, name: str) -> None:
    """Whatever a file is called, it is read under that name."""
    folder = write_files({name: PROSE})
    assert shorts(folder) == [(name, "text")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("plain.txt", "plain.txt", id="plain"),
        pytest.param("Žižek 📰.txt", "Žižek 📰.txt", id="not-ascii"),
        pytest.param("caf\udce9 \udcff.txt", "caf\ufffd \ufffd.txt", id="bytes-that-are-no-text"),
    ],
)
def test_names_can_be_stored(name: str, words: str) -> None:
    """A file's name becomes text that can be stored, changed only where it is none."""
    assert storable(name) == words
    assert storable(words) == words


# --- standard input ---


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(PROSE.encode(), ["text"], id="text"),
        pytest.param(ROWS.encode(), ["jsonl", "jsonl"], id="json-lines"),
        pytest.param(b"<!DOCTYPE html><html>", ["html"], id="page"),
        pytest.param(gzip.compress(ROWS.encode(), mtime=0), ["jsonl", "jsonl"], id="packed-json-lines"),
        pytest.param(zipped([("a.txt", PROSE), ("b.md", PROSE)]), ["text", "markdown"], id="archive"),
    ],
)
def test_standard_input_is_read_for_what_it_is(data: bytes, expected: list[str]) -> None:
    """What comes on standard input is recognised by its first bytes."""
    payloads = walk("-", standard_input=data)
    assert [payload.format for payload in payloads if not isinstance(payload, NotRead)] == expected
    assert {payload.file.partition("!")[0] for payload in payloads} == {"-"}


def test_an_empty_standard_input_is_a_failure() -> None:
    """Nothing on standard input is listed like an empty file."""
    assert walk("-", standard_input=b"") == [NotRead("-", "empty")]


# --- rows ---


def rows_of(payloads: list[Payload]) -> list[object]:
    """Return the rows of all batches, after checking that their numbers follow each other."""
    rows: list[object] = []
    for payload in payloads:
        if isinstance(payload, RowBatch):
            assert payload.first == len(rows) + 1
            rows += payload.rows
    return rows


LINES = ROWS.encode().splitlines(keepends=True)


@pytest.mark.parametrize(
    ("limits", "sizes"),
    [
        pytest.param({}, [3], id="all-together"),
        pytest.param({"batch_reports": 1}, [1, 1, 1], id="one-by-one"),
        pytest.param({"batch_reports": 2}, [2, 1], id="by-two"),
        pytest.param({"batch_bytes": 20}, [2, 1], id="by-weight"),
        pytest.param({"batch_bytes": 1}, [1, 1, 1], id="each-too-heavy"),
    ],
)
def test_rows_travel_in_batches(limits: dict[str, int], sizes: list[int], write_files: WriteFiles) -> None:
    """Rows come in batches by number and weight, and then the end of the file with its hash and size."""
    folder = write_files({"rows.jsonl": ROWS})
    *batches, end = walk(folder, settings=Settings(**limits))  # type: ignore[arg-type]
    assert rows_of(batches) == LINES
    assert [len(batch.rows) for batch in batches if isinstance(batch, RowBatch)] == sizes
    assert end == RowsEnd(str(folder / "rows.jsonl"), "jsonl", digest(ROWS.encode()), len(ROWS))
    assert [weigh_payload(batch) for batch in batches] == [batch.size for batch in batches]  # type: ignore[union-attr]
    assert weigh_payload(end) == 0


@given(st.lists(st.binary(max_size=30), max_size=12), st.integers(1, 15), st.integers(1, 200))
def test_batching_changes_no_row(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], batch_reports: int, batch_bytes: int
) -> None:
    """However rows are batched, each line that holds something comes once, in order, under its number."""
    data = b'{"text": "x"}\n' + b"\n".join(lines)
    settings = Settings(batch_reports=batch_reports, batch_bytes=batch_bytes)
    payloads = walk("-", settings=settings, standard_input=data)
    assert rows_of(payloads) == [line for line in io.BytesIO(data) if line.strip()]
    assert payloads[-1] == RowsEnd("-", "jsonl", digest(data), len(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-marked", "utf-32"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("rows.jsonl", '{"text": "“naïve”"}\n{"text": "two"}\n', id="jsonl"),
        pytest.param("rows.csv", 'id,text\n1,“naïve”\n2,"two"\n', id="csv"),
    ],
)
def test_rows_in_unicode_encodings_are_read(
    name: str, content: str, encoding: str, write_files: WriteFiles, settings: Settings
) -> None:
    """Files of rows with a byte-order mark are read like those without."""
    data = b"\xff\xfe" + content.encode("utf-16-le") if encoding == "utf-16-le-marked" else content.encode(encoding)
    payloads = walk(write_files({name: data}))
    found = [found for payload in payloads for found in read_payload(payload, settings).found]
    assert [item.report.text for item in found if isinstance(item, Reading)] == ["“naïve”", "two"]


def test_csv_in_an_older_encoding_is_read(write_files: WriteFiles, settings: Settings) -> None:
    """A CSV file that its beginning shows to be in an older encoding is read in it."""
    text = "The envoy left the café in Velde – and said “no” to Korsk."
    payloads = walk(write_files({"rows.csv": f"id;text\r\n1;{text}\r\n".encode("cp1252")}))
    found = [found for payload in payloads for found in read_payload(payload, settings).found]
    assert [item.report.text for item in found if isinstance(item, Reading)] == [text]


@pytest.mark.parametrize("batch_reports", [1, 2, 100])
def test_parquet_rows_come_like_others(batch_reports: int, write_files: WriteFiles) -> None:
    """The rows of a Parquet file come in batches, packed or not."""
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": ["one", "two", "three"]}), out)
    folder = write_files({"rows.parquet": out.getvalue(), "rows.parquet.gz": gzip.compress(out.getvalue(), mtime=0)})
    settings = Settings(batch_reports=batch_reports)
    for name in ("rows.parquet", "rows.parquet.gz"):
        payloads = walk(folder / name, settings=settings)
        assert rows_of(payloads) == [{"text": text} for text in ("one", "two", "three")]
        assert isinstance(payloads[-1], RowsEnd)


def test_files_of_rows_that_differ_have_hashes_that_differ(write_files: WriteFiles) -> None:
    """The end of each file of rows carries a hash of what was in it, whatever the format."""
    folder = write_files({})
    folder.mkdir()
    for name, text in {"a.parquet": "one", "b.parquet": "two"}.items():
        pyarrow.parquet.write_table(pyarrow.table({"text": [text]}), folder / name)
    ends = [payload for payload in walk(folder) if isinstance(payload, RowsEnd)]
    assert len({end.hash for end in ends}) == 2
    assert [end.size for end in ends] == [path.stat().st_size for path in sorted(folder.iterdir())]


def test_rows_before_a_break_stand(write_files: WriteFiles) -> None:
    """Where a packed file of rows is cut off, the rows before the cut are read, and the cut is listed."""
    random = Random(7)
    lines = "".join(json.dumps({"text": random.randbytes(300).hex()}) + "\n" for _ in range(500))
    packed = gzip.compress(lines.encode(), mtime=0)
    folder = write_files({"rows.jsonl.gz": packed[: len(packed) * 2 // 3]})
    payloads = walk(folder)
    rows = rows_of(payloads)
    assert rows
    assert rows == lines.encode().splitlines(keepends=True)[: len(rows)]
    failures = [payload for payload in payloads if isinstance(payload, NotRead)]
    assert [failure.file for failure in failures] == [f"{folder / 'rows.jsonl.gz'}#{len(rows) + 1}"]
    assert failures[0].reason.startswith("damaged archive: ")


# --- archives ---


def test_an_archive_is_opened_for_what_lies_inside(write_files: WriteFiles) -> None:
    """Members come under the archive's name and their own, in order of names, each in its format."""
    members = [("b/page.html", "<p>x"), ("a.txt", PROSE), ("rows.jsonl", ROWS), ("folder/", "")]
    folder = write_files({"reports.zip": zipped(members)})
    assert shorts(folder) == [
        ("reports.zip!a.txt", "text"),
        ("reports.zip!b/page.html", "html"),
        ("reports.zip!rows.jsonl", "jsonl", "rows 1 to 3"),
        ("reports.zip!rows.jsonl", "jsonl"),
    ]


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(PROSE.encode(), mtime=0), gzip.compress(b"Talks ", mtime=0) + gzip.compress(b"go on.", mtime=0)],
    ids=["one", "two"],
)
def test_a_packed_file_is_read_under_its_own_name(packed: bytes, write_files: WriteFiles) -> None:
    """A gzip file, of one member or several, is one file whose format is that of its name without the ending."""
    folder = write_files({"report.md.gz": packed})
    (payload,) = walk(folder)
    assert isinstance(payload, WholeFile)
    assert (payload.file, payload.format) == (str(folder / "report.md.gz"), "markdown")
    assert payload.data == gzip.decompress(packed)


@pytest.mark.parametrize(
    "name", ["../../escape.txt", "/escape.txt", "..\\..\\escape.txt", "C:\\escape.txt", "a/../../escape.txt"]
)
def test_names_inside_archives_are_only_names(name: str, write_files: WriteFiles) -> None:
    """A member is read under its name wherever that points, and nothing is written anywhere."""
    folder = write_files({"reports.zip": zipped([(name, PROSE)])})
    (payload,) = walk(folder)
    assert isinstance(payload, WholeFile)
    assert payload.data == PROSE.encode()
    assert [path.name for path in folder.parent.rglob("*")] == ["given", "reports.zip"]


@pytest.mark.parametrize("name", ["__MACOSX/._a.txt", ".hidden.txt", "b/.hidden.txt"])
def test_hidden_members_are_skipped(name: str, write_files: WriteFiles) -> None:
    """What systems put into archives for themselves is skipped with that reason."""
    folder = write_files({"reports.zip": zipped([(name, PROSE), ("z.txt", PROSE)])})
    assert sorted(shorts(folder)) == sorted(
        [(f"reports.zip!{name}", "skipped", "a hidden file or folder"), ("reports.zip!z.txt", "text")]
    )


def flagged(archive: bytes, flag: int) -> bytes:
    """Set a flag of the member `b.txt` in both of an archive's headers."""
    changed = bytearray(archive)
    for signature, name_at, flag_at in ((b"PK\x03\x04", 30, 6), (b"PK\x01\x02", 46, 8)):
        start = archive.index(signature)
        while archive[start + name_at : start + name_at + 5] != b"b.txt":
            start = archive.index(signature, start + 1)
        changed[start + flag_at] |= flag
    return bytes(changed)


def spoilt(archive: bytes) -> bytes:
    """Change a byte of what the member `b.txt` holds."""
    place = archive.index(PROSE[:10].encode(), archive.index(b"b.txt"))
    return archive[:place] + b"X" + archive[place + 1 :]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda archive: flagged(archive, 1), "is encrypted", id="encrypted"),
        pytest.param(spoilt, "damaged archive: Bad CRC-32", id="bad-checksum"),
    ],
)
def test_a_bad_member_costs_only_itself(change: Callable[[bytes], bytes], reason: str, write_files: WriteFiles) -> None:
    """A member that cannot be unpacked is listed with its reason, and those around it are read."""
    archive = zipped([(name, PROSE) for name in ("a.txt", "b.txt", "c.txt")], zipfile.ZIP_STORED)
    folder = write_files({"reports.zip": change(archive)})
    found = shorts(folder)
    assert [item[0] for item in found] == ["reports.zip!a.txt", "reports.zip!b.txt", "reports.zip!c.txt"]
    assert [len(item) for item in found] == [2, 3, 2]
    assert reason in found[1][2]


def nested(depth: int) -> bytes:
    """Return archives inside archives, so many deep, with a text in the innermost."""
    data, name = PROSE.encode(), "a.txt"
    for _ in range(depth):
        data, name = zipped([(name, data)]), "inner.zip"
    return data


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_archives_inside_archives_are_opened_to_a_depth(depth: int, write_files: WriteFiles) -> None:
    """Archives inside archives are opened to the depth that is set, and those below it are listed."""
    folder = write_files({"reports.zip": nested(depth)})
    (found,) = shorts(folder, Settings(max_archive_depth=3))
    if depth <= 3:
        assert found == ("reports.zip" + "!inner.zip" * (depth - 1) + "!a.txt", "text")
    else:
        assert found[1:] == ("failed", "archives inside archives, more than 3 deep")


BOMB = "unpacks to more than 200 times its size: refused as an archive bomb"


def zeros(megabytes: int) -> bytes:
    """Return an archive of one file of zeros."""
    return zipped([("zeros.txt", bytes(megabytes * 1_000_000))])


def test_a_member_that_is_a_bomb_is_refused_alone(write_files: WriteFiles) -> None:
    """A member that unpacks absurdly is refused, and its neighbours are read."""
    archive = zipped([("a.txt", PROSE), ("m.txt", bytes(17_000_000)), ("z.txt", PROSE)])
    folder = write_files({"reports.zip": archive})
    assert shorts(folder) == [
        ("reports.zip!a.txt", "text"),
        ("reports.zip!m.txt", "failed", BOMB),
        ("reports.zip!z.txt", "text"),
    ]


def test_an_archive_that_is_a_bomb_altogether_is_given_up(write_files: WriteFiles) -> None:
    """An archive whose members unpack absurdly together is given up as a whole, and the walk goes on."""
    inner = zeros(15)
    folder = write_files({"reports.zip": zipped((f"{number}.zip", inner) for number in range(9)), "z.txt": PROSE})
    found = shorts(folder)
    assert ("reports.zip", "failed", BOMB) in found
    assert found[-1] == ("z.txt", "text")
    assert len(found) < 9


def test_a_packed_bomb_is_refused(write_files: WriteFiles) -> None:
    """A gzip file that unpacks absurdly is refused."""
    folder = write_files({"zeros.txt.gz": gzip.compress(bytes(40_000_000), mtime=0)})
    assert shorts(folder) == [("zeros.txt.gz", "failed", BOMB)]


def test_a_small_archive_may_unpack_to_anything_harmless(write_files: WriteFiles) -> None:
    """Below some megabytes no ratio is harmful, and long runs of one character are just a text."""
    folder = write_files({"a.txt.gz": gzip.compress(b"a" * 8_000_000, mtime=0)})
    assert shorts(folder) == [("a.txt.gz", "text")]


# --- payloads in workers ---


def test_a_worker_sends_reports_back_and_not_the_bytes(settings: Settings) -> None:
    """What a worker made of a file carries its header, not its bytes, so that they travel one way only."""
    whole = WholeFile("a.txt", "text", PROSE.encode(), "hash")
    read = read_payload(whole, settings)
    assert read.payload == RowsEnd("a.txt", "text", "hash", len(PROSE))
    assert [found.report.text for found in read.found if isinstance(found, Reading)] == [PROSE.strip()]
    rows = RowBatch("rows.jsonl", "jsonl", 5, (b'{"text": "five"}', b"no json", {"text": "seven"}), 40)
    read = read_payload(rows, settings)
    assert read.payload == RowBatch("rows.jsonl", "jsonl", 5, (), 40)
    five, six, seven = read.found
    assert isinstance(five, Reading)
    assert isinstance(seven, Reading)
    assert (five.location, seven.location) == (Location("rows.jsonl", 5), Location("rows.jsonl", 7))
    assert isinstance(six, NotRead)
    assert six.file == "rows.jsonl#6"


def test_what_was_not_read_passes_through_a_worker(settings: Settings) -> None:
    """A failure of the walk and the end of a file come out as they went in."""
    missing = NotRead("gone.txt", "no such file or folder")
    assert read_payload(missing, settings).found == (missing,)
    end = RowsEnd("rows.jsonl", "jsonl", "hash", 7)
    assert (read_payload(end, settings).payload, read_payload(end, settings).found) == (end, ())
    assert weigh_payload(missing) == 0
