"""A record is the same for the same round, and one that was touched does not stand."""

import copy
import json
import subprocess
import sys

import numpy as np
import pytest
from tests.mechanisms.matching_rounds import both_sides, rounds, tried

from lianmeng.mechanisms.matching import Finding, Matching, Side, read_round, run, verify

ROUND = {
    "wishes": {"A": ["X", "Y"], "B": ["X", "Y"], "C": ["X"], "D": ["Y"]},
    "priorities": {"X": [["A", "B", "C"]], "Y": ["A", "B", "D"]},
    "places": {"X": 2},
    "seed": 3,
}


def record(raw=ROUND, side=Side.SCHOOLS, *, improve=False):
    """As it comes back from a file."""
    return json.loads(json.dumps(run(read_round(raw), proposing=side, improve=improve).record()))


@tried(rounds(schools=4, hosts=3), both_sides())
def test_every_record_stands_and_says_what_happened(raw, side):
    found = record(raw, side)
    assert verify(found, read_round(raw)) == []
    assert found["blocking_pairs"] == []
    assert sum(found["rank_profile"]) == len(found["pairs"])
    assert {school for school, _ in found["pairs"]} | set(found["unmatched"]) == set(raw["wishes"])
    assert not {school for school, _ in found["pairs"]} & set(found["unmatched"])


def test_an_improved_record_stands():
    assert verify(record(improve=True), read_round(ROUND)) == []


def test_the_profile_counts_places_on_lists():
    raw = {"wishes": {"A": [["X", "Y"]], "B": ["X", "Y"], "C": ["X", "Y", "Z"]}, "priorities": {}}
    raw["priorities"] = {"X": ["B", "C", "A"], "Y": ["A", "C", "B"], "Z": ["C"]}
    assert record(raw)["rank_profile"] == [2, 0, 1]
    assert record({"wishes": {}, "priorities": {}})["rank_profile"] == []


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        ({"pairs": "none"}, [Finding.SHAPE]),
        ({"pairs": [["A"]]}, [Finding.SHAPE]),
        ({"pairs": [["A", 1]]}, [Finding.SHAPE]),
        ({"version": "0"}, [Finding.VERSION]),
        ({"digest": "0" * 64}, [Finding.DIGEST]),
        ({"seed": 4}, [Finding.SEED]),
        ({"mechanism": "by-hand"}, [Finding.MECHANISM]),
        ({"mechanism": None}, [Finding.MECHANISM]),
        ({"mechanism": "improvement-cycles/hosts"}, [Finding.MECHANISM]),
        ({"pairs": [["E", "X"]]}, [Finding.UNKNOWN, Finding.BLOCKED]),
        ({"pairs": []}, [Finding.BLOCKED]),
        ({"unmatched": []}, [Finding.UNTRUE]),
        ({"rank_profile": [9]}, [Finding.UNTRUE]),
        ({"verdict": "unstable"}, [Finding.UNTRUE]),
        ({"blocking_pairs": [["A", "X"]]}, [Finding.UNTRUE]),
    ],
)
def test_a_record_that_was_touched_does_not_stand(change, findings):
    assert verify(record() | change, read_round(ROUND)) == findings


@pytest.mark.parametrize("other", [None, [], "text", {}, {"pairs": None}])
def test_what_is_no_record_is_named(other):
    assert verify(other, read_round(ROUND)) == [Finding.SHAPE]


def test_pairs_of_another_draw_are_stable_but_not_drawn():
    ours = record()
    seeds = range(20)
    other = next(
        found for seed in seeds if (found := record(ROUND | {"seed": seed}))["pairs"] != ours["pairs"]
    )
    assert verify(ours | {"pairs": other["pairs"]}, read_round(ROUND)) == [Finding.NOT_DRAWN]


def test_a_pair_too_many_or_never_wished_is_named():
    pairs = record()["pairs"]
    round_ = read_round(ROUND)
    assert Finding.INFEASIBLE in verify(record() | {"pairs": [*pairs, pairs[0]]}, round_)
    assert Finding.UNWILLING in verify(record() | {"pairs": [*pairs, ["D", "X"]]}, round_)
    assert Finding.INFEASIBLE in verify(record() | {"pairs": [["A", "X"], ["B", "X"], ["C", "X"]]}, round_)


CHANGES = [
    {"wishes": ROUND["wishes"] | {"A": ["Y", "X"]}},
    {"wishes": ROUND["wishes"] | {"A": [["X", "Y"]]}},
    {"wishes": ROUND["wishes"] | {"E": []}},
    {"priorities": ROUND["priorities"] | {"Y": ["A", "B", "D", "C"]}},  # C does not even wish for Y
    {"places": {"X": 3}},
    {"wishes_places": {"A": 2}},
    {"forbidden": [{"school": "C", "host": "Y", "reason": "too far"}]},
    {"seed": 4},
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_the_round_changes_its_digest(change):
    assert read_round(ROUND | change).digest() != read_round(ROUND).digest()


def test_what_means_the_same_has_the_same_digest():
    same = copy.deepcopy(ROUND)
    same["places"]["Y"] = 1
    same["wishes"]["A"] = [["X"], "Y"]
    same["priorities"]["X"] = [["C", "A", "B"]]
    same["forbidden"] = []
    assert read_round(same).digest() == read_round(ROUND).digest()


def test_the_answer_to_one_round_stays_what_it_was():
    """A change here changes what saved records say: it needs another VERSION."""
    found = record()
    assert found["pairs"] == [["A", "X"], ["B", "Y"], ["C", "X"]]
    assert found["digest"] == "162aa11bd65f324de74851239e93cc57d85555532ca1f8756442e5598070fde6"


def test_pairs_of_a_faulty_solver_are_recorded_as_what_they_are(monkeypatch):
    nobody = np.zeros(0, np.int32)
    nothing = Matching(wishes=nobody.astype(np.int64), schools=nobody, hosts=nobody, proposals=0, cycles=0)
    monkeypatch.setattr("lianmeng.mechanisms.matching.outcome.match", lambda *_, **__: nothing)
    found = record({"wishes": {"A": ["X"], "B": ["X"]}, "priorities": {"X": ["B"]}})
    assert (found["verdict"], found["blocking_pairs"]) == ("unstable", [["B", "X"]])


def test_importing_it_compiles_nothing():
    """A process that serves pages may import it: numba stays out until something is matched."""
    script = "import sys, lianmeng.mechanisms.matching; print('numba' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "False"
