"""`lianmeng suggest` as a person and as a program read it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call
from tests.cli.test_match_refusals import refused

Write = Callable[..., Path]
FILE: dict[str, Any] = {
    "school": {"needs": {"art": 1, "science": 0.5}, "pupils": 900},
    "hosts": {
        "North": {"strengths": {"art": 0.9, "science": 0.2}, "km": 10, "pupils": 1200},
        "East": {"strengths": {"science": 1, "sport": 0.7}, "km": 2, "pupils": 450},
        "South": {"strengths": {"art": 1, "science": 1}, "km": 30, "pupils": 900},
    },
}


def answer(call: Call, register: Write, content: object) -> dict[str, Any]:
    found = call("suggest", register(json.dumps(content), "file.json"), "--json")
    assert (found.status, found.error) == (0, "")
    return dict(json.loads(found.out))


def changed(**keys: object) -> dict[str, Any]:
    return copy.deepcopy(FILE) | keys


def test_hosts_are_scored_by_the_formula_with_the_nearest_beside_them(call: Call, register: Write) -> None:
    found = answer(call, register, FILE)
    assert found.keys() == {"suggestions", "nearest", "formula", "weights"}
    assert [one["host"] for one in found["suggestions"]] == ["South", "North", "East"]
    assert found["nearest"] == ["East", "North", "South"]
    scores = [one["score"] for one in found["suggestions"]]
    assert scores == pytest.approx(
        [
            0.6 + 0.3 * 10 / 40 + 0.1,
            0.6 * (0.9 + 0.5 * 0.2) / 1.5 + 0.3 * 10 / 20 + 0.1 * 0.75,
            0.6 * 0.5 / 1.5 + 0.3 * 10 / 12 + 0.1 * 0.5,
        ]
    )
    parts = found["suggestions"][1]
    assert (parts["fit"], parts["nearness"], parts["size"]) == pytest.approx((2 / 3, 0.5, 0.75))
    assert found["weights"] == {"fit": 0.6, "nearness": 0.3, "size": 0.1, "reach_km": 10.0}


def test_the_grounds_are_words(call: Call, register: Write) -> None:
    found = answer(call, register, FILE)
    assert found["suggestions"][2]["grounds"] == [
        "In science your need is 0.5, its strength 1.",
        "Its strength in art is not known, so it adds nothing.",
        "It is 2 km away.",
        "The smaller of you two has 50% of the pupils of the larger.",
    ]
    bare = answer(call, register, changed(school={"pupils": 900}))
    assert bare["suggestions"][0]["grounds"][0] == "You named no need, so only distance and size count."


def test_the_table_shows_parts_grounds_formula_and_the_nearest(call: Call, register: Write) -> None:
    found = call("suggest", register(json.dumps(FILE), "file.json"))
    lines = found.out.splitlines()
    assert found.status == 0
    assert lines[0].split() == ["host", "score", "fit", "nearness", "size"]
    assert lines[2].split() == ["South", "0.775", "1.000", "0.250", "1.000"]
    assert "  It is 30 km away." in lines
    assert lines[-2:] == [
        "score = 0.6 × fit + 0.3 × nearness + 0.1 × size; at 10 km nearness is a half.",
        "The nearest, for comparison: East, North, South.",
    ]


def test_weights_and_number_are_arguments(call: Call, register: Write) -> None:
    weights = {"fit": 0, "nearness": 1, "size": 0, "reach_km": 5}
    found = answer(call, register, changed(weights=weights, most=2))
    assert [one["host"] for one in found["suggestions"]] == ["East", "North"] == found["nearest"]
    assert found["suggestions"][1]["score"] == pytest.approx(5 / 15)
    assert len(answer(call, register, changed(most=10**30))["suggestions"]) == 3


def test_the_order_of_the_lines_does_not_matter(call: Call, register: Write) -> None:
    backwards = {key: dict(reversed(FILE[key].items())) for key in ("hosts", "school")}
    assert answer(call, register, backwards) == answer(call, register, FILE)


def with_host(**keys: object) -> dict[str, Any]:
    found = changed()
    found["hosts"]["North"] |= keys
    return found


def with_school(**keys: object) -> dict[str, Any]:
    return changed(school=FILE["school"] | keys)


BAD: dict[str, tuple[object, list[str]]] = {
    "null": (None, ["“school” and “hosts”"]),
    "a list": ([], ["“school” and “hosts”"]),
    "no school": ({"hosts": FILE["hosts"]}, ["“school” is missing"]),
    "no hosts": ({"school": FILE["school"]}, ["“hosts” is missing"]),
    "hosts empty": (changed(hosts={}), ["“hosts” is empty"]),
    "an unknown key": (changed(host={}), ["“host”", "school, hosts, weights, most"]),
    "a school that is a name": (changed(school="A"), ["“school” is no object"]),
    "a host that is null": (changed(hosts={"North": None}), ["“hosts.North” is no object"]),
    "a host without a name": (changed(hosts={"": {}}), ["“hosts”"]),
    "a name that moves the cursor": (changed(hosts={"\u001b[2J": {}}), ["\\u001b"]),
    "no pupils": (changed(school={}), ["“school.pupils” is missing"]),
    "pupils 0": (with_school(pupils=0), ["“school.pupils”", "1 or more"]),
    "pupils true": (with_host(pupils=True), ["“hosts.North.pupils”"]),
    "pupils past all numbers": (with_host(pupils=10**400), ["“hosts.North.pupils”"]),
    "a need above 1": (with_school(needs={"art": 1.5}), ["“school.needs.art”", "0 to 1"]),
    "a need null": (with_school(needs={"art": None}), ["“school.needs.art”"]),
    "needs that are a list": (with_school(needs=["art"]), ["“school.needs” is no object"]),
    "a strength below 0": (with_host(strengths={"art": -0.1}), ["“hosts.North.strengths.art”"]),
    "a strength as text": (with_host(strengths={"sport": "1"}), ["“hosts.North.strengths.sport”"]),
    "no distance": (changed(hosts={"North": {"pupils": 5}}), ["“hosts.North.km” is missing"]),
    "a distance below 0": (with_host(km=-1), ["“hosts.North.km”"]),
    "a distance past the globe": (with_host(km=10**400), ["“hosts.North.km”", "50,000"]),
    "weights that do not add up": (changed(weights={"fit": 0.9}), ["add up to 1"]),
    "no reach": (changed(weights={"reach_km": 0}), ["reach_km"]),
    "an unknown weight": (changed(weights={"distance": 1}), ["“weights.distance”"]),
    "most 0": (changed(most=0), ["“most”"]),
    "most with a point": (changed(most=2.0), ["“most”"]),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    call: Call, register: Write, content: object, said: list[str]
) -> None:
    refused(call("suggest", register(json.dumps(content), "file.json"), "--json"), *said)


def test_no_json_and_no_file_are_refused(call: Call, register: Write, tmp_path: Path) -> None:
    refused(call("suggest", register("needs: art", "file.json")), "not JSON")
    refused(call("suggest", register('{"school": {"pupils": NaN}}', "file.json")), "NaN")
    refused(call("suggest", tmp_path / "none.json"), "no file")
    refused(call("suggest"), "FILE.json")
