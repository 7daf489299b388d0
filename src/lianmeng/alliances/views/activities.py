"""Activities and the questions about them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse

from lianmeng.alliances.actions.activities import (
    UNITS,
    confirm_activity,
    contest_activity,
    record_activity,
    withdraw_activity,
)
from lianmeng.alliances.actions.activities import (
    Done as What,
)
from lianmeng.alliances.forms import ActivityForm, AnswerForm, ReasonForm, Seen, told
from lianmeng.alliances.models import Activity
from lianmeng.alliances.rules.rights import leads, may_withdraw
from lianmeng.alliances.views.asking import NO_VERDICT, what_about
from lianmeng.alliances.views.doors import Frame, done, for_those, turned_away
from lianmeng.alliances.vocabulary import ActivityKind
from lianmeng.core.sentences import Sentence, say
from lianmeng.ledger.actions.questions import answer_question
from lianmeng.ledger.queries.entries import questions_of_alliance
from lianmeng.ledger.queries.years import year_is_closed
from lianmeng.ledger.vocabulary import SignKind
from lianmeng.web.steps import Deed, Done, answer


class LateForm(ReasonForm, Seen):
    """Why it is confirmed in a year of the ledger that is closed."""


parties = for_those(lambda frame: frame.asked.party)


@parties
def record(request: HttpRequest, frame: Frame) -> HttpResponse:
    members = _who_may_have_been_there(frame)

    def act(filled: dict[str, Any]) -> Done:
        people = {
            party: (filled[f"adults_{at}"] or 0, filled[f"pupils_{at}"] or 0)
            for at, (party, _name) in enumerate(members)
            if filled[f"adults_{at}"] or filled[f"pupils_{at}"]
        }
        what = What(
            kind=ActivityKind(filled["kind"]),
            day=filled["day"],
            title=filled["title"],
            giver=filled["giver"],
            quantity=filled["quantity"],
            minutes=filled["minutes"],
            people=people,
            cost_yuan=filled["cost_yuan"] or Decimal(0),
            reflection=filled["reflection"],
        )
        record_activity(frame.alliance.public_id, what, by=frame.actor)
        return done(frame, say("Recorded. It counts as soon as the other side confirms it."))

    deed = _deed(frame, say("Record an activity"), ActivityForm, act, parties=members)
    lead = say("The other side confirms it; then the ledger books it. Until then nothing counts.")
    return answer(request, replace(deed, lead=lead))


def _who_may_have_been_there(frame: Frame) -> list[tuple[str, str]]:
    """Members whose first day has come; beside the name that day, if others were members before."""
    since = {one.party: one.since for one in frame.members if one.since and not one.until}
    first = min(since.values(), default=None)
    return [
        (party, told(say("{name} (member from {day})", name=name, day=day)) if day != first else name)
        for party, name in frame.choices
        if party not in frame.to_come and (day := since.get(party, first))
    ]


@parties
def confirm(request: HttpRequest, frame: Frame, activity_id: str) -> HttpResponse:
    activity, party = _open_part(frame, activity_id)

    def act(filled: dict[str, Any]) -> Done:
        confirm_activity(activity.public_id, party, **filled, by=frame.actor)
        return done(frame, say("Confirmed: “{title}” stands in the ledger.", title=activity.title))

    form: type[Form] = Seen
    lead = _what_it_was(frame, activity)
    if year_is_closed(activity.day.year):
        form = LateForm
        lead = say(
            "{what} The year {year} of the ledger is closed: say why it is booked now.",
            what=lead,
            year=activity.day.year,
        )
    deed = _deed(frame, say("Confirm “{title}”", title=activity.title), form, act)
    return answer(request, replace(deed, lead=lead, initial={"seen": frame.alliance.turn}))


@parties
def contest(request: HttpRequest, frame: Frame, activity_id: str) -> HttpResponse:
    activity, party = _open_part(frame, activity_id)

    def act(filled: dict[str, Any]) -> Done:
        contest_activity(activity.public_id, party, filled["reason"], by=frame.actor)
        return done(frame, say("Contested: the other side sees your reason."))

    deed = _deed(frame, say("Contest “{title}”", title=activity.title), ReasonForm, act)
    return answer(request, replace(deed, lead=_what_it_was(frame, activity)))


@for_those(lambda frame: frame.asked.party or frame.asked.authority)
def withdraw(request: HttpRequest, frame: Frame, activity_id: str) -> HttpResponse:
    activity = activity_in(frame, activity_id)
    if not may_withdraw(frame.actor, activity.recorded_for, frame.parties, decides=frame.asked.authority):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        withdraw_activity(activity.public_id, filled["reason"], by=frame.actor)
        return done(frame, say("Withdrawn. Nothing of it was booked."))

    return answer(request, _deed(frame, say("Withdraw “{title}”", title=activity.title), ReasonForm, act))


@for_those(lambda frame: frame.inside)
def reply(request: HttpRequest, frame: Frame, question_id: str) -> HttpResponse:
    """The school's answer to a question about its entries."""
    question = questions_of_alliance(frame.alliance.public_id).filter(public_id=question_id).first()
    if question is None:
        raise Http404
    if not leads(frame.actor, question.school):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        answer_question(question_id, filled["answer"], by=frame.actor)
        return done(frame, say("Your answer stands beside the question."))

    deed = _deed(frame, SignKind(question.kind).question, AnswerForm, act)
    deed = replace(deed, verb=say("Answer the question"), lead=NO_VERDICT)
    return answer(request, replace(deed, beside=tuple(what_about(question))))


def _deed(frame: Frame, title: Sentence, form: Any, act: Any, **choices: Any) -> Deed:
    return Deed(title=title, verb=title, form=form, act=act, crumbs=frame.crumbs, choices=choices)


def activity_in(frame: Frame, activity_id: str) -> Activity:
    found = Activity.objects.filter(alliance=frame.alliance, public_id=activity_id).first()
    if found is None:
        raise Http404
    return found


def _what_it_was(frame: Frame, activity: Activity) -> Sentence:
    """All that is confirmed: what will stand in the ledger, and who took part."""
    took_part = tuple(
        say(
            "{name} (adults: {adults}, pupils: {pupils})",
            name=frame.name(one.party),
            adults=one.people,
            pupils=one.pupils,
        )
        for one in activity.parts.all()
        if one.people or one.pupils
    )
    return say(
        "{kind} on {day}, held by {giver}: {unit} {quantity}, {minutes} minutes, {cost} yuan. Took part: {people}.",
        kind=ActivityKind(activity.kind).label,
        day=activity.day,
        giver=frame.name(activity.giver),
        unit=UNITS[ActivityKind(activity.kind)].label,
        quantity=f"{activity.quantity.normalize():f}",
        minutes=activity.minutes,
        cost=f"{activity.cost_yuan:f}",
        people=took_part,
    )


def _open_part(frame: Frame, activity_id: str) -> tuple[Activity, str]:
    """The activity, and the own party that has still to say whether it was so; else any own, which is told why not."""
    activity = activity_in(frame, activity_id)
    waiting = set(
        activity.parts.filter(confirmed_at__isnull=True, lapsed=False).values_list("party", flat=True)
    )
    own = [party for party in frame.own if party in waiting] or frame.own
    return activity, own[0]
