"""Schools that become one, and a school that becomes several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.schools.actions.drafts import NewSchool
from lianmeng.schools.actions.following import tell_of_end
from lianmeng.schools.actions.holding import count_on, held, permit, permit_keeping, place_of, region_there
from lianmeng.schools.actions.life import opened, shut
from lianmeng.schools.models import Appointment, School, Section, Succession
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.places import over_region
from lianmeng.schools.queries.schools import sections_at, state_of
from lianmeng.schools.rules.permissions import why_not_kept
from lianmeng.schools.rules.staff import FULL_PERCENT
from lianmeng.schools.vocabulary import SuccessionKind

Seen = Mapping[str, int | None]


@transaction.atomic
def merge_schools(
    public_ids: Iterable[str], into: str | NewSchool, *, by: Actor, day: date, seen: Seen
) -> School:
    """From the day on one school carries on what these were: one that exists and keeps its code, or a new one.

    Their sections and staff go over to it; their yearly returns stay theirs. `seen`: version by public id.
    """
    survivor = into if isinstance(into, str) else ""
    ending = sorted(set(public_ids) - {survivor})
    if len(ending) + bool(survivor) < 2:
        raise Refused(say("A merger needs two schools or more. Choose another one."), field="schools")
    schools = {one: held(School, one, seen.get(one)) for one in sorted({*ending, survivor} - {""})}
    for school in schools.values():
        permit_keeping(by, school, day)
    successor = still_open(schools[survivor], day) if isinstance(into, str) else _new(into, by, day)
    names = tuple(carry_over(schools[one], successor, day) for one in ending)
    if survivor:
        count_on(successor)
    for one in ending:
        tell_of_end(one, day, successors=[successor.public_id], merged=True)
    state = state_of(successor, day)
    told = say(
        "Merged {names} into {name} from {day}", names=names, name=state.name if state else "", day=day
    )
    record(told, by=by, place=place_of(successor, day), subject=("school", successor.public_id))
    return successor


@transaction.atomic
def split_school(
    public_id: str, parts: Sequence[NewSchool], *, continues: bool, by: Actor, day: date, seen: int | None
) -> list[School]:
    """From the day on new schools carry on a part each; the school itself goes on, or closes.

    Who of its staff goes where is said by moving them; where it closes, appointments that nobody moved end.
    """
    if len(parts) + continues < 2:
        raise Refused(
            say("A split needs two schools or more to carry it on. Add another one."), field="parts"
        )
    school = held(School, public_id, seen)
    permit_keeping(by, school, day)
    state = state_of(still_open(school, day), day)
    successors = [_new(part, by, day) for part in parts]
    if continues:
        count_on(school)
    else:
        shut(school, day, "")
    Succession.objects.bulk_create(
        Succession(predecessor=school, successor=one, day=day, kind=SuccessionKind.SPLIT)
        for one in successors
    )
    if not continues:
        tell_of_end(public_id, day, successors=[one.public_id for one in successors])
    names = tuple(part.name for part in parts)
    told = say("Split {name} into {names} from {day}", name=state.name if state else "", names=names, day=day)
    record(told, by=by, place=place_of(school, day), subject=("school", school.public_id))
    return successors


def _new(draft: NewSchool, by: Actor, day: date) -> School:
    permit(why_not_kept(by, over_region(region_there(draft.region, day) if draft.region else None)))
    return opened(draft, day)


def still_open(school: School, day: date) -> School:
    if state_of(school, day) is None:
        raise Refused(
            say("The school that is to go on is closed on {day}. Choose another school or day.", day=day)
        )
    return school


def carry_over(school: School, successor: School, day: date) -> str:
    """The school closes; sections that the successor lacks are opened there, and the staff goes on there."""
    stages = {section.stage for section in sections_at(school, day)}
    staff = list(Appointment.objects.filter(held_on(day), school=school).select_related("section"))
    name = shut(school, day, "")
    there = {section.stage: section for section in sections_at(successor, day)}
    for stage in sorted(stages - there.keys()):
        there[stage] = Section.objects.create(school=successor, stage=stage, since=day)
    over = [_gone_over(one, successor, there, day) for one in staff]
    _become_one(over, list(Appointment.objects.filter(held_on(day), school=successor)), day)
    Appointment.objects.bulk_create(over)
    Succession.objects.create(predecessor=school, successor=successor, day=day, kind=SuccessionKind.MERGE)
    return name


def _become_one(over: Sequence[Appointment], there: Sequence[Appointment], day: date) -> None:
    """Parts of a post that somebody had at both schools for the same duties are one from the day on."""
    posts = {_duties(one): one for one in there}
    for one in over:
        other = posts.get(_duties(one))
        if other is None or other.share_percent + one.share_percent > FULL_PERCENT:
            continue
        one.share_percent += other.share_percent
        if other.since == day:
            other.delete()
        else:
            other.until = day
            other.save(update_fields=["until"])


def _duties(one: Appointment) -> tuple[object, ...]:
    return one.staff_id, one.subject, one.stage, one.until


def _gone_over(old: Appointment, to: School, sections: Mapping[str, Section], day: date) -> Appointment:
    return Appointment(
        staff_id=old.staff_id,
        school=to,
        section=sections.get(old.section.stage) if old.section else None,
        subject=old.subject,
        stage=old.stage,
        share_percent=old.share_percent,
        since=day,
        until=old.until,
    )
