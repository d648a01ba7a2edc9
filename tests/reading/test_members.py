"""Members of gzip files: what is damaged is lost, and what lies behind it is read."""

import gzip
import io
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from onrecord.reading.members import DamagedMemberError, Members

OPENING = b"WARC/"
CONTENTS = tuple(OPENING + bytes(str(number), "ascii") * 300 for number in range(4))
MEMBERS = tuple(gzip.compress(content, mtime=0) for content in CONTENTS)


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return seven bytes at most."""
        return super().read(min(7, size) if size and size > 0 else 7)


def unpack(data: bytes, make: Callable[[bytes], io.BytesIO] = io.BytesIO) -> tuple[bytes, list[DamagedMemberError]]:
    """Read to the end, and return what came and what was damaged."""
    stream, pieces, damages = Members(make(data), OPENING), [], []
    while True:
        try:
            piece = stream.read(64)
        except DamagedMemberError as error:
            damages.append(error)
            continue
        if not piece:
            return b"".join(pieces), damages
        pieces.append(piece)


def flip(data: bytes, place: int) -> bytes:
    """Return data with one byte changed."""
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize("make", [io.BytesIO, Trickle], ids=["at-once", "trickle"])
def test_sound_members_come_one_after_the_other(make: Callable[[bytes], io.BytesIO]) -> None:
    """All contents come in order, whatever pieces they are read in, padding between members or not."""
    assert unpack(b"".join(MEMBERS), make) == (b"".join(CONTENTS), [])
    assert unpack(b"\0\0\0".join(MEMBERS) + b"\0" * 100, make) == (b"".join(CONTENTS), [])
    assert unpack(b"", make) == (b"", [])


@pytest.mark.parametrize("make", [io.BytesIO, Trickle], ids=["at-once", "trickle"])
@pytest.mark.parametrize("place", range(len(MEMBERS[1])))
def test_a_changed_byte_costs_its_member_alone(place: int, make: Callable[[bytes], io.BytesIO]) -> None:
    """Whichever byte of a member is changed, the members around it come out whole, and damage is told once at most."""
    unpacked, damages = unpack(MEMBERS[0] + flip(MEMBERS[1], place) + MEMBERS[2] + MEMBERS[3], make)
    assert unpacked.startswith(CONTENTS[0])
    assert unpacked.endswith(CONTENTS[2] + CONTENTS[3])
    if not damages:  # a byte of the header that nothing depends on
        assert place < 10
        assert unpacked == b"".join(CONTENTS)
    else:
        assert [error.goes_on for error in damages] == [True]


def test_a_cut_file_says_where_it_ends() -> None:
    """A file that breaks off gives all whole members, and says that nothing follows."""
    unpacked, damages = unpack(b"".join(MEMBERS)[:-20])
    assert unpacked.startswith(b"".join(CONTENTS[:3]))
    assert [(str(error), error.goes_on) for error in damages] == [("it breaks off", False)]


def test_damage_tells_whether_it_had_begun() -> None:
    """Damage in a member that has given something differs from damage before anything came of it."""
    broken = flip(MEMBERS[1], 0)
    assert [error.begun for error in unpack(MEMBERS[0] + broken + MEMBERS[2])[1]] == [False]
    large = gzip.compress(OPENING + bytes(range(256)) * 4000, mtime=0)
    assert [error.begun for error in unpack(flip(large, len(large) - 6))[1]] == [True]


@examples(max_examples=100)
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_come_to_an_end(before: bytes, after: bytes) -> None:
    """Nothing is read for ever, and a sound member behind rubbish is found."""
    unpacked, _ = unpack(before + MEMBERS[0] + after)
    assert CONTENTS[0] in unpacked or before.startswith(b"\x1f\x8b\x08")


@pytest.mark.parametrize("cut", range(5, len(MEMBERS[1]), 3))
def test_a_cut_member_does_not_take_the_next_with_it(cut: int) -> None:
    """A member that was never finished, as a crawler leaves it that is stopped and started again, is lost alone."""
    unpacked, damages = unpack(MEMBERS[0] + MEMBERS[1][:cut] + MEMBERS[2] + MEMBERS[3])
    assert unpacked.startswith(CONTENTS[0])
    assert unpacked.endswith(CONTENTS[2] + CONTENTS[3])
    assert [error.goes_on for error in damages] == [True]


def test_a_cut_member_that_cannot_be_compressed_does_not_take_the_next_with_it() -> None:
    """Bytes that are stored as they are name their length, and swallow whatever follows up to it."""
    stored = gzip.compress(OPENING + Random(7).randbytes(60_000), mtime=0)
    for follow in (MEMBERS[2] + MEMBERS[3], MEMBERS[2] * 400 + MEMBERS[3]):
        unpacked, damages = unpack(MEMBERS[0] + stored[:300] + follow)
        assert unpacked.endswith(CONTENTS[2] + CONTENTS[3])
        assert [error.goes_on for error in damages] == [True]
