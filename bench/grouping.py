"""The cost of grouping beside the bare solver on the same network: `python -m bench.grouping`."""

from __future__ import annotations

import time

import numpy as np
from bench.timing import Row, medians, report

from lianmeng.mechanisms.grouping import NO_LIMIT, Problem, Record, Schools, group, judge, ways_within

SPARE, SCARCE = 1.2, 0.8  # places for each member
REACH_M, CORES_IN_REACH = 24_000, 20
LEFT_OUT = 10**6  # what the bare network charges for it: far more than any way
BARE, QUICK = "ortools alone", "the same, charging as little as ours begins with"


class County:
    """Made-up schools on a square with so many cores that about twenty are within reach of each member."""

    def __init__(
        self, members: int, cores: int, *, spare: float = SPARE, most_pupils: int = NO_LIMIT
    ) -> None:
        rng = np.random.default_rng(20_260_101)
        side_km = REACH_M / 1000 * np.sqrt(np.pi * cores / CORES_IN_REACH)
        self.member_places, self.core_places = (
            np.array((110.0, 20.0)) + rng.uniform(0, side_km / 111, (count, 2)) * (1.06, 1.0)
            for count in (members, cores)
        )
        self.members = Schools([f"member {row:06}" for row in range(members)], rng.integers(50, 900, members))
        self.cores = Schools([f"core {row:05}" for row in range(cores)], rng.integers(500, 3_000, cores))
        self.limits = {
            "most_schools": np.array(1 + int(spare * members / cores)),
            "most_pupils": np.array(most_pupils),
        }
        self.asked = self.problem()
        self.record = group(self.asked)
        if not self.record.good:
            raise RuntimeError(f"the judge found {self.record.faults}")

    def problem(self) -> Problem:
        ways = ways_within(REACH_M, self.member_places, self.core_places)
        return Problem(self.members, self.cores, ways, **self.limits)

    def whole(self) -> Record:
        """From coordinates to the judged record."""
        return group(self.problem())

    def judge(self) -> None:
        list(judge.faults(self.asked, self.record.plan))

    def bare(self, left_out: int = LEFT_OUT) -> int:
        """The cost of the same network, given as arrays, and its flows: nobody looks for pairs or checks a plan."""
        from ortools.graph.python import min_cost_flow

        ways, members, cores = self.asked.ways, self.members.count, self.cores.count
        places = self.asked.most_schools - 1
        sink = members + cores
        solver = min_cost_flow.SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            np.concatenate((ways.members, np.arange(sink))),
            np.concatenate((ways.cores + members, np.full(sink, sink))),
            np.concatenate((np.ones(ways.count + members, int), places)),
            np.concatenate((ways.costs, np.full(members, left_out), np.zeros(cores, int))),
        )
        supplies = np.append(np.ones(members, int), -members)
        solver.set_nodes_supplies(np.append(np.arange(members), sink), supplies)
        solver.solve()
        solver.flows(arcs[: ways.count])  # an answer is read, or it is none
        return int(solver.optimal_cost())

    def quick(self) -> int:
        """The same with a small charge, which the solver likes; where places are scarce it leaves too many out."""
        return self.bare(3 * int(self.asked.ways.costs.max()) + 1)

    def check(self) -> None:
        """The two opinions on the same network."""
        score, cost = self.record.plan.score, self.bare()
        left_out = self.members.count - sum(score.placed)
        if cost != score.cost + LEFT_OUT * left_out:
            raise RuntimeError(f"{cost} is not {score}")


def compare(
    members: int, cores: int, *, rounds: int, goal: float | None = None, spare: float = SPARE
) -> None:
    county = County(members, cores, spare=spare)
    county.check()
    rivals = {
        BARE: county.bare,
        QUICK: county.quick,
        "whole": county.whole,
        "problem": county.problem,
        "judge": county.judge,
    }
    taken = medians(rivals, rounds=rounds)
    report(
        f"{members:,} members with {spare} places each, {cores:,} cores, {county.asked.ways.count:,} ways "
        f"(median of {rounds})",
        [
            Row("coordinates to judged record", taken["whole"], BARE, taken[BARE], goal=goal),
            Row("coordinates to judged record", taken["whole"], QUICK, taken[QUICK], goal=goal),
            Row("of it: ways within reach", taken["problem"], BARE, taken[BARE]),
            Row("of it: judge", taken["judge"], BARE, taken[BARE]),
        ],
    )


def pack(members: int, cores: int, *, most_pupils: int) -> None:
    """What limits in pupils cost, where they bind."""
    begin = time.perf_counter()
    county = County(members, cores, most_pupils=most_pupils)
    seconds, plan = time.perf_counter() - begin, county.record.plan
    used = county.members.pupils.sum() / (most_pupils * cores - county.cores.pupils.sum())
    dearer = f"{plan.score.cost / plan.bound.cost - 1:.2%}" if plan.score.placed == plan.bound.placed else "-"
    print(
        f"  {members:>6,} × {cores:>4,}, {most_pupils:,} pupils ({used:.0%} of the room): {seconds:5.1f} s, "
        f"{plan.proof.value}, left out {members - sum(plan.score.placed)} (bound "
        f"{members - sum(plan.bound.placed)}), dearer than the bound by {dearer}"
    )


def main() -> None:
    """The binding size, growth to a nation's schools, and the packing of pupils."""
    compare(3_000, 600, rounds=15, goal=2)
    compare(3_000, 600, rounds=15, spare=SCARCE)
    compare(300, 60, rounds=15)
    compare(30_000, 6_000, rounds=3)
    compare(200_000, 40_000, rounds=1)
    print("\nLimits in pupils (one run)")
    for members, cores, most_pupils in (
        (300, 60, 6_000),
        (300, 60, 5_000),
        (1_000, 200, 6_000),
        (3_000, 600, 6_000),
    ):
        pack(members, cores, most_pupils=most_pupils)


if __name__ == "__main__":
    main()
