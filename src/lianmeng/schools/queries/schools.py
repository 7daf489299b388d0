"""Schools as they are on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

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


def states_of(public_id: str) -> list[SchoolVersion]:
    """All states of a school with its school, region and district, the earliest first. Empty for one not there."""
    states = SchoolVersion.objects.filter(school__public_id=public_id).order_by("since")
    return list(states.select_related("school", "region__district"))


def nearest(states: Sequence[SchoolVersion], day: date) -> SchoolVersion | None:
    """Of the states of a school what it is on a day, else what it was last before, else what it will be first."""
    begun = [one for one in states if one.since <= day]
    return begun[-1] if begun else next(iter(states), None)


def nearest_state_of(school: School, day: date) -> SchoolVersion | None:
    """As `nearest` of all its states."""
    return nearest(states_of(school.public_id), day)


class TieTo(NamedTuple):
    """`other`, a school by its public id and its code, is carried on by a school, or carries that school on."""

    day: date
    kind: str
    carries_on: bool
    other: str
    code: str


def successions_of(school: School) -> list[TieTo]:
    """Which schools it carries on, then which carry it on; each by the day."""
    ties = [
        TieTo(day, kind, True, *ends[:2]) if successor == school.pk else TieTo(day, kind, False, *ends[2:])
        for day, kind, successor, *ends in _SUCCESSIONS.rows(school.pk)
    ]
    return sorted(ties, key=lambda one: not one.carries_on)


def _successions(school: int) -> QuerySet[Succession, Any]:
    either = Succession.objects.filter(Q(successor=school) | Q(predecessor=school)).order_by("day", "pk")
    before, after = (
        ("predecessor__public_id", "predecessor__code"),
        ("successor__public_id", "successor__code"),
    )
    return either.values_list("day", "kind", "successor", *before, *after)


_SUCCESSIONS = Prepared(_successions)


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
