"""The schools that the made-up city starts with, and what each of their stages has."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from lianmeng.cities.rules.plan import plan, syllables
from lianmeng.cities.rules.rows import Chain, District, MadeSchool, Stay, Version

STAGES = {"primary": ("primary",), "junior": ("junior",), "nine_year": ("primary", "junior")}
_TYPE_CODES = {"primary": "21", "junior": "31", "nine_year": "31", "special": "51"}


class Names:
    """Names that occur once in the city, public ids, and codes that are never given twice."""

    def __init__(self, dice: Random, seed: int) -> None:
        self.seed, self.count = seed, 0
        first, second = syllables()["first"], syllables()["second"]
        self._stems: list[str] = [a + b for a in first for b in second]
        dice.shuffle(self._stems)

    def stem(self) -> str:
        return self._stems.pop()

    def identity(self, form: str) -> tuple[str, str]:
        """A public id and a code of ten digits: the type, Sichuan, a serial number."""
        self.count += 1
        digest = hashlib.sha256(f"{self.seed} {self.count}".encode()).hexdigest()
        return digest[:16], f"{_TYPE_CODES[form]}51{self.count:06d}"


def made_school(
    dice: Random, names: Names, district: District, *, form: str, setting: str, private: bool, opened: date
) -> MadeSchool:
    """A school with one version. A teaching point is a small primary school."""
    kind = form if form in {"teaching_point", "special"} else "ordinary"
    stages = STAGES.get(form, ("primary",))
    public_id, code = names.identity("primary" if form == "teaching_point" else form)
    east, north = district.at
    at = (round(east + dice.gauss(0, 0.05), 5), round(north + dice.gauss(0, 0.04), 5))
    name = school_name(names, district, form, setting)
    return MadeSchool(
        public_id,
        code,
        district,
        setting,
        "private" if private else "public",
        kind,
        stages,
        [Version(name, opened)],
        at,
        opened,
    )


def school_name(names: Names, district: District, form: str, setting: str) -> str:
    """Town and country schools are called by their place, those of a city by its district."""
    words = syllables()["schools"]
    stem, kind = names.stem(), words["forms"][form]
    if form == "teaching_point":
        return f"{stem}{kind}"
    if setting == "urban":
        return f"{district.name_then.removeprefix(words['drop']).split('(')[0]}{stem}{kind}"
    return f"{stem}{words['after'][setting]}{words['central'] if form == 'primary' else ''}{kind}"


def first_schools(dice: Random, names: Names, district: District, count: int) -> Iterator[MadeSchool]:
    layer = plan()["layers"][district.layer - 1]
    for _ in range(count):
        form = _drawn(dice, layer["kind"])
        setting = _drawn(dice, layer["setting"])
        if form == "teaching_point":
            setting = "rural"
        private = form not in {"teaching_point", "special"} and dice.random() * 100 < layer["private_percent"]
        opened = date(dice.randint(1952, 2013), 9, 1)
        yield made_school(dice, names, district, form=form, setting=setting, private=private, opened=opened)


def chains_of(dice: Random, school: MadeSchool, lean: dict[str, float]) -> Iterator[Chain]:
    """One for each stage; `lean` is how far the district departs from its layer."""
    for stage in school.stages:
        pupils = _pupils(dice, school, stage)
        growth = {"urban": 0.015, "town": 0.0, "rural": -0.03}[school.setting]
        amounts = _amounts(dice, school, stage, pupils=pupils, lean=lean)
        yield Chain(stage, pupils, growth, amounts, [Stay(school, school.opened)])


def leanings(dice: Random) -> dict[str, float]:
    return {name: math.exp(dice.gauss(0, one["district"])) for name, one in plan()["amounts"].items()}


def _pupils(dice: Random, school: MadeSchool, stage: str) -> float:
    sizes = plan()["pupils"]
    size: dict[str, float] = sizes[school.kind if school.kind != "ordinary" else school.setting]
    factor: float = sizes["junior_factor"] if stage == "junior" else 1.0
    return max(12.0, factor * size["middle"] * math.exp(dice.gauss(0, size["spread"])))


def _amounts(
    dice: Random, school: MadeSchool, stage: str, *, pupils: float, lean: dict[str, float]
) -> dict[str, float]:
    layer = school.district.layer - 1
    found = {}
    for name, one in plan()["amounts"].items():
        spread = one["spread"][layer]
        each = one[stage][layer] * lean[name] * math.exp(dice.gauss(-spread * spread / 2, spread))
        found[name] = each * pupils
    return found


def _drawn(dice: Random, shares: dict[str, Any]) -> str:
    names = list(shares)
    return dice.choices(names, [shares[name] for name in names])[0]
