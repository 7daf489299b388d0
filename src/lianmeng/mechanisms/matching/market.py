"""A market as arrays: every wish of every school, and where it stands on either list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.matching.draw import Draw
from lianmeng.mechanisms.matching.faults import Fault, Unfit

Index = NDArray[np.int32]
Counts = NDArray[np.int64]
_MOST = 2**31 - 1


class Side(Enum):
    SCHOOLS = "schools"
    HOSTS = "hosts"


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """n schools, m hosts, w wishes. The wishes of school a are starts[a] … starts[a + 1] - 1, best first.

    A tier is a place on a list: 1, 2, …; what is tied has the same. `host_tiers` is the place of the school on
    the list of the wish's host: 0 if it is not on it, and minus the place if the pair is forbidden. A pair can
    be formed where it is above 0; `school_options` and `host_options` count these.
    """

    starts: Index  # (n + 1)
    hosts: Index  # (w)
    wish_tiers: Index  # (w)
    host_tiers: Index  # (w)
    school_places: Counts  # (n)
    host_places: Counts  # (m)
    school_options: Counts  # (n)
    host_options: Counts  # (m)
    tied_wishes: bool

    def owners(self) -> Index:
        """(w) The school of every wish."""
        return np.repeat(np.arange(self.school_places.size, dtype=np.int32), np.diff(self.starts))


def market_of(
    starts: ArrayLike,
    hosts: ArrayLike,
    *,
    wish_tiers: ArrayLike,
    host_tiers: ArrayLike,
    school_places: ArrayLike,
    host_places: ArrayLike,
) -> Market:
    """The arrays of `Market`, checked. ValueError where they do not fit. Time: O(w).

    A school names no host twice, and its tiers run 1, 2, … without gaps; a tier on a host's list is at most n.
    """
    school_places, host_places = (np.asarray(places, np.int64) for places in (school_places, host_places))
    if max(np.size(hosts), school_places.size, host_places.size) > _MOST:
        raise Unfit(Fault.TOO_LARGE)
    starts, hosts, wish_tiers, host_tiers = (
        np.ascontiguousarray(column, np.int32) for column in (starts, hosts, wish_tiers, host_tiers)
    )
    if starts.shape != (school_places.size + 1,) or starts[0] != 0 or starts[-1] != hosts.size:
        raise ValueError("starts has the shape (n + 1,), from 0 to the number of wishes")
    if not hosts.shape == wish_tiers.shape == host_tiers.shape or (np.diff(starts) < 0).any():
        raise ValueError("hosts and tiers have the shape (w,), and starts does not decrease")
    if (school_places < 0).any() or (host_places < 0).any():
        raise ValueError("places are 0 or more")
    if (np.abs(host_tiers) > school_places.size).any():
        raise ValueError("a place on a host's list is at most the number of schools")
    from lianmeng.mechanisms.matching.arranging import options, row_flaw

    tied_wishes = row_flaw(starts, hosts, wish_tiers, host_places.size)
    if tied_wishes < 0:
        raise ValueError("a list names hosts 0 … m - 1, each once, in tiers 1, 2, … without gaps")
    school_options, host_options = options(starts, hosts, host_tiers, host_places.size)
    return Market(
        starts=starts,
        hosts=hosts,
        wish_tiers=wish_tiers,
        host_tiers=host_tiers,
        school_places=np.minimum(school_places, host_places.size),
        host_places=np.minimum(host_places, school_places.size),
        school_options=school_options,
        host_options=host_options,
        tied_wishes=bool(tied_wishes),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The market as one side proposes: p proposers, r receivers, k pairs, each proposer's best first.

    `tiers` is the proposer's place on the receiver's list; above 0 where the pair can be formed. `wishes` is
    the market's number of each pair; None where it is the same.
    """

    starts: Index  # (p + 1)
    partners: Index  # (k)
    tiers: Index  # (k)
    wishes: Counts | None  # (k)
    places: Counts  # (p)
    slots: Counts  # (r) what can be filled: the receiver's places, or fewer partners
    drawn: Index  # (p)
    tied: int  # a proposer whose list has a tie, or -1


def lists_of(market: Market, draw: Draw, *, proposing: Side) -> Lists:
    """The strict lists of the proposers: as they stand, and where they are tied in the drawn order.

    Nothing is moved where schools without ties propose. Otherwise three counting sorts: O(w + n + m).
    """
    if proposing is Side.SCHOOLS:
        slots = np.minimum(market.host_places, market.host_options)
        if not market.tied_wishes:
            ready = (market.starts, market.hosts, market.host_tiers, None)
            return Lists(*ready, market.school_places, slots, draw.schools, tied=-1)
        owners, partners, tiers = market.owners(), market.hosts, market.wish_tiers
        places, drawn, partners_drawn = market.school_places, draw.schools, draw.hosts
    else:
        slots = np.minimum(market.school_places, market.school_options)
        owners, partners, tiers = market.hosts, market.owners(), market.host_tiers
        places, drawn, partners_drawn = market.host_places, draw.hosts, draw.schools
    kept = np.flatnonzero(market.host_tiers > 0)
    wishes = ordered(kept, partners_drawn[partners], tiers, owners)
    owners, own_tiers = owners[wishes], tiers[wishes]
    tied = np.flatnonzero((np.diff(owners) == 0) & (np.diff(own_tiers) == 0))
    return Lists(
        starts=np.searchsorted(owners, np.arange(places.size + 1)).astype(np.int32),
        partners=partners[wishes],
        tiers=(market.host_tiers if proposing is Side.SCHOOLS else market.wish_tiers)[wishes],
        wishes=wishes,
        places=places,
        slots=slots,
        drawn=drawn,
        tied=int(owners[tied[0]]) if tied.size else -1,
    )


def ordered(rows: Counts, *keys: NDArray[Any]) -> Counts:
    """The rows by the last key, within it by the one before, and so on: a counting sort for each. Keys ≥ 0."""
    from lianmeng.mechanisms.matching.arranging import sorted_by

    for key in keys:
        rows = sorted_by(rows, key)
    return rows
