"""Asking that what is booked of an activity be withdrawn or corrected, and the other side's answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from lianmeng.alliances.actions.correcting import Right
from lianmeng.alliances.actions.wishes import answer_wish, ask_correction, ask_withdrawal, take_back_wish
from lianmeng.alliances.forms import CorrectForm, PlainForm, ReasonForm, WishForm
from lianmeng.alliances.models import Activity, Wish
from lianmeng.alliances.views.activities import activity_in, parties
from lianmeng.alliances.views.doors import Frame, done, turned_away
from lianmeng.alliances.views.showing import wish_sentence
from lianmeng.alliances.vocabulary import WishKind, WishState
from lianmeng.core.sentences import Sentence, say
from lianmeng.web.steps import Deed, Done, answer

UNTIL_THEN = say("Nothing changes until the other side agrees.")


@parties
def withdrawal(request: HttpRequest, frame: Frame, activity_id: str) -> HttpResponse:
    activity = activity_in(frame, activity_id)

    def act(filled: dict[str, Any]) -> Done:
        ask_withdrawal(activity.public_id, filled["reason"], by=frame.actor)
        return done(frame, say("The other side is asked to agree to the withdrawal."), UNTIL_THEN)

    deed = Deed(
        title=say("Ask to withdraw “{title}”", title=activity.title),
        verb=say("Ask the other side"),
        form=ReasonForm,
        act=act,
        lead=UNTIL_THEN,
        crumbs=frame.crumbs,
    )
    return _for_sides(request, frame, activity, deed)


@parties
def correction(request: HttpRequest, frame: Frame, activity_id: str) -> HttpResponse:
    activity = activity_in(frame, activity_id)

    def act(filled: dict[str, Any]) -> Done:
        ask_correction(activity.public_id, Right(**filled), by=frame.actor)
        return done(frame, say("The other side is asked to agree to the correction."), UNTIL_THEN)

    deed = Deed(
        title=say("Ask to correct “{title}”", title=activity.title),
        verb=say("Ask the other side"),
        form=CorrectForm,
        act=act,
        lead=UNTIL_THEN,
        crumbs=frame.crumbs,
        initial={
            "day": activity.day,
            "quantity": f"{activity.quantity.normalize():f}",
            "minutes": activity.minutes,
            "cost_yuan": activity.cost_yuan,
        },
    )
    return _for_sides(request, frame, activity, deed)


@parties
def wish(request: HttpRequest, frame: Frame, activity_id: str, wish_id: str) -> HttpResponse:
    """The answer of a side that was asked; once it is answered, it says so."""
    activity, found = _wish_in(frame, activity_id, wish_id)

    def act(filled: dict[str, Any]) -> Done:
        state = answer_wish(activity.public_id, wish_id, **filled, by=frame.actor)
        return done(frame, _CORRECTED if (found.kind, state) == _IS_CORRECTED else _TELLS[state])

    deed = Deed(
        title=say("Answer what is asked about “{title}”", title=activity.title),
        verb=say("Answer"),
        form=WishForm,
        act=act,
        lead=wish_sentence(frame, activity, found),
        crumbs=frame.crumbs,
    )
    return _for_sides(request, frame, activity, deed)


@parties
def taking_back(request: HttpRequest, frame: Frame, activity_id: str, wish_id: str) -> HttpResponse:
    activity, found = _wish_in(frame, activity_id, wish_id)
    if found.party not in frame.own:
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        take_back_wish(activity.public_id, wish_id, by=frame.actor)
        return done(frame, say("Taken back: what was booked stays, and the other side is told."))

    title = say("Take back what is asked about “{title}”", title=activity.title)
    lead = wish_sentence(frame, activity, found)
    return answer(request, Deed(title, say("Take it back"), PlainForm, act, lead=lead, crumbs=frame.crumbs))


def _wish_in(frame: Frame, activity_id: str, wish_id: str) -> tuple[Activity, Wish]:
    activity = activity_in(frame, activity_id)
    found = Wish.objects.filter(activity=activity, public_id=wish_id).first()
    if found is None:
        raise Http404
    return activity, found


_IS_CORRECTED = (WishKind.CORRECTION, WishState.AGREED)
_CORRECTED = say("Agreed: what was booked is corrected, and all sides are told.")
_TELLS: dict[WishState, Sentence] = {
    WishState.ASKED: say("Your side agrees; others are still asked."),
    WishState.AGREED: say("Agreed: what was booked is reversed, and all sides are told."),
    WishState.REFUSED: say("Refused: what was booked stays, and the other side sees your reason."),
}


def _for_sides(request: HttpRequest, frame: Frame, activity: Activity, deed: Deed) -> HttpResponse:
    """Only parties that said it was so; others of the alliance have no part in it."""
    own = activity.parts.filter(party__in=frame.own, confirmed_at__isnull=False)
    return answer(request, deed) if own.exists() else turned_away(request)
