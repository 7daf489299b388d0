"""The proof that no plan is better: no exchange gains.

It does without the solver's fines. Any other plan under the limits in schools differs by exchanges: closed
walks over the cores and "outside", on which members change their core, come in or go out. If no closed walk
gains, no plan is better (M. Klein, "A primal method for minimal cost flows", Management Science 14 (1967)).

Such a walk is looked for once for each number of the score, from left to right (Bellman and Ford). Where there
is none, the search ends with a price for every core at which no single move gains: the certificate of linear
programming duality. A move that costs something at these prices is on no closed walk that leaves this number
as it is, so the numbers further right are looked at without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Short = np.int32  # numbers of nodes and ways: half the memory to fill
Numbers = NDArray[Short]

_LOOK_BACK = 16  # rounds between two looks for a closed walk
_UNRECORDED = 64  # rounds before anybody looks: most often the prices have settled by then


@dataclass(frozen=True, slots=True)
class Market:
    """A plan, the places of the cores, and what each usable way would bring.

    `values` has one row for each number of the score, the smaller the better; out of every group is 0.
    """

    core_of: Whole  # (n), -1 none
    places: Whole  # (k)
    members: Whole  # (e)
    cores: Whole  # (e)
    values: tuple[Whole, ...]  # each (e)


@dataclass(frozen=True, slots=True)
class Moves:
    """What can be changed, one member or one free place at a time, by the node it leads to.

    The nodes are the cores and, last, outside. A member takes the way `new` instead of the way `old`; -1 is no
    way, and both are where a free place is passed on.
    """

    tails: Numbers  # (a)
    heads: Numbers  # (a), rising
    new: Numbers  # (a)
    old: Numbers  # (a)

    def kept(self, those: NDArray[np.bool_] | Whole) -> Moves:
        return Moves(self.tails[those], self.heads[those], self.new[those], self.old[those])

    def gains(self, values: Whole) -> Whole:
        """(a) what they add to a number of the score, the smaller the better."""
        values = np.append(values, 0)  # no way has the place -1
        return values[self.new] - values[self.old]


def gaining_exchange(market: Market) -> list[tuple[int, int]]:
    """Members and where they go instead (-1: nowhere) in an exchange that gains; nothing if there is none."""
    moves, nodes = _moves(market), market.places.size + 1
    told = [values for values in market.values if values.any()]  # no move changes the other numbers
    for number, values in enumerate(told, start=1):
        gains = moves.gains(values)
        prices, walk = _prices(moves, gains, nodes)
        if walk:
            ways = [(int(moves.new[move]), int(moves.old[move])) for move in walk]
            return [_told(market, new, old) for new, old in ways if max(new, old) >= 0]
        if number == len(told):
            break
        free = prices[moves.tails] + gains == prices[moves.heads]
        moves = moves if free.all() else moves.kept(free)
    return []


def _told(market: Market, new: int, old: int) -> tuple[int, int]:
    """The member that takes one way instead of another, and the core it goes to."""
    return int(market.members[new if new >= 0 else old]), int(market.cores[new]) if new >= 0 else -1


def _moves(market: Market) -> Moves:
    """Members to other cores, members out, and free places from their core to outside and back."""
    outside, core_of = market.places.size, market.core_of.astype(Short)
    members, cores = market.members.astype(Short), market.cores.astype(Short)
    chosen = core_of[members] == cores
    other, own = (np.flatnonzero(those).astype(Short) for those in (~chosen, chosen))
    own_way, nowhere = np.full(core_of.size, -1, Short), np.full(own.size, -1, Short)
    own_way[members[own]] = own
    movers, left = members[other], cores[own]
    used = np.bincount(left, minlength=outside)
    taking, giving = (np.flatnonzero(those).astype(Short) for those in (used < market.places, used))
    passed = np.full(taking.size + giving.size, -1, Short)
    tails = (
        *(np.where(core_of < 0, outside, core_of)[movers], left, taking),
        np.full(giving.size, outside, Short),
    )
    heads = np.concatenate((cores[other], np.full(own.size + taking.size, outside, Short), giving))
    order = np.argsort(heads.astype(np.min_scalar_type(outside)), kind="stable")
    new, old = (other, nowhere, passed), (own_way[movers], own, passed)
    columns = (np.concatenate(tails, dtype=Short), heads, np.concatenate(new), np.concatenate(old))
    return Moves(*columns).kept(order)


def _prices(moves: Moves, gains: Whole, nodes: int) -> tuple[Whole, list[int]]:
    """Prices at which no move gains, or the moves of a closed walk that does."""
    prices, by = np.zeros(nodes, np.int64), np.full(nodes, -1)
    if moves.heads.size == 0:
        return prices, []
    starts = np.flatnonzero(np.diff(moves.heads, prepend=-1))
    heads, sizes = moves.heads[starts], np.diff(starts, append=moves.heads.size)
    rounds, tails = 0, moves.tails.astype(np.intp)  # wide again, as each round reads by them
    while True:
        offers = prices[tails] + gains
        best = np.minimum.reduceat(offers, starts)
        lower = best < prices[heads]
        if not lower.any():
            return prices, []
        if rounds >= _UNRECORDED:
            those = np.flatnonzero(np.repeat(np.where(lower, best, np.iinfo(np.int64).min), sizes) == offers)
            by[moves.heads[those]] = those
        prices[heads[lower]] = best[lower]
        rounds += 1
        if rounds % _LOOK_BACK == 0 and (walk := _closed_walk(by.tolist(), moves.tails)):
            return prices, walk


def _closed_walk(by: list[int], tails: Numbers) -> list[int]:
    """The moves of a closed walk along the last moves that lowered each node's price, if there is one.

    There is one, sooner or later, exactly if some closed walk gains; and then it gains itself.
    """
    seen = [0] * len(by)  # the walk on which a node was met
    for start in range(len(by)):
        node = start
        while by[node] >= 0 and not seen[node]:
            seen[node] = start + 1
            node = int(tails[by[node]])
        if by[node] >= 0 and seen[node] == start + 1:
            walk, first = [], node
            while True:
                walk.append(by[node])
                node = int(tails[by[node]])
                if node == first:
                    return walk
    return []
