"""gzip files of many members, such as web archives: a member that is damaged costs itself, not those behind it."""

from __future__ import annotations

import io
import zlib
from collections import deque
from typing import IO

_MAGIC = b"\x1f\x8b\x08"
_CHUNK_BYTES = 1 << 16
_STEP_BYTES = 1 << 14  # unpacked at once, and so lost above the damaged place itself
_LOOKED_BACK_BYTES = 1 << 20  # a member that was cut takes the ones behind it for its own, until they make no sense
_TRIED_BYTES = 4096  # of a member that might begin behind damage: enough to see how its contents begin


class DamagedMemberError(EOFError):
    """A member that cannot be unpacked to its end.

    `begun` tells whether some of its contents have been handed out; `goes_on`, whether members follow it.
    """

    def __init__(self, why: str, *, begun: bool, goes_on: bool) -> None:
        super().__init__(why)
        self.begun = begun
        self.goes_on = goes_on


class Members(io.RawIOBase):
    """The contents of all members, one after the other.

    Each damaged place raises once; reading then goes on with the next member whose contents begin with `opening`.
    """

    def __init__(self, packed: IO[bytes], opening: bytes) -> None:
        self._source = packed
        self._opening = opening
        self._packed = b""
        self._place = 0  # of `_packed` in the source
        self._behind: deque[bytes] = deque()  # what stood before it, back to the start of the member or far enough
        self._member_place = -1
        self._inflater: zlib._Decompress | None = None
        self._handed_out = 0  # bytes of the present member

    def readable(self) -> bool:
        """Return that it is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, of one member; nothing at the end.

        Raises:
            DamagedMemberError: once for each damaged member.
        """
        most = min(size, _STEP_BYTES) if size > 0 else _STEP_BYTES
        while self._inflater is not None or self._begin_member():
            if not self._packed and not self._read_more():
                self._inflater = None
                raise DamagedMemberError("it breaks off", begun=self._handed_out > 0, goes_on=self._find_member())
            if unpacked := self._inflate(most):
                self._handed_out += len(unpacked)
                return unpacked
        return b""

    def _inflate(self, most: int) -> bytes:
        assert self._inflater is not None, "a member is open"
        try:
            unpacked = self._inflater.decompress(self._packed, most)
        except zlib.error as error:
            self._inflater = None
            why = str(error).rpartition(": ")[2]
            raise DamagedMemberError(why, begun=self._handed_out > 0, goes_on=self._find_member()) from error
        at_end = self._inflater.eof
        self._advance(len(self._packed) - len(self._inflater.unused_data if at_end else self._inflater.unconsumed_tail))
        if at_end:
            self._inflater = None
            self._behind.clear()
        return unpacked

    def _begin_member(self) -> bool:
        """Open the member that begins here, behind any padding; tell whether there is one."""
        while True:
            self._advance(len(self._packed) - len(self._packed.lstrip(b"\0")))
            if len(self._packed) >= len(_MAGIC) or not self._read_more():
                break
        self._handed_out = 0
        if not self._packed:
            return False
        if not self._packed.startswith(_MAGIC):
            raise DamagedMemberError("no gzip member begins here", begun=False, goes_on=self._find_member())
        self._member_place = self._place
        self._behind.clear()
        self._inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
        return True

    def _find_member(self) -> bool:
        """Go to where the next member begins, behind the start of the damaged one; tell whether there is one."""
        behind = b"".join(self._behind)
        self._packed, self._place = behind + self._packed, self._place - len(behind)
        self._behind.clear()
        self._advance(max(0, min(len(self._packed), self._member_place + 1 - self._place)))
        while True:
            found = self._packed.find(_MAGIC)
            if found < 0:
                self._advance(max(0, len(self._packed) - len(_MAGIC) + 1))
                if not self._read_more():
                    self._packed = b""
                    return False
                continue
            self._advance(found)
            while len(self._packed) < _TRIED_BYTES and self._read_more():
                pass
            if self._opens_well():
                self._behind.clear()
                return True
            self._advance(1)

    def _opens_well(self) -> bool:
        try:
            tried = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
            return tried.decompress(self._packed[:_TRIED_BYTES], len(self._opening)) == self._opening
        except zlib.error:
            return False

    def _read_more(self) -> bool:
        more = self._source.read(_CHUNK_BYTES)
        self._packed += more
        return bool(more)

    def _advance(self, size: int) -> None:
        if size and self._inflater is not None:
            self._behind.append(self._packed[:size])
            if len(self._behind) * _STEP_BYTES > _LOOKED_BACK_BYTES:
                self._behind.popleft()
        self._packed = self._packed[size:]
        self._place += size
