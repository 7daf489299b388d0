"""Compiled loops of the judge."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianmeng.mechanisms.compiled import njit

Whole = NDArray[Any]  # of whole numbers
Flags = NDArray[np.bool_]

UNKNOWN, REPEATED, UNWILLING = -1, -2, -3


@njit
def wishes_of(
    starts: Whole, hosts: Whole, host_tiers: Whole, claimed: Whole, partners: Whole, host_count: int
) -> tuple[Whole, Flags]:
    """The wish that each pair fulfils, or what is wrong with it; and which wishes are fulfilled."""
    found = np.full(claimed.size, UNWILLING, np.int64)
    formed = np.zeros(hosts.size, np.bool_)
    for i in range(claimed.size):
        school, host = claimed[i], partners[i]
        if school < 0 or school >= starts.size - 1 or host < 0 or host >= host_count:
            found[i] = UNKNOWN
            continue
        for wish in range(starts[school], starts[school + 1]):
            if hosts[wish] == host:
                if formed[wish]:
                    found[i] = REPEATED
                elif host_tiers[wish] > 0:
                    found[i] = wish
                    formed[wish] = True
                break
    return found, formed


@njit
def blocking_wishes(
    starts: Whole,
    hosts: Whole,
    wish_tiers: Whole,
    host_tiers: Whole,
    school_bars: Whole,
    host_bars: Whole,
    formed: Flags,
) -> Whole:
    """The wishes, not fulfilled, that stand strictly before the bar of the school and of the host."""
    blocking = np.empty(hosts.size, np.int64)
    count = 0
    for school in range(starts.size - 1):
        bar = school_bars[school]
        for wish in range(starts[school], starts[school + 1]):
            if wish_tiers[wish] >= bar:
                break
            if 0 < host_tiers[wish] < host_bars[hosts[wish]] and not formed[wish]:
                blocking[count] = wish
                count += 1
    return blocking[:count].copy()
