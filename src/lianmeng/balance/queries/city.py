"""The balance of the city and its parts, computed from the register's returns when somebody asks.

What is made has the shape of an uploaded register that was read, so that the same pages show it; nothing is saved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils import timezone

from lianmeng.balance.models import Register, RegisterGroup, RegisterSchool
from lianmeng.balance.queries.city_rows import STANDARD, YearOfCity, read_together, year_of_city
from lianmeng.balance.queries.detail import detail_record, parts_of_year, shares_of_group
from lianmeng.balance.queries.figures import figures_by_group
from lianmeng.balance.queries.overview import overview_record
from lianmeng.balance.queries.reading import Reading
from lianmeng.balance.queries.records import kept_record
from lianmeng.balance.queries.schools import school_records
from lianmeng.balance.rules.parts import ALL, Part, in_part, part_named
from lianmeng.core.keeping import kept_answers
from lianmeng.core.language import CHINESE, ENGLISH, spoken
from lianmeng.schools import queries as schools
from lianmeng.schools.queries import SectionFigures, YearsVersion
from lianmeng.schools.vocabulary import YearlyFigure
from lianmeng.standards.queries import standard_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.intp]

Versions = Mapping[int, YearsVersion]
LATEST_YEARS = 6
_KEPT_PAGES = 64


@dataclass(frozen=True)
class Row:
    """One part of the city in the table of all, and its group as an uploaded register would keep it."""

    part: Part
    group: RegisterGroup


@dataclass(frozen=True)
class CityYear:
    """All districts in one year, by code."""

    register: Register
    rows: YearOfCity
    districts: list[Row]


@dataclass(frozen=True)
class PartYear:
    """One part of the city in one year, with its earlier years (the latest last) and its sections; `parts` are all
    that have a section in the year."""

    register: Register
    rows: YearOfCity
    parts: list[Part]
    part: Part
    group: RegisterGroup
    by_year: list[RegisterGroup]
    schools: list[RegisterSchool]


def versions() -> Versions:
    """The latest school years of which there are returns, the last first, each with the version of its records."""
    found = dict(list(schools.figures_versions().items())[:LATEST_YEARS])
    read_together(found)
    return found


def stages() -> list[str]:
    return list(standard_named(STANDARD).stages)


def city_year(year: int, stage: str, known: Versions) -> CityYear:
    return _city_year(year_of_city(year, stage, known[year]))


def part_year(part: str, year: int, stage: str, known: Versions) -> PartYear | None:
    """None where the part has no section in that year."""
    rows = year_of_city(year, stage, known[year])
    earlier = tuple(year_of_city(one, stage, known[one]) for one in sorted(known) if one < year)
    return _part_year(part, rows, earlier)


def unsent_in(found: PartYear) -> list[SectionFigures]:
    """The sections of the part that should have sent a return of the year and did not, by code."""
    return [one for one in found.rows.unsent if in_part(found.part.id, one.district, one.layer, one.setting)]


def _parts_with_rows(rows: YearOfCity) -> list[tuple[Part, Rows]]:
    found = [(Part(ALL, ""), np.arange(len(rows.sections)))]
    there = set(rows.districts.tolist())
    named = ((one, name) for one, name in rows.standing.regions if one in there)
    found += [(Part(one, name), np.flatnonzero(rows.districts == one)) for one, name in named]
    found += [(part_named(f"layer-{one}"), np.flatnonzero(rows.layers == one)) for one in (1, 2, 3)]
    found += [(part_named(one), np.flatnonzero(rows.settings == one)) for one in ("urban", "town", "rural")]
    return [(part, chosen) for part, chosen in found if len(chosen)]


@kept_answers(_KEPT_PAGES)
def _city_year(rows: YearOfCity) -> CityYear:
    parts = _parts_with_rows(rows)
    districts = [(part, chosen) for part, chosen in parts if part.is_district]
    codes = np.full(len(rows.sections), -1, dtype=np.int32)
    for number, (_, chosen) in enumerate(districts):
        codes[chosen] = number
    everything = np.arange(len(rows.sections))
    reading = rows.reading(everything, codes, [part.name for part, _ in districts])
    found = list(figures_by_group(reading))
    year = str(rows.year)
    whole = {
        "overviews": {
            year: overview_record(found, len(rows.sections), rows.against, resources=len(rows.keys))
        },
        "parts": {year: parts_of_year(reading, year)},
    }
    register = _register(rows, reading, [year], whole)
    counts = np.bincount(codes[codes >= 0], minlength=len(districts))
    listed = [
        Row(
            part,
            _group(number, part.name, year, kept_record(one, rows.against) | {"rows": int(counts[number])}),
        )
        for number, ((part, _), one) in enumerate(zip(districts, found, strict=True))
    ]
    return CityYear(register, rows, listed)


@kept_answers(_KEPT_PAGES)
def layers_and_settings(rows: YearOfCity) -> list[Row]:
    """The whole city, its layers, town and country, each as one group."""
    return [
        Row(part, _lone(rows, part, chosen))
        for part, chosen in _parts_with_rows(rows)
        if not part.is_district
    ]


def _lone(rows: YearOfCity, part: Part, chosen: Rows) -> RegisterGroup:
    reading = rows.reading(chosen, np.zeros(len(chosen), dtype=np.int32), [part.name])
    record = kept_record(next(figures_by_group(reading)), rows.against)
    return _group(0, part.name, str(rows.year), record | {"rows": len(chosen)})


@kept_answers(_KEPT_PAGES)
def _part_year(named: str, rows: YearOfCity, earlier: tuple[YearOfCity, ...]) -> PartYear | None:
    parts = _parts_with_rows(rows)
    found = next(((part, chosen) for part, chosen in parts if part.id == named), None)
    if found is None:
        return None
    part, chosen = found
    reading = rows.reading(chosen, np.zeros(len(chosen), dtype=np.int32), [part.name])
    every = np.arange(len(chosen))
    shares = shares_of_group(reading, every)
    records = list(school_records(reading, shares, every, rows.against))
    verdicts = dict(Counter(one["verdict"] for one in records if "verdict" in one))
    kept = kept_record(next(figures_by_group(reading)), rows.against)
    group = _group(0, part.name, str(rows.year), kept | {"rows": len(chosen), "verdicts": verdicts})
    group.detail = detail_record(reading, shares, every, None)
    alike = [one for one in earlier if one.keys == rows.keys]
    before = [_lone(one, part, there) for one in alike if len(there := _rows_of(one, named))]
    sections = [_school(one) for one in records]
    register = _register(rows, reading, [one.year for one in before] + [group.year])
    return PartYear(register, rows, [one for one, _ in parts], part, group, [*before, group], sections)


def _rows_of(rows: YearOfCity, named: str) -> Rows:
    if named == ALL:
        return np.arange(len(rows.sections))
    if named.startswith("layer-"):
        return np.flatnonzero(rows.layers == int(named.removeprefix("layer-")))
    return np.flatnonzero((rows.districts == named) | (rows.settings == named))


def _register(
    rows: YearOfCity, reading: Reading, known_years: Sequence[str], more: dict[str, Any] | None = None
) -> Register:
    """Not saved: the frame in which the pages show the figures."""
    against = rows.against
    record: dict[str, Any] = {
        "rows": len(reading.pupils),
        "ungrouped": reading.ungrouped,
        "units": [{"per": one.per, "decimals": one.decimals} for one in reading.units],
        "judged": 0,
        "groups": len(reading.groups),
        "standard_version": against.standard.version,
        "years": list(known_years),
    }
    return Register(
        public_id="city",
        name=rows.standing.city,
        labels={"resources": {key: _words(key) for key in rows.keys}},
        columns=rows.columns.as_record(),
        standard=against.standard.code,
        stage=rows.stage,
        added_at=timezone.now(),
        read_at=timezone.now(),
        reading=record | (more or {}),
    )


def _words(key: str) -> dict[str, str]:
    """What a yearly figure is called, as an uploaded register keeps it: for those that are no indicator."""
    label = YearlyFigure(key).label if key in set(YearlyFigure) else key
    return {"zh": spoken(label, CHINESE), "en": spoken(label, ENGLISH)}


def _group(number: int, name: str, year: str, reading: dict[str, Any]) -> RegisterGroup:
    return RegisterGroup(number=number, name=name, year=year, reading=reading)


def _school(record: dict[str, Any]) -> RegisterSchool:
    row, name, code = (record.pop(key) for key in ("row", "name", "code"))
    return RegisterSchool(row=row, name=name, code=code, figures=record)
