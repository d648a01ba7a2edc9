"""From paths to payloads: files, folders, archives and standard input, opened safely and cut for the workers.

Nothing is unpacked to disk, and no name inside an archive is ever used as a path. Whatever cannot be opened
is yielded as `NotRead` with its reason, and the walk goes on.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from onrecord.errors import describe
from onrecord.reading.decoding import UndecodableError, decode
from onrecord.reading.fields import with_address
from onrecord.reading.formats import (
    BY_NAME,
    CSV,
    GZIP,
    JSON_LINES,
    PARQUET,
    TEXT,
    WARC,
    ZIP,
    Format,
    Reader,
    Shape,
    find_format,
    suffix_of,
)
from onrecord.reading.mail import Attachment
from onrecord.reading.members import Members
from onrecord.reading.rows import lines_of, parquet_rows, read_row, records_of, row_name
from onrecord.reading.warc import OPENING, read_warc
from onrecord.records import ID_BYTES, Kept, NotRead, Reading, storable
from onrecord.settings import Settings

STANDARD_INPUT = "-"
ALREADY_READ = "already in the record"
_HEAD_BYTES = 4096
_BOMB_BYTES = 16_000_000  # below this much unpacked, any ratio is harmless
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class WholeFile:
    """The bytes of one file (or archive member) that is read as one piece; `url` is where they were fetched from."""

    file: str
    format: str
    data: bytes
    hash: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Neighbouring rows of one file, the first of which has the number `first` (from 1)."""

    file: str
    format: str
    first: int
    rows: tuple[object, ...]
    size: int


@dataclass(frozen=True, slots=True)
class RowsEnd:
    """A file of rows has been handed out to its end."""

    file: str
    format: str
    hash: str
    size: int


Payload = WholeFile | RowBatch | RowsEnd | NotRead


@dataclass(frozen=True, slots=True)
class PayloadRead:
    """What a worker made of one payload."""

    payload: Payload
    found: tuple[Reading | NotRead, ...]


def read_payload(payload: Payload, settings: Settings) -> PayloadRead:
    """Return the reports of one payload; runs in a worker. The bytes stay there: only the header travels back."""
    if isinstance(payload, WholeFile):
        read = BY_NAME[payload.format].read
        assert read is not None, f"{payload.format} is not read as one piece"
        found = tuple(
            with_address(item, payload.url) if isinstance(item, Reading) else item
            for item in _read_file_alone(read, payload, settings)
        )
        return PayloadRead(RowsEnd(payload.file, payload.format, payload.hash, len(payload.data)), found)
    if isinstance(payload, RowBatch):
        rows = enumerate(payload.rows, start=payload.first)
        found = tuple(_read_row_alone(payload.file, number, row, settings) for number, row in rows)
        return PayloadRead(RowBatch(payload.file, payload.format, payload.first, (), payload.size), found)
    return PayloadRead(payload, (payload,) if isinstance(payload, NotRead) else ())


def _read_file_alone(read: Reader, payload: WholeFile, settings: Settings) -> Iterator[Reading | NotRead]:
    """Read one file; whatever it does to a library, the reports read from it so far stand."""
    try:
        yield from read(payload.file, payload.data, settings)
    except Exception as error:  # noqa: BLE001
        yield NotRead(payload.file, describe(error))


def _read_row_alone(file: str, number: int, row: object, settings: Settings) -> Reading | NotRead:
    """Read one row; whatever it does to a library, its neighbours are read."""
    try:
        return read_row(file, number, row, settings)
    except Exception as error:  # noqa: BLE001
        return NotRead(row_name(file, number), describe(error))


def single_rows(batch: RowBatch) -> Iterator[RowBatch]:
    """Yield the rows of a batch as batches of one."""
    for number, row in enumerate(batch.rows, start=batch.first):
        yield RowBatch(batch.file, batch.format, number, (row,), _row_size(row))


def weigh_payload(payload: Payload) -> int:
    """Return about how many bytes a payload holds."""
    return len(payload.data) if isinstance(payload, WholeFile) else payload.size if isinstance(payload, RowBatch) else 0


