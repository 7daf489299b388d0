"""Worked examples, a real register, and what is refused."""

import csv
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from tests.mechanisms.grouping_markets import by_name, market

from lianmeng.mechanisms.grouping import (
    NO_LIMIT,
    Problem,
    Proof,
    Reason,
    Schools,
    Score,
    Ways,
    draw_districts,
    group,
    judge,
    ways_within,
)

# The example of docs/mechanisms/grouping.md: two cores with one place each for three schools.
COUNTRY, TOWN, PRESENT = "Hill School", "Bridge School", "Lake School"
KILOMETRES = {
    (COUNTRY, "First"): 2,
    (TOWN, "First"): 6,
    (PRESENT, "First"): 9,
    (PRESENT, "Second"): 1,
    (COUNTRY, "Second"): 8,
}


def of_the_page(**asked):
    members = {COUNTRY: 200, TOWN: 900, PRESENT: 500}
    cores = {"First": 1500, "Second": 1200}
    problem = market(KILOMETRES, members=members, cores=cores, most_schools=2, **asked)
    record = group(problem)
    assert record.good
    return by_name(problem, record.plan.core_of), record.plan


def test_the_example_of_the_page():
    groups, plan = of_the_page()
    assert groups == {COUNTRY: "First", TOWN: None, PRESENT: "Second"}
    assert (plan.score.cost, plan.proof) == (3, Proof.OPTIMAL)
    assert [Reason(each).name for each in plan.reasons] == ["PLACED", "FULL", "PLACED"]


def test_the_example_with_town_first():
    groups, plan = of_the_page(ranks=[1, 0, 0])
    assert groups == {COUNTRY: None, TOWN: "First", PRESENT: "Second"}
    assert plan.score.placed == (2, 0)
    assert plan.score.cost == 7
    assert Reason(plan.reasons[0]) is Reason.FULL


def test_the_example_with_a_present_member():
    groups, plan = of_the_page(ranks=[1, 0, 0], present=[None, None, "First"])
    assert groups == {COUNTRY: "Second", TOWN: None, PRESENT: "First"}
    assert (plan.score.stayed, plan.score.cost) == (1, 17)
    assert Reason(plan.reasons[1]) is Reason.FULL


def test_the_example_with_fewer_pupils():
    groups, plan = of_the_page(ranks=[1, 0, 0], most_pupils=2_000)
    assert groups == {COUNTRY: "First", TOWN: None, PRESENT: "Second"}
    assert Reason(plan.reasons[1]) is Reason.TOO_LARGE
    assert (plan.score.cost, plan.proof) == (3, Proof.OPTIMAL)


def test_staying_can_leave_one_more_out():
    """The page says so: the present member could make room by moving, and does not."""
    ways = {("old", "A"): 1, ("old", "B"): 1, ("new", "A"): 1}
    free = market(ways, most_schools=2)
    bound = market(ways, most_schools=2, present=["A", None][:: 1 if free.members.names[0] == "old" else -1])
    assert sum(group(free).plan.score.placed) == 2
    assert sum(group(bound).plan.score.placed) == 1


def test_limits_in_pupils_can_make_priority_costly():
    """The page says so: one large school of rank 0 takes the room of two of rank 1."""
    ways = {("large", "A"): 1, ("one", "A"): 1, ("two", "A"): 1}
    members = {"large": 1000, "one": 500, "two": 500}
    asked = {"members": members, "most_pupils": 1100}
    assert sum(group(market(ways, **asked)).plan.score.placed) == 2
    assert group(market(ways, ranks=[0, 1, 1], **asked)).plan.score.placed == (1, 0)


def taiwan():
    """Schools of northern Taiwan: in each township the largest is the core of the others within 6 km."""
    text = (files("lianmeng.balance") / "samples" / "taiwan_elementary_113_north.csv").read_text("utf-8-sig")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["經度"] and row["學生人數"]]
    largest = {}
    for row in rows:
        township = (row["縣市名稱"], row["鄉鎮市區"])
        if township not in largest or int(row["學生人數"]) > int(largest[township]["學生人數"]):
            largest[township] = row
    codes = {row["學校代碼"] for row in largest.values()}
    cores = [row for row in rows if row["學校代碼"] in codes]
    members = [row for row in rows if row["學校代碼"] not in codes]
    places = [[[float(row["經度"]), float(row["緯度"])] for row in each] for each in (members, cores)]
    schools = [
        Schools([row["學校代碼"] for row in each], [int(row["學生人數"]) for row in each])
        for each in (members, cores)
    ]
    return schools, places


