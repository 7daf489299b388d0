"""Staff, as at a day. Who may see names is for `rules.permissions.may_see_staff` to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet

from lianmeng.schools.models import Appointment, Employment, School, Staff
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.places import district_over, over_region, regions_over_all

Row = TypeVar("Row", Employment, Appointment)


class Colleague(NamedTuple):
    """Somebody who works at a school on a day, with what they are employed as. `person` is the key of the record."""

    person: int
    public_id: str
    number: str
    name: str
    subject: str
    stage: str
    share_percent: int
    since: date
    title: str = ""
    key_level: str = ""
    employer_region: str | None = None
    employer_school: str | None = None


_POST = (
    "staff_id",
    "staff__public_id",
    "staff__number",
    "staff__name",
    "subject",
    "stage",
    "share_percent",
    "since",
)
_EMPLOYED = ("title", "key_level", "employer_region__name", "employer_school__code")


def appointments_at(school: School, day: date) -> QuerySet[Appointment]:
    """Who works at a school on a day, by number."""
    return Appointment.objects.filter(held_on(day), school=school).order_by("staff__number", "id")


def colleagues_in(appointments: QuerySet[Appointment], day: date) -> list[Colleague]:
    """A page of appointments as rows, with the employment of each; two queries."""
    listed: list[Any] = list(appointments.values_list(*_POST))
    held = Employment.objects.filter(held_on(day), staff__in={row[0] for row in listed}).order_by()
    employed = {person: rest for person, *rest in held.values_list("staff_id", *_EMPLOYED)}
    return [Colleague(*row, *employed.get(row[0], ())) for row in listed]


def person_of(public_id: str) -> Staff:
    """Raises `Staff.DoesNotExist` for one that is not there."""
    return Staff.objects.get(public_id=public_id)


@dataclass(frozen=True, slots=True)
class NumberedRecord:
    """Whose record a staff number names: its public id, and the schools where that person works on the day."""

    public_id: str
    schools: frozenset[str]


def record_numbered(number: str, day: date) -> NumberedRecord | None:
    found = Staff.objects.filter(number=number).first()
    if found is None:
        return None
    held = Appointment.objects.filter(held_on(day), staff=found)
    return NumberedRecord(found.public_id, frozenset(held.values_list("school__public_id", flat=True)))


def number_of(public_id: str) -> str:
    """The staff number of a record; empty where there is none."""
    return Staff.objects.filter(public_id=public_id).values_list("number", flat=True).first() or ""


def employments_of(staff: Staff) -> QuerySet[Employment]:
    """All terms of employment, the latest first."""
    held = Employment.objects.filter(staff=staff).order_by("-since")
    return held.select_related("employer_region__parent", "employer_school")


def appointments_of(staff: Staff) -> QuerySet[Appointment]:
    """All appointments, the latest first."""
    held = Appointment.objects.filter(staff=staff).order_by("-since", "-id")
    return held.select_related("school", "section")


def regions_over_person(
    employments: Sequence[Employment], appointments: Sequence[Appointment], day: date
) -> frozenset[str]:
    """The regions over a person's employer and over the schools of their appointments on a day, or the last before.
    Of these all terms of employment and all appointments, the latest first."""
    employed, at_work = _nearest(employments, day), _nearest(appointments, day)
    schools = [one.employer_school for one in employed if one.employer_school] + [
        one.school for one in at_work
    ]
    over = (over_region(one.employer_region) for one in employed)
    return regions_over_all(schools, day).union(*over)


def district_of_person(staff: Staff, day: date) -> str:
    """The public id of the district under which what happens to a person is kept; empty if there is none."""
    for appointment in _nearest(appointments_of(staff), day):
        return district_over(appointment.school, day)
    for employment in _nearest(employments_of(staff), day):
        if employment.employer_school:
            return district_over(employment.employer_school, day)
        region = employment.employer_region
        return region.district.public_id if region and region.district else ""
    return ""


def _nearest(rows: Iterable[Row], day: date) -> list[Row]:
    """Those that hold on a day, else the latest, of rows of which the latest stands first."""
    listed = list(rows)
    return [one for one in listed if one.holds_on(day)] or listed[:1]


def narrowed(appointments: QuerySet[Appointment], text: str) -> QuerySet[Appointment]:
    """Those of the appointments whose person's number begins with the text, or whose name or initials hold it."""
    if not text:
        return appointments
    person = Q(staff__number__istartswith=text) | Q(staff__name__icontains=text)
    return appointments.filter(person | Q(staff__initials__startswith=text.lower()))


def schools_of_person(appointments: Sequence[Appointment], day: date) -> frozenset[str]:
    """The public ids of the schools at which somebody works on a day, or worked last."""
    return frozenset(one.school.public_id for one in _nearest(appointments, day))
