"""Where one's own school stands: each indicator beside the mean of its district and what the standard asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lianmeng.balance.queries import city
from lianmeng.balance.queries.city import PartYear
from lianmeng.balance.queries.city_rows import YearOfCity, year_of_city
from lianmeng.balance.rules.parts import ALL
from lianmeng.core.figures import Absence, Figure
from lianmeng.standards.rules import Measure
from lianmeng.standards.vocabulary import IndicatorState, SchoolState


@dataclass(frozen=True, slots=True)
class Beside:
    """One indicator of a section, both figures in its unit; `asked` is the least that the standard asks."""

    measure: Measure
    own: Figure
    mean: Figure
    asked: Decimal | None
    state: IndicatorState

    @property
    def is_below_mean(self) -> bool:
        return None not in (self.own.value, self.mean.value) and (self.own - self.mean).value < 0  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class OwnSection:
    """`indicators` is empty where the section takes no part, is too small to be shown, or sent no indicator."""

    stage: str
    sent: bool
    indicators: list[Beside] = field(default_factory=list)

    @property
    def reached(self) -> int:
        return sum(one.state is IndicatorState.REACHED for one in self.indicators)


@dataclass(frozen=True, slots=True)
class OwnSchool:
    year: int
    sections: list[OwnSection]


def own_school(school: str, versions: city.Versions) -> OwnSchool | None:
    """In the latest year of which there are returns; None without any, or where the school owes none."""
    if not versions:
        return None
    year = max(versions)
    sections = []
    for stage in city.stages():
        rows = year_of_city(year, stage, versions[year])
        own = next((one for one in rows.sections if one.school == school), None)
        if own is not None:
            part = city.part_year(own.district or ALL, year, stage, versions)
            sections.append(OwnSection(stage, sent=True, indicators=_indicators(part, rows, own.code)))
        elif any(one.school == school for one in rows.unsent):
            sections.append(OwnSection(stage, sent=False))
    return OwnSchool(year, sections) if sections else None


def _indicators(part: PartYear | None, rows: YearOfCity, code: str) -> list[Beside]:
    own = next((one.figures for one in part.schools if one.code == code), None) if part is not None else None
    if part is None or own is None or own.get("too_few"):
        return []
    if own.get("verdict", SchoolState.NOT_ASSESSED) == SchoolState.NOT_ASSESSED:
        return []
    means = [one["mean"] for one in part.group.reading["resources"]]
    known = [
        (at, rows.against.measures[key]) for at, key in enumerate(rows.keys) if key in rows.against.measures
    ]
    return [_beside(own, measure, at, mean=means[at], stage=rows.stage) for at, measure in known]


def _beside(own: dict[str, Any], measure: Measure, at: int, *, mean: float | None, stage: str) -> Beside:
    bound = measure.thresholds.get(stage)
    return Beside(
        measure,
        _in_unit(own["values"][at], measure),
        _in_unit(mean, measure),
        bound.value if bound is not None else None,
        IndicatorState(own["states"][measure.indicator.key]),
    )


def _in_unit(per_pupil: float | None, measure: Measure) -> Figure:
    known = Figure.missing(Absence.NOT_SENT) if per_pupil is None else Figure.of(per_pupil)
    return known * measure.indicator.per
