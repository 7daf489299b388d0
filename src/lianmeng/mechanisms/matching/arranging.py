"""Compiled loops that check, count and sort the wishes of a market."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianmeng.mechanisms.compiled import njit

Whole = NDArray[Any]  # of whole numbers


@njit
def row_flaw(starts: Whole, hosts: Whole, tiers: Whole, host_count: int) -> int:
    """1 if some list has a tie, 0 if none has, -1 if a list names a host twice or not at all, or is not in order."""
    seen = np.full(host_count, -1, np.int32)
    tied = 0
    for school in range(starts.size - 1):
        before = 0
        for wish in range(starts[school], starts[school + 1]):
            host, tier = hosts[wish], tiers[wish]
            if host < 0 or host >= host_count or seen[host] == school:
                return -1
            if tier != before + 1 and (tier != before or before == 0):
                return -1
            seen[host] = school
            if tier == before:
                tied = 1
            before = tier
    return tied


@njit
def options(starts: Whole, hosts: Whole, tiers: Whole, host_count: int) -> tuple[Whole, Whole]:
    """How many pairs each school, and each host, could form."""
    of_schools = np.zeros(starts.size - 1, np.int64)
    of_hosts = np.zeros(host_count, np.int64)
    for school in range(starts.size - 1):
        for wish in range(starts[school], starts[school + 1]):
            if tiers[wish] > 0:
                of_schools[school] += 1
                of_hosts[hosts[wish]] += 1
    return of_schools, of_hosts


@njit
def sorted_by(rows: Whole, keys: Whole) -> Whole:
    """The rows by keys[row], equal ones as they stood. O(rows + largest key)."""
    most = -1
    for row in rows:
        most = max(most, keys[row])
    ends = np.zeros(most + 2, np.int64)
    for row in rows:
        ends[keys[row] + 1] += 1
    ends = np.cumsum(ends)
    ordered = np.empty(rows.size, np.int64)
    for row in rows:
        place = ends[keys[row]]
        ordered[place] = row
        ends[keys[row]] = place + 1
    return ordered


@njit
def owners_of(starts: Whole, rows: Whole) -> Whole:
    """Whose list each row is on; the rows ascend."""
    owners = np.empty(rows.size, np.int32)
    owner = 0
    for at in range(rows.size):
        while starts[owner + 1] <= rows[at]:
            owner += 1
        owners[at] = owner
    return owners
