"""Randomness with an address: the same key and index always give the same number, in any order of asking.

The generator is SplitMix64 (Steele, Lea, Flood 2014) used as a hash of (key, index), so that any moment of a
simulated market can be computed directly, without simulating what came before.
"""

import hashlib

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_UNIT = 2.0**-53
_PIECES = tuple(np.uint64(shift) for shift in (0, 16, 32, 48))
_PIECE = np.uint64(0xFFFF)
_PIECES_MEAN = 4 * 65535 / 2
_PIECES_SD = 65536 * (4 / 12) ** 0.5


def key_of(*parts: str | int) -> np.uint64:
    """Return the key that names a stream of random numbers."""
    text = "\x1f".join(str(part) for part in parts)
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little"))


def _hashed(key: np.uint64, index: Ints) -> npt.NDArray[np.uint64]:
    mixed = index.astype(np.uint64) * _GOLDEN + key
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
    result: npt.NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return result


def uniform(key: np.uint64, index: Ints) -> Floats:
    """Return numbers between 0 and 1, both left out, so that their logarithm exists."""
    return (_hashed(key, index) >> np.uint64(11)).astype(np.float64) * _UNIT + _UNIT / 2


def normal(key: np.uint64, index: Ints) -> Floats:
    """Return numbers of mean 0 and deviation 1, bell-shaped within ±3.5 (four uniform pieces of one hash)."""
    bits = _hashed(key, index)
    total = np.zeros(index.shape, np.float64)
    for shift in _PIECES:
        total += ((bits >> shift) & _PIECE).astype(np.float64)
    return (total - _PIECES_MEAN) / _PIECES_SD


def smooth(key: np.uint64, at: Ints, period: int) -> Floats:
    """Return noise that wanders from one random number to the next in `period` steps, without corners."""
    cell, inside = np.divmod(at, period)
    share = inside / period
    share = share * share * (3 - 2 * share)
    return normal(key, cell) * (1 - share) + normal(key, cell + 1) * share
