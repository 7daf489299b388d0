"""What `lianmeng suggest` reads: one school with its needs, and the hosts with what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import nan
from typing import Any

from lianmeng.cli.json_file import shown
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.mechanisms.matching import Hosts, Weights, can_be_shown

MOST_KM, MOST_PUPILS = 50_000, 1_000_000_000
_USUAL_COUNT = 10


@dataclass(frozen=True, slots=True)
class Call:
    """Needs by name, and for each host, in the order of the names, its numbers."""

    needs: dict[str, float]
    pupils: float
    names: list[str]
    hosts: Hosts
    weights: Weights
    most: int


def call_of(raw: object) -> Call:
    """The values of the file, checked. Refused where they have not the form that docs/mechanisms/matching.md gives."""
    whole = _keys(raw, "", must=("school", "hosts"), may=("weights", "most"))
    school = _keys(whole["school"], "school", must=("pupils",), may=("needs",))
    needs = _shares(school.get("needs", {}), "school.needs")
    known = {
        name: _keys(host, f"hosts.{name}", must=("km", "pupils"), may=("strengths",))
        for name, host in sorted(_named(whole["hosts"], "hosts").items())
    }
    if not known:
        raise Refused(say("“hosts” is empty. Name the schools that could be suggested."))
    strengths = [
        _shares(host.get("strengths", {}), f"hosts.{name}.strengths") for name, host in known.items()
    ]
    return Call(
        needs=needs,
        pupils=_pupils(school, "school"),
        names=list(known),
        hosts=Hosts(
            [[found.get(need, nan) for need in needs] for found in strengths],
            [_number(host["km"], f"hosts.{name}.km", most=MOST_KM) for name, host in known.items()],
            [_pupils(host, f"hosts.{name}") for name, host in known.items()],
        ),
        weights=_weights(whole.get("weights", {})),
        most=_count(whole.get("most", _USUAL_COUNT)),
    )


def _named(raw: object, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Refused(say("“{key}” is no object. Write names with their values in braces.", key=shown(where)))
    for name in raw:
        if not can_be_shown(name):
            raise Refused(
                say(
                    "“{key}”: “{value}” cannot be a name or reason. Write it visibly, on one line.",
                    key=shown(where),
                    value=shown(name),
                )
            )
    return raw


def _keys(raw: object, where: str, *, must: Iterable[str], may: Iterable[str]) -> Mapping[str, Any]:
    if not where and not isinstance(raw, Mapping):
        raise Refused(say("Write a JSON object with “school” and “hosts”, in braces."))
    found = _named(raw, where)
    for key in must:
        if key not in found:
            raise Refused(say("“{key}” is missing. Add it.", key=shown(_path(where, key))))
    known = (*must, *may)
    for key in found:
        if key not in known:
            raise Refused(
                say(
                    "“{key}” is not known here. Known are: {known}.",
                    key=shown(_path(where, key)),
                    known=known,
                )
            )
    return found


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _shares(raw: object, where: str) -> dict[str, float]:
    return {
        name: _number(value, f"{where}.{name}", most=1) for name, value in sorted(_named(raw, where).items())
    }


def _number(raw: object, where: str, *, most: float) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not 0 <= raw <= most:
        raise Refused(
            say(
                "“{key}”: write a number from 0 to {most}, or leave out what is not known.",
                key=shown(where),
                most=f"{most:,}",
            )
        )
    return float(raw)


def _pupils(found: Mapping[str, Any], where: str) -> float:
    count = found["pupils"]
    if type(count) is not int or not 1 <= count <= MOST_PUPILS:
        raise Refused(
            say("“{key}”: write a whole number of pupils, 1 or more.", key=shown(f"{where}.pupils"))
        )
    return float(count)


def _weights(raw: object) -> Weights:
    usual = asdict(Weights())
    given = _keys(raw, "weights", must=(), may=tuple(usual))
    found = {
        key: _number(value, f"weights.{key}", most=MOST_KM if key == "reach_km" else 1)
        for key, value in given.items()
    }
    weights = Weights(**usual | found)
    if abs(weights.fit + weights.nearness + weights.size - 1) > 1e-9:
        raise Refused(say("“weights”: fit, nearness and size add up to 1. Change them so that they do."))
    if not weights.reach_km:
        raise Refused(say("“weights.reach_km”: write a number above 0."))
    return weights


def _count(raw: object) -> int:
    if type(raw) is not int or raw < 1:
        raise Refused(say("“most”: write how many suggestions you want, a whole number of 1 or more."))
    return raw
