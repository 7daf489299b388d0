"""Finding somebody among all staff, in two short steps: which persons, then where the page's persons work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.schools.models import Appointment, Employment, SchoolVersion, Staff
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.schools import school_names


def staff_found(text: str, by: Actor, day: date) -> QuerySet[Staff]:
    """By number: whose number begins with the text, or whose name or initials hold it, among those the actor may see.

    The city's officers see everybody; a district's officers who works in their district on the day, or is employed
    there; a school's leaders who works at their school. As `rules.permissions.may_see_staff` says of each school.
    """
    person = Q(number__istartswith=text) | Q(name__icontains=text) | Q(initials__startswith=text.lower())
    found = Staff.objects.filter(person).order_by("number")
    return found if by.is_city_officer else found.filter(_in_reach(by, day))


def posts_of(people: Iterable[Staff], day: date) -> dict[int, list[tuple[Appointment, str]]]:
    """For each person the appointments of the day with what their schools are called; two queries."""
    held = Appointment.objects.filter(held_on(day), staff__in=list(people)).select_related("school")
    listed = list(held.order_by("since", "id"))
    names = school_names({one.school.public_id for one in listed}, day)
    posts: dict[int, list[tuple[Appointment, str]]] = {}
    for one in listed:
        posts.setdefault(one.staff_id, []).append((one, names[one.school.public_id]))
    return posts


def _in_reach(by: Actor, day: date) -> Q:
    own = Q(school__public_id__in=by.places(Role.SCHOOL_LEADER))
    places = by.places(Role.DISTRICT_OFFICER)
    if not places:
        return _among(Appointment.objects.filter(own, held_on(day)))
    lie = Q(region__public_id__in=places) | Q(region__district__public_id__in=places)
    there = SchoolVersion.objects.filter(lie, held_on(day)).values("school")
    in_region = Q(employer_region__public_id__in=places) | Q(employer_region__district__public_id__in=places)
    return _among(Appointment.objects.filter(own | Q(school__in=there), held_on(day))) | _among(
        Employment.objects.filter(in_region | Q(employer_school__in=there), held_on(day))
    )


def _among(rows: QuerySet[Appointment] | QuerySet[Employment]) -> Q:
    return Q(pk__in=rows.order_by().values("staff"))
