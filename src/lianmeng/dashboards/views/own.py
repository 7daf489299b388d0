"""The first page of somebody who belongs to a school: how it stands beside its district, before the city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lianmeng.core.actors import Actor
from lianmeng.core.figures import Figure
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.dashboards.queries.own import Beside, OwnSchool, OwnSection
from lianmeng.dashboards.views.headline import Head
from lianmeng.schools.vocabulary import Stage
from lianmeng.standards.rules import shown
from lianmeng.standards.vocabulary import IndicatorState

AT_SCHOOLS = (Role.SCHOOL_LEADER, Role.GROUP_OFFICE, Role.TEACHER)
_MARKS = {IndicatorState.SHORT: "y", IndicatorState.UNDER_FLOOR: "x"}  # as the table of all schools has them


def own_schools(by: Actor) -> list[str]:
    """The schools of which the page speaks first; none for officers, who look after many."""
    if by.is_city_officer or by.holds(Role.DISTRICT_OFFICER):
        return []
    return sorted({place for role in AT_SCHOOLS for place in by.places(role)})


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with its figures as printed."""

    label: str
    unit: str
    own: Figure
    mean: Figure
    asked: Decimal | None
    decimals: int
    mark: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One section of an own school; without rows the `note` says why."""

    school: str
    title: Sentence
    note: Sentence | None
    rows: list[Row]

    @property
    def marked(self) -> bool:
        return any(row.mark for row in self.rows)


Known = Sequence[tuple[str, OwnSchool | None]]  # the name of each own school, and where it stands


def own_head(schools: Known, *, due: int) -> Head:
    return Head(_title(schools), [*_waits(due), *_below(schools)], _base(schools))


def _sections(schools: Known) -> list[OwnSection]:
    return [section for _, own in schools if own is not None for section in own.sections]


def _title(schools: Known) -> Sentence:
    sections = _sections(schools)
    name = schools[0][0] if len(schools) == 1 else say("Your schools")
    unsent = sum(not one.sent for one in sections)
    if unsent:
        year = max(own.year for _, own in schools if own is not None)
        return say_count(
            "{name}: {count} return of {year} has not been sent",
            "{name}: {count} returns of {year} have not been sent",
            unsent,
            name=name,
            year=year,
        )
    judged = [one for section in sections for one in section.indicators]
    if not judged:
        return say("{name}: no indicator can be judged yet", name=name)
    return say_count(
        "{name}: {reached} of {count} indicator reaches the standard",
        "{name}: {reached} of {count} indicators reach the standard",
        len(judged),
        name=name,
        reached=sum(section.reached for section in sections),
    )


def _waits(due: int) -> list[Sentence]:
    if not due:
        return []
    return [say_count("{count} thing waits for you.", "{count} things wait for you.", due)]


def _below(schools: Known) -> list[Sentence]:
    """What stands below the district's mean, by stage."""
    told = []
    for section in _sections(schools):
        below = tuple(one.measure.indicator.short for one in section.indicators if one.is_below_mean)
        stage = Stage(section.stage).label
        if below:
            told.append(say("{stage}, below the district's mean: {names}.", stage=stage, names=below))
        elif section.indicators:
            told.append(say("{stage}: nothing below the district's mean.", stage=stage))
    return told


def _base(schools: Known) -> list[Sentence | str]:
    years = [own.year for _, own in schools if own is not None]
    if not years:
        return []
    told = say("Yearly figures of {year}–{next}.", year=max(years), next=max(years) + 1)
    return [told, say("The district's mean is that of all its sections together, by pupils.")]


def own_panels(schools: Known, language: str) -> list[Panel]:
    return [
        Panel(
            name,
            say("{stage} beside the district", stage=Stage(section.stage).label),
            _note(section),
            [_row(one, language) for one in section.indicators],
        )
        for name, own in schools
        if own is not None
        for section in own.sections
    ]


def _note(section: OwnSection) -> Sentence | None:
    if not section.sent:
        return say("Its return has not been sent. Not counted as 0, not estimated.")
    if not section.indicators:
        return say("It takes no part, is too small to be shown, or has sent no indicator of the standard.")
    return None


def _row(one: Beside, language: str) -> Row:
    indicator = one.measure.indicator
    value = one.own.value
    decimals = indicator.decimals
    return Row(
        indicator.label.spoken(language),
        indicator.unit.spoken(language),
        one.own,
        one.mean,
        one.asked,
        shown(value, one.asked, decimals=decimals) if value is not None else decimals,
        _MARKS.get(one.state, ""),
    )
