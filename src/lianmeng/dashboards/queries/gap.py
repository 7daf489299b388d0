"""Where the gap stands: all districts over the years, and one district."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lianmeng.balance.queries import city
from lianmeng.balance.queries.overview import Spread, overview_in
from lianmeng.core.keeping import kept_answers
from lianmeng.schools.queries import YearsVersion
from lianmeng.standards.rules import Measure
from lianmeng.standards.vocabulary import LimitState

YEARS = 5
_KEPT = 4


@dataclass(frozen=True, slots=True)
class Strip:
    """One indicator in one stage over all districts."""

    measure: Measure
    stage: str
    limit_exact: Decimal
    spread: Spread

    @property
    def limit(self) -> float:
        return float(self.limit_exact)


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """`within`: how many districts have everything within the limits in every stage, year by year, the latest last;
    None for a year in which nothing can be judged. `over` counts the coefficients over their limit in the latest.
    One object a version of the records: it is its own key."""

    year: int
    districts: int
    sections: int
    over: int
    within: list[tuple[int, int | None]]
    strips: list[Strip]


@dataclass(frozen=True, slots=True)
class Judged:
    """One coefficient of a district beside its limit."""

    measure: Measure
    stage: str
    value: float
    limit: Decimal
    over: bool


@dataclass(frozen=True, slots=True)
class PartGap:
    """One district: the coefficients of all stages that can be judged."""

    district: str
    name: str
    year: int
    sections: int
    judged: list[Judged]

    @property
    def over(self) -> list[Judged]:
        return [one for one in self.judged if one.over]


def city_gap(versions: city.Versions) -> Gap | None:
    """Of the latest year in which an indicator was sent; None without returns, or where none ever was."""
    return _city_gap(tuple(versions.items())) if versions else None


@kept_answers(_KEPT)
def _city_gap(known: tuple[tuple[int, YearsVersion], ...]) -> Gap | None:
    versions = dict(known)
    told = ((year, _of_stages(year, versions)) for year in sorted(versions, reverse=True))
    latest, strips = next(((year, strips) for year, strips in told if strips), (0, []))
    if not strips:
        return None
    found = [city.city_year(latest, stage, versions) for stage in city.stages()]
    years = [year for year in sorted(versions) if year <= latest][-YEARS:]
    return Gap(
        year=latest,
        districts=max(len(one.districts) for one in found),
        sections=sum(len(one.rows.sections) for one in found),
        over=sum(strip.spread.over for strip in strips),
        within=[(year, _within(year, versions)) for year in years],
        strips=strips,
    )


def _of_stages(year: int, versions: city.Versions) -> list[Strip]:
    return [strip for stage in city.stages() for strip in _strips(year, stage, versions)]


def _strips(year: int, stage: str, versions: city.Versions) -> list[Strip]:
    found = city.city_year(year, stage, versions)
    against = found.rows.against
    spreads = overview_in((found.register.reading or {})["overviews"][str(year)]).spreads
    return [
        Strip(against.measures[key], stage, against.limit, spread)
        for key, spread in zip(found.rows.keys, spreads, strict=True)
        if spread is not None and key in against.measures
    ]


def _within(year: int, versions: city.Versions) -> int | None:
    verdicts: dict[str, list[str]] = {}
    for stage in city.stages():
        for row in city.city_year(year, stage, versions).districts:
            verdicts.setdefault(row.part.id, []).extend(_judged(row.group.reading["resources"]))
    if not any(verdicts.values()):
        return None
    return sum(bool(one) and all(each == LimitState.WITHIN for each in one) for one in verdicts.values())


def _judged(records: Sequence[dict[str, Any]]) -> list[str]:
    return [one["verdict"] for one in records if one.get("indicator")]


def district_gap(district: str, versions: city.Versions) -> PartGap | None:
    """None where the district has no section in the latest year."""
    name, sections = "", 0
    judged: list[Judged] = []
    for stage in city.stages() if versions else ():
        found = city.city_year(max(versions), stage, versions)
        for row in found.districts:
            if row.part.id == district:
                name, sections = row.part.name, sections + row.group.reading["rows"]
                judged += _judged_of(found, row)
    return PartGap(district, name, max(versions), sections, judged) if name else None


def _judged_of(found: city.CityYear, row: city.Row) -> Iterator[Judged]:
    against = found.rows.against
    for key, record in zip(found.rows.keys, row.group.reading["resources"], strict=True):
        if key in against.measures and record["cv"] is not None:
            over = record["verdict"] == LimitState.OVER
            yield Judged(against.measures[key], found.rows.stage, record["cv"], against.limit, over)
