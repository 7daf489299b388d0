"""Needs and strengths that somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.schools.models import Need, School, SchoolVersion
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.vocabulary import Audience


def needs_seen(by: Actor, day: date, allied: Iterable[str] = ()) -> QuerySet[Need]:
    """All that hold on a day and that the actor may see; as `rules.permissions.may_see_need` says of each.

    `allied`: public ids of the schools that are in an alliance with one of the actor's schools.
    """
    held = Need.objects.filter(held_on(day)).select_related("school")
    if by.is_city_officer:
        return held
    if not by.id:
        return held.none()
    own = Q(school__public_id__in=by.places(Role.SCHOOL_LEADER))
    near = Q(seen_by=Audience.ALLIANCE, school__public_id__in=list(allied))
    return held.filter(own | near | _of_the_district(by, day) | Q(seen_by=Audience.PUBLIC))


def needs_of(school: School, by: Actor, day: date, *, allied: bool = False) -> QuerySet[Need]:
    """Those of one school that the actor may see."""
    seen = needs_seen(by, day, [school.public_id] if allied else []).filter(school=school)
    return seen.select_related(None).order_by("side", "kind", "subject", "id")


def _of_the_district(by: Actor, day: date) -> Q:
    places = by.places(Role.DISTRICT_OFFICER)
    if not places:
        return Q(pk__in=[])
    lie = Q(region__public_id__in=places) | Q(region__district__public_id__in=places)
    there = SchoolVersion.objects.filter(held_on(day), lie)
    return Q(school__in=there.values("school")) & ~Q(seen_by=Audience.CITY)
