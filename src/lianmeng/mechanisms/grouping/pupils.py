"""Plans under limits in pupils, where the flow's plan breaks them.

Schools of different size under a common limit are a packing problem: no quick way to the best plan is known
(it is NP-hard). So every part of the market that touches an overfull group is repaired by a rule, and then
searched, exhaustively if it is small enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from lianmeng.mechanisms.grouping.flow import Order, places_of
from lianmeng.mechanisms.grouping.problem import Mask, Problem, Ways, Whole

MOST_WAYS = 6_000  # of a part that is searched as a whole
_WAYS_AROUND = (1_000, 3_000)  # of a neighbourhood, which gets a small share of the effort
_SHARE = 0.04
_FAR = 2**60
_SEED = 20_260_101


def room_of(problem: Problem) -> Whole:
    """(k) how many pupils the members of each group may have together."""
    return problem.most_pupils - problem.cores.pupils


def fitting(problem: Problem) -> Ways:
    """The ways of members that would fit into an empty group."""
    ways = problem.ways
    return ways.kept(problem.members.pupils[ways.members] <= room_of(problem)[ways.cores])


def load_of(problem: Problem, core_of: Whole) -> Whole:
    """(k) the pupils of the members of each group."""
    placed = core_of >= 0
    load = np.zeros(problem.cores.count, np.int64)
    np.add.at(load, core_of[placed], problem.members.pupils[placed])
    return load


def parts(problem: Problem, ways: Ways, overfull: Mask) -> Iterator[Mask]:
    """The cores of each part of the market that holds an overfull group. No way leads from part to part."""
    count = problem.members.count
    ends = np.stack((ways.members, ways.cores + count))
    label = np.arange(count + problem.cores.count)
    while True:
        before = label.copy()
        np.minimum.at(label, ends[0], before[ends[1]])
        np.minimum.at(label, ends[1], label[ends[0]])
        label = label[label]
        if (label == before).all():
            break
    label = label[count:]
    for each in np.unique(label[overfull]):
        yield label == each


@dataclass(slots=True)
class Repair:
    """The overfull groups let members go, then whoever waits takes the cheapest place that has room.

    Members go from the last class to the first, those who stay in their present group after all others; of
    equals the one with most pupils goes first. They come back in the order of the classes, the smaller first.
    Guarantee: every limit holds, and nobody is left out who could be added as things stand.
    """

    problem: Problem
    ways: Ways
    order: Order

    def __call__(self, core_of: Whole) -> Whole:
        core_of = core_of.copy()
        problem, class_of, pupils = self.problem, self.order.class_of, self.problem.members.pupils
        room = room_of(problem) - load_of(problem, core_of)
        staying = core_of == problem.present
        for member in np.lexsort((-pupils, -class_of, staying)).tolist():
            core = core_of[member]
            if core >= 0 and room[core] < 0:
                room[core] += pupils[member]
                core_of[member] = -1
        places = places_of(problem) - np.bincount(core_of[core_of >= 0], minlength=problem.cores.count)
        waiting = np.flatnonzero(core_of < 0)
        first = np.searchsorted(self.ways.members, np.arange(problem.members.count + 1))
        for member in waiting[np.lexsort((pupils[waiting], class_of[waiting]))].tolist():
            mine = slice(first[member], first[member + 1])
            cores, costs = self.ways.cores[mine], self.ways.costs[mine]
            open_ = (places[cores] > 0) & (room[cores] >= pupils[member])
            if open_.any():
                moved = cores != problem.present[member]
                core = cores[np.lexsort((costs, moved, ~open_))[0]]
                core_of[member] = core
                places[core] -= 1
                room[core] -= pupils[member]
        return core_of


@dataclass(slots=True)
class Search:
    """Constraint programming over some of the cores: `Score`'s numbers one after the other, each then held.

    One worker, a fixed seed and `effort` in the solver's own units instead of seconds, less what was spent: the
    same version of the solver gives the same answer everywhere. At most half of what is left goes into one
    part as a whole, and little into each neighbourhood.
    Source: CP-SAT of OR-Tools (L. Perron and F. Didier); P. Shaw, "Using constraint programming and local
    search methods to solve vehicle routing problems", CP 1998, for searching one neighbourhood after the other.
    """

    problem: Problem
    ways: Ways
    order: Order
    relaxed: Whole
    effort: float

    def __call__(self, core_of: Whole, part: Mask) -> tuple[Whole, bool]:
        """A plan no worse than `core_of`, changed at the cores of this part only, and whether none is better."""
        cores_of_ways = np.bincount(self.ways.cores, minlength=part.size)
        if cores_of_ways[part].sum() <= MOST_WAYS:
            core_of, proved = self._best(core_of, part, self.effort / 2)
            if proved:
                return core_of, True
        little = self.effort * _SHARE
        for most_ways in _WAYS_AROUND:
            for core in np.flatnonzero(part & self._sore(core_of)).tolist():
                if self.effort > 0:
                    core_of, _ = self._best(core_of, self._around(core, cores_of_ways, most_ways), little)
        return core_of, False

    def _sore(self, core_of: Whole) -> Mask:
        """(k) the cores that too many wanted: overfull without limits in pupils, or in reach of one left out."""
        sore = load_of(self.problem, self.relaxed) > room_of(self.problem)
        sore[self.ways.cores[core_of[self.ways.members] < 0]] = True
        return sore

    def _around(self, core: int, cores_of_ways: Whole, most_ways: int) -> Mask:
        """(k) the core and those nearest to it by way of a member, as many as make a small problem."""
        ways = self.ways
        detour = np.full(self.problem.members.count, _FAR)
        here = ways.cores == core
        detour[ways.members[here]] = ways.costs[here]
        distance = np.full(self.problem.cores.count, _FAR)
        np.minimum.at(distance, ways.cores, detour[ways.members] + ways.costs)
        distance[core] = -1
        nearest = np.argsort(distance, kind="stable")
        few = np.cumsum(cores_of_ways[nearest]) <= most_ways
        chosen = distance < 0
        chosen[nearest[few & (distance[nearest] < _FAR)]] = True
        return chosen

    def _best(self, core_of: Whole, cores: Mask, effort: float) -> tuple[Whole, bool]:
        """The best that members in these groups and those left out can make of them, if effort suffices."""
        from ortools.sat.python import cp_model

        free = (core_of < 0) | cores[core_of]
        ways = self.ways.kept(cores[self.ways.cores] & free[self.ways.members])
        model: Any = cp_model.CpModel()
        taken: list[Any] = [model.new_bool_var("") for _ in range(ways.count)]
        self._limit(model, ways, taken)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.linearization_level = 2  # without limits in pupils the relaxation is exact
        used, status = core_of[ways.members] == ways.cores, cp_model.OPTIMAL
        for weights in self._layers(ways):
            goal = cp_model.LinearExpr.weighted_sum(taken, weights.tolist())
            if weights[used].sum() > self._bound(ways, weights):
                model.clear_hints()
                for variable, value in zip(taken, used.tolist(), strict=True):
                    model.add_hint(variable, value)
                model.minimize(goal)
                solver.parameters.max_deterministic_time = max(effort, 0.0)
                status = solver.solve(model)
                spent = solver.response_proto.deterministic_time
                effort, self.effort = effort - spent, self.effort - spent
                if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                    used = np.array([solver.boolean_value(variable) for variable in taken])
                if status != cp_model.OPTIMAL:
                    break
            model.add(goal <= int(weights[used].sum()))
        found = np.where(free, -1, core_of)
        found[ways.members[used]] = ways.cores[used]
        better = min(core_of, found, key=lambda each: self.order.score(self.problem, each).key)
        return better, status == cp_model.OPTIMAL

    def _bound(self, ways: Ways, weights: Whole) -> int:
        """No choice weighs less: every member takes its lightest way."""
        lightest = np.zeros(self.problem.members.count, np.int64)
        np.minimum.at(lightest, ways.members, weights)
        return int(lightest.sum())

    def _limit(self, model: Any, ways: Ways, taken: list[Any]) -> None:
        for group in _by(ways.members):
            model.add_at_most_one(taken[way] for way in group)
        places, room = places_of(self.problem).tolist(), room_of(self.problem).tolist()
        for group in _by(ways.cores):
            core = int(ways.cores[group[0]])
            variables = [taken[way] for way in group]
            pupils = self.problem.members.pupils[ways.members[group]].tolist()
            model.add(sum(variables) <= places[core])
            model.add(sum(p * v for p, v in zip(pupils, variables, strict=True)) <= room[core])

    def _layers(self, ways: Ways) -> Iterator[Whole]:
        """The weights of each number of `Score` that is not 0 anyway, the smaller the better."""
        classes = self.order.class_of[ways.members]
        stays = self.problem.present[ways.members] == ways.cores
        for those in (stays, *(classes == each for each in range(self.order.classes))):
            if those.any():
                yield -those.astype(np.int64)
        yield ways.costs


def _by(keys: Whole) -> list[list[int]]:
    """The positions of each key."""
    order = np.argsort(keys, kind="stable")
    ends = np.flatnonzero(np.diff(keys[order])) + 1
    return [group.tolist() for group in np.split(order, ends) if group.size]
