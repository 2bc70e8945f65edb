"""Chance that every machine and every version of every library draws alike: hashes of a seed, not a generator's stream."""

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Draws = NDArray[np.uint64]


def lot(*words: object) -> int:
    """A number of 64 bits for these words; the same everywhere and for ever."""
    spoken = "\x1f".join(map(str, words))
    return int.from_bytes(hashlib.blake2b(spoken.encode(), digest_size=8).digest(), "big")


def lots(ids: Iterable[str], *words: object) -> Draws:
    """One number for each id."""
    start = hashlib.blake2b("\x1f".join(map(str, words)).encode() + b"\x1f", digest_size=8)
    drawn = bytearray()
    for one in ids:
        own = start.copy()
        own.update(one.encode())
        drawn += own.digest()
    return np.frombuffer(bytes(drawn), dtype="<u8").astype(np.uint64)


def mixed(numbers: Draws, word: int) -> Draws:
    """New numbers for each `word` from these (splitmix64, https://prng.di.unimi.it/splitmix64.c)."""
    z = numbers + np.uint64((word * 0x9E3779B97F4A7C15) % 2**64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def shuffled(numbers: Draws, word: int) -> Indices:
    """The places 0 to n - 1 in an order of chance."""
    return np.argsort(mixed(numbers, word), kind="stable")
