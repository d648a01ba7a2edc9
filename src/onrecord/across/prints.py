"""What a report's words leave behind for the search for copies: a few hundred hashes and a sketch of the whole.

*Prints* are hashes of the next `GRAM` letters and digits from the start of each word, spaces apart, thinned out by
winnowing: of every `WINDOW` in a row the smallest is kept, so that any run of `WINDOW` shared grams leaves at least one
print in both texts (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting", 2003).
Character grams at word starts are those of passim (Smith, Cordell and Mullen, "Computational methods for uncovering
reprinted texts in antebellum newspapers", 2015).

The *sketch* is a MinHash signature of all grams, cut in bands (Broder, 1997; Leskovec, Rajaraman and Ullman, "Mining of
massive datasets", ch. 3): two texts whose grams are alike to a Jaccard index of 0.8 share a band in 99.9 of 100 cases.

All are functions of one text. They are kept in the record, so changing anything here needs a new `NAME`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version as package_version
from typing import Any

import numpy
from numpy.typing import NDArray

from onrecord.across.wording import LEFT_OUT, Wording

NAME = "prints.winnowed.v1"
GRAM = 24
WINDOW = 4
BANDS = 16
BAND_ROWS = 4
_SEED = 20310408  # of the sketch; any number will do
_FACTOR = 1099511628211  # FNV's prime
_MAX_PLACE = 2**16 - 1

Hashes = NDArray[numpy.uint32]
Places = NDArray[numpy.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Prints:
    """What is kept of one report.

    `hashes` are sorted; `places` are the words at which they start, counted from 0 (from 65535 on, all the same);
    `bands` are the sketch, none for a text too short for a gram; `words` is a digest of all words.
    """

    hashes: Hashes
    places: Places
    bands: Hashes
    words: bytes


def version() -> str:
    """Return the name and version of what makes prints: rows made by another are made anew."""
    return f"{NAME}+rensa-{package_version('rensa')}"


def make_prints(wordings: Sequence[Wording]) -> list[Prints]:
    """Return the prints of some texts."""
    grams = [hash_grams(wording) for wording in wordings]
    bands = _sketch([hashes for hashes, _ in grams])
    return [
        Prints(*_winnow(hashes, places), band, _digest(wording.forms))
        for wording, (hashes, places), band in zip(wordings, grams, bands, strict=True)
    ]


def hash_grams(wording: Wording) -> tuple[Hashes, NDArray[numpy.int64]]:
    """Return the hash of each gram of a text, and the word at which it starts, in order of place.

    Grams that would reach across a stretch that is left out, or behind the end, are none.
    """
    letters = numpy.frombuffer("".join(wording.forms).encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
    sizes = numpy.fromiter(map(len, wording.forms), dtype=numpy.int64, count=len(wording.forms))
    starts = numpy.cumsum(sizes) - sizes
    words = numpy.flatnonzero(starts + GRAM <= len(letters))
    gaps = numpy.concatenate(([0], numpy.cumsum(letters == ord(LEFT_OUT))))
    words = words[gaps[starts[words] + GRAM] == gaps[starts[words]]]
    return _mix(_hash_runs(letters, starts[words])), words


def _hash_runs(letters: NDArray[numpy.uint32], starts: NDArray[numpy.int64]) -> NDArray[numpy.uint64]:
    """Return a hash of the `GRAM` letters from each start: each but the last times `_FACTOR` more often than the next.

    They are differences of one sum over the text, whose letters are divided by the factor more often the later they
    stand: odd numbers can be divided by, to 64 bits.
    """
    powers = _powers(_FACTOR, len(letters))
    divided = (letters.astype(numpy.uint64) + numpy.uint64(1)) * _powers(pow(_FACTOR, -1, 2**64), len(letters))
    sums = numpy.concatenate((numpy.zeros(1, numpy.uint64), numpy.cumsum(divided)))
    hashes: NDArray[numpy.uint64] = (sums[starts + GRAM] - sums[starts]) * powers[starts + GRAM - 1]
    return hashes


def _powers(factor: int, count: int) -> NDArray[numpy.uint64]:
    """Return the powers of a number to 64 bits, from 1 on."""
    factors = numpy.full(count, factor, dtype=numpy.uint64)
    factors[:1] = 1
    return numpy.cumprod(factors, dtype=numpy.uint64)


def _mix(hashes: NDArray[numpy.uint64]) -> Hashes:
    """Return 32 bits of each hash, every bit of which depends on all (the finaliser of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        hashes = (hashes ^ (hashes >> numpy.uint64(33))) * numpy.uint64(factor)
    return (hashes >> numpy.uint64(32)).astype(numpy.uint32)


def group_starts(values: NDArray[Any]) -> NDArray[numpy.int64]:
    """Return where each run of equal values begins."""
    is_start = numpy.ones(len(values), dtype=bool)
    is_start[1:] = values[1:] != values[:-1]
    return numpy.flatnonzero(is_start)


def _winnow(hashes: Hashes, places: NDArray[numpy.int64]) -> tuple[Hashes, Places]:
    """Return the hashes that are kept, in their order, with their places."""
    if len(hashes) > WINDOW:
        windows = numpy.lib.stride_tricks.sliding_window_view(hashes, WINDOW)[:, ::-1]
        kept = numpy.zeros(len(hashes), dtype=bool)
        kept[numpy.arange(len(windows)) + WINDOW - 1 - windows.argmin(axis=1)] = True
        hashes, places = hashes[kept], places[kept]
    order = numpy.lexsort((places, hashes))
    return hashes[order], numpy.minimum(places[order], _MAX_PLACE).astype(numpy.uint16)


def _sketch(grams: Sequence[Hashes]) -> list[Hashes]:
    """Return the bands of each text: a hash of each few values of its signature."""
    from rensa import RMinHash

    offsets = numpy.concatenate(([0], numpy.cumsum([len(hashes) for hashes in grams]))).astype(numpy.uint64)
    flat = numpy.concatenate([*grams, numpy.zeros(0, numpy.uint32)]).astype(numpy.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, BANDS * BAND_ROWS, _SEED)
    rows = numpy.array(matrix.to_rows(), dtype=numpy.uint64).reshape(len(grams), BANDS, BAND_ROWS)
    bands = numpy.tile(numpy.arange(BANDS, dtype=numpy.uint64), (len(grams), 1))
    for row in range(BAND_ROWS):
        bands = bands * numpy.uint64(_FACTOR) + rows[:, :, row] + numpy.uint64(1)
    hashes = _mix(bands)
    return [band if len(own) else hashes[:0, 0] for band, own in zip(hashes, grams, strict=True)]


def _digest(forms: Iterable[str]) -> bytes:
    return blake2b(" ".join(forms).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def pack(prints: Prints) -> tuple[bytes, bytes, bytes, bytes]:
    """Return hashes, places, bands and the digest of the words as bytes, in little-endian order."""
    hashes, places, bands = (
        part.astype(part.dtype.newbyteorder("<")).tobytes() for part in (prints.hashes, prints.places, prints.bands)
    )
    return hashes, places, bands, prints.words


def unpack(hashes: bytes, places: bytes, bands: bytes, words: bytes) -> Prints:
    """Return what `pack` made bytes of."""
    return Prints(
        numpy.frombuffer(hashes, dtype="<u4"), numpy.frombuffer(places, dtype="<u2"),
        numpy.frombuffer(bands, dtype="<u4"), words,
    )  # fmt: skip
