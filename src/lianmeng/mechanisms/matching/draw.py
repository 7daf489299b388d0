"""The drawn order: chance as a function of a seed and the names, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Order = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Draw:
    """The position of every school and of every host in the drawn order: two permutations of 0, 1, 2, …"""

    schools: Order
    hosts: Order


@dataclass(frozen=True, slots=True)
class Lottery:
    """The keys from which any number of orders can be drawn: one for each name of either side."""

    schools: Keys
    hosts: Keys

    @classmethod
    def of(cls, schools: Sequence[str], hosts: Sequence[str]) -> Lottery:
        return cls(_keys(schools, b"school"), _keys(hosts, b"host"))

    def draw(self, seed: int, again: int = 0) -> Draw:
        """The order of a seed; `again` = 1, 2, … are the orders that the same seed would give if drawn again.

        Each name gets the number mix(key + stream) and the names stand by these numbers, where key and stream
        are 64 bits of BLAKE2b of the name and of the seed, and mix is the finalizer of SplitMix64 (Steele, Lea
        and Flood, OOPSLA 2014). So the order of two names does not depend on any list, on who else takes part,
        or on the version of a library. Cost: a sort.
        """
        stream = np.frombuffer(hashlib.blake2b(f"{seed}/{again}".encode(), digest_size=8).digest(), "<u8")
        return Draw(_positions(_mixed(self.schools + stream)), _positions(_mixed(self.hosts + stream)))


def _keys(names: Sequence[str], side: bytes) -> Keys:
    digests = (hashlib.blake2b(name.encode(), digest_size=8, person=side).digest() for name in names)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def _mixed(bits: Keys) -> Keys:
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    mixed: Keys = bits ^ (bits >> np.uint64(31))
    return mixed


def _positions(numbers: Keys) -> Order:
    order = np.argsort(numbers, kind="stable")
    positions = np.empty(order.size, dtype=np.int32)
    positions[order] = np.arange(order.size)
    return positions
