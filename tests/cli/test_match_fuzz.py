"""Two thousand made-up inputs, most of them malformed: every one ends with a sentence, never with a traceback."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianmeng.cli.main import lianmeng
from lianmeng.cli.terminal import run_in_sentences

INPUTS = 2_000
ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 2, 1.5, 1e308, 10**25, -(2**63), 2**63 - 1, 2**63),
    *("", " ", "A", "X", "校", "\ud800", "\x00", "\u2028", "A" * 200, "a\tb", "{host}", "{0}", "%s", "%(a)s"),
    *([], {}, [[]], [[[]]], ["A", "A"], ["X", ["X"]], {"A": 1}, {"": []}, [None], [1]),
]


def sound(chance: random.Random) -> dict[str, Any]:
    schools = chance.sample(["A", "B", "甲校", "D {x}", "E%s"], chance.randint(0, 5))
    hosts = chance.sample(["X", "Y", "乙校", "Z}"], chance.randint(0, 4))
    pairs = [(school, host) for school in schools for host in hosts]
    return {
        "wishes": {one: tiers(chance, hosts) for one in schools},
        "priorities": {one: tiers(chance, schools) for one in hosts},
        "places": {one: chance.choice((0, 1, 1, 2, 10**20)) for one in hosts if chance.random() < 0.5},
        "wishes_places": {one: chance.randint(0, 3) for one in schools if chance.random() < 0.3},
        "forbidden": [
            {"school": school, "host": host, "reason": chance.choice(("too far", "同区", "{reason}"))}
            for school, host in chance.sample(pairs, min(len(pairs), chance.randint(0, 2)))
        ],
        "seed": chance.randint(-5, 5),
    }


def tiers(chance: random.Random, others: list[str]) -> list[Any]:
    order = chance.sample(others, chance.randint(0, len(others)))
    if len(order) > 1 and chance.random() < 0.1:  # few: a tie costs two hundred draws
        return [order[:2], *order[2:]]
    return list(order)


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of the value where something else could stand."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from spots(one, (*path, key))


def spoiled(value: Any, chance: random.Random) -> Any:
    """The value with something odd in one place, a line taken out, or one added."""
    *path, last = chance.choice(list(spots(value))) or (None,)
    if last is None:
        return chance.choice(ODD)
    inner = value
    for key in path:
        inner = inner[key]
    change = chance.random()
    if change < 0.15:
        del inner[last]
    elif change < 0.3 and isinstance(inner, dict):
        inner[chance.choice(["A", "X", "", "Q", "\x1b[2J", "wishes"])] = chance.choice(ODD)
    else:
        inner[last] = chance.choice(ODD)
    return value


def text_of(chance: random.Random) -> bytes:
    value: Any = sound(chance)
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        value = spoiled(value, chance)
    text = json.dumps(value).encode()
    if chance.random() < 0.15 and text:  # bytes: cut short, one changed, one doubled
        at = chance.randrange(len(text))
        text = chance.choice(
            (
                text[:at],
                text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :],
                text[:at] + text[at - 1 :],
            )
        )
    return text


def options(chance: random.Random) -> list[str]:
    found = ["--json"] if chance.random() < 0.5 else []
    found += ["--improve"] if chance.random() < 0.3 else []
    return found + (
        ["--proposing", chance.choice(("schools", "hosts", "host"))] if chance.random() < 0.4 else []
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_whatever_comes_in_a_sentence_comes_out(
    language: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lianmeng.cli.terminal.LANGUAGE", language)
    file, seen = tmp_path / "round.json", {0: 0, 2: 0}
    for seed in range(INPUTS // 2):
        chance = random.Random(f"{language} {seed}")
        file.write_bytes(text_of(chance))
        asked = options(chance)
        status = run_in_sentences(lianmeng, ["match", str(file), *asked])
        told = capsys.readouterr()
        assert status in seen, (seed, asked)
        seen[status] += 1
        if status == 2:
            assert told.out == ""
            assert is_one_sentence(told.err), (seed, told.err)
        else:
            assert told.err == ""
            assert told.out
            assert "--json" not in asked or json.loads(told.out)["blocking_pairs"] == []
    assert min(seen.values()) > INPUTS // 10


def is_one_sentence(text: str) -> bool:
    lines = text.splitlines()
    return (
        len(lines) == 1
        and lines[0].endswith((".", "。", "）", ")"))
        and lines[0].isprintable()
        and len(text) < 600
    )


def test_a_result_that_was_spoiled_is_refused_or_does_not_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, saved, touched = (tmp_path / name for name in ("round.json", "result.json", "touched.json"))
    seen = {0: 0, 1: 0, 2: 0}
    for seed in range(200):
        chance = random.Random(seed)
        file.write_text(json.dumps(sound(chance)), "utf-8")
        assert run_in_sentences(lianmeng, ["match", str(file), "--save", str(saved)]) == 0
        touched.write_text(json.dumps(spoiled(json.loads(saved.read_text("utf-8")), chance)), "utf-8")
        status = run_in_sentences(lianmeng, ["match", "--verify", str(touched), str(file)])
        seen[status] += 1
    assert "Traceback" not in "".join(capsys.readouterr())
    assert seen[1] > 50


CALL = {
    "school": {"needs": {"art": 1, "体育": 0.5}, "pupils": 900},
    "hosts": {
        "X": {"strengths": {"art": 0.9}, "km": 8, "pupils": 1200},
        "乙校": {"strengths": {"体育": 1, "{x}": 0}, "km": 0, "pupils": 1},
    },
    "weights": {"fit": 0.6, "nearness": 0.3, "size": 0.1, "reach_km": 10},
    "most": 2,
}


def test_whatever_is_asked_of_suggest_a_sentence_comes_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, seen = tmp_path / "file.json", {0: 0, 2: 0}
    for seed in range(500):
        chance = random.Random(seed)
        file.write_text(json.dumps(spoiled(json.loads(json.dumps(CALL)), chance)), "utf-8")
        status = run_in_sentences(lianmeng, ["suggest", str(file), *chance.choice(([], ["--json"]))])
        seen[status] += 1
        told = capsys.readouterr()
        assert told.err == "" if status == 0 else is_one_sentence(told.err), (seed, told.err)
    assert min(seen.values()) > 50