def never_read(file: str, digest: str, reader: str) -> bool:
    """Stand in for the question whether a record already holds a file: it does not."""
    del file, digest, reader
    return False


@dataclass
class Walk:
    """Walk over paths, yielding payloads in a stable order (names sorted within each folder).

    Args:
        paths: files, folders and `-` for standard input.
        settings: limits and batch sizes.
        is_known: (file, hash, reader) -> whether a record already holds what this file gives.
        standard_input: what `-` stands for; the process's own when not given.
        skip: files never to read, such as the record that is being written.
    """

    paths: Sequence[str | os.PathLike[str]]
    settings: Settings
    is_known: Callable[[str, str, str], bool] = never_read
    standard_input: BinaryIO | None = None
    skip: frozenset[Path] = frozenset()
    _seen_folders: set[tuple[int, int]] = field(default_factory=set)

    def __iter__(self) -> Iterator[Payload]:
        for path in self.paths:
            if os.fspath(path) == STANDARD_INPUT:
                yield from self._guarded(STANDARD_INPUT, self._open_standard_input)
            else:
                yield from self._open_path(Path(os.path.normpath(path)), asked_for=True)

    def _open_standard_input(self) -> Iterator[Payload]:
        yield from self._open_stream(STANDARD_INPUT, self.standard_input or sys.stdin.buffer)

    def _open_path(self, path: Path, *, asked_for: bool) -> Iterator[Payload]:
        file = storable(str(path))
        try:
            if path.is_symlink() and not self.settings.follow_links and not asked_for:
                yield NotRead(file, "a symbolic link, and links are not followed", Kept.SKIPPED)
                return
            status = path.stat()
        except FileNotFoundError:
            broken = path.is_symlink()
            yield NotRead(file, "a symbolic link to nothing" if broken else "no such file or folder")
            return
        except (OSError, ValueError) as error:  # ValueError: a NUL in a name
            yield NotRead(file, _why(error))
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._open_folder(path, (status.st_dev, status.st_ino))
        elif not stat.S_ISREG(status.st_mode):
            yield NotRead(file, "not a regular file but a device, pipe or socket", Kept.SKIPPED)
        elif path.resolve() in self.skip:
            yield NotRead(file, "the record that is being written", Kept.SKIPPED)
        else:
            yield from self._guarded(file, lambda: self._open_file(path, file))

    def _open_folder(self, path: Path, identity: tuple[int, int]) -> Iterator[Payload]:
        if identity in self._seen_folders:
            yield NotRead(
                storable(str(path)),
                "a folder read before under another name (a link or a loop of links)",
                Kept.SKIPPED,
            )
            return
        self._seen_folders.add(identity)
        try:
            names = sorted(os.listdir(path))  # noqa: PTH208 - names, not paths: they may be no text
        except OSError as error:
            yield NotRead(storable(str(path)), _why(error))
            return
        if not names:
            yield NotRead(storable(str(path)), "an empty folder", Kept.SKIPPED)
        for name in names:
            if name.startswith("."):
                yield NotRead(storable(str(path / name)), "a hidden file or folder", Kept.SKIPPED)
            else:
                yield from self._open_path(path / name, asked_for=False)

    def _open_file(self, path: Path, file: str) -> Iterator[Payload]:
        with path.open("rb") as stream:
            yield from self._open_stream(file, stream, path)

    def _guarded(
        self, file: str, produce: Callable[[], Iterator[Payload]], inside: _Inside | None = None
    ) -> Iterator[Payload]:
        """Yield what `produce` yields; what goes wrong in opening and unpacking becomes a reason."""
        try:
            yield from produce()
        except ArchiveBombError as error:
            if inside is not None:
                raise  # the outermost archive is given up
            yield NotRead(file, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a file does to a library, the others are read
            yield NotRead(file, _why(error))

    def _open_stream(
        self,
        file: str,
        stream: IO[bytes],
        path: Path | None = None,
        inside: _Inside | None = None,
        *,
        name: str | None = None,
    ) -> Iterator[Payload]:
        """Yield the payloads of one opened file, whatever its format.

        `path` is set where it lies on disk as such, `inside` where it lies in an archive; `name` says its format
        where that is not `file`'s own.
        """
        buffered = _peekable(stream)
        head = buffered.peek(_HEAD_BYTES)[:_HEAD_BYTES]
        if not head:
            yield NotRead(file, "empty")
            return
        found = find_format(name or file, head)
        if found is None:
            yield NotRead(file, f"files of this kind ({Path(name or file).suffix}) are not read", Kept.SKIPPED)
        elif found.shape is Shape.WHOLE:
            yield from self._whole(file, found, buffered, inside)
        elif found.shape is Shape.ROWS:
            yield from self._rows(file, found.name, buffered, path, wide=head.startswith(_WIDE_MARKS))
        else:
            yield from self._archive(file, buffered, found, path, inside)

    def _archive(
        self, file: str, stream: io.BufferedReader, found: Format, path: Path | None, inside: _Inside | None
    ) -> Iterator[Payload]:
        """Open an archive for what lies inside."""
        depth = inside.depth if inside else 0
        if depth >= self.settings.max_archive_depth:
            yield NotRead(file, f"archives inside archives, more than {self.settings.max_archive_depth} deep")
            return
        if found is ZIP:
            source: Path | IO[bytes] = path or io.BytesIO(self._read_all(stream))
            size = path.stat().st_size if path else cast(io.BytesIO, source).getbuffer().nbytes
            unpacking = inside.unpacking if inside else _Unpacking(lambda: size, self.settings.max_unpack_ratio)
            yield from self._zip(file, source, _Inside(depth + 1, unpacking))
            return
        unpacking = (
            inside.unpacking if inside else _Unpacking(_packed_size(stream, path), self.settings.max_unpack_ratio)
        )
        if found is WARC:
            yield from self._warc(file, stream, unpacking)
            return
        assert found is GZIP, f"no way to open {found.name}"
        if suffix_of(_without_gz(file)) in WARC.suffixes or _unpacks_to(stream.peek(_HEAD_BYTES), OPENING):
            members = _Guarded(cast(BinaryIO, Members(stream, OPENING)), unpacking)
            yield from self._warc(file, cast(BinaryIO, members), unpacking)
            return
        with gzip.GzipFile(fileobj=stream) as unpacked:
            guarded = _Guarded(cast(BinaryIO, unpacked), unpacking)
            below = _Inside(depth + 1, unpacking)
            yield from self._open_stream(file, cast(BinaryIO, guarded), None, below, name=_without_gz(file))

    def _whole(self, file: str, found: Format, stream: IO[bytes], inside: _Inside | None) -> Iterator[Payload]:
        data = self._read_all(stream)
        yield self._one_piece(file, found, data)
        if found.attached is None:
            return
        for attachment in found.attached(data):
            yield from self._attachment(f"{file}#{attachment.number}", attachment, inside)

    def _one_piece(self, file: str, found: Format, data: bytes, url: str | None = None) -> Payload:
        digest = _hash(data)
        if self.is_known(file, digest, BY_NAME[found.name].versioned_name):
            return NotRead(file, ALREADY_READ, Kept.SKIPPED)
        return WholeFile(file, found.name, data, digest, url)

    def _attachment(self, named: str, attachment: Attachment, inside: _Inside | None) -> Iterator[Payload]:
        """Open a file that came with another one, if it is of a kind that is read."""
        found = find_format(attachment.name, attachment.data[:_HEAD_BYTES])
        depth = inside.depth + 1 if inside else 1
        if found is None or (found is TEXT and suffix_of(attachment.name) not in (".txt", ".text")):
            yield NotRead(named, f"an attachment of a kind that is not read: {attachment.name}", Kept.SKIPPED)
        elif depth > self.settings.max_archive_depth:
            yield NotRead(named, f"mails inside mails, more than {self.settings.max_archive_depth} deep")
        else:
            size = len(attachment.data)
            unpacking = inside.unpacking if inside else _Unpacking(lambda: size, self.settings.max_unpack_ratio)
            stream, below = io.BytesIO(attachment.data), _Inside(depth, unpacking)
            produce = partial(self._open_stream, named, cast(BinaryIO, stream), None, below, name=attachment.name)
            yield from self._guarded(named, produce, inside)

    def _warc(self, file: str, stream: IO[bytes], unpacking: _Unpacking) -> Iterator[Payload]:
        limit = self.settings.max_file_bytes
        for found in read_warc(file, stream, limit, lambda unpacked: unpacking.count(unpacked, 0, None)):
            if isinstance(found, NotRead):
                yield found
            else:
                yield self._one_piece(f"{file}#{found.number}", BY_NAME[found.format], found.data, found.url)

    def _read_all(self, stream: IO[bytes]) -> bytes:
        limit = self.settings.max_file_bytes
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise ValueError(f"too large: more than {limit:,} bytes")
        return data

    def _zip(self, file: str, source: Path | IO[bytes], inside: _Inside) -> Iterator[Payload]:
        with zipfile.ZipFile(source) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if not members:
                yield NotRead(file, "an archive with nothing in it")
            for member in sorted(members, key=lambda member: member.filename):
                named = f"{file}!{storable(member.filename)}"
                yield from self._guarded(named, partial(self._member, named, archive, member, inside), inside)

    def _member(
        self, named: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: _Inside
    ) -> Iterator[Payload]:
        parts = [part for part in member.filename.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if parts and (parts[0] == "__MACOSX" or parts[-1].startswith(".")):
            yield NotRead(named, "a hidden file or folder", Kept.SKIPPED)
            return
        with archive.open(member) as unpacked:
            guarded = _Guarded(unpacked, inside.unpacking, member.compress_size)
            yield from self._open_stream(named, cast(BinaryIO, guarded), None, inside)

    def _rows(
        self, file: str, format_name: str, stream: IO[bytes], path: Path | None, *, wide: bool
    ) -> Iterator[Payload]:
        if wide:  # UTF-16 and UTF-32 have no line ends that bytes can be cut at
            stream = io.BytesIO(decode(self._read_all(stream)).text.encode())
        hashing = _Hashing(stream)
        limit = self.settings.max_report_chars * 4
        rows: Iterator[object]
        if format_name == JSON_LINES.name:
            rows = lines_of(cast(BinaryIO, io.BufferedReader(hashing)), limit)
        elif format_name == CSV.name:
            rows = records_of(_text_lines(io.BufferedReader(hashing), limit), limit)
        else:
            assert format_name == PARQUET.name, f"no way to cut {format_name} into rows"
            rows = parquet_rows(
                path or io.BytesIO(self._read_all(cast(BinaryIO, io.BufferedReader(hashing)))),
                self.settings.batch_reports,
            )
        yield from self._batches(file, format_name, rows)
        if hashing.size == 0 and path is not None:  # Parquet reads its file in its own order
            with path.open("rb") as whole:
                digest = hashlib.file_digest(whole, partial(hashlib.blake2b, digest_size=ID_BYTES)).hexdigest()
            yield RowsEnd(file, format_name, digest, path.stat().st_size)
        else:
            yield RowsEnd(file, format_name, hashing.digest(), hashing.size)

    def _batches(self, file: str, format_name: str, rows: Iterator[object]) -> Iterator[Payload]:
        batch: list[object] = []
        first, size = 1, 0
        failure: NotRead | None = None
        while True:
            try:
                row = next(rows, None)
            except Exception as error:  # noqa: BLE001 - whatever a file does to a library, the others are read
                failure = NotRead(row_name(file, first + len(batch)), _why(error))  # rows before it stand
                row = None
            if row is None:
                break
            batch.append(row)
            size += _row_size(row)
            if len(batch) >= self.settings.batch_reports or size >= self.settings.batch_bytes:
                yield RowBatch(file, format_name, first, tuple(batch), size)
                first, size, batch = first + len(batch), 0, []
        if batch:
            yield RowBatch(file, format_name, first, tuple(batch), size)
        if failure is not None:
            yield failure


def _row_size(row: object) -> int:
    if isinstance(row, bytes):
        return len(row)
    if isinstance(row, dict):
        return sum(len(value) for value in row.values() if isinstance(value, str)) + 100
    return 100


def _text_lines(stream: IO[bytes], limit: int) -> Iterator[str]:
    """Yield the lines of a CSV file: UTF-8, or what its beginning says; a stray bad byte spoils its row alone."""
    head = cast(io.BufferedReader, stream).peek(_HEAD_BYTES)
    encoding = "utf-8-sig"
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        try:
            encoding = decode(head[: head.rfind(b"\n") + 1 or None]).encoding
        except UndecodableError as error:
            raise ValueError(str(error)) from error
    text = io.TextIOWrapper(cast(BinaryIO, stream), encoding=encoding, errors="surrogateescape", newline="")
    while line := text.readline(limit):
        yield line


def _packed_size(stream: IO[bytes], path: Path | None) -> Callable[[], int]:
    """Return what tells how large a packed stream is, or, where that is not known, how much of it was read."""
    if path is not None:
        size = path.stat().st_size
        return lambda: size
    return stream.tell


def _unpacks_to(head: bytes, opening: bytes) -> bool:
    """Tell whether a gzip file that begins so holds something that begins with `opening`."""
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS + 16).decompress(head, len(opening)) == opening
    except zlib.error:
        return False


def _without_gz(file: str) -> str:
    return file[: file.rfind(".")] if file.lower().endswith((".gz", ".gzip")) else file


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=ID_BYTES).hexdigest()


