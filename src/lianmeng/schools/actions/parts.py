"""Sections and campuses of a school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.drafts import check_stages
from lianmeng.schools.actions.holding import count_on, held, permit_keeping, place_of
from lianmeng.schools.models import Appointment, Campus, School, Section
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.schools import nearest_state_of, state_of
from lianmeng.schools.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampus:
    name: str
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None


@transaction.atomic
def open_section(public_id: str, stage: str, *, by: Actor, day: date, seen: int | None) -> Section:
    """The school teaches this stage from the day on."""
    school = _held_open(public_id, by, day, seen)
    check_stages((stage,))
    other = Section.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), school=school, stage=stage
    ).first()
    if other is not None:
        told = say("This school has that section already, since {since}.", since=other.since)
        raise Refused(told, field="stage")
    section = Section.objects.create(school=school, stage=stage, since=day)
    count_on(school)
    _tell(
        say(
            "Opened the section {stage} of {school} from {day}",
            school=_called(school, day),
            stage=Stage(stage).label,
            day=day,
        ),
        by,
        school,
        day,
    )
    return section


@transaction.atomic
def close_section(public_id: str, *, by: Actor, day: date, seen: int | None) -> Section:
    """The day is the first without the section; whoever works there goes on at the school."""
    section = held(Section, public_id, seen)
    school = held(School, section.school.public_id, None)
    permit_keeping(by, school, day)
    _end(section, day)
    Appointment.objects.filter(held_on(day), section=section).update(section=None)
    count_on(school)
    _tell(
        say(
            "Closed the section {stage} of {school} from {day}",
            school=_called(school, day),
            stage=Stage(section.stage).label,
            day=day,
        ),
        by,
        school,
        day,
    )
    return section


@transaction.atomic
def add_campus(public_id: str, draft: NewCampus, *, by: Actor, day: date, seen: int | None) -> Campus:
    school = _held_open(public_id, by, day, seen)
    if not draft.name.strip():
        raise Refused(say("A campus needs a name. Write it."), field="name")
    campus = Campus.objects.create(
        school=school,
        name=draft.name.strip(),
        address=draft.address,
        longitude=draft.longitude,
        latitude=draft.latitude,
        since=day,
    )
    count_on(school)
    told = say(
        "Added the campus {name} of {school} from {day}",
        name=campus.name,
        school=_called(school, day),
        day=day,
    )
    _tell(told, by, school, day)
    return campus


@transaction.atomic
def close_campus(public_id: str, *, by: Actor, day: date, seen: int | None) -> Campus:
    campus = held(Campus, public_id, seen)
    school = held(School, campus.school.public_id, None)
    permit_keeping(by, school, day)
    _end(campus, day)
    count_on(school)
    told = say(
        "Closed the campus {name} of {school} from {day}",
        name=campus.name,
        school=_called(school, day),
        day=day,
    )
    _tell(told, by, school, day)
    return campus


def _held_open(public_id: str, by: Actor, day: date, seen: int | None) -> School:
    school = held(School, public_id, seen)
    permit_keeping(by, school, day)
    if state_of(school, day) is None:
        raise Refused(say("The school is closed on {day}. Choose another day.", day=day), field="day")
    return school


def _end(part: Section | Campus, day: date) -> None:
    if not part.holds_on(day) or part.since == day:
        raise Refused(
            say(
                "It is there from {since} on. Choose a later day on which it has not ended.", since=part.since
            ),
            field="day",
        )
    part.until = day
    part.save(update_fields=["until"])
    count_on(part)


def _called(school: School, day: date) -> str:
    state = nearest_state_of(school, day)
    return state.name if state else school.code


def _tell(sentence: Sentence, by: Actor, school: School, day: date) -> None:
    record(sentence, by=by, place=place_of(school, day), subject=("school", school.public_id))
