"""Appointments: where somebody works, apart from who employs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.holding import count_on, held, permit, permit_keeping, place_of
from lianmeng.schools.models import Appointment, Employment, School, Section, Staff
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.schools import sections_at, state_of
from lianmeng.schools.rules.staff import FULL_PERCENT, Post, why_too_much
from lianmeng.schools.vocabulary import Stage, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What somebody does at a school; an empty stage means no section, or all."""

    subject: str = ""
    stage: str = ""
    share_percent: int = FULL_PERCENT


@transaction.atomic
def appoint(
    public_id: str, school_id: str, duties: Duties, *, by: Actor, day: date, seen: int | None
) -> Appointment:
    """Somebody of the staff works at this school from the day on. `seen`: the version of the person."""
    staff, school = held(Staff, public_id, seen), held(School, school_id, None)
    permit_keeping(by, school, day)
    appointment = _appointed(staff, school, duties, day)
    told = say(
        "Appointed staff {number} to {school} from {day}",
        number=staff.number,
        school=_name(school, day),
        day=day,
    )
    _tell(told, by, staff, place_of(school, day))
    return appointment


@transaction.atomic
def end_appointment(public_id: str, *, by: Actor, day: date, seen: int | None) -> Appointment:
    """The day is the first without it; the employment goes on. `seen`: the version of the person."""
    appointment, staff, school = _held(public_id, by, day, seen)
    _end(appointment, day)
    count_on(staff)
    told = say(
        "Ended the appointment of staff {number} at {school} on {day}",
        number=staff.number,
        school=_name(school, day),
        day=day,
    )
    _tell(told, by, staff, place_of(school, day))
    return appointment


@transaction.atomic
def move_staff(
    public_id: str, to: str, duties: Duties, *, by: Actor, day: date, seen: int | None
) -> Appointment:
    """An appointment ends, and one at another school begins, on the same day."""
    appointment, staff, school = _held(public_id, by, day, seen)
    other = held(School, to, None)
    permit_keeping(by, other, day)
    if other == school:
        raise Refused(say("That is the school of this appointment already. Choose another."), field="school")
    _end(appointment, day)
    moved = _appointed(staff, other, duties, day)
    told = say(
        "Moved staff {number} from {old} to {new} on {day}",
        number=staff.number,
        old=_name(school, day),
        new=_name(other, day),
        day=day,
    )
    _tell(told, by, staff, place_of(other, day))
    return moved


def _held(public_id: str, by: Actor, day: date, seen: int | None) -> tuple[Appointment, Staff, School]:
    appointment = Appointment.objects.select_related("staff", "school").filter(public_id=public_id).first()
    if appointment is None:
        raise Refused(say("This record is not there any more. Open the list again."))
    permit_keeping(by, appointment.school, day)
    return appointment, held(Staff, appointment.staff.public_id, seen), appointment.school


def _end(appointment: Appointment, day: date) -> None:
    if not appointment.holds_on(day) or appointment.since == day:
        told = say(
            "It is there from {since} on. Choose a later day on which it has not ended.",
            since=appointment.since,
        )
        raise Refused(told, field="day")
    appointment.until = day
    appointment.save(update_fields=["until"])


def _appointed(staff: Staff, school: School, duties: Duties, day: date) -> Appointment:
    """The row of a new appointment, after everything that could stand against it."""
    _refuse_impossible(staff, school, duties, day)
    posts = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gt=day), staff=staff)
    kept = [Post(*row) for row in posts.values_list("since", "until", "share_percent")]
    permit(why_too_much(kept, Post(day, None, duties.share_percent)))
    section = _section(school, duties.stage, day)
    appointment = Appointment.objects.create(
        staff=staff,
        school=school,
        section=section,
        subject=duties.subject,
        stage=duties.stage,
        share_percent=duties.share_percent,
        since=day,
    )
    count_on(staff)
    return appointment


def _refuse_impossible(staff: Staff, school: School, duties: Duties, day: date) -> None:
    if not Employment.objects.filter(held_on(day), staff=staff).exists():
        raise Refused(say("Nobody employs this person on {day}. Take them on first.", day=day), field="day")
    if state_of(school, day) is None:
        raise Refused(say("The school is closed on {day}. Choose another day.", day=day), field="day")
    if not 1 <= duties.share_percent <= FULL_PERCENT:
        raise Refused(say("A share of a post is 1% to 100%. Correct it."), field="share_percent")
    if duties.subject and duties.subject not in set(Subject):
        told = say("“{word}” is not one of the words for this. Choose from the list.", word=duties.subject)
        raise Refused(told, field="subject")


def _section(school: School, stage: str, day: date) -> Section | None:
    if not stage:
        return None
    section = sections_at(school, day).filter(stage=stage).first()
    if section is None:
        known = Stage(stage).label if stage in set(Stage) else stage
        raise Refused(say("The school has no section {stage} on {day}.", stage=known, day=day), field="stage")
    return section


def _name(school: School, day: date) -> str:
    state = state_of(school, day)
    return state.name if state else school.code


def _tell(sentence: Sentence, by: Actor, staff: Staff, place: str) -> None:
    subject = ("staff", staff.public_id)
    record(sentence, by=by, place=place, subject=subject, person=staff.public_id)
