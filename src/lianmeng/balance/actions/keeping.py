"""Keep a reading beside its register: the figures, the groups, the schools, in place of what was kept before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Model
from django.utils import timezone

from lianmeng.balance.models import Register, RegisterGroup, RegisterSchool
from lianmeng.balance.queries.detail import detail_record, parts_of_year, rows_by_group, shares_of_group
from lianmeng.balance.queries.figures import GroupFigures, figures_by_group
from lianmeng.balance.queries.overview import overview_record
from lianmeng.balance.queries.reading import Reading, places_of
from lianmeng.balance.queries.records import kept_record
from lianmeng.balance.queries.schools import school_records
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.mechanisms.dispersion.judge import disagreements

BATCH = 2_000
JUDGED = (
    "schools",
    "no_pupils",
    "not_sent",
    "pupils",
    "mean",
    "cv",
    "gini",
    "theil",
    "range_ratio",
    "mcloone",
)
JUDGED_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A reading ready to be kept: its record, its groups, and for each group its schools."""

    record: dict[str, Any]
    groups: list[RegisterGroup]
    schools: list[list[RegisterSchool]]


def draw_up(reading: Reading, against: Comparison | None) -> DrawnUp:
    """Everything that takes long, without the database. Refused if the second calculation comes to other figures."""
    judged = _judge(reading)
    found, rows, places = list(figures_by_group(reading)), rows_by_group(reading), places_of(reading)
    groups, schools = [], []
    for number, figures in enumerate(found):
        shares = shares_of_group(reading, rows[number])
        records = list(school_records(reading, shares, rows[number], against))
        group = _group(figures, against, records)
        group.number, group.detail = number, detail_record(reading, shares, rows[number], places)
        groups.append(group)
        schools.append([_school(record) for record in records])
    return DrawnUp(_record(reading, found, against, judged=judged), groups, schools)


def _record(
    reading: Reading, found: list[GroupFigures], against: Comparison | None, *, judged: int
) -> dict[str, Any]:
    years = sorted({group.year for group in reading.groups})
    return {
        "rows": reading.table.rows,
        "ungrouped": reading.ungrouped,
        "units": [{"per": one.per, "decimals": one.decimals} for one in reading.units],
        "judged": judged,
        "groups": len(reading.groups),
        "standard_version": against.standard.version if against is not None else None,
        "years": years,
        "overviews": {year: _overview(reading, year, found, against) for year in years},
        "parts": {year: parts_of_year(reading, year) for year in years},
    }


def keep(register: Register, drawn_up: DrawnUp) -> None:
    """Part of a transaction of its caller: the new reading in place of what was kept before."""
    register.groups.all().delete()
    register.reading, register.read_at = drawn_up.record, timezone.now()
    register.save()
    for group in drawn_up.groups:
        group.register = register
    RegisterGroup.objects.bulk_create(drawn_up.groups, batch_size=BATCH)
    for group, schools in zip(drawn_up.groups, drawn_up.schools, strict=True):
        for school in schools:
            school.group = group
    every = (school for schools in drawn_up.schools for school in schools)
    RegisterSchool.objects.bulk_create(every, batch_size=BATCH)


def _overview(
    reading: Reading, year: str, found: list[GroupFigures], against: Comparison | None
) -> dict[str, Any]:
    of_year = [one for one in found if one.group.year == year]
    chosen = [number for number, group in enumerate(reading.groups) if group.year == year]
    return overview_record(of_year, int(np.isin(reading.codes, chosen).sum()), against)


def _judge(reading: Reading) -> int:
    """A second, slower calculation looks at the figures before they are kept: at all groups, or at as many, spread
    over the register, as it can do in a few seconds. How many it looked at; refused if one differs."""
    counted = np.where(reading.takes_part, reading.codes, np.int32(-1))
    sizes = np.bincount(counted[counted >= 0], minlength=len(reading.groups))
    chosen, taken = [], 0
    for number in np.argsort(np.arange(len(sizes)) * 7919 % max(len(sizes), 1)).tolist():
        if taken and taken + sizes[number] > JUDGED_ROWS:
            break
        chosen.append(number)
        taken += int(sizes[number])
    rows = np.flatnonzero(np.isin(counted, chosen))
    place = np.full(len(sizes), -1)
    place[chosen] = np.arange(len(chosen))
    found = {name: getattr(reading.dispersion, name)[:, chosen].tolist() for name in JUDGED}
    differences = disagreements(
        reading.pupils[rows].tolist(), reading.amounts[:, rows].tolist(), place[counted[rows]].tolist(), found
    )
    if any(True for _ in differences):
        raise Refused(
            say("The two calculations of this register differ, so nothing is shown. Tell the operator.")
        )
    return len(chosen)


def _group(figures: GroupFigures, against: Comparison | None, schools: list[dict[str, Any]]) -> RegisterGroup:
    counts = Counter(one["verdict"] for one in schools if "verdict" in one)
    return RegisterGroup(
        name=_cut(figures.group.name, RegisterGroup, "name"),
        year=_cut(figures.group.year, RegisterGroup, "year"),
        reading=kept_record(figures, against) | {"rows": len(schools), "verdicts": dict(counts)},
    )


def _school(record: dict[str, Any]) -> RegisterSchool:
    row, name, code = (record.pop(key) for key in ("row", "name", "code"))
    return RegisterSchool(
        row=row,
        name=_cut(name, RegisterSchool, "name"),
        code=_cut(code, RegisterSchool, "code"),
        figures=record,
    )


def _cut(text: str, model: type[Model], column: str) -> str:
    """A name longer than its column is cut: nobody reads so far."""
    most: int | None = getattr(model._meta.get_field(column), "max_length", None)
    return text if most is None else text[:most]
