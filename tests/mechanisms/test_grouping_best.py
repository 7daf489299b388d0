"""The plan is the best of all plans, and the guarantees hold on every market."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mechanisms.grouping_markets import (
    by_name,
    every_plan,
    market,
    markets,
    reached,
    shuffled,
    told,
)

from lianmeng.mechanisms.grouping import NO_LIMIT, Proof, Reason, draw_districts, group
from lianmeng.mechanisms.grouping import pupils as packing

UNTIMED = settings(deadline=None)  # the first call loads the solver
SEARCHED = settings(max_examples=60, deadline=None)


def without_limits_in_pupils(problem):
    return replace(problem, most_pupils=np.array(NO_LIMIT))


@UNTIMED
@given(markets())
def test_under_limits_in_schools_no_plan_is_better(problem):
    problem = without_limits_in_pupils(problem)
    record = group(problem)
    best = max(reached(problem, plan) for plan in every_plan(problem))
    assert told(record.plan.score) == best == reached(problem, record.plan.core_of)
    assert record.plan.proof is Proof.OPTIMAL
    assert record.good


@settings(max_examples=150, deadline=None)
@given(markets(tight_pupils=True))
def test_under_limits_in_pupils_no_plan_is_better(problem):
    record = group(problem)
    best = max(reached(problem, plan) for plan in every_plan(problem))
    assert told(record.plan.score) == best == reached(problem, record.plan.core_of)
    assert record.plan.proof in (Proof.OPTIMAL, Proof.SEARCHED)
    assert record.good


UNPROVEN = {
    "repaired only": ("Search.__call__", lambda _, core_of, __: (core_of, False)),
    "by neighbourhoods": ("MOST_WAYS", -1),
}


@pytest.mark.parametrize("patched", UNPROVEN.values(), ids=UNPROVEN)
@SEARCHED
@given(problem=markets(tight_pupils=True))
def test_without_the_whole_search_every_limit_holds_and_the_bound_is_true(patched, problem):
    problem = problem.in_order()[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{packing.__name__}.{patched[0]}", patched[1])
        record = group(problem)
    assert record.good
    plans = set(every_plan(problem))
    best = max(reached(problem, plan) for plan in plans)
    assert tuple(record.plan.core_of.tolist()) in plans
    assert told(record.plan.score) <= best <= told(record.plan.bound)
    assert record.plan.proof in (Proof.OPTIMAL, Proof.BOUNDED)


@SEARCHED
@given(markets(tight_pupils=True), st.integers(0, 1000))
def test_the_order_of_the_lines_does_not_matter(problem, seed):
    other = shuffled(problem, seed)
    one, two = group(problem), group(other)
    assert by_name(problem, one.plan.core_of) == by_name(other, two.plan.core_of)
    assert by_name(problem, one.plan.relaxed) == by_name(other, two.plan.relaxed)
    assert one.digest == two.digest == problem.digest()
    reasons = dict(zip(problem.members.names, one.plan.reasons, strict=True))
    assert reasons == dict(zip(other.members.names, two.plan.reasons, strict=True))


@UNTIMED
@given(markets())
def test_serving_some_first_leaves_no_more_out(problem):
    """Without present groups: the ranks decide who is placed, never how many."""
    problem = replace(without_limits_in_pupils(problem), present=np.full(problem.members.count, -1))
    unranked = replace(problem, ranks=np.zeros(problem.members.count, np.int64))
    assert sum(group(problem).plan.score.placed) == sum(group(unranked).plan.score.placed)


@UNTIMED
@given(markets())
def test_nobody_waits_for_one_served_later(problem):
    """Whoever is left out finds, in every group in reach, only those who stay or come no later."""
    problem = without_limits_in_pupils(problem)
    plan = group(problem).plan
    served = list(zip(problem.present < 0, problem.ranks, strict=True))
    for member, core in zip(problem.ways.members.tolist(), problem.ways.cores.tolist(), strict=True):
        if plan.core_of[member] < 0:
            others = [m for m in np.flatnonzero(plan.core_of == core) if problem.present[m] != core]
            assert all(served[other] <= served[member] for other in others)


@UNTIMED
@given(markets())
def test_as_many_stay_as_their_group_can_hold(problem):
    problem = without_limits_in_pupils(problem)
    ways = zip(problem.ways.members.tolist(), problem.ways.cores.tolist(), strict=True)
    could = np.bincount(
        [core for member, core in ways if problem.present[member] == core], minlength=problem.cores.count
    )
    expected = np.minimum(could, np.maximum(problem.most_schools - 1, 0)).sum()
    assert group(problem).plan.score.stayed == expected


@SEARCHED
@given(markets(tight_pupils=True))
def test_districts_are_groups_of_any_number_of_schools(problem):
    wide = replace(problem, most_schools=np.array(NO_LIMIT))
    one, two = draw_districts(problem), group(wide)
    assert one.plan.core_of.tolist() == two.plan.core_of.tolist()
    assert Reason.FULL not in one.plan.reasons


CORES = [f"c{row:02d}" for row in range(30)]
ROW = {  # each member has its own core at no cost and the next one in the row, 1 km further
    (f"m{row:02d}", core): 1000 * (core != CORES[row]) for row in range(30) for core in CORES[row : row + 2]
}
ASIDE = dict.fromkeys([*CORES, "aside"], 0)


def test_a_long_row_moves_to_let_one_in():
    """A newcomer that reaches one core only displaces all others, one after the other."""
    ways = {pair: cost for pair, cost in ROW.items() if pair[0] != "m29"} | {("newcomer", "c00"): 0}
    plan = group(market(ways, cores=ASIDE, most_schools=[2] * 30 + [9])).plan
    assert plan.score.placed == (30,)
    assert plan.score.cost == 1000 * 29


def test_a_long_row_moves_to_let_one_stay():
    """Everybody has a place either way; staying costs the others thirty kilometres more."""
    ways = ROW | {("m29", "aside"): 1000, ("old", "c00"): 1000, ("old", "aside"): 0}
    problem = market(ways, cores=ASIDE, most_schools=[2] * 30 + [9], present=[*[None] * 30, "c00"])
    plan = group(problem).plan
    assert problem.members.names[30] == "old"
    assert (plan.score.stayed, plan.score.placed) == (1, (1, 30))
    assert plan.score.cost == 1000 * 31


def test_costs_too_large_to_weigh_are_refused():
    problem = market({(f"m{row}", f"c{row}"): 2**40 for row in range(1500)}, most_schools=1)
    with pytest.raises(ValueError, match="coarser unit"):
        group(problem)
