"""Compiled deferred acceptance."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianmeng.mechanisms.compiled import njit

Whole = NDArray[Any]  # of whole numbers

OPEN = np.int64(2**63 - 1)  # the bar of a receiver that has free slots: everybody passes
SHUT = np.int64(-1)  # the bar of one that has no slot at all
WHO = np.int64(2**32 - 1)  # the half of a key that names the proposer by its drawn position


@njit
def defer(
    starts: Whole, partners: Whole, tiers: Whole, places: Whole, slots: Whole, drawn: Whole
) -> tuple[Whole, Whole, int]:
    """Where each proposer's list was left, each receiver's bar, and the number of proposals.

    A key, tier · 2³² + drawn position, ranks the proposers at a receiver: the smaller is the better. A receiver
    keeps its best keys in a heap whose top, once its slots are full, is the bar that a new one must be under.
    What is held in the end: the proposals made whose keys are not above the bar.
    """
    first = np.zeros(slots.size + 1, np.int64)
    first[1:] = np.cumsum(slots)
    held = np.zeros(slots.size, np.int64)
    heap = np.empty(first[-1], np.int64)
    bar = np.where(slots > 0, OPEN, SHUT)
    at = np.empty(drawn.size, np.int32)
    at[drawn] = np.arange(drawn.size).astype(np.int32)
    left = starts[:-1].copy()
    proposals = 0
    for opener in range(places.size):
        for _ in range(places[opener]):
            if left[opener] == starts[opener + 1]:
                break
            proposer = opener
            while proposer >= 0:
                pair, end = left[proposer], starts[proposer + 1]
                position, free = drawn[proposer], -1  # free: who lost its place by this
                while pair < end:
                    tier, receiver = np.int64(tiers[pair]), partners[pair]
                    pair += 1
                    if tier <= 0:
                        continue
                    proposals += 1
                    key = (tier << 32) | position
                    if key > bar[receiver]:
                        continue
                    room = heap[first[receiver] : first[receiver + 1]]
                    if held[receiver] < room.size:
                        rise(room, held[receiver], key)
                        held[receiver] += 1
                    else:
                        free = at[room[0] & WHO]
                        sink(room, key)
                    bar[receiver] = room[0] if held[receiver] == room.size else OPEN
                    break
                left[proposer] = pair
                proposer = free
    return left, bar, proposals


@njit
def rise(heap: Whole, hole: int, key: int) -> None:
    """Put a key into the heap at a new last place and let it rise."""
    while hole > 0:
        parent = (hole - 1) >> 1
        if heap[parent] >= key:
            break
        heap[hole] = heap[parent]
        hole = parent
    heap[hole] = key


@njit
def sink(heap: Whole, key: int) -> None:
    """Put a key in the place of the top and let it sink."""
    hole, child = 0, 1
    while child < heap.size:
        if child + 1 < heap.size and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] <= key:
            break
        heap[hole] = heap[child]
        hole, child = child, 2 * child + 1
    heap[hole] = key


@njit
def held_pairs(
    starts: Whole, partners: Whole, tiers: Whole, left: Whole, bar: Whole, places: Whole, drawn: Whole
) -> Whole:
    """The pairs that are held, ascending: of each proposer's proposals those that are not above the bar."""
    pairs = np.empty(np.minimum(places, left - starts[:-1]).sum(), np.int64)
    count = 0
    for proposer in range(places.size):
        begin, pair = count, left[proposer]
        while pair > starts[proposer] and count - begin < places[proposer]:
            pair -= 1
            if tiers[pair] <= 0:
                continue
            if ((np.int64(tiers[pair]) << 32) | drawn[proposer]) <= bar[partners[pair]]:
                pairs[count] = pair
                count += 1
            elif places[proposer] == 1:
                break  # with one place it holds its last proposal or none
        if count - begin > 1:
            pairs[begin:count] = pairs[begin:count][::-1].copy()
    return pairs[:count].copy()
