"""The checks of yearly figures, as data/figures.toml has them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from lianmeng.schools.models import Return, Section
from lianmeng.schools.rules.returns import Check, Checks, Doubt, doubts
from lianmeng.schools.vocabulary import YearlyFigure


@cache
def checks() -> Checks:
    written = tomllib.loads(files("lianmeng.schools").joinpath("data/figures.toml").read_text("utf-8"))
    of = {key.value: Check(written[key]["whole"], written[key].get("at_most", "")) for key in YearlyFigure}
    return Checks(of, written["times"])


def doubts_about(section: Section, year: int, values: Mapping[str, float | str]) -> list[Doubt]:
    """What looks unlikely about figures that are to be entered; it does not stand against entering them."""
    last = Return.objects.filter(section=section, year=year - 1).first()
    return list(doubts(values, checks(), last.values if last else None))
