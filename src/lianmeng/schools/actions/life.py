"""The life of a school: opened, renamed, moved, changed in kind, closed, reopened, on a past, present or future day."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.drafts import Change, NewSchool, check_code, check_stages, code_taken, facts_of
from lianmeng.schools.actions.endings import end_what_hangs_on, why_not_ended
from lianmeng.schools.actions.following import tell_of_end
from lianmeng.schools.actions.holding import (
    count_on,
    held,
    permit,
    permit_keeping,
    place_of,
    region_there,
    unless_taken,
)
from lianmeng.schools.actions.tracks import SCHOOLS
from lianmeng.schools.models import School, Section
from lianmeng.schools.queries.places import over_region
from lianmeng.schools.queries.schemes import structure_of
from lianmeng.schools.rules.permissions import why_not_kept
from lianmeng.schools.rules.timeline import (
    State,
    Timeline,
    changed,
    closed,
    reopened,
    state_on,
    why_not_changed,
    why_not_closed,
    why_not_reopened,
)
from lianmeng.schools.vocabulary import ALWAYS, Scheme


@transaction.atomic
def open_school(draft: NewSchool, *, by: Actor, day: date) -> School:
    """A school that was not there before, with its sections."""
    permit(why_not_kept(by, over_region(region_there(draft.region, day) if draft.region else None)))
    school = opened(draft, day)
    _tell(say("Opened {name} ({code}) on {day}", name=draft.name, code=draft.code, day=day), by, school, day)
    return school


def opened(draft: NewSchool, day: date) -> School:
    """The rows of a new school; for actions that have their own permission and audit line."""
    check_code(draft.scheme, draft.code)
    check_stages(draft.stages)
    state = State(day, None, facts_of(draft, day))
    with unless_taken(code_taken(draft.code, draft.name), "code"):
        school = School.objects.create(scheme=draft.scheme, code=draft.code, opened_on=day)
    SCHOOLS.write(school.pk, (state,))
    Section.objects.bulk_create(Section(school=school, stage=stage, since=day) for stage in draft.stages)
    return school


def rename_school(public_id: str, name: str, *, by: Actor, day: date, seen: int | None) -> School:
    return change_school(public_id, Change(name=name), by=by, day=day, seen=seen)


def move_school(public_id: str, change: Change, *, by: Actor, day: date, seen: int | None) -> School:
    """To another region, setting or address: those that the change names."""
    moved = Change(
        region=change.region,
        setting=change.setting,
        address=change.address,
        longitude=change.longitude,
        latitude=change.latitude,
    )
    return change_school(public_id, moved, by=by, day=day, seen=seen)


def change_kind(public_id: str, change: Change, *, by: Actor, day: date, seen: int | None) -> School:
    """Another kind or ownership; where its scheme asks for it, under a new code, and the old one stays its own."""
    other = Change(kind=change.kind, ownership=change.ownership, code=change.code)
    return change_school(public_id, other, by=by, day=day, seen=seen)


@transaction.atomic
def change_school(public_id: str, change: Change, *, by: Actor, day: date, seen: int | None) -> School:
    """Whatever the change names is so from the day on, each until a change that is recorded already."""
    school = held(School, public_id, seen)
    permit_keeping(by, school, day)
    if change.region:
        permit(why_not_kept(by, over_region(region_there(change.region, day))))
    if change.code is not None:
        check_code(school.scheme, change.code, school)
    states = SCHOOLS.read(school.pk)
    facts = facts_of(change, day)
    permit(why_not_changed(states, day, facts) or _why_not_recoded(school, states, day, facts))
    before = state_on(states, day)
    _keep(school, changed(states, day, facts))
    old = before.facts if before else {}
    _tell(_what_changed(old, facts, day), by, school, day)
    return school


def _why_not_recoded(
    school: School, states: Timeline, day: date, facts: dict[str, object]
) -> Sentence | None:
    """Under some schemes a school that changes its type gets another code."""
    before = state_on(states, day)
    same_kind = before is None or facts.get("kind", before.facts["kind"]) == before.facts["kind"]
    if same_kind or not structure_of(Scheme(school.scheme)).recoded or facts.get("code"):
        return None
    return say("A school that changes its kind gets another code under its scheme. Write the new code.")


def _what_changed(old: dict[str, object] | object, facts: dict[str, object], day: date) -> Sentence:
    was = old if isinstance(old, dict) else {}
    if set(facts) == {"name", "initials"}:
        return say("Renamed {old} to {new} from {day}", old=was.get("name"), new=facts["name"], day=day)
    names = tuple(sorted(key for key in facts if key != "initials" and facts[key] != was.get(key)))
    return say(
        "Changed {name} from {day}: {columns}; before {before}, now {now}",
        name=was.get("name"),
        day=day,
        columns=names,
        before=tuple(str(was.get(key) or "–") for key in names),
        now=tuple(str(facts[key] or "–") for key in names),
    )


@transaction.atomic
def close_school(public_id: str, reason: str, *, by: Actor, day: date, seen: int | None) -> School:
    """The day is the first on which it is no longer there. Its sections, campuses and appointments end with it."""
    school = held(School, public_id, seen)
    permit_keeping(by, school, day)
    name = shut(school, day, reason)
    tell_of_end(public_id, day)
    _tell(say("Closed {name} from {day}: {reason}", name=name, day=day, reason=reason), by, school, day)
    return school


def shut(school: School, day: date, reason: str) -> str:
    """Close the rows of a school, and tell what it was called; for actions with their own permission and audit line."""
    states = SCHOOLS.read(school.pk)
    permit(why_not_closed(states, day) or why_not_ended(school, day))
    last = state_on(states, day)
    if last is not None and last.since == day:
        raise Refused(
            say("It opens or changes on {day} itself. Choose a later day to close it.", day=day), field="day"
        )
    school.close_reason = reason[:200]
    _keep(school, closed(states, day))
    end_what_hangs_on(school, day)
    return str(last.facts["name"]) if last else ""


@transaction.atomic
def reopen_school(public_id: str, *, by: Actor, day: date, seen: int | None) -> School:
    """As it was when it closed, under its own code, with the sections that closed with it."""
    school = held(School, public_id, seen)
    permit_keeping(by, school, day)
    states = SCHOOLS.read(school.pk)
    permit(why_not_reopened(states, day))
    ended = Section.objects.filter(school=school, until=states[-1].until)
    stages = sorted(set(ended.values_list("stage", flat=True)))
    school.close_reason = ""
    _keep(school, reopened(states, day, {}))
    if day == states[-1].until:  # it was never closed
        ended.update(until=None)
    else:
        Section.objects.bulk_create(Section(school=school, stage=stage, since=day) for stage in stages)
    _tell(say("Reopened {name} on {day}", name=states[-1].facts["name"], day=day), by, school, day)
    return school


def _keep(school: School, states: Timeline) -> None:
    """The states in their table, and what the school itself keeps of them."""
    SCHOOLS.write(school.pk, states)
    first, last = states[0].since, states[-1]
    school.opened_on = first if first > ALWAYS else None
    school.closed_on = last.until
    school.code = str(last.facts["code"])
    with unless_taken(code_taken(school.code, str(last.facts["name"])), "code"):
        school.save(update_fields=["opened_on", "closed_on", "code", "close_reason"])
    count_on(school)


def _tell(sentence: Sentence, by: Actor, school: School, day: date) -> None:
    record(sentence, by=by, place=place_of(school, day), subject=("school", school.public_id))
