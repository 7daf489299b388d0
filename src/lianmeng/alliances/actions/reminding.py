"""Reminding, some days before, of the days that agreements, steps and questions set; once, however often it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.tasks import subject_of
from lianmeng.alliances.actions.telling import (
    agreement_to,
    called_upon,
    confirmation_of,
    named,
    question_of,
)
from lianmeng.alliances.models import Alliance, Part, Wish
from lianmeng.alliances.queries.ending import silent_parties
from lianmeng.alliances.queries.history import text_on
from lianmeng.alliances.queries.interests import tied_to
from lianmeng.alliances.queries.parties import parties_of
from lianmeng.alliances.queries.periods import periods, reminders
from lianmeng.alliances.queries.tasks import is_done, marks_of
from lianmeng.alliances.rules.calls import BY_THE_DAY, INFORMED, NOBODY_FREE, NOBODY_THERE, Whom
from lianmeng.alliances.rules.content import Task, content_of
from lianmeng.alliances.rules.life import LIVING
from lianmeng.alliances.rules.rights import seats
from lianmeng.alliances.rules.tasks import key_of
from lianmeng.alliances.vocabulary import UNCONFIRMED, State, WishState
from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.ledger.queries.entries import unanswered_questions
from lianmeng.notices.actions.telling import remind
from lianmeng.notices.vocabulary import Tidings
from lianmeng.schools.queries import region_names


class Reminded(NamedTuple):
    """What is said, and to the people of which places, but for the officers who are `tied` to a party."""

    tidings: Tidings
    places: Iterable[str]
    tied: frozenset[str] = frozenset()


def remind_of_days(day: date, *, by: Actor) -> int:
    """How many notices that made: none on a second run, for who was told of a day is not told again."""
    found = (_steps, _terms, _tasks, _confirmations, _wishes, _questions)
    count = sum(_told(one) for kind in found for one in kind(day))
    if count:
        text = say_count("Reminded of a day: {count} notice", "Reminded of days: {count} notices", count)
        record(text, by=by, place=CITY)
    return count


@transaction.atomic
def _told(one: Reminded) -> int:
    """Where nobody is left in a district's office, the city's officers are told instead."""
    tidings, places = one.tidings, set(one.places)
    count, reached = remind(tidings, seats(places), but_not=one.tied)
    unreached = places - reached - {CITY}
    if not (unreached and region_names(unreached, timezone.localdate())):
        return count
    instead = replace(
        tidings, occasion=f"{tidings.occasion}:instead", why=NOBODY_FREE if one.tied else NOBODY_THERE
    )
    return count + remind(instead, seats([CITY]), but_not=one.tied)[0]


def _steps(day: date) -> Iterator[Reminded]:
    """Assessments, rectifications, and replies to a proposed end."""
    before = {
        State.ASSESSMENT: reminders().assessment,
        State.RECTIFYING: reminders().rectification,
        State.ENDING: reminders().reply,
        State.FAILED_TWICE: reminders().reply,
    }
    for state, calls in BY_THE_DAY.items():
        for alliance in Alliance.objects.filter(state=state, next_day__range=_next(day, before[state])):
            due, parties = alliance.next_day, parties_of(alliance)
            upon = called_upon(alliance, parties)
            upon[Whom.OTHERS] = silent_parties(alliance, parties)
            what = named(alliance, say("{step}: the day is {day}", step=state.label, day=due))
            for call in calls:
                address = f"alliances/{alliance.public_id}/{call.page}"
                about = ("alliance", alliance.public_id)
                tied = tied_to(alliance) if call.whom == Whom.AUTHORITY else frozenset()
                tidings = Tidings(about, f"before:{due}", what, call.why, call.verb, address)
                yield Reminded(tidings, upon[call.whom], tied)


def _terms(day: date) -> Iterator[Reminded]:
    ends = _next(day, reminders().term_end)
    for alliance in Alliance.objects.filter(state__in=LIVING, until__range=ends):
        upon = called_upon(alliance, parties_of(alliance))
        tidings = _dated(alliance, "term", say("Its term ends on {day}", day=alliance.until), alliance.until)
        yield Reminded(tidings, [*upon[Whom.PARTIES], *upon[Whom.AUTHORITY]])


def _tasks(day: date) -> Iterator[Reminded]:
    """Of the plan in force, those that a party of today does and that are not done: before their day and after it."""
    (_, last), first = _next(day, reminders().task), day - timedelta(days=reminders().task)
    running = Alliance.objects.filter(state__in=LIVING, in_force__isnull=False).exclude(state=State.PAUSED)
    for alliance in running.select_related("in_force").iterator(chunk_size=500):
        agreed = text_on(alliance, day)
        plan = content_of(agreed.content).plan if agreed else ()
        coming = [
            (at, one) for at, one in enumerate(plan) if first.isoformat() <= one.due <= last.isoformat()
        ]
        here = {one.party for one in parties_of(alliance)} if coming else set()
        marks = marks_of(alliance, timezone.localdate()) if coming else {}
        for at, task in coming:
            said = marks.get(key_of(task), [])
            if not is_done(said):
                yield Reminded(_task(alliance, at, task, day, marks=len(said)), {task.owner} & here)


def _task(alliance: Alliance, at: int, task: Task, day: date, *, marks: int) -> Tidings:
    """`marks`: how often it was marked or taken back, for then it is to be done again."""
    due = date.fromisoformat(task.due)
    late = due < day
    what = say("A task of the work plan is due on {day}", day=due)
    if late:
        what = say("A task of the work plan was due on {day} and is not marked done", day=due)
    return replace(
        _dated(alliance, f"{'late' if late else 'task'}:{marks}", what, due),
        subject=subject_of(alliance.public_id, key_of(task)),
        why=say("By the work plan your side does it."),
        verb=say("Mark it done"),
        address=f"alliances/{alliance.public_id}/tasks/{at}/done/",
    )


def _confirmations(day: date) -> Iterator[Reminded]:
    waiting = Part.objects.filter(
        confirmed_at__isnull=True, contested="", lapsed=False, activity__state__in=UNCONFIRMED
    )
    waiting = waiting.filter(activity__recorded_at__date__range=_past(day, reminders().confirmation))
    for part in waiting.select_related("activity__alliance"):
        yield Reminded(_again(confirmation_of(part.activity)), [part.party])


def _wishes(day: date) -> Iterator[Reminded]:
    asked = Wish.objects.filter(
        state=WishState.ASKED, asked_at__date__range=_past(day, reminders().confirmation)
    )
    for wish in asked.select_related("activity__alliance"):
        yield Reminded(_again(agreement_to(wish.activity.alliance, wish)), wish.waits_for)


def _questions(day: date) -> Iterator[Reminded]:
    """To the school, before the others see that it did not answer."""
    wait = timedelta(days=periods().reply_days)
    first, last = _next(day - wait, reminders().reply)
    for question in unanswered_questions((first, last)):
        alliance = Alliance.objects.get(public_id=question.alliance)
        yield Reminded(_again(question_of(alliance, question.public_id)), [question.school])


def _dated(alliance: Alliance, occasion: str, what: Sentence, due: date | None) -> Tidings:
    return Tidings(
        subject=("days", alliance.public_id),
        occasion=f"{occasion}:{due}",
        what=named(alliance, what),
        why=INFORMED.why,
        verb=INFORMED.verb,
        address=f"alliances/{alliance.public_id}/",
        due=due,
    )


def _again(tidings: Tidings) -> Tidings:
    """What was asked before, as news beside it: both are closed by the answer."""
    what = say("Still waits for you: {step}", step=tidings.what)
    return replace(tidings, occasion="reminder", what=what, asks=False, due=None, topic="")


def _next(day: date, days: int) -> tuple[date, date]:
    return day, day + timedelta(days=days)


def _past(day: date, days: int) -> tuple[date, date]:
    """So many days ago, or at most twice as many, should some nights have been missed."""
    return day - timedelta(days=2 * days), day - timedelta(days=days)
