"""Grouping members around core schools, and drawing school districts around central schools."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from importlib.metadata import version

import numpy as np

from lianmeng.mechanisms.grouping import judge
from lianmeng.mechanisms.grouping.flow import Order, flow, places_of
from lianmeng.mechanisms.grouping.problem import NO_LIMIT, Problem, Ways, Whole
from lianmeng.mechanisms.grouping.pupils import Repair, Search, fitting, load_of, parts, room_of
from lianmeng.mechanisms.grouping.result import Codes, Plan, Proof, Reason, Record

MECHANISM, VERSION = "grouping", "1"


def group(problem: Problem, *, effort: float = 30.0) -> Record:
    """Put each member into the group of one core, or leave it out and say why.

    The best plan, in this order: most present members keep their core; most present members are in a group,
    those of rank 0 before those of rank 1 and so on; most newcomers are, likewise; the sum of the costs of
    the ways is least. Hard limits: only given ways; `most_schools` and `most_pupils` of each group.
    `effort` bounds the search that follows where limits in pupils bind, in CP-SAT's deterministic units: a
    second or two each, and the same search on every machine.

    Guarantee: where the best plan without limits in pupils keeps them, it is the answer, and the judge
    proves that nothing is better (OPTIMAL). Elsewhere every limit holds, nobody is left out who could simply be added,
    and the plan is the best there is (SEARCHED), or `plan.bound` says how much better one could be (BOUNDED).
    The order of the lines does not matter. Between plans with equal scores the solver decides, on lines in
    the order of the names: the choice is fixed by the names, not by merit.
    Errors: ValueError as in `Problem`, and for costs too large to weigh. Cost: see `flow`; the judge's is
    O(e) for each round of its search, few in use. Source: docs/mechanisms/grouping.md.
    """
    begin = time.perf_counter()
    in_order, by_member, by_core = problem.in_order()
    plan = _in_given_order(_plan(in_order, effort), by_member, by_core)
    faults = tuple(judge.faults(problem, plan))
    return Record(
        plan=plan,
        digest=in_order.digest_as_it_stands(),
        mechanism=MECHANISM,
        version=VERSION,
        solver=_solver(),
        seconds=time.perf_counter() - begin,
        faults=faults,
    )


def draw_districts(problem: Problem, *, effort: float = 30.0) -> Record:
    """Put every school into the district of one central school: `group`, however many schools a district has.

    Members are the other schools, cores the central ones; pupils (`most_pupils`), place and reach (the ways)
    decide. What a district looks like on a map is not asked: it may lie around a school of another one.
    """
    return group(replace(problem, most_schools=np.array(NO_LIMIT)), effort=effort)


def _plan(problem: Problem, effort: float) -> Plan:
    """The plan for lines in order."""
    order, ways = Order.of(problem), fitting(problem)
    relaxed = core_of = flow(problem, ways, order)
    searched = True
    overfull = load_of(problem, relaxed) > room_of(problem)
    if overfull.any():
        core_of = Repair(problem, ways, order)(relaxed)
        search = Search(problem, ways, order, relaxed, effort)
        for part in parts(problem, ways, overfull):
            core_of, proved = search(core_of, part)
            searched &= proved
    bound = order.score(problem, relaxed)
    score = bound if core_of is relaxed else order.score(problem, core_of)
    proof = Proof.OPTIMAL if score == bound else Proof.SEARCHED if searched else Proof.BOUNDED
    return Plan(core_of, _reasons(problem, ways, core_of), score, proof, relaxed, bound)


def _reasons(problem: Problem, ways: Ways, core_of: Whole) -> Codes:
    """(n) why each member is left out; `ways` are those that would fit into an empty group."""
    count = problem.members.count
    open_ = places_of(problem) > np.bincount(core_of[core_of >= 0], minlength=problem.cores.count)
    reasons = np.full(count, Reason.NO_WAY, dtype=np.int8)
    reasons[problem.ways.members] = Reason.TOO_LARGE
    reasons[ways.members] = Reason.FULL
    reasons[ways.members[open_[ways.cores]]] = Reason.PUPILS
    reasons[core_of >= 0] = Reason.PLACED
    return reasons


@cache
def _solver() -> str:
    return f"ortools {version('ortools')}"  # it reads a file


def _in_given_order(plan: Plan, by_member: Whole, by_core: Whole) -> Plan:
    """The same plan for the lines as they were given."""
    row, core = np.argsort(by_member), np.append(by_core, -1)
    return replace(
        plan, core_of=core[plan.core_of[row]], reasons=plan.reasons[row], relaxed=core[plan.relaxed[row]]
    )