def _why(error: BaseException) -> str:
    """Return the reason of an exception in words for a person."""
    if isinstance(error, PermissionError):
        return "may not be read (permission denied)"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile | zipfile.BadZipFile):
        return f"damaged archive: {str(error).rstrip('.') or type(error).__name__}"
    return str(error) or type(error).__name__


def _peekable(stream: IO[bytes]) -> io.BufferedReader:
    return (
        stream
        if isinstance(stream, io.BufferedReader)
        else io.BufferedReader(cast(io.RawIOBase, stream), _HEAD_BYTES * 16)
    )


class _Passing(io.RawIOBase):
    """A raw stream over another: a base for looking at bytes as they pass."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self.size += len(data)
        self.passed(data)
        return len(data)

    def passed(self, data: bytes) -> None:
        """Look at the bytes that went by."""


class _Hashing(_Passing):
    """Hash what passes."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        self._digest = hashlib.blake2b(digest_size=ID_BYTES)

    def passed(self, data: bytes) -> None:
        """Add to the hash."""
        self._digest.update(data)

    def digest(self) -> str:
        """Return the hash of what has passed so far."""
        return self._digest.hexdigest()


class ArchiveBombError(ValueError):
    """An archive that unpacks, with all inside it, to absurdly more than it packs."""


