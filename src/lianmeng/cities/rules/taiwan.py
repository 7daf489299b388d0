"""The published register of northern Taiwan as a city: schools and one year's figures, nothing made up."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from lianmeng.cities.rules.founding import ALWAYS, Rows

CITY_ID, SCHEME, STAGE = "taiwan-north", "tw", "primary"


@cache
def columns() -> dict[str, Any]:
    folder = resources.files("lianmeng.cities").joinpath("data/taiwan.toml")
    return tomllib.loads(folder.read_text("utf-8"))


@cache
def lines() -> tuple[dict[str, str], ...]:
    text = resources.files("lianmeng.balance").joinpath(columns()["file"]).read_text("utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


def public_id(kind: str, name: str) -> str:
    """The same for the same name, so that addresses stay when the city is made again."""
    return hashlib.sha256(f"{CITY_ID} {kind} {name}".encode()).hexdigest()[:16]


def regions() -> Rows:
    for name in dict.fromkeys(one[columns()["district"]] for one in lines()):
        yield {"public_id": public_id("district", name), "kind": "district", "code": "", "name": name}


def region_codes() -> Rows:
    for one in regions():
        yield {"region": one["public_id"], "code": "", "name": one["name"], "since": ALWAYS, "until": None}


def schools() -> Rows:
    for one in lines():
        code = one[columns()["code"]]
        yield {"public_id": public_id("school", code), "scheme": SCHEME, "code": code}


def states() -> Rows:
    named = columns()
    for one in lines():
        code, name = one[named["code"]], one[named["school"]]
        yield {
            "school": public_id("school", code),
            "code": code,
            "name": name,
            "region": public_id("district", one[named["district"]]),
            "setting": "rural" if one[named["remote"]] in named["remote_words"] else "",
            "ownership": "private" if name.startswith(named["private"]) else "public",
            "longitude": _number(one[named["longitude"]]),
            "latitude": _number(one[named["latitude"]]),
        }


def sections() -> Rows:
    for one in schools():
        yield {"school": one["public_id"], "stage": STAGE}


def returns() -> Rows:
    named = columns()
    for one in lines():
        year = int(one[named["year"]]) + named["year_offset"]
        sums = {key: [_number(one[column]) for column in parts] for key, parts in named["figures"].items()}
        values = {
            key: "not_sent" if None in parts else sum(part for part in parts if part is not None)
            for key, parts in sums.items()
        }
        school = public_id("school", one[named["code"]])
        yield {"school": school, "stage": STAGE, "year": year, "values": values}


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return int(value) if value == int(value) else value
