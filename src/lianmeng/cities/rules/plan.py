"""What the made-up city is drawn from: the districts' file, the shares and figures, the syllables."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from lianmeng.cities.rules.rows import District

_FOLDER = resources.files("lianmeng.cities").joinpath("data")


@cache
def plan() -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath("chengdu.toml").read_text("utf-8"))


@cache
def syllables() -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath("names.toml").read_text("utf-8"))


@cache
def holidays() -> tuple[dict[str, Any], ...]:
    """What was off and what was worked instead, one entry a calendar year, each with the notice that says so."""
    return tuple(tomllib.loads(_FOLDER.joinpath("holidays.toml").read_text("utf-8"))["year"])


@cache
def districts() -> tuple[District, ...]:
    """The 22 areas, in the order of the file."""
    lines = _FOLDER.joinpath("chengdu_2016_districts.csv").read_text("utf-8-sig").splitlines()
    return tuple(_district(row) for row in csv.DictReader(lines))


def _district(row: dict[str, str]) -> District:
    own = plan()["districts"][row["id"]]
    east, north = own["at"]
    return District(
        id=row["id"],
        code=row["code_today"],
        code_then=row["code_2016"],
        name=row["name_today"],
        name_then=row["name_2016"],
        layer=int(row["layer"]),
        pair=int(row["pair"]),
        weight=own["weight"],
        at=(east, north),
    )
