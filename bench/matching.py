"""The cost of two-sided matching beside a peer and beside memory itself: `python -m bench.matching`.

The peer, the `matching` package, is run once at 10,000 schools: that takes about a minute.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

import numpy as np
from bench.timing import Row, medians, report
from numpy.typing import NDArray

from lianmeng.mechanisms.compiled import njit
from lianmeng.mechanisms.matching import (
    Draw,
    Explainer,
    Hosts,
    Lottery,
    Market,
    Side,
    judge,
    market_of,
    match,
    read_round,
    redrawn_shares,
    run,
    suggest,
)

SIZES = ((1_000, 100), (10_000, 1_000), (100_000, 10_000))
PEER_SIZE, PEER_TIMES_SLOWER = (10_000, 1_000), 10_000
SHORTEST, LONGEST = 10, 20  # wishes of a school
KINDS = 5  # tiers of a host's list, where it has ties
JUDGE_SECONDS, EXPLANATION_SECONDS, FLOOR_RATIO = 0.010, 0.001, 3
CACHE_WORDS = 2**17  # 1 MiB: what a core keeps for itself


class Made:
    """A made-up market: lists of 10 to 20 hosts of skewed popularity, as many places as schools."""

    def __init__(self, schools: int, hosts: int, *, ties: bool = False) -> None:
        rng = np.random.default_rng(20_260_101)
        self.schools, self.hosts = schools, hosts
        popular = np.exp(rng.gumbel(size=hosts))
        edges = np.cumsum(popular / popular.sum())[:-1]
        lengths = np.minimum(rng.integers(SHORTEST, LONGEST + 1, schools), hosts)
        self.lists = [one_list(rng, edges, length=int(length)) for length in lengths]
        self.starts = np.concatenate(([0], np.cumsum(lengths)))
        self.wished = np.concatenate(self.lists)
        marks = rng.random(self.wished.size)
        self.marks = np.floor(marks * KINDS) if ties else marks
        self.market: Market = market_of(
            self.starts,
            self.wished,
            wish_tiers=np.arange(self.wished.size) - np.repeat(self.starts[:-1], lengths) + 1,
            host_tiers=self.host_tiers,
            school_places=np.ones(schools),
            host_places=np.full(hosts, schools // hosts),
        )
        self.lottery = Lottery.of([f"a{i}" for i in range(schools)], [f"x{i}" for i in range(hosts)])
        self.draw: Draw = self.lottery.draw(7)

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The wishes by host, within it as the host ranks them."""
        return np.lexsort((-self.marks, self.wished))

    @cached_property
    def host_tiers(self) -> NDArray[np.int64]:
        hosts, marks = self.wished[self.order], self.marks[self.order]
        new_host = np.concatenate(([True], hosts[1:] != hosts[:-1]))
        tier = np.cumsum(new_host | np.concatenate(([True], marks[1:] != marks[:-1])))
        tiers = np.empty(tier.size, np.int64)
        tiers[self.order] = tier - np.maximum.accumulate(np.where(new_host, tier - 1, 0))
        return tiers

    def as_json(self) -> dict[str, dict[str, object]]:
        """The round by names, as it would come from a file; strict lists only."""
        owners = np.repeat(np.arange(self.schools), np.diff(self.starts))[self.order].tolist()
        ends = np.searchsorted(self.wished[self.order], np.arange(self.hosts + 1)).tolist()
        return {
            "wishes": {f"a{i}": [f"x{host}" for host in listed] for i, listed in enumerate(self.lists)},
            "priorities": {
                f"x{host}": [f"a{owner}" for owner in owners[first:last]]
                for host, (first, last) in enumerate(pairwise(ends))
            },
            "places": dict.fromkeys((f"x{host}" for host in range(self.hosts)), self.schools // self.hosts),
        }


def one_list(rng: np.random.Generator, edges: NDArray[np.float64], *, length: int) -> list[int]:
    found: dict[int, None] = {}
    while len(found) < length:
        found |= dict.fromkeys(np.searchsorted(edges, rng.random(3 * length)).tolist())
    return list(found)[:length]


@njit
def walk(following: NDArray[np.int64], reads: int) -> int:
    """Reads at random places, each of which has to wait for the one before."""
    at = 0
    for _ in range(reads):
        at = following[at]
    return at


def ring(words: int) -> NDArray[np.int64]:
    """One cycle through all places, in a random order."""
    order = np.random.default_rng(1).permutation(words)
    following = np.empty(words, np.int64)
    following[order] = np.roll(order, -1)
    return following


def beside_memory(made: Made) -> None:
    """The binding goals of the size: the solver beside as many dependent reads, the judge by the clock."""
    market, found = made.market, match(made.market, made.draw)
    wide, narrow = ring(market.hosts.size), ring(CACHE_WORDS)
    taken = medians(
        {
            "match": lambda: match(market, made.draw),
            "judge": lambda: judge(market, found.schools, found.hosts),
            "wide": lambda: walk(wide, found.proposals),
            "narrow": lambda: walk(narrow, found.proposals),
        },
        rounds=15,
    )
    reads = f"{found.proposals:,} dependent reads"
    report(
        f"{made.schools:,} × {made.hosts:,}, {market.hosts.size:,} wishes, {found.wishes.size:,} pairs "
        "(median of 15, in turns)",
        [
            Row(
                "deferred acceptance",
                taken["match"],
                f"{reads}, a word a wish",
                taken["wide"],
                goal=FLOOR_RATIO,
            ),
            Row("deferred acceptance", taken["match"], f"{reads}, of 1 MiB", taken["narrow"]),
            Row("judge", taken["judge"], "the goal", JUDGE_SECONDS, goal=1),
        ],
    )
    assert judge(market, found.schools, found.hosts).stable


def beside_the_peer() -> None:
    made = Made(*PEER_SIZE)
    raw = made.as_json()
    ours = medians({"match": lambda: match(made.market, made.draw)}, rounds=15)["match"]
    began = time.perf_counter()
    pairs = run(read_round(raw)).pairs
    by_name = time.perf_counter() - began
    peer = Peer(raw)
    assert peer.pairs == sorted(pairs)
    print(f"\n{made.schools:,} × {made.hosts:,}, {made.market.hosts.size:,} wishes, the same pairs from all")
    print(
        f"  matching 1.4.3, once: {peer.building:.1f} s to build and check the game, {peer.solving:.1f} s to solve it"
    )
    told = "met" if peer.seconds / ours >= PEER_TIMES_SLOWER else "NOT MET"
    print(f"  ours, on arrays      {1000 * ours:9.2f} ms  {peer.seconds / ours:9,.0f} × faster", end="")
    print(f"  goal ≥ {PEER_TIMES_SLOWER:,}: {told}  ({peer.solving / ours:,.0f} × its solving alone)")
    print(
        f"  ours, names to names {1000 * by_name:9.2f} ms  {peer.seconds / by_name:9,.0f} × faster, judge included"
    )


class Peer:
    """The `matching` package on the same round. It recurses deeply: a thread of its own has the stack for it."""

    def __init__(self, raw: dict[str, dict[str, object]]) -> None:
        self._raw = raw
        limits = sys.getrecursionlimit(), threading.stack_size(2**30)
        sys.setrecursionlimit(10**7)
        thread = threading.Thread(target=self._solve)
        thread.start()
        thread.join()
        sys.setrecursionlimit(limits[0])
        threading.stack_size(limits[1])

    def _solve(self) -> None:
        from matching.games import HospitalResident

        listed = {
            host: listed for host, listed in self._raw["priorities"].items() if listed
        }  # it knows no other
        places = {host: self._raw["places"][host] for host in listed}
        began = time.perf_counter()
        game = HospitalResident.create_from_dictionaries(self._raw["wishes"], listed, places)
        built = time.perf_counter()
        found = game.solve()
        self.building, self.solving = built - began, time.perf_counter() - built
        self.pairs = sorted([str(school), str(host)] for host, schools in found.items() for school in schools)

    @property
    def seconds(self) -> float:
        return self.building + self.solving


def growth() -> None:
    print("\nGrowth (milliseconds, median of 5; nanoseconds a wish)")
    for schools, hosts in SIZES:
        strict, tied = Made(schools, hosts), Made(schools, hosts, ties=True)
        taken = medians(
            {
                "schools propose": lambda one=strict: match(one.market, one.draw),
                "hosts propose": lambda one=strict: match(one.market, one.draw, proposing=Side.HOSTS),
                "ties": lambda one=tied: match(one.market, one.draw),
                "ties, improved": lambda one=tied: match(one.market, one.draw, improve=True),
            },
            rounds=5,
        )
        cycles = match(tied.market, tied.draw, improve=True).cycles
        shown = "  ".join(
            f"{name} {1000 * s:8.2f} ({1e9 * s / strict.market.hosts.size:4.0f})" for name, s in taken.items()
        )
        print(f"  {schools:>7,} × {hosts:<6,} {shown}  {cycles} cycles")


@dataclass
class Named:
    """A round by names, matched."""

    made: Made

    def __post_init__(self) -> None:
        raw = self.made.as_json()
        began = time.perf_counter()
        self.round = read_round(raw)
        self.reading = time.perf_counter() - began
        self.outcome = run(self.round)
        began = time.perf_counter()
        self.explainer = Explainer(self.outcome)
        self.preparing = time.perf_counter() - began

    def explanations(self, count: int = 2_000) -> list[float]:
        """The seconds of each."""
        chosen = np.random.default_rng(3).choice(
            self.made.schools, min(count, self.made.schools), replace=False
        )
        return [seconds_of(lambda at=at: self.explainer.explain(f"a{at}")) for at in chosen]


def seconds_of(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def explanations() -> None:
    print("\nOne school's explanation (goal ≤ 1 ms at any size)")
    for size in SIZES:
        named = Named(Made(*size))
        taken = sorted(named.explanations())
        slow = taken[len(taken) * 99 // 100]
        met = "met" if slow <= EXPLANATION_SECONDS else "NOT MET"
        print(
            f"  {size[0]:>7,} × {size[1]:<6,} median {1000 * median(taken):.3f} ms, "
            f"99 of 100 under {1000 * slow:.3f} ms: {met}; "
            f"once a round {1000 * named.preparing:.0f} ms; reading the names {named.reading:.2f} s"
        )


def other_work() -> None:
    tied = Made(1_000, 100, ties=True)
    names = {f"a{i}": [f"x{host}" for host in listed] for i, listed in enumerate(tied.lists)}
    everybody = {f"x{i}": [sorted(names)] for i in range(tied.hosts)}
    lottery = read_round({"wishes": names, "priorities": everybody})
    rng = np.random.default_rng(5)
    hosts = Hosts(rng.random((10_000, 12)), rng.uniform(0, 50, 10_000), rng.integers(50, 3_000, 10_000))
    taken = medians(
        {
            "200 redrawn orders, 1,000 × 100": lambda: redrawn_shares(lottery),
            "suggestions for one school of 10,000 hosts": lambda: suggest(rng.random(12), hosts, pupils=900),
        },
        rounds=3,
    )
    print()
    for name, seconds in taken.items():
        print(f"  {name}: {1000 * seconds:.1f} ms")


FIRST = """
import time
from lianmeng.mechanisms.matching import read_round, run
began = time.perf_counter()
run(read_round({"wishes": {"A": ["X"]}, "priorities": {"X": ["A"]}}))
print(time.perf_counter() - began)
"""


def first_call() -> None:
    """What a new process pays before its first answer."""
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-c", FIRST]
        environment = os.environ | {"NUMBA_CACHE_DIR": cache}
        cold, warm = (
            float(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
            for _ in range(2)
        )
    print(f"\nFirst match of a process: {cold:.1f} s to compile on a new machine, {warm:.2f} s after that")


def main() -> None:
    beside_memory(Made(*SIZES[-1]))
    growth()
    explanations()
    other_work()
    first_call()
    beside_the_peer()


if __name__ == "__main__":
    main()
