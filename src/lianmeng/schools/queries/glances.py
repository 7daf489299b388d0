"""Some schools in a few words each, for pages that name them beside one another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from lianmeng.core.figures import Figure
from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import Return, Section
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.figures import PUPILS, figure_in
from lianmeng.schools.rules.years import school_year


class Glance(NamedTuple):
    """Where a school lies, whose it is, and the pupils of its sections in the latest year of which anybody sent any."""

    district: str
    layer: int | None
    ownership: str
    year: int | None
    pupils: tuple[Figure, ...]


def glances(schools: Iterable[str], day: date) -> dict[str, Glance]:
    """Of the schools that have a section on the day; one query however many."""
    found: dict[str, Glance] = {}
    for school, district, layer, ownership, year, values in _GLANCES.rows(
        tuple(schools), day, school_year(day)
    ):
        before = found[school].pupils if school in found else ()
        pupils = (*before, figure_in(values or {}, PUPILS))
        found[school] = Glance(district or "", layer, ownership, year, pupils)
    return found


def _glances(schools: tuple[str, ...], day: date, until: int) -> QuerySet[Section, Any]:
    sent = Return.objects.filter(year__lte=until).order_by("-year")
    values = sent.filter(section=OuterRef("pk"), year=OuterRef("newest")).values("values")[:1]
    held = held_on(day) & held_on(day, "school__versions__")
    there = Section.objects.filter(held, school__public_id__in=schools)
    return (
        there.annotate(newest=Subquery(sent.values("year")[:1]), latest=Subquery(values))
        .order_by("school", "pk")
        .values_list(
            "school__public_id",
            "school__versions__region__district__name",
            "school__versions__region__district__layer",
            "school__versions__ownership",
            "newest",
            "latest",
        )
    )


_GLANCES = Prepared(_glances)
