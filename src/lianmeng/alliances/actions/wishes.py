"""What is booked of an activity is withdrawn or corrected when the other side agrees; until then nothing changes."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.activities import (
    activity_held,
    check_figures,
    check_there,
    lapse_parts,
    shares,
    still_to_confirm,
)
from lianmeng.alliances.actions.correcting import Right
from lianmeng.alliances.actions.holding import Held, noted
from lianmeng.alliances.actions.telling import (
    close_activity,
    close_wish,
    said_of,
    tell_of_answer,
    tell_of_wish,
)
from lianmeng.alliances.models import Activity, Part, Wish
from lianmeng.alliances.rules.rights import leads
from lianmeng.alliances.rules.wishes import why_not_answered, why_not_asked, why_not_taken_back
from lianmeng.alliances.vocabulary import ActivityState, WishKind, WishState
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.ledger.actions.booking import correct, reverse
from lianmeng.ledger.queries.entries import entry_in, gift_of

FIGURES = ("day", "quantity", "minutes", "cost_yuan")


@transaction.atomic
def ask_withdrawal(activity: str, reason: str, *, by: Actor) -> str:
    """Ask to take back what is booked; the wish's public id."""
    found, held = activity_held(activity, by=by)
    return _asked(found, held, Wish(kind=WishKind.WITHDRAWAL.value, reason=reason))


@transaction.atomic
def ask_correction(activity: str, right: Right, *, by: Actor) -> str:
    """Ask to book what it should have been; the wish's public id."""
    found, held = activity_held(activity, by=by)
    check_figures(held, right.day, right.quantity, right.minutes)
    check_there(held, {*sides_of(found), *still_to_confirm(found)}, right.day)
    if _figures(found) == _figures(right):
        raise Refused(say("Nothing was changed."))
    named = dict(zip(FIGURES, _figures(right), strict=True))
    return _asked(found, held, Wish(kind=WishKind.CORRECTION.value, reason=right.reason, **named))


@transaction.atomic
def answer_wish(activity: str, wish: str, *, agrees: bool, reason: str = "", by: Actor) -> WishState:
    """Agree, or refuse with a reason. When the last one asked agrees the ledger is changed; where it stands then."""
    found, held = activity_held(activity, by=by)
    asked = _wish_about(found, wish)
    own = next((one for one in asked.waits_for if leads(by, one)), "")
    is_open = asked.state == WishState.ASKED
    if why := why_not_answered(own, is_open=is_open, agrees=agrees, reason=reason):
        raise Refused(why, field="reason")
    sides = sides_of(found)
    asked.waits_for = [one for one in asked.waits_for if agrees and one != own]
    asked.answer, asked.answered_at, asked.answered_by = reason.strip(), timezone.now(), by.id
    if not asked.waits_for:
        asked.state = (WishState.AGREED if agrees else WishState.REFUSED).value
    asked.save()
    if asked.state == WishState.AGREED:
        _FULFILLED[WishKind(asked.kind)](found, held, asked)
    noted(held, said_of(WishKind(asked.kind), WishState.AGREED if agrees else WishState.REFUSED))
    close_wish(asked, by=by.id, party=own if asked.waits_for else "")
    if not asked.waits_for:
        tell_of_answer(held.alliance, asked, sides, by=by.id)
    return WishState(asked.state)


@transaction.atomic
def take_back_wish(activity: str, wish: str, *, by: Actor) -> None:
    """Who asked thinks better of it before the others have answered; nothing was changed."""
    found, held = activity_held(activity, by=by)
    asked = _wish_about(found, wish)
    is_open = asked.state == WishState.ASKED
    if why := why_not_taken_back(is_own=leads(by, asked.party), is_open=is_open):
        raise Refused(why)
    asked.state, asked.waits_for = WishState.TAKEN_BACK.value, []
    asked.answered_at, asked.answered_by = timezone.now(), by.id
    asked.save()
    noted(held, said_of(WishKind(asked.kind), WishState.TAKEN_BACK))
    close_wish(asked, by=by.id)
    tell_of_answer(held.alliance, asked, sides_of(found), by=by.id)


def _wish_about(activity: Activity, wish: str) -> Wish:
    asked = Wish.objects.filter(activity=activity, public_id=wish).first()
    if asked is None:
        raise Refused(say("Nothing of the kind is asked about this activity."))
    return asked


def let_lapse(held: Held, party: str) -> None:
    """Nobody confirms or answers for a party that left: the others alone are asked, and what asks nobody lapses."""
    lapse_parts(held, party)
    asked = Wish.objects.filter(activity__alliance=held.alliance, state=WishState.ASKED)
    for wish in asked.select_related("activity"):
        if party not in wish.waits_for:
            continue
        wish.waits_for.remove(party)
        wish.state = (WishState.ASKED if wish.waits_for else WishState.LAPSED).value
        wish.save()
        close_wish(wish, by=held.by.id, party=party if wish.waits_for else "")
        if not wish.waits_for:
            tell_of_answer(held.alliance, wish, sides_of(wish.activity), by=held.by.id)


def _figures(one: Activity | Right | Wish) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in FIGURES)


def sides_of(activity: Activity) -> list[str]:
    """The giver and those that received by the ledger; nobody while nothing is booked."""
    booked = list(Part.objects.filter(activity=activity).exclude(entry="").values_list("party", flat=True))
    return [activity.giver, *booked] if booked else []


def _asked(activity: Activity, held: Held, wish: Wish) -> str:
    sides, here = sides_of(activity), {one.party for one in held.parties}
    own = next((one for one in sides if leads(held.by, one)), "")
    others = [one for one in sides if one != own and one in here]
    latest = activity.wish
    is_asked = latest is not None and latest.state == WishState.ASKED
    if why := why_not_asked(own, others, is_booked=bool(sides), is_asked=is_asked, reason=wish.reason):
        raise Refused(why, field="reason")
    wish.activity, wish.party, wish.reason, wish.waits_for = activity, own, wish.reason.strip(), others
    wish.asked_at, wish.asked_by = timezone.now(), held.by.id
    wish.save()
    activity.wish = wish
    activity.save()
    noted(held, said_of(WishKind(wish.kind), WishState.ASKED))
    tell_of_wish(held.alliance, wish)
    return wish.public_id


def _withdrawn(activity: Activity, held: Held, wish: Wish) -> None:
    for part in Part.objects.filter(activity=activity).exclude(entry=""):
        reverse(part.entry, reason=wish.reason, by=held.by)
        part.entry = ""
        part.save()
    activity.state = ActivityState.WITHDRAWN.value
    activity.save()
    close_activity(activity, by=held.by.id)


def _corrected(activity: Activity, held: Held, wish: Wish) -> None:
    """Each entry that would say something else is reversed and booked again, the cost shared out anew."""
    for name, value in zip(FIGURES, _figures(wish), strict=True):
        setattr(activity, name, value)
    activity.save()
    for part, cost_yuan in shares(activity, Part.objects.filter(activity=activity)):
        entry = entry_in(held.alliance.public_id, part.entry) if part.entry else None
        if entry is None:
            continue
        was = gift_of(entry)
        right = replace(
            was, day=activity.day, quantity=activity.quantity, minutes=activity.minutes, cost_yuan=cost_yuan
        )
        if right != was:
            part.entry = correct(part.entry, right, reason=wish.reason, by=held.by)
            part.save()


_FULFILLED = {WishKind.WITHDRAWAL: _withdrawn, WishKind.CORRECTION: _corrected}
