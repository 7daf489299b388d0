"""The judge finds what is wrong, whatever it is, and says nothing about what is right."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mechanisms.grouping_markets import every_plan, market, markets, reached

from lianmeng.mechanisms.grouping import NO_LIMIT, Proof, Reason, Score, group, judge, saved, verify
from lianmeng.mechanisms.grouping.exchanges import Market, gaining_exchange

UNTIMED = settings(deadline=None)

# Two places at X, one at Y; the pupils of "big" fit nowhere, "far" has no way, one of the others is left out.
TOWN = market(
    {("a", "X"): 4, ("a", "Y"): 3, ("b", "X"): 1, ("c", "X"): 2, ("d", "Y"): 1, ("big", "X"): 1},
    members={"a": 100, "b": 100, "c": 100, "d": 100, "big": 999, "far": 100},
    present=["X", None, None, None, None, None],
    most_schools=[3, 2],
    most_pupils=600,
)
# The same with limits in pupils that bind: e and f do not go together.
TIGHT = market(
    {("e", "X"): 1, ("f", "X"): 2, ("g", "Y"): 1, ("f", "Y"): 9, ("h", "Y"): 1},
    members={"e": 300, "f": 300, "g": 100, "h": 200},
    cores={"X": 100, "Y": 100},
    most_pupils=500,
)


def kinds(problem, plan):
    return {fault.kind for fault in judge.faults(problem, plan)}


def with_core(plan, member, core):
    """The plan with one member elsewhere and everything that follows from it left as it was."""
    core_of, relaxed = plan.core_of.copy(), plan.relaxed.copy()
    core_of[member] = relaxed[member] = core
    return replace(plan, core_of=core_of, relaxed=relaxed)


@pytest.mark.parametrize("problem", [TOWN, TIGHT], ids=["town", "tight"])
def test_nothing_is_wrong_with_the_plan(problem):
    record = group(problem)
    assert record.faults == ()
    assert record.good
    assert kinds(problem, record.plan) == set()


def test_the_plans_are_what_the_planted_faults_start_from():
    town, tight = group(TOWN).plan, group(TIGHT).plan
    assert town.core_of.tolist() == [0, 0, -1, 1, -1, -1]
    assert [Reason(each).name for each in town.reasons[[2, 4, 5]]] == ["FULL", "TOO_LARGE", "NO_WAY"]
    assert (town.score, town.proof) == (Score(1, (1, 2), 6), Proof.OPTIMAL)
    assert tight.core_of.tolist() == [0, -1, 1, 1]
    assert (tight.score, tight.bound) == (Score(0, (3,), 3), Score(0, (4,), 5))
    assert Reason(tight.reasons[1]) is Reason.PUPILS
    assert tight.proof is Proof.SEARCHED


PLANTED = {
    "no such core": (TOWN, {"core_of": [0, 0, 7, 1, -1, -1]}, "core"),
    "a member too few": (TOWN, {"core_of": [0, 0, -1, 1, -1]}, "core"),
    "no way": (TOWN, {"core_of": [0, 0, -1, 1, -1, 1]}, "way"),
    "too many schools": (TOWN, {"core_of": [0, 0, 0, 1, -1, -1]}, "schools"),
    "too many pupils": (TIGHT, {"core_of": [0, 0, 1, 1]}, "pupils"),
    "one alone too large": (TOWN, {"core_of": [0, -1, -1, 1, 0, -1]}, "pupils"),
    "another reason": (TOWN, {"reasons": [0, 0, 4, 0, 2, 1]}, "reason"),
    "a reason for one who is in": (TOWN, {"reasons": [3, 0, 3, 0, 2, 1]}, "reason"),
    "no reason": (TOWN, {"reasons": [0, 0, 0, 0, 2, 1]}, "reason"),
    "left out for nothing": (TIGHT, {"core_of": [0, -1, 1, -1], "reasons": [0, 4, 0, 4]}, "left out"),
    "a lower cost": (TOWN, {"score": Score(1, (1, 2), 5)}, "score"),
    "more in": (TOWN, {"score": Score(1, (1, 3), 6)}, "score"),
    "more stayed": (TOWN, {"score": Score(2, (1, 2), 6)}, "score"),
    "a lower bound": (TIGHT, {"bound": Score(0, (4,), 6)}, "bound"),
    "too bold": (TIGHT, {"proof": Proof.OPTIMAL}, "proof"),
    "too shy": (TOWN, {"proof": Proof.BOUNDED}, "proof"),
    "a bound that is not the best": (
        TIGHT,
        {"relaxed": [0, 1, 1, 1], "bound": Score(0, (4,), 12)},
        "better plan",
    ),
}


@pytest.mark.parametrize(("problem", "change", "kind"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(problem, change, kind):
    arrays = {name: np.array(value) for name, value in change.items() if isinstance(value, list)}
    plan = replace(group(problem).plan, **(change | arrays))
    assert kind in kinds(problem, plan)


@pytest.mark.parametrize(
    ("core_of", "score"),
    [
        ([0, -1, 0, 1, -1, -1], Score(1, (1, 2), 7)),  # dearer: c is in, not b
        ([-1, 0, 0, 1, -1, -1], Score(0, (0, 3), 4)),  # the present member is out: cheaper and no fewer
        ([1, 0, 0, -1, -1, -1], Score(0, (1, 2), 6)),  # all but one are in, but the present member has moved
        ([0, 0, -1, -1, -1, -1], Score(1, (1, 1), 5)),  # a place at Y is free
    ],
    ids=["dearer", "out", "moved", "free place"],
)
def test_a_worse_plan_is_found_by_an_exchange(core_of, score):
    core_of = np.array(core_of)
    reasons = np.where(core_of >= 0, 0, group(TOWN).plan.reasons)
    reasons[(core_of < 0) & (reasons == 0)] = Reason.FULL
    plan = replace(
        group(TOWN).plan, core_of=core_of, relaxed=core_of, reasons=reasons, score=score, bound=score
    )
    assert "better plan" in kinds(TOWN, plan)


def values_of(problem, ways):
    """Each number of the score from one way, in plain Python; the smaller, the better."""
    kind = [(problem.present[m] < 0, problem.ranks[m]) for m in range(problem.members.count)]
    rows = [[-int(problem.present[m] == c) for m, c, _ in ways]]
    rows += [[-int(kind[m] == each) for m, _, _ in ways] for each in sorted(set(kind))]
    rows.append([cost for _, _, cost in ways])
    return tuple(np.array(row, dtype=np.int64) for row in rows)


@UNTIMED
@given(markets(), st.data())
def test_an_exchange_is_found_exactly_where_a_plan_is_better(problem, data):
    """From any plan whatever, not only from those that the solver makes."""
    problem = replace(problem, most_pupils=np.array(NO_LIMIT))
    plans = list(every_plan(problem))
    plan = data.draw(st.sampled_from(plans))
    columns = (problem.ways.members, problem.ways.cores, problem.ways.costs)
    ways = list(zip(*map(np.ndarray.tolist, columns), strict=True))
    asked = Market(
        np.array(plan, dtype=np.int64),
        np.maximum(problem.most_schools - 1, 0),
        problem.ways.members,
        problem.ways.cores,
        values_of(problem, ways),
    )
    moves = gaining_exchange(asked)
    best = max(reached(problem, each) for each in plans)
    assert bool(moves) == (reached(problem, plan) < best)
    changed = list(plan)
    for member, core in moves:
        changed[member] = core
    assert not moves or (
        tuple(changed) in plans and reached(problem, tuple(changed)) > reached(problem, plan)
    )


def test_a_saved_record_is_verified():
    told = json.loads(json.dumps(saved(group(TIGHT), TIGHT)))
    assert told["groups"] == {"e": "X", "g": "Y", "h": "Y"}
    assert told["left_out"] == {"f": "PUPILS"}
    assert list(verify(told, TIGHT)) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"groups": {"e": "X", "f": "Y", "g": "Y", "h": "Y"}}, "pupils"),
        ({"groups": {"e": "X", "g": "Y"}}, "reason"),
        ({"groups": {"e": "X", "g": "Y", "h": "Y", "nobody": "Y"}}, "names"),
        ({"groups": {"e": "X", "g": "Y", "h": "nowhere"}}, "names"),
        ({"left_out": {"f": "BECAUSE"}}, "names"),
        ({"bound": {"stayed": 0, "placed": [4], "cost": 4}}, "bound"),
        ({"digest": "0" * 64}, "digest"),
    ],
)
def test_a_changed_record_is_found_out(change, kind):
    told = saved(group(TIGHT), TIGHT) | change
    assert kind in {fault.kind for fault in verify(told, TIGHT)}


def test_a_record_is_not_one_of_other_inputs():
    told = saved(group(TIGHT), TIGHT)
    for other in (
        replace(TIGHT, most_pupils=np.array(501)),
        replace(TIGHT, ranks=np.array([0, 0, 0, 1])),
        replace(TIGHT, ways=TIGHT.ways.kept(np.arange(4))),
    ):
        assert [fault.kind for fault in verify(told, other)] == ["digest"]
