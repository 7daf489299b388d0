"""A wrong entry of the ledger is taken back and booked again, with the reason; nothing is erased."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from lianmeng.alliances.actions.activities import check_there, still_to_confirm
from lianmeng.alliances.actions.holding import Held, hold, noted, refuse_partial
from lianmeng.alliances.actions.telling import tell_of_correction
from lianmeng.alliances.models import Part
from lianmeng.alliances.queries.effect import why_not
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.ledger.actions.booking import correct
from lianmeng.ledger.queries.entries import entry_in, gift_of
from lianmeng.ledger.vocabulary import Gift


@dataclass(frozen=True, slots=True)
class Right:
    """What the entry should have said; who gave whom what stays: for that the activity is withdrawn."""

    day: date
    quantity: Decimal
    minutes: int
    cost_yuan: Decimal
    reason: str


@transaction.atomic
def correct_entry(public_id: str, entry: str, right: Right, *, by: Actor) -> str:
    """Both sides said that it was so, so neither corrects it alone: the bureau does, and both are told."""
    held = hold(public_id, seen=None, by=by)
    if not held.asked.authority:
        raise Refused(
            say("An entry is corrected by the education bureau in charge; a party asks the other side.")
        )
    refuse_partial(held)
    if not right.reason.strip():
        raise Refused(say("Say what was wrong."), field="reason")
    gift = _corrected(held, entry, right)
    made = correct(entry, gift, reason=right.reason.strip(), by=by)
    _followed(entry, made, held)
    noted(held, say("Entry of the ledger corrected"))
    tell_of_correction(held.alliance, made, [gift.giver, gift.receiver], by=by.id)
    return made


def _followed(entry: str, made: str, held: Held) -> None:
    """The activity says what its entries say; where they differ from each other, what both sides had said."""
    part = Part.objects.filter(entry=entry).select_related("activity").first()
    if part is None:
        return
    part.entry = made
    part.save()
    activity = part.activity
    booked = Part.objects.filter(activity=activity).exclude(entry="").values_list("entry", flat=True)
    standing = [one for each in booked if (one := entry_in(held.alliance.public_id, each))]
    for name in ("day", "quantity", "minutes"):
        if len(said := {getattr(one, name) for one in standing}) == 1:
            setattr(activity, name, said.pop())
    activity.cost_yuan = sum((one.cost_yuan for one in standing), Decimal(0))
    activity.save()


def _corrected(held: Held, entry: str, right: Right) -> Gift:
    found = entry_in(held.alliance.public_id, entry)
    if found is None:
        raise Refused(say("This entry was taken back already. Open the page again."))
    was = gift_of(found)
    gift = replace(
        was, day=right.day, quantity=right.quantity, minutes=right.minutes, cost_yuan=right.cost_yuan
    )
    if gift == was:
        raise Refused(say("Nothing was changed."))
    if why := why_not(held.alliance, right.day):
        raise Refused(
            say("The alliance was not in effect on {day}. {why}", day=right.day, why=why), field="day"
        )
    booked = Part.objects.filter(entry=entry).select_related("activity").first()
    waiting = still_to_confirm(booked.activity) if booked else []
    check_there(held, {gift.giver, gift.receiver, *waiting}, right.day)
    return gift
