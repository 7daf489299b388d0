"""Why a school got what it got: for each partner it likes better, what stood in the way, and what would move it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from lianmeng.mechanisms.matching.changing import Pair, Way, Ways
from lianmeng.mechanisms.matching.market import Counts, Index, ordered
from lianmeng.mechanisms.matching.outcome import Outcome


class Reason(Enum):
    """Why a school is not with a host that it likes better than a partner it has, or than a place left free."""

    FORBIDDEN = "forbidden"
    NOT_LISTED = "not_listed"  # the host did not list it
    NO_PLACES = "no_places"  # the host has no place for anybody
    RANKED_LOWER = "ranked_lower"  # full, and everybody there stands higher on the host's list
    DRAWN_LATER = "drawn_later"  # full; the last one there is tied with it, and drawn before it
    PASSED_ON = "passed_on"  # full; the last one there is tied with it and drawn later, but came by a cycle


class Unsettling(Enum):
    """What would have made other pairs come out, not surely to the school's good. `last` is the host's last."""

    BEFORE_LAST = "before_last"  # the host lists the school before the last, tied with none
    DRAWN_BEFORE_LAST = "drawn_before_last"  # the school is drawn just before the last


@dataclass(frozen=True, slots=True)
class Partner:
    """A host with its place on the school's list (1, 2, …; a tie is one place)."""

    host: str
    wish: int


@dataclass(frozen=True, slots=True)
class WhyNot:
    """`rank` is the school's place on the host's list (0: it is not on it), `last_rank` that of `last`, the
    lowest of the host's partners ("" where it has places left or none at all).

    `ways`: any one of them, all else as it was, and the mechanism gives the school this host, or fills its places
    with hosts that it likes at least as well. `unsettling`: any one of them, and it gives other pairs, because
    school and host would rather have had each other; whether the school has the host then is not said.
    """

    host: str
    wish: int
    reason: Reason
    rank: int
    last: str
    last_rank: int
    forbidden: str
    ways: tuple[Way, ...]
    unsettling: tuple[Unsettling, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    school: str
    places: int
    partners: tuple[Partner, ...]
    why_not: tuple[WhyNot, ...]


class Explainer:
    """Explains the schools of one outcome. Making it costs O(w + n + m), an explanation O(the school's list)."""

    def __init__(self, outcome: Outcome) -> None:
        matching, market = outcome.matching, outcome.round.market
        self._outcome = outcome
        self._numbers = {name: number for number, name in enumerate(outcome.round.schools)}
        self._pairs_from = np.searchsorted(matching.schools, np.arange(len(outcome.round.schools) + 1))
        tiers = market.host_tiers[matching.wishes]
        drawn = outcome.draw.schools[matching.schools]
        by_host = ordered(np.arange(tiers.size), drawn, tiers, matching.hosts)
        self._last = _last_of_each(by_host, matching.hosts, count=market.host_places.size)
        self._ways = Ways(outcome)
        self._held = np.bincount(matching.hosts, minlength=market.host_places.size)

    def explain(self, school: str) -> Explanation:
        """What the school got, and about each better-liked host why not. KeyError for an unknown school."""
        outcome, number = self._outcome, self._numbers[school]
        market, hosts = outcome.round.market, outcome.round.hosts
        mine = outcome.matching.wishes[self._pairs_from[number] : self._pairs_from[number + 1]].tolist()
        partners = tuple(Partner(hosts[market.hosts[wish]], int(market.wish_tiers[wish])) for wish in mine)
        places = outcome.round.wishes_places[school]
        return Explanation(school, places, partners, tuple(self._why_not(number, mine, places=places)))

    def _why_not(self, school: int, mine: list[int], *, places: int) -> Iterator[WhyNot]:
        market = self._outcome.round.market
        bar = int(market.wish_tiers[mine[-1]]) if mine else 0
        got = set(mine)
        for wish in range(int(market.starts[school]), int(market.starts[school + 1])):
            if len(mine) >= places and market.wish_tiers[wish] >= bar:
                return
            if wish not in got:
                yield self._obstacle(school, wish)

    def _obstacle(self, school: int, wish: int) -> WhyNot:
        round_, market = self._outcome.round, self._outcome.round.market
        host, rank = int(market.hosts[wish]), abs(int(market.host_tiers[wish]))
        names = (round_.schools[school], round_.hosts[host])
        forbidden = round_.forbidden.get(names, "")
        door = self._door(host)
        reason = Reason.FORBIDDEN if forbidden else self._reason(school, rank, door=door)
        ways = self._ways.giving(Pair(school, host, rank, forbidden=bool(forbidden), free=door.free))
        return WhyNot(
            names[1],
            int(market.wish_tiers[wish]),
            reason,
            rank,
            round_.schools[door.last] if door.last >= 0 else "",
            door.last_rank,
            forbidden,
            ways,
            self._unsettling(reason, names[1], door=door, ways=ways),
        )

    def _unsettling(
        self, reason: Reason, host: str, *, door: _Door, ways: tuple[Way, ...]
    ) -> tuple[Unsettling, ...]:
        """Not said where it comes to being among the first, which is one of the ways."""
        found = []
        if reason is Reason.DRAWN_LATER and not self._outcome.improve and not ways[0].drawn_first:
            found.append(Unsettling.DRAWN_BEFORE_LAST)
        if reason in (Reason.RANKED_LOWER, Reason.DRAWN_LATER, Reason.PASSED_ON):
            places, tiers = self._outcome.round.places[host], self._outcome.round.priorities[host]
            if door.last_rank > places or sum(map(len, tiers[: door.last_rank - 1])) >= places:
                found.append(Unsettling.BEFORE_LAST)
        return tuple(found)

    def _door(self, host: int) -> _Door:
        """The host's free places; where it is full, whom a new partner would have to replace."""
        market, matching = self._outcome.round.market, self._outcome.matching
        free = int(market.host_places[host] - self._held[host])
        if free or not self._held[host]:
            return _Door(free)
        pair = self._last[host]
        last_rank = int(market.host_tiers[matching.wishes[pair]])
        return _Door(free, last=int(matching.schools[pair]), last_rank=last_rank)

    def _reason(self, school: int, rank: int, *, door: _Door) -> Reason:
        if rank == 0:
            return Reason.NOT_LISTED
        if door.last < 0:
            return Reason.NO_PLACES
        if rank > door.last_rank:
            return Reason.RANKED_LOWER
        drawn = self._outcome.draw.schools
        return Reason.DRAWN_LATER if drawn[school] > drawn[door.last] else Reason.PASSED_ON


@dataclass(frozen=True, slots=True)
class _Door:
    free: int
    last: int = -1
    last_rank: int = 0


def _last_of_each(by_host: Counts, hosts: Index, *, count: int) -> Counts:
    """The last pair of each host; -1 where it has none."""
    last = np.full(count, -1, np.int64)
    last[hosts[by_host]] = by_host  # of several, the last one stays
    return last
