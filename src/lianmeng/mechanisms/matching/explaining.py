"""Why a school got what it got: for each partner it likes better, what stood in the way, and what would move it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

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


class Change(Enum):
    """What could be otherwise at the host. `last` is the one that a new partner would have to replace."""

    ALLOWED = "allowed"  # the pair is not forbidden
    LISTED = "listed"  # the host lists the school, at any place
    PLACE = "place"  # the host has one more place
    BEFORE_LAST = "before_last"  # the host lists the school before the last
    DRAWN_FIRST = "drawn_first"  # the school is drawn before the last


@dataclass(frozen=True, slots=True)
class Partner:
    """A host with its place on the school's list (1, 2, …; a tie is one place)."""

    host: str
    wish: int


@dataclass(frozen=True, slots=True)
class WhyNot:
    """`rank` is the school's place on the host's list (0: it is not on it), `last_rank` that of `last`, the
    lowest of the host's partners ("" where it has places left or none at all).

    `changes`: any one of these combinations, all else as it was, and the matching would not have stood: school
    and host would both rather have had each other.
    """

    host: str
    wish: int
    reason: Reason
    rank: int
    last: str
    last_rank: int
    forbidden: str
    changes: tuple[tuple[Change, ...], ...]


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
        pair = (round_.schools[school], round_.hosts[host])
        forbidden = round_.forbidden.get(pair, "")
        door = self._door(host)
        reason = Reason.FORBIDDEN if forbidden else self._reason(school, rank, door=door)
        if reason is Reason.FORBIDDEN:
            changes = [(Change.ALLOWED, *more) for more in _ways_in(rank, door)]
        else:
            changes = _ways_in(rank, door)
        if reason is Reason.DRAWN_LATER and not self._outcome.improve:
            changes.insert(0, (Change.DRAWN_FIRST,))
        last = round_.schools[door.last] if door.full else ""
        return WhyNot(
            pair[1],
            int(market.wish_tiers[wish]),
            reason,
            rank,
            last,
            door.last_rank,
            forbidden,
            tuple(changes),
        )

    def _door(self, host: int) -> _Door:
        """Whether a host is full, and whom a new partner would have to replace."""
        market, matching = self._outcome.round.market, self._outcome.matching
        if market.host_places[host] > self._held[host]:
            return _Door(full=False, places=True)
        if not self._held[host]:
            return _Door(full=False, places=False)
        pair = self._last[host]
        last_rank = int(market.host_tiers[matching.wishes[pair]])
        return _Door(full=True, places=True, last=int(matching.schools[pair]), last_rank=last_rank)

    def _reason(self, school: int, rank: int, *, door: _Door) -> Reason:
        if rank == 0:
            return Reason.NOT_LISTED
        if not door.places:
            return Reason.NO_PLACES
        if rank > door.last_rank:
            return Reason.RANKED_LOWER
        drawn = self._outcome.draw.schools
        return Reason.DRAWN_LATER if drawn[school] > drawn[door.last] else Reason.PASSED_ON


@dataclass(frozen=True, slots=True)
class _Door:
    full: bool
    places: bool
    last: int = -1
    last_rank: int = 0


def _ways_in(rank: int, door: _Door) -> list[tuple[Change, ...]]:
    """What would have let in a school of this rank (0: not listed), the pair being allowed."""
    if not door.places:
        return [(Change.PLACE,) if rank else (Change.LISTED, Change.PLACE)]
    if not door.full:
        return [() if rank else (Change.LISTED,)]
    if 0 < rank < door.last_rank:
        return [()]
    return [(Change.BEFORE_LAST,), (Change.PLACE,) if rank else (Change.LISTED, Change.PLACE)]


def _last_of_each(by_host: Counts, hosts: Index, *, count: int) -> Counts:
    """The last pair of each host; -1 where it has none."""
    last = np.full(count, -1, np.int64)
    last[hosts[by_host]] = by_host  # of several, the last one stays
    return last
