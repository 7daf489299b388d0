"""Compiled stable improvement cycles."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianmeng.mechanisms.compiled import njit

Whole = NDArray[Any]  # of whole numbers

FRESH, OPEN, CLOSED = 0, 1, 2


@njit
def improve(
    starts: Whole, partners: Whole, tiers: Whole, waiting: Whole, lines: Whole, now: Whole, order: Whole
) -> tuple[int, int]:
    """Trade along stable improvement cycles until there is none; `now` (the pair each proposer holds, or the end
    of its list) is changed. Gives the number of cycles and of searches.

    `waiting` holds the pairs that can be formed by receiver, within it by (tier, drawn position), those of
    receiver r from lines[r] to lines[r + 1] - 1. `order` is the order in which receivers are searched.

    A proposer wishes for the pairs that stand before the one it holds. Receiver v passes its place on to a
    proposer of the best tier among those who wish for v; the edge leads from v to the receiver that this
    proposer holds. Each search goes through that graph once and trades along every cycle that it closes: they
    have no receiver in common, so each is a stable improvement cycle still when the others are done.
    """
    count = lines.size - 1
    owners = owners_of(starts)
    state = np.empty(count, np.int8)
    reading = np.stack(
        (lines[:-1], lines[:-1])
    )  # in each line: the first who wishes, and the next to look at
    path = np.empty(count, np.int64)  # receivers
    by = np.empty(count, np.int64)  # by[i]: the pair whose proposer holds path[i] and wishes for path[i - 1]
    cycles = searches = 0
    found = True
    while found:
        found = False
        searches += 1
        state[:] = FRESH
        for root in order:
            if state[root] != FRESH:
                continue
            path[0], depth = root, 0
            state[root] = OPEN
            come_to_front(root, waiting, lines, reading, now, owners)
            while depth >= 0:
                here = path[depth]
                pair = next_at_front(here, waiting, lines, reading, now, owners, tiers)
                if pair < 0:
                    state[here] = CLOSED
                    depth -= 1
                    continue
                proposer = owners[pair]
                if now[proposer] == starts[proposer + 1]:
                    continue  # it holds nothing that could be passed on
                there = partners[now[proposer]]
                if state[there] == FRESH:
                    depth += 1
                    path[depth], by[depth] = there, pair
                    state[there] = OPEN
                    come_to_front(there, waiting, lines, reading, now, owners)
                elif state[there] == OPEN:
                    cycles += 1
                    found = True
                    now[proposer] = pair
                    while path[depth] != there:
                        now[owners[by[depth]]] = by[depth]
                        state[path[depth]] = CLOSED
                        depth -= 1
                    state[there] = CLOSED
                    depth -= 1
    return cycles, searches


@njit
def come_to_front(
    receiver: int, waiting: Whole, lines: Whole, reading: Whole, now: Whole, owners: Whole
) -> None:
    """Move to the first of the line who still wishes for the receiver: the wishing only ever get fewer."""
    first = reading[0, receiver]
    while first < lines[receiver + 1] and now[owners[waiting[first]]] <= waiting[first]:
        first += 1
    reading[:, receiver] = first


@njit
def next_at_front(
    receiver: int, waiting: Whole, lines: Whole, reading: Whole, now: Whole, owners: Whole, tiers: Whole
) -> int:
    """The next pair of the front's tier whose proposer wishes for the receiver, or -1."""
    front, at = reading[0, receiver], reading[1, receiver]
    while at < lines[receiver + 1] and tiers[waiting[at]] == tiers[waiting[front]]:
        pair = waiting[at]
        at += 1
        if now[owners[pair]] > pair:
            reading[1, receiver] = at
            return int(pair)
    reading[1, receiver] = at
    return -1


@njit
def owners_of(starts: Whole) -> Whole:
    """The proposer of every pair."""
    owners = np.empty(starts[-1], np.int32)
    for proposer in range(starts.size - 1):
        owners[starts[proposer] : starts[proposer + 1]] = proposer
    return owners