def test_real_schools_into_groups():
    (members, cores), (member_places, core_places) = taiwan()
    ways = ways_within(6_000, member_places, core_places)
    assert list(judge.ways_wrong(6_000, member_places, core_places, ways)) == []
    record = group(Problem(members, cores, ways))
    plan = record.plan
    assert record.good
    assert (members.count, cores.count, ways.count) == (1447, 195, 4660)
    assert np.bincount(plan.reasons).tolist() == [1218, 112, 0, 117]  # placed, no way, too large, full
    assert (plan.score, plan.proof) == (Score(0, (1218,), 3_253_047), Proof.SEARCHED)
    assert plan.bound == Score(0, (1218,), 3_252_013)
    pupils = cores.pupils.copy()
    np.add.at(pupils, plan.relaxed[plan.relaxed >= 0], members.pupils[plan.relaxed >= 0])
    assert np.count_nonzero(pupils > 15_000) == 3


def test_real_schools_with_too_little_effort():
    """The plan is no less a plan, the same each time, and no better than its bound."""
    (members, cores), (member_places, core_places) = taiwan()
    problem = Problem(members, cores, ways_within(6_000, member_places, core_places))
    one, two = (group(problem, effort=0.1) for _ in range(2))
    assert one.good
    assert one.plan.proof is Proof.BOUNDED
    assert one.plan.core_of.tolist() == two.plan.core_of.tolist()
    assert one.plan.bound.cost <= 3_253_047 <= one.plan.score.cost


def test_real_schools_into_districts():
    (members, cores), (member_places, core_places) = taiwan()
    ways = ways_within(6_000, member_places, core_places)
    nearest = np.full(members.count, NO_LIMIT)
    np.minimum.at(nearest, ways.members, ways.costs)
    free = draw_districts(Problem(members, cores, ways, most_pupils=np.array(NO_LIMIT)))
    limited = draw_districts(Problem(members, cores, ways))
    assert free.good
    assert limited.good
    assert free.plan.score == Score(0, (1335,), int(nearest[nearest < NO_LIMIT].sum())) == limited.plan.bound
    assert limited.plan.score == Score(0, (1335,), 3_515_527)
    assert limited.plan.proof is Proof.SEARCHED


GOOD = {"names": ["a", "b"], "pupils": [1, 2]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"members": lambda: Schools(["a", "a"], [1, 2])}, "same name"),
        ({"members": lambda: Schools(["a", "b"], [1, -2])}, "less than 0"),
        ({"members": lambda: Schools(["a", "b"], [1, 2.5])}, "not whole"),
        ({"members": lambda: Schools(["a", "b"], [1, np.nan])}, "not whole"),
        ({"members": lambda: Schools(["a", "b"], [1, np.inf])}, "too large"),
        ({"members": lambda: Schools(["a", "b"], [1])}, "shape"),
        ({"ways": lambda: Ways([0, 0], [1, 1], [3, 4])}, "twice"),
        ({"ways": lambda: Ways([2], [0], [3])}, "no such member"),
        ({"ways": lambda: Ways([0], [2], [3])}, "no such core"),
        ({"ways": lambda: Ways([-1], [0], [3])}, "less than 0"),
        ({"ways": lambda: Ways([0], [0], [-3])}, "less than 0"),
        ({"ways": lambda: Ways([0], [0], [2**41])}, "too large"),
        ({"ways": lambda: Ways([0, 1], [0], [3])}, "shape"),
        ({"present": lambda: [0, 2]}, "no such core"),
        ({"present": lambda: [0, -2]}, "less than -1"),
        ({"ranks": lambda: [0, -1]}, "less than 0"),
        ({"ranks": lambda: ["first", "second"]}, "not whole"),
        ({"most_schools": lambda: -1}, "less than 0"),
        ({"most_pupils": lambda: [1, 2, 3]}, "shape"),
    ],
)
def test_what_is_no_problem_is_refused(change, sentence):
    asked = {
        "members": lambda: Schools(**GOOD),
        "cores": lambda: Schools(**GOOD),
        "ways": lambda: Ways([0], [0], [1]),
    }
    with pytest.raises(ValueError, match=sentence):
        Problem(**{name: make() for name, make in (asked | change).items()})


def test_nobody_to_group_and_no_ways():
    nobody, cores = Schools([], []), Schools(**GOOD)
    assert group(Problem(nobody, cores, Ways([], [], []))).good
    alone = group(Problem(cores, Schools([], []), Ways([], [], [])))
    assert alone.good
    assert [Reason(each) for each in alone.plan.reasons] == [Reason.NO_WAY] * 2


def test_the_solver_is_loaded_when_it_is_needed():
    """It takes half a second and cannot share a process with highspy: pages must not bring it in."""
    program = (
        "import sys, django, os;"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings';"
        "django.setup();"
        "import lianmeng.config.urls, lianmeng.mechanisms.grouping;"
        "sys.exit(any(name.partition('.')[0] == 'ortools' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_highspy_is_never_installed_beside_the_solver(name):
    lock = (Path(__file__).parents[2] / "requirements" / name).read_text("utf-8")
    assert "\nortools==" in lock
    assert "highspy" not in lock
