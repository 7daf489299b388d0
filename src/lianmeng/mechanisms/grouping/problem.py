"""What is asked: members, cores, who can join whom, and the limits of a group."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_SCHOOLS, MOST_PUPILS = 9, 15_000  # of one group, its core counted
NO_LIMIT = 2**40
_LARGEST_COST = 2**40


@dataclass(frozen=True, slots=True)
class Schools:
    """Schools with their pupils; the names are the identity, so no two are the same."""

    names: Sequence[str]
    pupils: Whole  # (n)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "pupils", whole("pupils", self.pupils, (len(self.names),)))
        if len(set(self.names)) < len(self.names):
            raise ValueError("two schools have the same name")

    @property
    def count(self) -> int:
        return len(self.names)

    def taken(self, order: Whole) -> Schools:
        return Schools([self.names[row] for row in order.tolist()], self.pupils[order])


@dataclass(frozen=True, slots=True)
class Ways:
    """Way i leads from member `members[i]` to core `cores[i]` and costs `costs[i]`: metres, seconds, …

    A pair that is not here cannot be grouped. No pair is here twice.
    """

    members: Whole  # (e)
    cores: Whole  # (e)
    costs: Whole  # (e)

    def __post_init__(self) -> None:
        count = np.shape(self.members)
        for column in fields(self):
            name = column.name
            object.__setattr__(self, name, whole(name, getattr(self, name), count))

    @property
    def count(self) -> int:
        return self.members.size

    def kept(self, those: Mask | Whole) -> Ways:
        return Ways(self.members[those], self.cores[those], self.costs[those])


@dataclass(frozen=True, slots=True)
class Problem:
    """n members, k cores, e ways. Limits hold for the whole group, the core and its pupils counted in.

    `present[m]` is the core in whose group member m is now, -1 none. `ranks[m]` is when m is served among its
    like: 0 first. `most_schools` and `most_pupils` are one number for all groups or one for each core.
    Errors: ValueError for what is negative, not whole, out of range, of another shape, or there twice.
    """

    members: Schools
    cores: Schools
    ways: Ways
    present: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    ranks: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    most_schools: Whole = field(default_factory=lambda: np.array(MOST_SCHOOLS))
    most_pupils: Whole = field(default_factory=lambda: np.array(MOST_PUPILS))

    def __post_init__(self) -> None:
        members, cores = self.members.count, self.cores.count
        self._settle("present", members, unsaid=-1, least=-1)
        self._settle("ranks", members, unsaid=0, least=0)
        for name in ("most_schools", "most_pupils"):
            limit = np.broadcast_to(np.asarray(getattr(self, name)), (cores,))
            object.__setattr__(self, name, whole(name, limit, (cores,)))
        _refuse_unless(bool((self.present < cores).all()), "present: no such core")
        _refuse_unless(bool((self.ways.members < members).all()), "ways: no such member")
        _refuse_unless(bool((self.ways.cores < cores).all()), "ways: no such core")
        _refuse_unless(not (self.ways.costs > _LARGEST_COST).any(), "ways: a cost is too large")
        keys = self.ways.members * cores + self.ways.cores
        if not _rising(keys):
            _refuse_unless(_rising(np.sort(keys)), "ways: a pair is there twice")

    def _settle(self, name: str, count: int, *, unsaid: int, least: int) -> None:
        given = getattr(self, name)
        values = np.full(count, unsaid) if np.size(given) == 0 else given
        object.__setattr__(self, name, whole(name, values, (count,), least=least))

    def in_order(self) -> tuple[Self, Whole, Whole]:
        """The same problem with members and cores by name, ways by member and core; and those two orders.

        Whatever the order of the lines, it is the same from here on.
        """
        by_member, by_core = _by_name(self.members), _by_name(self.cores)
        member_at, core_at = np.argsort(by_member), np.append(np.argsort(by_core), -1)
        members, cores = member_at[self.ways.members], core_at[self.ways.cores]
        keys = members * self.cores.count + cores
        order = slice(None) if _rising(keys) else np.argsort(keys)
        problem = replace(
            self,
            members=self.members.taken(by_member),
            cores=self.cores.taken(by_core),
            ways=Ways(members[order], cores[order], self.ways.costs[order]),
            present=core_at[self.present[by_member]],
            ranks=self.ranks[by_member],
            most_schools=self.most_schools[by_core],
            most_pupils=self.most_pupils[by_core],
        )
        return problem, by_member, by_core

    def digest(self) -> str:
        """SHA-256 of everything that was asked, whatever the order of the lines."""
        return self.in_order()[0].digest_as_it_stands()

    def digest_as_it_stands(self) -> str:
        parts: list[Any] = [self.members.names, self.cores.names]
        seen = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode())
        ways = self.ways
        for column in (
            *(self.members.pupils, self.cores.pupils, ways.members, ways.cores, ways.costs),
            *(self.present, self.ranks, self.most_schools, self.most_pupils),
        ):
            seen.update(column.size.to_bytes(8, "little") + column.astype("<i8", copy=False).tobytes())
        return seen.hexdigest()


def whole(name: str, values: ArrayLike, shape: tuple[int, ...], *, least: int = 0) -> Whole:
    """The values as whole numbers, or ValueError."""
    numbers = np.asarray(values)
    _refuse_unless(numbers.shape == shape, f"{name}: the shape is not {shape}")
    if numbers.size == 0:
        return np.empty(shape, np.int64)
    if np.issubdtype(numbers.dtype, np.floating):
        _refuse_unless(bool((numbers == np.floor(numbers)).all()), f"{name}: not whole")
        _refuse_unless(bool((np.abs(numbers) < 2.0**53).all()), f"{name}: too large")
    else:
        _refuse_unless(np.issubdtype(numbers.dtype, np.integer), f"{name}: not whole")
    _refuse_unless(bool((numbers >= least).all()), f"{name}: less than {least}")
    return np.ascontiguousarray(numbers, dtype=np.int64)


def _rising(keys: Whole) -> bool:
    return bool((keys[1:] > keys[:-1]).all())


def _by_name(schools: Schools) -> Whole:
    return np.array(sorted(range(schools.count), key=schools.names.__getitem__), dtype=np.int64)


def _refuse_unless(good: bool, sentence: str) -> None:
    if not good:
        raise ValueError(sentence)
