"""Every malformed round ends in one sentence with its place, exit status 2 and no traceback."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Answer, Call

Write = Callable[..., Path]

GOOD = {"wishes": {"A": ["X"], "B": []}, "priorities": {"X": ["A"]}, "places": {"X": 1}}


def changed(**keys: object) -> str:
    return json.dumps(GOOD | keys)


def refused(answer: Answer, *said: str) -> None:
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.error.strip().splitlines()) == 1
    assert answer.error.strip().endswith((".", ")."))
    assert "Traceback" not in answer.error
    assert len(answer.error) < 400
    for word in said:
        assert word in answer.error


BAD = {
    "an empty file": ("", ["row 1, column 1"]),
    "no JSON": ("{'wishes': 1}", ["not JSON", "row 1, column 2"]),
    "cut short": ('{"wishes": {"A": ["X"', ["not JSON"]),
    "two values": ("{} {}", ["not JSON"]),
    "a table": ("school,host\nA,X\n", ["not JSON"]),
    "bytes that are no text": (b"\xff\xfe{\x00}\x00", ["UTF-8", "byte 1"]),
    "null": ("null", ["object"]),
    "a list": ("[]", ["object"]),
    "a number": ("7", ["object"]),
    "a key twice": ('{"wishes": {"A": [], "A": []}, "priorities": {}}', ["“A”", "twice"]),
    "NaN": ('{"wishes": {}, "priorities": {}, "places": {"X": NaN}}', ["NaN"]),
    "infinity": ('{"wishes": {}, "priorities": {}, "seed": -Infinity}', ["-Infinity"]),
    "lists without end": ("[" * 100_000, ["within"]),
    "a tie without end": (
        '{"wishes": {"A": ' + "[" * 500 + "]" * 500 + '}, "priorities": {}}',
        ["“A”", "place 1"],
    ),
    "a number without end": ('{"wishes": {}, "priorities": {}, "seed": ' + "9" * 5000 + "}", ["digits"]),
    "a very large seed": (changed(seed=10**40), ["seed"]),
    "wishes missing": ('{"priorities": {}}', ["“wishes” is missing"]),
    "priorities missing": ('{"wishes": {}}', ["“priorities” is missing"]),
    "an unknown key": (changed(place={"X": 1}), ["“place”", "places"]),
    "wishes null": (changed(wishes=None), ["“wishes”", "object"]),
    "a list null": (changed(wishes={"A": None}), ["“wishes”, “A”", "list"]),
    "a list that is a name": (changed(wishes={"A": "X"}), ["“A”", "list"]),
    "a name null": (changed(wishes={"A": [None]}), ["“A”, place 1", "null"]),
    "a name that is a number": (changed(wishes={"A": ["X", 12]}), ["“A”, place 2", "12"]),
    "a name that is true": (changed(wishes={"A": [True]}), ["true"]),
    "a name that is an object": (changed(wishes={"A": [{"host": "X"}]}), ["“A”, place 1"]),
    "an empty tie": (changed(wishes={"A": ["X", []]}), ["“A”, place 2", "empty tie"]),
    "an unknown host": (changed(wishes={"A": ["Q"]}), ["“A”", "no host “Q”"]),
    "an unknown school": (changed(priorities={"X": ["Q"]}), ["“X”", "no school “Q”"]),
    "a name twice": (changed(wishes={"A": ["X", ["X"]]}), ["“A”", "“X”", "twice"]),
    "a name on both sides": (changed(wishes={"A": [], "X": []}), ["“X”", "school and a host"]),
    "an empty name": (changed(wishes={"": []}), ["“wishes”"]),
    "half a character": ('{"wishes": {"\\ud800": []}, "priorities": {}}', ["\\ud800"]),
    "half a character listed": ('{"wishes": {"A": ["\\ud800"]}, "priorities": {}}', ["\\ud800"]),
    "a name that moves the cursor": (changed(wishes={"A": ["X\u001b[2J"]}), ["\\u001b"]),
    "a very long name": (changed(wishes={"A": ["Q" * 10_000]}), ["QQQ…"]),
    "places below 0": (changed(places={"X": -1}), ["“places”, “X”", "-1"]),
    "places with a point": (changed(places={"X": 1.5}), ["“X”", "1.5"]),
    "places past all numbers": ('{"wishes": {}, "priorities": {"X": []}, "places": {"X": 1e999}}', ["inf"]),
    "places as text": (changed(places={"X": "2"}), ["“X”", "2"]),
    "places null": (changed(places={"X": None}), ["“X”", "null"]),
    "places of an unknown host": (changed(places={"Q": 1}), ["“places”", "“Q”"]),
    "places of an unknown school": (changed(wishes_places={"Q": 1}), ["“wishes_places”", "“Q”"]),
    "forbidden, no list": (changed(forbidden={"A": "X"}), ["“forbidden”", "list"]),
    "forbidden, no reason": (changed(forbidden=[{"school": "A", "host": "X"}]), ["entry 1", "“reason”"]),
    "forbidden, unknown": (changed(forbidden=[{"school": "A", "host": "Q", "reason": "r"}]), ["“Q”"]),
    "forbidden twice": (
        changed(forbidden=[{"school": "A", "host": "X", "reason": "r"}] * 2),
        ["entry 2", "“A”", "“X”"],
    ),
    "a seed as text": (changed(seed="7"), ["“seed”", "7"]),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_malformed_round_is_refused_in_a_sentence(
    call: Call, register: Write, content: str | bytes, said: list[str]
) -> None:
    refused(call("match", register(content, "round.json"), "--json"), *said)


def test_a_sound_round_is_not_refused(call: Call, register: Write) -> None:
    for content in (
        changed(),
        "\ufeff" + changed(),
        changed(places={"X": 10**30}),
        '{"wishes": {}, "priorities": {}}',
    ):
        assert call("match", register(content, "round.json"), "--json").status == 0


def test_what_is_no_file_is_refused(call: Call, tmp_path: Path) -> None:
    refused(call("match", tmp_path), "folder")
    refused(call("match", tmp_path / "none.json"), "no file")
    (tmp_path / "folder.json").write_text("{}")
    refused(call("match", tmp_path / "folder.json" / "round.json"), "cannot be opened")
    os.mkfifo(tmp_path / "pipe")
    refused(call("match", tmp_path / "pipe"), "ordinary file")
    refused(call("match"), "ROUND.json")


@pytest.fixture
def sound(register: Write) -> Path:
    return register(changed(), "round.json")


def test_options_that_do_not_fit_are_refused(call: Call, sound: Path, tmp_path: Path) -> None:
    refused(call("match", sound, "--proposing", "everybody"), "schools or hosts", "everybody")
    refused(call("match", sound, "--save", sound), "overwrite")
    (tmp_path / "folder").mkdir()
    refused(call("match", sound, "--save", tmp_path / "folder"), "cannot be written")
    refused(call("match", sound, "--save", tmp_path / "no folder" / "result.json"), "cannot be written")
    refused(call("match", sound, "--save", "/"), "cannot be written")
    for more in (("--improve",), ("--proposing", "hosts"), ("--save", tmp_path / "other.json")):
        refused(call("match", sound, "--verify", sound, *more), "--verify")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "folder",
        "round.json",
    ]  # nothing half written is left


def test_improvement_is_refused_with_the_reason(call: Call, register: Write) -> None:
    several = register(changed(wishes_places={"A": 2}), "several.json")
    refused(call("match", several, "--improve"), "“A” has 2")
    tied = changed(wishes={"A": [["X", "Y"]]}, priorities={"X": ["A"], "Y": ["A"]})
    refused(call("match", register(tied, "tied.json"), "--improve"), "“A” has a tie")


@pytest.mark.parametrize("saved", ["null", "[]", "{}", '{"pairs": 3}', '{"pairs": [["A"]]}'])
def test_a_result_that_is_none_does_not_stand(call: Call, sound: Path, register: Write, saved: str) -> None:
    answer = call("match", "--verify", register(saved, "result.json"), sound)
    assert answer.status == 1
    assert "no result" in answer.out


def test_a_result_that_is_no_json_is_refused(call: Call, sound: Path, register: Write) -> None:
    refused(call("match", "--verify", register("pairs", "result.json"), sound), "result.json", "not JSON")
