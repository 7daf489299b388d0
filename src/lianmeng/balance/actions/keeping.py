"""Keep a reading beside its register: the figures, the groups, the schools, in place of what was kept before."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from lianmeng.balance.models import Register, RegisterGroup, RegisterSchool
from lianmeng.balance.queries.detail import detail_record, rows_by_group, shares_of_rows
from lianmeng.balance.queries.figures import GroupFigures, figures_by_group
from lianmeng.balance.queries.reading import Reading
from lianmeng.balance.queries.records import kept_record
from lianmeng.balance.queries.schools import school_records
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.mechanisms.dispersion.judge import faults

BATCH = 2_000


def keep_reading(register: Register, reading: Reading, against: Comparison | None) -> None:
    """Part of a transaction of its caller. Refused if the independent calculation comes to other figures."""
    _judge(reading)
    register.groups.all().delete()
    shares = shares_of_rows(reading)
    years = list(dict.fromkeys(group.year for group in reading.groups))
    register.reading = {
        "rows": reading.table.rows,
        "ungrouped": reading.ungrouped,
        "units": [{"per": one.per, "decimals": one.decimals} for one in reading.units],
        "years": sorted(years),
        "encoding": reading.table.origin.encoding or reading.table.origin.format,
    }
    register.read_at = timezone.now()
    register.save()
    rows = rows_by_group(reading)
    for number, figures in enumerate(figures_by_group(reading)):
        schools = list(school_records(reading, shares, rows[number], against))
        group = _keep_group(register, number, figures, against, schools)
        group.detail = detail_record(reading, shares, rows[number])
        group.save()
        RegisterSchool.objects.bulk_create((_school(group, record) for record in schools), batch_size=BATCH)


def _judge(reading: Reading) -> None:
    """The judge of the mechanism looks at every group before anything is kept."""
    found = faults(reading.pupils, reading.amounts, reading.codes, reading.dispersion)
    if found:
        raise Refused(
            say("The two calculations of this register differ, so nothing is shown. Please report it.")
        )


def _keep_group(
    register: Register,
    number: int,
    figures: GroupFigures,
    against: Comparison | None,
    schools: list[dict[str, Any]],
) -> RegisterGroup:
    counts = Counter(one["verdict"] for one in schools if "verdict" in one)
    return RegisterGroup(
        register=register,
        number=number,
        name=figures.group.name,
        year=figures.group.year,
        reading=kept_record(figures, against) | {"rows": len(schools), "verdicts": dict(counts)},
    )


def _school(group: RegisterGroup, record: dict[str, Any]) -> RegisterSchool:
    lone = {name: record.pop(name) for name in ("row", "name", "code")}
    return RegisterSchool(group=group, figures=record, **lone)
