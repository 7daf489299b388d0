"""Keep a reading beside its register: the figures, the groups, the schools, in place of what was kept before."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from django.utils import timezone

from lianmeng.balance.models import Register, RegisterGroup, RegisterSchool
from lianmeng.balance.queries.detail import detail_record, parts_of_year, rows_by_group, shares_of_group
from lianmeng.balance.queries.figures import GroupFigures, figures_by_group
from lianmeng.balance.queries.overview import overview_record
from lianmeng.balance.queries.reading import Reading
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


def keep_reading(register: Register, reading: Reading, against: Comparison | None) -> None:
    """Part of a transaction of its caller. Refused if the independent calculation comes to other figures."""
    judged = _judge(reading)
    register.groups.all().delete()
    years = list(dict.fromkeys(group.year for group in reading.groups))
    found = list(figures_by_group(reading))
    rows = rows_by_group(reading)
    register.reading = {
        "rows": reading.table.rows,
        "ungrouped": reading.ungrouped,
        "units": [{"per": one.per, "decimals": one.decimals} for one in reading.units],
        "judged": judged,
        "groups": len(reading.groups),
        "standard_version": against.standard.version if against is not None else None,
        "years": sorted(years),
        "overviews": {year: _overview(reading, year, found, against) for year in years},
        "parts": {year: parts_of_year(reading, year) for year in years},
        "encoding": reading.table.origin.encoding or reading.table.origin.format,
    }
    register.read_at = timezone.now()
    register.save()
    for number, figures in enumerate(found):
        shares = shares_of_group(reading, rows[number])
        schools = list(school_records(reading, shares, rows[number], against))
        group = _group(figures, against, schools)
        group.register, group.number, group.detail = (
            register,
            number,
            detail_record(reading, shares, rows[number]),
        )
        group.save()
        RegisterSchool.objects.bulk_create((_school(group, record) for record in schools), batch_size=BATCH)


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
        name=figures.group.name,
        year=figures.group.year,
        reading=kept_record(figures, against) | {"rows": len(schools), "verdicts": dict(counts)},
    )


def _school(group: RegisterGroup, record: dict[str, Any]) -> RegisterSchool:
    lone = {name: record.pop(name) for name in ("row", "name", "code")}
    return RegisterSchool(group=group, figures=record, **lone)
