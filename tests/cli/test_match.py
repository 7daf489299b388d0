"""`lianmeng match` as a person and as a program read it."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.cli.conftest import Call

from lianmeng.mechanisms.matching import Matching

Write = Callable[..., Path]

ROUND = {
    "wishes": {"A": ["X", ["Y", "Z"]], "B": ["X"], "C": ["X", "Z"], "D": ["X"]},
    "priorities": {"X": [["A", "B"], "C"], "Y": [], "Z": ["A", "C"]},
    "places": {"X": 1, "Y": 0},
    "wishes_places": {"A": 2},
    "forbidden": [{"school": "A", "host": "Z", "reason": "same district"}],
    "seed": 7,
}
KEYS = {
    "pairs",
    "unmatched",
    "blocking_pairs",
    "rank_profile",
    "explanations",
    "mechanism",
    "version",
    "seed",
    "digest",
}


@pytest.fixture
def round_file(register: Write) -> Path:
    return register(json.dumps(ROUND), "round.json")


def test_json_has_the_agreed_keys_and_the_same_bytes_every_time(call: Call, round_file: Path) -> None:
    first, second = (call("match", round_file, "--json") for _ in range(2))
    assert (first.status, first.error) == (0, "")
    assert first.out == second.out
    found = json.loads(first.out)
    assert found.keys() == KEYS
    assert found["pairs"] == [["B", "X"], ["C", "Z"]]
    assert found["unmatched"] == ["A", "D"]
    assert found["blocking_pairs"] == []
    assert found["rank_profile"] == [1, 1]
    assert (found["mechanism"], found["seed"]) == ("deferred-acceptance/schools", 7)


def test_every_school_is_told_why(call: Call, round_file: Path) -> None:
    told = json.loads(call("match", round_file, "--json").out)["explanations"]
    assert told.keys() == ROUND["wishes"].keys()
    assert told["B"] == ["You got X, your wish 1."]
    assert told["C"] == [
        "You got Z, your wish 2.",
        "X, your wish 1: full with schools it ranks above you, the last of them, B, at its rank 1; "
        "you are at its rank 2.",
        "You would have got X, or a host that you like at least as well, had X ranked you first; "
        "or had X had 2 more places.",
    ]
    assert told["A"][0] == "You got nobody. In this drawn order that is so in every stable matching."
    assert told["A"][1].startswith("Drawn anew 200 times, you would have been matched ")
    assert told["A"][2].endswith("is at its rank 1 as you are, and was drawn before you.")
    of_all = "or for all your places hosts that you like at least as well"
    assert told["A"][3:] == [
        f"You would have got X, {of_all}, had you been drawn first of all schools; or had X ranked you first; "
        "or had X had one more place.",
        "Y, your wish 2: it did not list you.",
        f"You would have got Y, {of_all}, had Y listed you and had Y had one more place.",
        "Z, your wish 2: not eligible: same district.",
        f"You would have got Z, {of_all}, had the pair been allowed.",
    ]


COMING_BACK = {
    "wishes": {"A": ["Y", "X"], "B": ["X", "Y"], "C": ["X", "Z"]},
    "priorities": {"X": ["A", "B", "C"], "Y": ["B", "A"], "Z": ["C"]},
}


def test_what_would_only_have_stirred_the_pairs_is_told_as_that(call: Call, register: Write) -> None:
    told = json.loads(call("match", register(json.dumps(COMING_BACK), "r.json"), "--json").out)[
        "explanations"
    ]
    assert told["C"][2:] == [
        "You would have got X, or a host that you like at least as well, had X ranked you first; "
        "or had X had one more place.",
        "Other pairs would have come out, but not surely X for you, had X ranked you above B.",
    ]


def test_in_chinese_a_latin_name_stands_apart_and_a_chinese_one_does_not(
    call: Call, register: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(COMING_BACK).replace('"A"', '"甲校"').replace('"Z"', '"丙校"')
    monkeypatch.setattr("lianmeng.cli.terminal.LANGUAGE", "zh-hans")
    told = json.loads(call("match", register(text, "r.json"), "--json").out)["explanations"]
    assert told["C"][0] == "您与丙校结对，这是您的第 2 志愿。"
    assert told["C"][2].endswith("：X 把您单独排在第一位；或 X 多 1 个名额。")
    assert told["甲校"] == ["您与 Y 结对，这是您的第 1 志愿。"]


def test_without_ties_nothing_is_said_of_other_draws(call: Call, register: Write) -> None:
    strict = ROUND | {"wishes": ROUND["wishes"] | {"A": ["X"]}}
    strict["priorities"] = strict["priorities"] | {"X": ["B", "A", "C"]}
    told = json.loads(call("match", register(json.dumps(strict), "r.json"), "--json").out)["explanations"]
    assert not any("Drawn anew" in sentence for sentence in told["A"])


def test_places_that_stay_free_or_were_never_offered_are_said(call: Call, register: Write) -> None:
    changed = ROUND | {"wishes_places": {"B": 3, "C": 0}, "wishes": ROUND["wishes"] | {"A": []}}
    told = json.loads(call("match", register(json.dumps(changed), "r.json"), "--json").out)["explanations"]
    assert told["B"] == ["You got X, your wish 1.", "2 of your places stayed free."]
    assert told["C"] == ["You offered no place, so you got nobody."]


def test_the_table_shows_pairs_round_and_schools(call: Call, round_file: Path) -> None:
    answer = call("match", round_file)
    assert answer.status == 0
    lines = answer.out.splitlines()
    assert lines[0].split() == ["school", "host", "wish"]
    assert ["C", "Z", "2"] in [line.split() for line in lines]
    assert "Wishes granted, from the first on: 1, 1." in lines
    assert "Alone: A, D." in lines
    assert "The judge found the pairs stable." in lines
    assert "  You got X, your wish 1." in lines


TIED = {
    "wishes": {"1": ["y", "x", "z"], "2": ["z", "y", "x"], "3": ["y", "z", "x"]},
    "priorities": {"x": ["1", "2", "3"], "y": ["2", ["1", "3"]], "z": ["3", "1", "2"]},
}


def test_improvement_and_the_proposing_side_are_arguments(call: Call, register: Write) -> None:
    found = set()
    for seed in range(6):
        file = register(json.dumps(TIED | {"seed": seed}), "tied.json")
        plain, improved, hosts = (
            json.loads(call("match", file, "--json", *more).out)
            for more in ((), ("--improve",), ("--proposing", "hosts"))
        )
        assert plain["mechanism"] == "deferred-acceptance/schools"
        assert improved["mechanism"] == "improvement-cycles/schools"
        assert hosts["mechanism"] == "deferred-acceptance/hosts"
        found.add(
            (tuple(plain["rank_profile"]), tuple(improved["rank_profile"]), tuple(hosts["rank_profile"]))
        )
    assert ((0, 3), (2, 1), (0, 3)) in found


def test_a_place_passed_on_is_explained(call: Call, register: Write) -> None:
    for seed in range(20):
        file = register(json.dumps(TIED | {"seed": seed}), "tied.json")
        told = json.loads(call("match", file, "--json", "--improve").out)["explanations"]["1"]
        if any(
            "came by an exchange in which every school got a better wish" in sentence for sentence in told
        ):
            return
    raise AssertionError("no draw of twenty made an exchange")


def test_a_saved_result_is_verified(call: Call, round_file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "result.json"
    assert call("match", round_file, "--save", saved).status == 0
    record = json.loads(saved.read_text("utf-8"))
    assert record.keys() == KEYS | {"verdict", "seconds"}
    assert record["verdict"] == "stable"
    assert 0 < record["seconds"] < 600
    answer = call("match", "--verify", saved, round_file)
    assert (answer.status, answer.out.splitlines()) == (
        0,
        ["The result stands: its pairs are stable, and they are those of the drawn order."],
    )
    assert json.loads(call("match", "--verify", saved, round_file, "--json").out) == {
        "stands": True,
        "findings": [],
    }


def test_a_result_that_was_touched_does_not_stand(call: Call, round_file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "result.json"
    call("match", round_file, "--save", saved)
    record = json.loads(saved.read_text("utf-8"))
    saved.write_text(json.dumps(record | {"pairs": record["pairs"][:1]}), "utf-8")
    answer = call("match", "--verify", saved, round_file)
    assert answer.status == 1
    assert answer.out.splitlines()[0] == "The result does not stand."
    assert "stable" in answer.out.splitlines()[1]
    found = json.loads(call("match", "--verify", saved, round_file, "--json").out)
    assert found == {"stands": False, "findings": ["blocked"]}


def test_another_round_is_noticed(call: Call, round_file: Path, register: Write, tmp_path: Path) -> None:
    saved = tmp_path / "result.json"
    call("match", round_file, "--save", saved)
    other = register(json.dumps(ROUND | {"seed": 8}), "other.json")
    answer = call("match", "--verify", saved, other)
    assert answer.status == 1
    assert "The round is not the one that was matched." in answer.out


def test_pairs_that_the_judge_does_not_accept_are_not_shown(
    call: Call, round_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianmeng.mechanisms.matching.outcome.match", no_pairs)
    answer = call("match", round_file, "--json", "--save", tmp_path / "result.json")
    assert (answer.status, answer.out) == (2, "")
    assert "judge" in answer.error
    assert not (tmp_path / "result.json").exists()


def no_pairs(*_: object, **__: object) -> Matching:
    """What a solver with a fault might answer."""
    nobody = np.zeros(0, np.int32)
    return Matching(wishes=nobody.astype(np.int64), schools=nobody, hosts=nobody, proposals=0, cycles=0)
