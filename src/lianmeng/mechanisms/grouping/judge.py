"""The second opinion: it checks every limit, adds up again, and proves that nothing better exists.

It shares no code with what it judges. `exchanges` holds the proof.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.grouping.exchanges import Market, gaining_exchange
from lianmeng.mechanisms.grouping.fault import Fault

if TYPE_CHECKING:
    from lianmeng.mechanisms.grouping.problem import Problem, Ways
    from lianmeng.mechanisms.grouping.result import Plan

Whole = NDArray[np.int64]

_EARTH_M = 6_371_008.8


def faults(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Everything that is wrong with a plan; nothing, if it is what it says."""
    alike = np.array_equal(plan.core_of, plan.relaxed)
    broken = list(_limits_broken(problem, plan.core_of))
    if not alike:
        broken += _limits_broken(problem, plan.relaxed, with_pupils=False)
    yield from broken
    if broken:
        return
    yield from _reasons_wrong(problem, plan)
    score = _reached(problem, plan.core_of)
    bound = score if alike else _reached(problem, plan.relaxed)
    claims = (("score", plan.score, score), ("bound", plan.bound, bound))
    for kind, claimed, true in claims:
        if (claimed.stayed, *claimed.placed, claimed.cost) != true:
            yield Fault(kind, "", str(claimed), str(true))
    if (str(plan.proof) == "optimal") != (score == bound):
        yield Fault("proof", "", str(plan.proof), "optimal exactly where score and bound are equal")
    yield from _exchanges(problem, plan.relaxed)


def _limits_broken(problem: Problem, core_of: Whole, *, with_pupils: bool = True) -> Iterator[Fault]:
    names, cores = problem.members.names, problem.cores
    if core_of.shape != (len(names),) or not ((core_of >= -1) & (core_of < cores.count)).all():
        yield Fault("core", "", "no such core", "one core or none for each member")
        return
    placed = np.flatnonzero(core_of >= 0)
    chosen = core_of[placed]
    without = core_of >= 0
    without[problem.ways.members[core_of[problem.ways.members] == problem.ways.cores]] = False
    for member in np.flatnonzero(without).tolist():
        yield Fault("way", names[member], cores.names[core_of[member]], "a core it has a way to")
    members = np.bincount(chosen, minlength=cores.count)
    pupils = np.bincount(chosen, problem.members.pupils[placed].astype(float), cores.count)
    for core in np.flatnonzero(members).tolist():
        schools, most = int(members[core]) + 1, int(problem.most_schools[core])
        if schools > most:
            yield Fault("schools", cores.names[core], str(schools), str(most))
        total, most = int(pupils[core]) + int(cores.pupils[core]), int(problem.most_pupils[core])
        if with_pupils and total > most:
            yield Fault("pupils", cores.names[core], str(total), str(most))


def too_large(problem: Problem) -> NDArray[np.bool_]:
    """(e) whether the member breaks the limit in pupils even alone with the core."""
    ways = problem.ways
    together = problem.members.pupils[ways.members] + problem.cores.pupils[ways.cores]
    return together > problem.most_pupils[ways.cores]


def _reasons_wrong(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """One member after the other, from the definitions of the reasons."""
    ways, cores = problem.ways, problem.cores
    chosen = plan.core_of[plan.core_of >= 0]
    schools = 1 + np.bincount(chosen, minlength=cores.count)
    pupils = cores.pupils.copy()
    np.add.at(pupils, chosen, problem.members.pupils[plan.core_of >= 0])
    full = (schools >= problem.most_schools)[ways.cores]
    tight = (problem.members.pupils[ways.members] + pupils[ways.cores]) > problem.most_pupils[ways.cores]
    alone = too_large(problem)
    at: dict[int, list[int]] = {member: [] for member in np.flatnonzero(plan.core_of < 0).tolist()}
    for way in np.flatnonzero(plan.core_of[ways.members] < 0).tolist():
        at[int(ways.members[way])].append(way)
    if np.any(plan.reasons[plan.core_of >= 0] != 0):
        yield Fault("reason", "", "a reason for a member that is in a group", "0")
    for member, mine in at.items():
        fitting = [way for way in mine if not alone[way]]
        free = [way for way in fitting if not full[way]]
        expected = 4 if free else 3 if fitting else 2 if mine else 1
        name = problem.members.names[member]
        if plan.reasons[member] != expected:
            yield Fault("reason", name, str(plan.reasons[member]), str(expected))
        for way in free:
            if not tight[way]:
                yield Fault("left out", name, "nobody", cores.names[ways.cores[way]])


def _classes(problem: Problem) -> tuple[Whole, int]:
    """(n) the place of each member's class in the order of service, and how many there are."""
    new = problem.present < 0
    first, then = np.unique(problem.ranks[~new]), np.unique(problem.ranks[new])
    place = np.where(
        new, first.size + np.searchsorted(then, problem.ranks), np.searchsorted(first, problem.ranks)
    )
    return place, first.size + then.size


def _reached(problem: Problem, core_of: Whole) -> tuple[int, ...]:
    class_of, classes = _classes(problem)
    ways, placed = problem.ways, core_of >= 0
    stayed = np.count_nonzero(placed & (core_of == problem.present))
    cost = ways.costs[core_of[ways.members] == ways.cores].sum()
    return (int(stayed), *np.bincount(class_of[placed], minlength=classes).tolist(), int(cost))


def _exchanges(problem: Problem, core_of: Whole) -> Iterator[Fault]:
    """An exchange that would make the plan without limits in pupils better, if there is one."""
    ways = problem.ways
    fitting = ~too_large(problem)
    usable = slice(None) if fitting.all() else fitting
    members, cores = ways.members[usable], ways.cores[usable]
    class_of, classes = _classes(problem)
    classes_of_ways = class_of[members]
    values = (
        -(problem.present[members] == cores).astype(np.int64),
        *(-(classes_of_ways == each).astype(np.int64) for each in range(classes)),
        ways.costs[usable],
    )
    market = Market(core_of, np.maximum(problem.most_schools - 1, 0), members, cores, values)
    for member, core in gaining_exchange(market):
        target = problem.cores.names[core] if core >= 0 else "no group"
        yield Fault("better plan", problem.members.names[member], target, "one move of a gaining exchange")


def ways_wrong(
    reach_m: float, member_places: ArrayLike, core_places: ArrayLike, ways: Ways
) -> Iterator[Fault]:
    """Every pair by the haversine: those missing, beyond reach, or wrong by more than a metre."""
    told = {
        (member, core): cost
        for member, core, cost in zip(
            *map(np.ndarray.tolist, (ways.members, ways.cores, ways.costs)), strict=True
        )
    }
    for member, here in enumerate(np.radians(np.asarray(member_places, dtype=float)).tolist()):
        for core, there in enumerate(np.radians(np.asarray(core_places, dtype=float)).tolist()):
            metres, cost = _haversine_m(here, there), told.get((member, core))
            if cost is None and metres < reach_m - 1:
                yield Fault("way missing", f"{member} {core}", "none", f"{metres:.1f}")
            if cost is not None and (abs(metres - cost) > 1 or metres > reach_m + 1):
                yield Fault("way wrong", f"{member} {core}", str(cost), f"{metres:.1f}")


def _haversine_m(here: list[float], there: list[float]) -> float:
    half = math.sin((there[1] - here[1]) / 2) ** 2
    half += math.cos(here[1]) * math.cos(there[1]) * math.sin((there[0] - here[0]) / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(half)))
