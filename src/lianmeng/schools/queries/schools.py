"""Schools as they are on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import School, SchoolVersion, Section, Succession
from lianmeng.schools.models.dated import held_on


def schools_at(day: date) -> QuerySet[SchoolVersion]:
    """Every school that is there on a day, as it is then, by code; its school, region and district come along."""
    return SchoolVersion.objects.filter(held_on(day)).select_related("school", "region__district")


def school_of(public_id: str) -> School:
    """Raises `School.DoesNotExist` for one that is not there."""
    return School.objects.get(public_id=public_id)


def state_of(school: School, day: date) -> SchoolVersion | None:
    """What the school is on a day; none if it is closed, or not there yet."""
    return schools_at(day).filter(school=school).first()


def nearest_state_of(school: School, day: date) -> SchoolVersion | None:
    """What the school is on a day, else what it was last before, else what it will be first."""
    states = SchoolVersion.objects.filter(school=school).select_related("school", "region__district")
    return states.filter(since__lte=day).order_by("-since").first() or states.order_by("since").first()


def history_of(school: School) -> QuerySet[SchoolVersion]:
    """All states of a school, the latest first."""
    return SchoolVersion.objects.filter(school=school).select_related("region").order_by("-since")


def successions_of(school: School) -> tuple[QuerySet[Succession], QuerySet[Succession]]:
    """Which schools it carries on, and which carry it on."""
    return (
        Succession.objects.filter(successor=school).select_related("predecessor"),
        Succession.objects.filter(predecessor=school).select_related("successor"),
    )


def sections_at(school: School, day: date) -> QuerySet[Section]:
    """The sections of a school on a day, primary first."""
    return Section.objects.filter(held_on(day), school=school)


def _names(schools: tuple[str, ...]) -> QuerySet[SchoolVersion, tuple[str, str, date]]:
    states = SchoolVersion.objects.filter(school__public_id__in=schools).order_by("school", "since")
    return states.values_list("school__public_id", "name", "since")


_NAMES = Prepared(_names)


def school_names(ids: Iterable[str], day: date) -> dict[str, str]:
    """What these schools are called on a day, or nearest before it, or first; one query however many."""
    names: dict[str, str] = {}
    for public_id, name, since in _NAMES.rows(tuple(ids)):
        if public_id not in names or since <= day:
            names[public_id] = name
    return names
