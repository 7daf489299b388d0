"""Where the gap stands: all districts over the years, and one district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lianmeng.balance.queries import city
from lianmeng.balance.queries.overview import Spread, overview_in
from lianmeng.standards.rules import Measure
from lianmeng.standards.vocabulary import LimitState

YEARS = 5


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


@dataclass(frozen=True, slots=True)
class Gap:
    """`within`: how many districts have everything within the limits in every stage, year by year, the latest last;
    None for a year in which nothing can be judged. `over` counts the coefficients over their limit in the latest."""

    year: int
    districts: int
    sections: int
    over: int
    within: list[tuple[int, int | None]]
    strips: list[Strip]


@dataclass(frozen=True, slots=True)
class OverLimit:
    label: str
    stage: str
    value: float


@dataclass(frozen=True, slots=True)
class PartGap:
    """One district: how many coefficients are judged over all stages, and those that are over."""

    name: str
    judged: int
    over: list[OverLimit]


def city_gap(versions: city.Versions) -> Gap | None:
    """None without returns, or where nothing that was sent is an indicator."""
    if not versions:
        return None
    latest = max(versions)
    strips = [strip for stage in city.stages() for strip in _strips(latest, stage, versions)]
    if not strips:
        return None
    found = [city.city_year(latest, stage, versions) for stage in city.stages()]
    return Gap(
        year=latest,
        districts=max(len(one.districts) for one in found),
        sections=sum(len(one.rows.sections) for one in found),
        over=sum(strip.spread.over for strip in strips),
        within=[(year, _within(year, versions)) for year in sorted(versions)[-YEARS:]],
        strips=strips,
    )


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


def district_gap(district: str, versions: city.Versions, language: str) -> PartGap | None:
    """None where the district has no section in the latest year."""
    name, judged, over = "", 0, []
    for stage in city.stages() if versions else ():
        found = city.city_year(max(versions), stage, versions)
        for row in found.districts:
            if row.part.id == district:
                name = row.part.name
                known = zip(found.rows.keys, row.group.reading["resources"], strict=True)
                for key, record in known:
                    measure = found.rows.against.measures.get(key)
                    if measure is not None and record["cv"] is not None:
                        judged += 1
                        if record["verdict"] == LimitState.OVER:
                            over.append(
                                OverLimit(measure.indicator.label.spoken(language), stage, record["cv"])
                            )
    return PartGap(name, judged, over) if name else None
