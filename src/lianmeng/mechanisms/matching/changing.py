"""What would have given a school a host: changes after which the same mechanism, run again, surely gives it.

**Gives** means: the school has the host, or all its places are taken by hosts that it likes at least as well.

*By places.* Let M be what deferred acceptance gave, and let the *line* at host h be the schools that h lists and
may take, that are not with it in M, and that have a place left or like h better than a partner, in h's order. If
school a is, or comes to be by the change, the k-th in that line, then k places more than h had free give it h.
Proof. What the changed market gives, N, is as good for every school as M or better: more places at one host, and
schools newly listed there, hurt no school, in the best stable matching for schools as in the worst (V. Crawford,
Journal of Economic Theory 54 (1991); the vacancy chains of Y. Blum, A. Roth, U. Rothblum, the same journal 76
(1997), show it for several places too). So whoever is at h in N and was not in M, wanted
it in M: it stood in the line. Were a without h and with something worse or free, h would be full in N of schools
that it ranks above a: those of M, and the k - 1 that stood in line before a, which are too few.

*By rank.* If a is among the first q of the list of h, which has q places, every stable matching gives it h: else
h would have room, or somebody whom it ranks below a. The same for the first q of the list as the draw makes it
strict, by deferred acceptance.

*With improvement.* The matching is stable in the lists as given, so "by rank" holds; and if schools propose, none
has less than deferred acceptance gives it, so the rest holds with its lines. If hosts propose, it holds no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lianmeng.mechanisms.matching.market import Counts, Market, Side, ordered
from lianmeng.mechanisms.matching.outcome import Outcome
from lianmeng.mechanisms.matching.solving import Matching, match

_FAR = 2**62


@dataclass(frozen=True, slots=True)
class Way:
    """What would have to be otherwise at the host, all of it at once and nothing else."""

    allowed: bool = False  # the pair is not forbidden
    listed: bool = False  # the host lists the school, if only as the last
    places: int = 0  # so many more places of the host
    among: int = 0  # the host lists the school among its first so many, tied with none; 0: where it does
    drawn_first: bool = False  # the school is drawn before all others


@dataclass(frozen=True, slots=True)
class Pair:
    """A school and a host that it did not get: `rank` is its place on the host's list (0: none), `free` the
    host's free places."""

    school: int
    host: int
    rank: int
    forbidden: bool
    free: int


class Ways:
    """The ways of one outcome. Making it costs O(w + n + m), a pair O(log w), and O(places of the host)."""

    def __init__(self, outcome: Outcome) -> None:
        self._round, self._drawn = outcome.round, outcome.draw.schools
        self._by_rank_alone = outcome.improve and outcome.proposing is Side.HOSTS
        deferred = outcome.matching
        if outcome.improve and not self._by_rank_alone:
            deferred = match(outcome.round.market, outcome.draw, proposing=outcome.proposing)
        self._starts, self._keys = _lines(outcome, deferred)

    def giving(self, pair: Pair) -> tuple[Way, ...]:
        """The ways that give the school the host, any one of them. There is at least one."""
        by_rank, by_places = self._by_rank(pair), self._by_places(pair)
        if self._by_rank_alone or (not by_rank.among and by_rank.places <= by_places.places):
            return (by_rank,)
        if by_places.places <= by_rank.places:
            return (by_places,)
        if self._drawn_first(pair):
            return (Way(drawn_first=True), by_rank, by_places)
        return (by_rank, by_places)

    def _by_places(self, pair: Pair) -> Way:
        line = self._keys[self._starts[pair.host] : self._starts[pair.host + 1]]
        key = (pair.rank << 32) | int(self._drawn[pair.school]) if pair.rank else _FAR
        missing = int(np.searchsorted(line, key)) + 1 - pair.free
        return Way(allowed=pair.forbidden, listed=not pair.rank, places=max(missing, 0))

    def _by_rank(self, pair: Pair) -> Way:
        places = self._places(pair)
        there = pair.rank and self._listed(pair, pair.rank) <= places
        return Way(allowed=pair.forbidden, places=int(places == 0), among=0 if there else max(places, 1))

    def _drawn_first(self, pair: Pair) -> bool:
        """Whether nobody but those of its own rank could keep the school from being among the first."""
        return pair.rank > 0 and not pair.forbidden and self._listed(pair, pair.rank - 1) < self._places(pair)

    def _places(self, pair: Pair) -> int:
        return self._round.places[self._round.hosts[pair.host]]

    def _listed(self, pair: Pair, tiers: int) -> int:
        """How many schools stand on the first so many tiers of the host's list; or more than it has places."""
        most = self._places(pair) + 1
        if tiers >= most:
            return most
        return sum(map(len, self._round.priorities[self._round.hosts[pair.host]][:tiers]))


def _lines(outcome: Outcome, matching: Matching) -> tuple[Counts, Counts]:
    """Where each host's line starts, and who stands in it, by tier · 2³² + drawn position."""
    market, draw = outcome.round.market, outcome.draw
    owners = market.owners()
    rows = np.flatnonzero(
        _wanting(market, matching, liking=_keys(market.wish_tiers, draw.hosts[market.hosts]))
    )
    rows = ordered(rows, draw.schools[owners], market.host_tiers, market.hosts)
    starts = np.searchsorted(market.hosts[rows], np.arange(market.host_places.size + 1))
    return starts, _keys(market.host_tiers[rows], draw.schools[owners[rows]])


def _wanting(market: Market, matching: Matching, *, liking: Counts) -> NDArray[np.bool_]:
    """(w) The wishes, not granted, of pairs that can be formed, whose school has room or likes a partner less."""
    owners, count = market.owners(), market.school_places.size
    worst = np.full(count, -1, np.int64)
    np.maximum.at(worst, matching.schools, liking[matching.wishes])
    held = np.bincount(matching.schools, minlength=count)
    worst[held < market.school_places] = _FAR
    wanting: NDArray[np.bool_] = (market.host_tiers > 0) & (liking < worst[owners])
    wanting[matching.wishes] = False
    return wanting


def _keys(tiers: NDArray[np.int32], positions: NDArray[np.int32]) -> Counts:
    return (tiers.astype(np.int64) << 32) | positions
