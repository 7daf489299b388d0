"""Whom the register leaves without a place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Value

from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import Appointment, Employment
from lianmeng.schools.models.dated import held_on

_KEPT_SECONDS = 300


def staff_without_appointment(day: date, districts: Collection[str] | None = None) -> int:
    """Who is employed on a day (by these districts, if they are named) and works nowhere. Counted anew every few
    minutes and after each new appointment: among a hundred thousand it takes a while."""
    newest = sorted((of, last or 0) for of, last in _NEWEST.rows())
    named = None if districts is None else frozenset(districts)
    return _idle_staff(day, named, *newest, int(monotonic()) // _KEPT_SECONDS)


def _newest() -> QuerySet[Any, Any]:
    appointments, employments = (
        table.objects.order_by().annotate(of=Value(table.__name__)).values_list("of").annotate(last=Max("id"))
        for table in (Appointment, Employment)
    )
    return appointments.union(employments, all=True)


_NEWEST = Prepared(_newest)


@lru_cache(maxsize=64)
def _idle_staff(day: date, districts: frozenset[str] | None, *_version: object) -> int:
    appointed = Appointment.objects.filter(held_on(day), staff=OuterRef("staff"))
    idle = Employment.objects.filter(held_on(day), ~Exists(appointed))
    if districts is not None:
        idle = idle.filter(employer_region__public_id__in=districts)
    return idle.count()
