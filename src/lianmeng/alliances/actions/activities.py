"""Activities: one side records, the other confirms, and the confirmation books the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.holding import Held, hold, noted, refuse_partial
from lianmeng.alliances.actions.looking import look_for_signs
from lianmeng.alliances.actions.telling import (
    close_activity,
    close_contest,
    tell_of_activity,
    tell_of_contest,
    tell_of_lapse,
)
from lianmeng.alliances.models import Activity, Part
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.history import not_there
from lianmeng.alliances.rules.rights import leads, may_withdraw
from lianmeng.alliances.vocabulary import UNCONFIRMED, ActivityKind, ActivityState, State
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.documents.queries.files import files_of
from lianmeng.ledger.actions.booking import book
from lianmeng.ledger.rules.signs import as_compared
from lianmeng.ledger.vocabulary import Gift, Unit

CENT = Decimal("0.01")
OVER = (ActivityState.WITHDRAWN, ActivityState.LAPSED)
UNITS = {
    ActivityKind.JOINT_RESEARCH: Unit.JOINT_RESEARCH,
    ActivityKind.VISIT: Unit.VISITORS,
    ActivityKind.OPEN_LESSON: Unit.OPEN_LESSONS,
    ActivityKind.TRAINING: Unit.TRAININGS,
    ActivityKind.MEETING: Unit.MEETINGS,
    ActivityKind.SHARED_COURSE: Unit.LESSONS,
    ActivityKind.STUDENT_ACTIVITY: Unit.PUPIL_VISITORS,
}


@dataclass(frozen=True, slots=True)
class Done:
    """An activity. `giver` held it; `people` are those who took part, party by party: (adults, pupils)."""

    kind: ActivityKind
    day: date
    title: str
    giver: str
    quantity: Decimal
    minutes: int
    people: Mapping[str, tuple[int, int]]
    cost_yuan: Decimal = Decimal(0)
    reflection: str = ""


@transaction.atomic
def record_activity(public_id: str, done: Done, *, by: Actor) -> str:
    """Record what was done together; its public id. It counts when the other side says that it was so."""
    held = hold(public_id, seen=None, by=by)
    own = held.own
    if not held.asked.party:
        raise Refused(say("An activity is recorded by one of the parties."))
    _check(held, done)
    kept = _kept(done) | {"alliance": held.alliance, "recorded_for": own}
    _refuse_twice(kept, done.people)
    activity = Activity.objects.create(**kept, recorded_by=by.id, recorded_at=timezone.now())
    now = {"confirmed_at": timezone.now(), "confirmed_by": by.id}
    for party in sorted({*done.people, done.giver}):
        adults, pupils = done.people.get(party, (0, 0))
        Part.objects.create(
            activity=activity, party=party, people=adults, pupils=pupils, **(now if party == own else {})
        )
    noted(held, say("Activity recorded"))
    tell_of_activity(activity)
    return activity.public_id


@transaction.atomic
def confirm_activity(
    activity: str, party: str, *, by: Actor, reason: str = "", seen: int | None = None
) -> None:
    """The other side says that it was so; what was given is booked as soon as giver and receiver both say so.

    `reason`: why it is booked in a year that is closed. `seen`: of the alliance, when its figures were read.
    """
    found, held, part = _part(activity, party, by=by, seen=seen)
    was_contested = bool(part.contested)
    part.confirmed_at, part.confirmed_by, part.contested = timezone.now(), by.id, ""
    part.save()
    _book(found, held, reason)
    found.state = _stands(found).value
    found.save()
    look_for_signs(held)
    noted(held, say("Activity confirmed"))
    if was_contested and found.state != ActivityState.CONTESTED:
        close_contest(found, held.parties, by=by.id)
    close_activity(found, by=by.id, party="" if found.state == ActivityState.CONFIRMED else party)


@transaction.atomic
def contest_activity(activity: str, party: str, reason: str, *, by: Actor) -> None:
    found, held, part = _part(activity, party, by=by)
    if not reason.strip():
        raise Refused(say("Say what was different."), field="reason")
    part.contested = reason.strip()
    part.save()
    found.state = ActivityState.CONTESTED.value
    found.save()
    noted(held, say("Activity contested"))
    tell_of_contest(found, party, held.parties, by=by.id)


@transaction.atomic
def withdraw_activity(activity: str, reason: str, *, by: Actor) -> None:
    """Who recorded it takes it back while nothing of it is booked; the bureau, if that party has left."""
    found, held = activity_held(activity, by=by)
    if not may_withdraw(by, found.recorded_for, held.parties, decides=held.asked.authority):
        raise Refused(say("An activity is withdrawn by the party that recorded it."))
    if not leads(by, found.recorded_for):
        refuse_partial(held)
    if not reason.strip():
        raise Refused(say("Give a reason."), field="reason")
    _refuse_what_is_over(found)
    if Part.objects.filter(activity=found).exclude(entry="").exists():
        raise Refused(say("It is booked by now: ask the other side to agree that it is withdrawn."))
    found.state = ActivityState.WITHDRAWN.value
    found.save()
    noted(held, say("Activity withdrawn"))
    close_activity(found, by=by.id)


def lapse_parts(held: Held, party: str) -> None:
    """Nobody confirms for a party that left: what is booked for others stays, what cannot be booked any more lapses."""
    waiting = Part.objects.filter(party=party, confirmed_at__isnull=True, lapsed=False)
    waiting = waiting.filter(activity__alliance=held.alliance).exclude(activity__state__in=OVER)
    for part in waiting.select_related("activity__alliance"):
        part.lapsed, activity = True, part.activity
        part.save()
        activity.state = _stands(activity).value
        activity.save()
        is_open = activity.state in UNCONFIRMED
        close_activity(activity, by=held.by.id, party=party if is_open else "")
        if activity.state == ActivityState.LAPSED:
            tell_of_lapse(activity, by=held.by.id)
    _pass_on_contests(held, party)


def _pass_on_contests(held: Held, party: str) -> None:
    """Who left does not answer what others contest: the bureau does."""
    staying = [one for one in held.parties if one.party != party]
    contests = Part.objects.filter(activity__alliance=held.alliance, activity__recorded_for=party)
    contests = contests.filter(confirmed_at=None, lapsed=False).exclude(contested="")
    for part in contests.exclude(activity__state__in=OVER).select_related("activity__alliance"):
        close_activity(part.activity, by=held.by.id, party=party)
        tell_of_contest(part.activity, part.party, staying, by=held.by.id)


def _stands(activity: Activity) -> ActivityState:
    """By what its sides have said: what one contests is contested, whatever others say or have still to say.

    It lapses where the giver, or all that received, left before they said anything.
    """
    parts = list(Part.objects.filter(activity=activity))
    gone = {one.party for one in parts if one.lapsed}
    if activity.giver in gone or {one.party for one in parts} <= gone | {activity.giver}:
        return ActivityState.LAPSED
    waiting = [one for one in parts if one.confirmed_at is None and not one.lapsed]
    if any(one.contested for one in waiting):
        return ActivityState.CONTESTED
    return ActivityState.RECORDED if waiting else ActivityState.CONFIRMED


def _refuse_what_is_over(activity: Activity) -> None:
    if activity.state == ActivityState.WITHDRAWN:
        raise Refused(say("This activity was withdrawn already."))
    if activity.state == ActivityState.LAPSED:
        raise Refused(say("This activity has lapsed: a side left the alliance before it confirmed."))


def _kept(done: Done) -> dict[str, Any]:
    return {
        "kind": done.kind.value,
        "day": done.day,
        "title": done.title.strip()[:200],
        "giver": done.giver,
        "quantity": done.quantity,
        "minutes": done.minutes,
        "cost_yuan": done.cost_yuan,
        "reflection": done.reflection.strip(),
    }


def _refuse_twice(kept: Mapping[str, Any], people: Mapping[str, tuple[int, int]]) -> None:
    """A form that was sent twice is recorded once; else the other side would confirm, and the ledger book, both."""
    took_part = {party: both for party, both in people.items() if any(both)}
    for one in Activity.objects.filter(**kept).exclude(state__in=OVER).prefetch_related("parts"):
        if took_part == {
            each.party: (each.people, each.pupils) for each in one.parts.all() if each.people or each.pupils
        }:
            raise Refused(
                say(
                    "This activity is recorded already. Was there another like it, say in the title which one it is."
                ),
                field="title",
            )


def _check(held: Held, done: Done) -> None:
    names = {one.party for one in held.parties} - held.to_come
    if held.alliance.state == State.ENDED:
        raise Refused(say("This alliance is over; what it did was to be recorded before its end."))
    check_figures(held, done.day, done.quantity, done.minutes)
    check_there(held, {*done.people, done.giver} & names, done.day)
    if done.giver not in names or not set(done.people) <= names:
        raise Refused(say("Only parties of this alliance take part."), field="giver")
    if not {party for party, (adults, pupils) in done.people.items() if adults + pupils} - {done.giver}:
        raise Refused(say("Name at least one person of the other side who took part."), field="people")
    if not done.title.strip():
        raise Refused(say("Say in a few words what it was."), field="title")


def check_figures(held: Held, day: date, quantity: Decimal, minutes: int) -> None:
    """Refused unless the alliance was in effect on a day that has come, and something was done."""
    if day > timezone.localdate():
        raise Refused(say("{day} has not come yet. Record it after it was held.", day=day), field="day")
    if why := why_not(held.alliance, day):
        raise Refused(say("The alliance was not in effect on {day}. {why}", day=day, why=why), field="day")
    if quantity <= 0 or minutes <= 0:
        raise Refused(say("The quantity and the minutes must be above 0."), field="minutes")


def check_there(held: Held, parties: Collection[str], day: date) -> None:
    """Refused if one of them joined later, or had left before."""
    if gone := not_there(held.alliance, parties, day):
        raise Refused(
            say("On {day} no member of this alliance: {names}.", day=day, names=tuple(gone)), field="day"
        )


def still_to_confirm(activity: Activity) -> list[str]:
    """For whom it may be booked yet, with the figures that it has then."""
    waiting = Part.objects.filter(activity=activity, confirmed_at=None, lapsed=False)
    return list(waiting.values_list("party", flat=True))


def activity_held(public_id: str, *, by: Actor, seen: int | None = None) -> tuple[Activity, Held]:
    """The activity as it is once nobody else can change its alliance."""
    alliance = (
        Activity.objects.filter(public_id=public_id).values_list("alliance__public_id", flat=True).first()
    )
    if alliance is None:
        raise Refused(say("There is no such activity."))
    held = hold(alliance, seen=seen, by=by)
    return Activity.objects.select_related("alliance", "wish").get(public_id=public_id), held


def _part(activity: str, party: str, *, by: Actor, seen: int | None = None) -> tuple[Activity, Held, Part]:
    found, held = activity_held(activity, by=by, seen=seen)
    part = Part.objects.filter(activity=found, party=party).first()
    if part is None or not leads(by, party):
        raise Refused(say("An activity is confirmed by a leader of the other side."))
    _refuse_what_is_over(found)
    if part.lapsed:
        raise Refused(say("Your side left the alliance before it confirmed; nothing is booked for it."))
    if part.confirmed_at is not None:
        raise Refused(say("Your side has confirmed this activity already."))
    return found, held, part


def shares(activity: Activity, parts: Iterable[Part]) -> Iterator[tuple[Part, Decimal]]:
    """What each receiver cost: shared out to the cent, what is left over to the first."""
    receivers = [one for one in parts if one.party != activity.giver]
    share = (activity.cost_yuan / len(receivers)).quantize(CENT, ROUND_DOWN)
    rest = activity.cost_yuan - share * len(receivers)
    for at, part in enumerate(receivers):
        yield part, share + (rest if at == 0 else 0)


def _book(activity: Activity, held: Held, reason: str) -> None:
    """One entry for each receiver, as soon as it and the giver said that it was so."""
    parts = list(Part.objects.filter(activity=activity))
    giver = next(one for one in parts if one.party == activity.giver)
    for part, cost_yuan in shares(activity, parts):
        if giver.confirmed_at is None or part.confirmed_at is None or part.entry:
            continue
        part.entry = book(
            Gift(
                path=form_named(held.alliance.form).path,
                giver=activity.giver,
                receiver=part.party,
                day=activity.day,
                unit=UNITS[ActivityKind(activity.kind)],
                quantity=activity.quantity,
                source=("activity", f"{activity.public_id}:{part.party}"),
                alliance=held.alliance.public_id,
                minutes=activity.minutes,
                cost_yuan=cost_yuan,
                reason=reason.strip(),
                traces=_traces(activity),
                author=activity.recorded_for,
            ),
            by=held.by,
        )
        part.save()


def _traces(activity: Activity) -> tuple[tuple[str, str], ...]:
    text = as_compared(activity.reflection)
    texts = [("text", hashlib.sha256(text.encode()).hexdigest())] if text else []
    photos = files_of("activity", [activity.public_id]).get(activity.public_id, ())
    return (*texts, *(("photo", one.pixels) for one in photos))
