"""The yearly returns of the made-up city: teachers counted from the staff, the rest from what each chain has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from lianmeng.cities.rules.people import ARTS
from lianmeng.cities.rules.plan import plan
from lianmeng.cities.rules.rows import Chain, Person, YearlyReturn

NOT_SENT = "not_sent"
HIGHER = {"primary": {"college", "bachelor", "master"}, "junior": {"bachelor", "master"}}
_SENIOR = {"first", "senior", "full_senior"}
Section = tuple[str, str]
Values = dict[str, float]


def yearly_returns(dice: Random, chains: Iterable[Chain], people: list[Person]) -> Iterator[YearlyReturn]:
    chains, years = list(chains), plan()["years"]
    absent = plan()["absent"]
    for year in years:
        found = _amounts(chains, year)
        for section, counts in _teachers(people, date(year, 9, 1)).items():
            if section in found:
                found[section] |= counts
        for (school, stage), values in found.items():
            if year == years[-1] and dice.random() * 100 < absent["return_percent"]:
                continue
            yield YearlyReturn(school, stage, year, _with_gaps(dice, values, absent["value_percent"]))


def _amounts(chains: list[Chain], year: int) -> dict[Section, Values]:
    """Pupils and amounts of every section on the day of the return, whole numbers as a school would send them."""
    found: dict[Section, Values] = defaultdict(lambda: defaultdict(float))
    yearly = {name: one["yearly_percent"] for name, one in plan()["amounts"].items()}
    for chain in chains:
        school = chain.school_on(date(year, 9, 1))
        if school is not None:
            values = found[school.id, chain.stage]
            values["pupils"] += round(chain.pupils * (1 + chain.growth) ** (year - 2016))
            for name, amount in chain.amounts.items():
                values[name] += round(amount * (1 + yearly[name] / 100) ** (year - 2016))
    return {section: _with_classes(dict(values)) for section, values in found.items()}


def _with_classes(values: Values) -> Values:
    return values | {"classes": max(1, -(-values["pupils"] // 42))}


def _teachers(people: list[Person], day: date) -> dict[Section, Values]:
    found: dict[Section, Values] = {}
    for one in people:
        post = next((p for p in one.posts if p.since <= day and (p.until is None or day < p.until)), None)
        if post is None:
            continue
        values = found.setdefault(
            (post.school, post.stage),
            dict.fromkeys(
                (
                    "teachers",
                    "teachers_above_degree",
                    "key_teachers",
                    "pe_and_arts_teachers",
                    "teachers_with_title",
                ),
                0,
            ),
        )
        values["teachers"] += 1
        values["teachers_above_degree"] += one.degree in HIGHER[post.stage]
        values["key_teachers"] += one.key_level != "none"
        values["pe_and_arts_teachers"] += post.subject in ARTS
        values["teachers_with_title"] += one.title in _SENIOR
    return found


def _with_gaps(dice: Random, values: Values, percent: float) -> dict[str, float | str]:
    return {
        name: NOT_SENT if name != "pupils" and dice.random() * 100 < percent else value
        for name, value in values.items()
    }