class _Unpacking:
    """What has been unpacked from one outermost archive, at whatever depth, and how much may be.

    A single member that unpacks absurdly is refused alone (a `ValueError`); an archive whose members do so
    together is given up as a whole.
    """

    def __init__(self, packed: Callable[[], int], max_ratio: int) -> None:
        self._packed = packed
        self._max_ratio = max_ratio
        self._unpacked = 0

    def count(self, new_bytes: int, member_bytes: int, member_packed: int | None) -> None:
        """Count bytes that came out of a member of so many bytes so far. Raises as the class says."""
        self._unpacked += new_bytes
        refusal = f"unpacks to more than {self._max_ratio} times its size: refused as an archive bomb"
        if self._unpacked > 2 * _BOMB_BYTES and self._unpacked > self._packed() * self._max_ratio:
            raise ArchiveBombError(refusal)
        if member_packed is not None and member_bytes > max(_BOMB_BYTES, member_packed * self._max_ratio):
            raise ValueError(refusal)


class _Guarded(_Passing):
    """Count what comes out of an archive."""

    def __init__(self, stream: IO[bytes], unpacking: _Unpacking, packed: int | None = None) -> None:
        super().__init__(stream)
        self._unpacking = unpacking
        self._packed = packed

    def passed(self, data: bytes) -> None:
        """Count them."""
        self._unpacking.count(len(data), self.size, self._packed)


@dataclass(frozen=True, slots=True)
class _Inside:
    """Where in archives the walk is: how deep, and what has been unpacked so far."""

    depth: int
    unpacking: _Unpacking
