"""Two-sided matching: deferred acceptance in the drawn order, and stable improvement cycles after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lianmeng.mechanisms.matching.draw import Draw
from lianmeng.mechanisms.matching.faults import Fault, Unfit
from lianmeng.mechanisms.matching.market import Counts, Index, Lists, Market, Side, lists_of, ordered


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """k pairs by school, within it as the school likes them, and what it took to find them."""

    wishes: Counts  # (k) ascending: which wish of the market each pair is
    schools: Index  # (k)
    hosts: Index  # (k)
    proposals: int
    cycles: int


def match(market: Market, draw: Draw, *, proposing: Side = Side.SCHOOLS, improve: bool = False) -> Matching:
    """A stable matching: no school and no host, both willing, like each other strictly better than what they have.

    Every list is made strict by the drawn order, then the proposing side asks from the top and the other side
    holds the best so far, up to its places (deferred acceptance; more than one place on either side means
    responsive preferences). `improve` then trades along stable improvement cycles until none is left.

    Errors: Unfit if `improve` is asked for and a proposer has several places or, among the partners it could
    get, a tie. Time: O(w log places); a search for cycles is O(w), and there are at most w / 2 + 1 of them.

    Guarantees, in the order that the draw makes strict: stable; every proposer likes it at least as well as
    any other stable matching, every receiver at most as well; every school and host has as many partners in
    any stable matching, and one with places left has the same partners; a proposer with one place cannot get
    a better partner by another list. In the lists as they were given, ties included: stable. With `improve`:
    stable in the lists as given; no proposer fares worse than without it; no stable matching is better for
    a proposer and worse for none. It is then no longer safe to be truthful.

    Sources: D. Gale, L. Shapley, American Mathematical Monthly 69 (1962); A. Roth, Econometrica 52 (1984),
    "Stability and polarization of interests in job matching"; A. Erdil, H. Ergin, "What's the matter with
    tie-breaking?", American Economic Review 98 (2008). Which claim holds for which market:
    docs/mechanisms/matching.md.

    >>> import numpy as np
    >>> from lianmeng.mechanisms.matching import market_of
    >>> one = np.ones(2, int)
    >>> both_first = market_of([0, 1, 3], [0, 0, 1], wish_tiers=[1, 1, 2], host_tiers=[1, 2, 1],
    ...                        school_places=one, host_places=one)
    >>> found = match(both_first, Draw(np.arange(2), np.arange(2)))
    >>> list(zip(found.schools.tolist(), found.hosts.tolist()))
    [(0, 0), (1, 1)]
    """
    from lianmeng.mechanisms.matching.arranging import owners_of

    lists = lists_of(market, draw, proposing=proposing)
    if improve:
        _refuse_unless_improvable(lists)
    pairs, proposals = _deferred(lists)
    cycles = 0
    if improve:
        receivers = draw.hosts if proposing is Side.SCHOOLS else draw.schools
        pairs, cycles = _improved(lists, pairs, receivers)
    wishes = pairs if lists.wishes is None else np.sort(lists.wishes[pairs])
    return Matching(wishes, owners_of(market.starts, wishes), market.hosts[wishes], proposals, cycles)


def _refuse_unless_improvable(lists: Lists) -> None:
    several = np.flatnonzero(lists.places > 1)
    if several.size:
        raise Unfit(Fault.SEVERAL_PLACES, name=int(several[0]), places=int(lists.places[several[0]]))
    if lists.tied >= 0:
        raise Unfit(Fault.TIED_LIST, name=lists.tied)


def _deferred(lists: Lists) -> tuple[Counts, int]:
    from lianmeng.mechanisms.matching.deferred import defer, held_pairs

    common = (lists.starts, lists.partners, lists.tiers)
    left, bar, proposals = defer(*common, lists.places, lists.slots, lists.drawn)
    return held_pairs(*common, left, bar, lists.places, lists.drawn), int(proposals)


def _improved(lists: Lists, pairs: Counts, receivers_drawn: Index) -> tuple[Counts, int]:
    from lianmeng.mechanisms.matching.cycles import improve

    owners = np.repeat(np.arange(lists.places.size), np.diff(lists.starts))
    waiting = ordered(np.flatnonzero(lists.tiers > 0), lists.drawn[owners], lists.tiers, lists.partners)
    lines = np.searchsorted(lists.partners[waiting], np.arange(lists.slots.size + 1))
    now = lists.starts[1:].astype(np.int64)
    now[owners[pairs]] = pairs
    order = np.argsort(receivers_drawn)
    cycles, _ = improve(lists.starts, lists.partners, lists.tiers, waiting, lines, now, order)
    return now[now < lists.starts[1:]], int(cycles)
