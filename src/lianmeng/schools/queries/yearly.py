"""What the yearly figures hang on, read for all years in few passes: an edit costs one reading, not one a year."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import Region, RegionPlace, Return, School, SchoolVersion, Section
from lianmeng.schools.queries.figures import STATE_COLUMNS, SchoolState, lying, state_in
from lianmeng.schools.queries.region_states import PLACE_COLUMNS, Placings, placings
from lianmeng.schools.rules.years import census_day, years_end
from lianmeng.schools.vocabulary import DISTRICTS, RegionKind

Dates = tuple[date | None, date | None]


class YearsVersion(NamedTuple):
    """Words that change whenever a return of the year, or any school, section or region, is written."""

    register: str
    returns: str


class SentReturn(NamedTuple):
    """`school` is the key by which a year's states are found."""

    section: str
    school: int
    stage: str
    values: dict[str, float | str]


@dataclass(frozen=True, eq=False)
class YearsStanding:
    """What held in one school year: where each school lay, which sections (section, school, stage) should send a
    return, what the regions were called (the districts first), and the city. One object a content: its own key."""

    states: Mapping[int, SchoolState]
    due: tuple[tuple[str, int, str], ...]
    regions: tuple[tuple[str, str], ...]
    city: str

    def says_the_same_as(self, other: YearsStanding) -> bool:
        mine = (self.city, self.regions, self.due, self.states)
        return mine == (other.city, other.regions, other.due, other.states)


@dataclass(frozen=True, eq=False)
class Standing:
    """Every state of every school and section, and every region: seven columns at most of each, no objects."""

    states: list[tuple[date, date | None, int, int | None, SchoolState]]
    sections: list[tuple[date, date | None, str, int, str]]
    regions: list[tuple[date | None, date | None, str, str, str]]
    names: list[tuple[date, date | None, str, str]]
    placings: Placings

    def in_year(self, year: int) -> YearsStanding:
        """On the census day of the year; a school that opened later as it was at first."""
        day, end = census_day(year), years_end(year)
        latest = (one for one in self.states if one[0] < end and (one[1] is None or one[1] > day))
        regions, city = self._regions_on(day)
        then = self.placings.on(day)
        return YearsStanding(
            states={school: lying(state, then.get(region or 0)) for _, _, school, region, state in latest},
            due=tuple(one[2:] for one in self.sections if _holds(one[0], one[1], day)),
            regions=regions,
            city=city,
        )

    def _regions_on(self, day: date) -> tuple[tuple[tuple[str, str], ...], str]:
        """The regions with their names then, the districts that are there before any others; the city's name."""
        names = {region: name for _, _, region, _, name in self.regions}
        names |= {region: name for since, until, region, name in self.names if _holds(since, until, day)}
        kept = sorted(self.regions, key=lambda one: not (one[3] in DISTRICTS and _holds(one[0], one[1], day)))
        city = next((one[2] for one in self.regions if one[3] == RegionKind.CITY), "")
        return tuple((one[2], names[one[2]]) for one in kept), names.get(city, "")


def _holds(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or until > day)


# Asked for with every page that shows figures. Written out: to make four queries takes longer than to answer them.
_COUNTED = " UNION ALL ".join(
    f"SELECT {at}, COUNT(id), MAX(id), {written} FROM {model._meta.db_table}"  # nosec B608 # noqa: S608 - names of tables
    for at, (model, written) in enumerate(
        ((School, "SUM(version)"), (SchoolVersion, "0"), (Section, "SUM(version)"), (Region, "SUM(version)"))
    )
)


def register_version() -> str:
    """Words that change whenever a school, section or region is written."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        counted = sorted(cursor.fetchall())
    return " ".join(map(str, chain.from_iterable(counted)))


def _by_year() -> QuerySet[Return, tuple[Any, ...]]:
    returns = Return.objects.order_by("-year").values_list("year")
    return returns.annotate(Max("entered_at"), Count("version"), Sum("version"))


_BY_YEAR = Prepared(_by_year)


def figures_versions() -> dict[int, YearsVersion]:
    """Each year of which there are returns, the latest first, with the version of what its figures are made from."""
    own = _BY_YEAR.rows()
    newest = max((one[1] for one in own), default="")
    register = f"{newest} {register_version()}"
    return {year: YearsVersion(register, " ".join(map(str, rest))) for year, *rest in own}


def standing() -> Standing:
    """Three queries, one more where a region ever lay elsewhere."""
    states = SchoolVersion.objects.order_by("school", "-since")
    sections = Section.objects.order_by("pk").values_list("since", "until", "public_id", "school_id", "stage")
    named = Region.objects.order_by("layer", "code", "id", "codes__since").values_list(
        *("since", "until", "public_id", "kind", "name"),
        *("codes__since", "codes__until", "codes__name"),
        Exists(RegionPlace.objects.filter(region=OuterRef("pk"))),
        *PLACE_COLUMNS,
    )
    regions = list(named)
    return Standing(
        [(*row[:4], state_in(row[4:])) for row in states.values_list("since", "until", *STATE_COLUMNS)],
        list(sections),
        list(dict.fromkeys(row[:5] for row in regions)),
        [(row[5], row[6], row[2], row[7]) for row in regions if row[5]],
        placings(row[9:] for row in regions) if any(row[8] for row in regions) else Placings({}, ()),
    )


def returns_of_years(years: Collection[int]) -> dict[int, list[SentReturn]]:
    """Every return of these years, in one query. The values are taken as text and read at one go: one by one takes
    three times as long."""
    rows = Return.objects.filter(year__in=years).order_by("year", "section_id")
    columns = ("section__public_id", "section__school_id", "section__stage", _as_text("values"), "year")
    sent = list(rows.values_list(*columns))
    values: Iterable[dict[str, float | str]] = json.loads(f"[{','.join(row[3] for row in sent)}]")
    found: dict[int, list[SentReturn]] = {year: [] for year in years}
    for (section, school, stage, _, year), each in zip(sent, values, strict=True):
        found[year].append(SentReturn(section, school, stage, each))
    return found


def _as_text(column: str) -> Cast:
    return Cast(column, TextField())
