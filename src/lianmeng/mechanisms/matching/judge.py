"""The judge: whether pairs may stand, and who would rather leave them. It shares no code with the solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lianmeng.mechanisms.matching.market import Counts, Market

_NEVER_FULL = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What is wrong with the pairs; nothing, if all are empty.

    `unknown`, `repeated` and `unwilling` are positions among the pairs: no such school or host; the same pair
    again; a pair of which one side did not list the other, or that is forbidden. `schools_over` and
    `hosts_over` have more partners than places. `blocking` are wishes of the market: school and host each have
    a place left or like each other strictly better than a partner they have; pairs that cannot be formed count
    for nothing in this.
    """

    unknown: Counts
    repeated: Counts
    unwilling: Counts
    schools_over: Counts
    hosts_over: Counts
    blocking: Counts

    @property
    def feasible(self) -> bool:
        """Known names, no pair twice, nobody past its places."""
        faults = (self.unknown, self.repeated, self.schools_over, self.hosts_over)
        return not any(fault.size for fault in faults)

    @property
    def rational(self) -> bool:
        """Nobody has a partner that it did not list, or that it may not have."""
        return not self.unwilling.size

    @property
    def stable(self) -> bool:
        return self.feasible and self.rational and not self.blocking.size


def judge(market: Market, schools: ArrayLike, hosts: ArrayLike) -> Verdict:
    """Judge the pairs (schools[i], hosts[i]) by the lists as they were given, ties included.

    Cost: O(w + n + m). ValueError if the two arrays differ in length.
    """
    from lianmeng.mechanisms.matching.judging import REPEATED, UNKNOWN, UNWILLING, blocking_wishes, wishes_of

    claimed, partners = np.asarray(schools, np.int64), np.asarray(hosts, np.int64)
    if claimed.shape != partners.shape or claimed.ndim != 1:
        raise ValueError("schools and hosts have the same shape (k,)")
    found, formed = wishes_of(
        market.starts, market.hosts, market.host_tiers, claimed, partners, market.host_places.size
    )
    sound = found >= 0
    wishes, owners, partners = found[sound], claimed[sound], partners[sound]
    school_counts = np.bincount(owners, minlength=market.school_places.size)
    host_counts = np.bincount(partners, minlength=market.host_places.size)
    school_bars, host_bars = np.zeros(school_counts.size, np.int32), np.zeros(host_counts.size, np.int32)
    np.maximum.at(school_bars, owners, market.wish_tiers[wishes])
    np.maximum.at(host_bars, partners, market.host_tiers[wishes])
    school_bars[school_counts < market.school_places] = _NEVER_FULL
    host_bars[host_counts < market.host_places] = _NEVER_FULL
    return Verdict(
        unknown=np.flatnonzero(found == UNKNOWN),
        repeated=np.flatnonzero(found == REPEATED),
        unwilling=np.flatnonzero(found == UNWILLING),
        schools_over=np.flatnonzero(school_counts > market.school_places),
        hosts_over=np.flatnonzero(host_counts > market.host_places),
        blocking=blocking_wishes(
            market.starts, market.hosts, market.wish_tiers, market.host_tiers, school_bars, host_bars, formed
        ),
    )
