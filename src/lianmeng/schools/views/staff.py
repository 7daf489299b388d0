"""The staff of a school, and one member of it: for the school's leaders, its district's officers and the city's; a
member's own record for that member too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from lianmeng.audit.queries.lines import lines_about
from lianmeng.core.actors import Actor
from lianmeng.core.sentences import say, say_count
from lianmeng.schools.models import Appointment, Employment, Staff
from lianmeng.schools.queries.schools import school_names
from lianmeng.schools.queries.staff import (
    appointments_at,
    appointments_of,
    colleagues_in,
    employments_of,
    narrowed,
    person_of,
    regions_over_person,
    schools_of_person,
)
from lianmeng.schools.rules.permissions import may_keep, may_see_staff
from lianmeng.schools.views.doors import for_readers_of_staff, page_verbs, turned_away
from lianmeng.schools.views.frame import Crumbs, SchoolFrame
from lianmeng.web.asking import asker

A_PAGE = 50


@for_readers_of_staff
def staff(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:60]
    held = narrowed(appointments_at(frame.school, frame.day), text)
    page = Paginator(held, A_PAGE).get_page(request.GET.get("page"))
    listed: Any = page.object_list  # a slice of the appointments
    query = request.GET.copy()
    query.pop("page", None)
    count = page.paginator.count
    shown = {
        "frame": frame,
        "title": say_count(
            "{name}: {count} appointment", "{name}: {count} appointments", count, name=frame.name
        ),
        "page": page,
        "colleagues": colleagues_in(listed, frame.day),
        "page_prefix": f"{query.urlencode()}&" if query else "",
        "text": text,
        "may_keep": may_keep(frame.actor, frame.over),
    }
    return render(request, "schools/staff.html", shown)


@dataclass(frozen=True)
class PersonFrame:
    """One of the staff as the pages about them see it, the latest of all terms of employment and of all posts first.
    `over`: the regions over employer and posts; `schools`: where they work, or worked last."""

    person: Staff
    actor: Actor
    employments: list[Employment]
    posts: list[Appointment]
    over: frozenset[str]
    schools: frozenset[str]
    day: date

    @property
    def may_keep(self) -> bool:
        return may_keep(self.actor, self.over)

    @property
    def is_own(self) -> bool:
        return self.actor.record == self.person.public_id

    @property
    def may_see(self) -> bool:
        return (
            self.is_own
            or self.may_keep
            or any(may_see_staff(self.actor, one, self.over) for one in self.schools)
        )

    @property
    def address(self) -> str:
        return reverse("schools:person", args=[self.person.public_id])

    @property
    def crumbs(self) -> Crumbs:
        return ((say("Schools"), reverse("schools:schools")), (self.person.name, self.address))


def person_frame(request: HttpRequest, staff_id: str) -> PersonFrame:
    """For whoever may see this person; for everybody else there is none."""
    today = localdate()
    try:
        person = person_of(staff_id)
    except Staff.DoesNotExist:
        raise Http404 from None
    employments, posts = list(employments_of(person)), list(appointments_of(person))
    over, schools = regions_over_person(employments, posts, today), schools_of_person(posts, today)
    frame = PersonFrame(person, asker(request), employments, posts, over, schools, today)
    if not frame.may_see:
        raise Http404
    return frame


@page_verbs
def member(request: HttpRequest, staff_id: str) -> HttpResponse:
    if not asker(request).id:
        return turned_away(request)
    frame = person_frame(request, staff_id)
    posts = frame.posts
    names = school_names([one.school.public_id for one in posts], frame.day)
    shown = {
        "frame": frame,
        "person": frame.person,
        "posts": [
            (one, names.get(one.school.public_id, one.school.code), _now(one, frame.day)) for one in posts
        ],
        "changed": lines_about(("staff", staff_id)) if frame.may_keep else None,
        "employments": frame.employments,
    }
    return render(request, "schools/member.html", shown)


def _now(one: Appointment, day: date) -> bool:
    return one.until is None or one.until > day
