"""Correcting an entry of the ledger."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lianmeng.alliances.actions.correcting import Right, correct_entry
from lianmeng.alliances.forms import CorrectForm
from lianmeng.alliances.views.doors import Frame, for_those
from lianmeng.core.sentences import say
from lianmeng.ledger.queries.entries import entry_in
from lianmeng.ledger.vocabulary import Unit
from lianmeng.web.steps import Deed, Done, answer


@for_those(lambda frame: frame.asked.authority)
def correct(request: HttpRequest, frame: Frame, entry_id: str) -> HttpResponse:
    ledger = reverse("alliances:alliance-ledger", args=[frame.alliance.public_id])
    found = entry_in(frame.alliance.public_id, entry_id)
    if found is None:
        raise Http404

    def act(filled: dict[str, Any]) -> Done:
        correct_entry(frame.alliance.public_id, entry_id, Right(**filled), by=frame.actor)
        told = say(
            "The entry of {day} is taken back and booked again: {quantity}, {minutes} minutes, {cost} yuan.",
            day=filled["day"],
            quantity=f"{filled['quantity'].normalize():f}",
            minutes=filled["minutes"],
            cost=str(filled["cost_yuan"]),
        )
        kept = say("Both sides are told; the old entry stays readable.")
        return Done(ledger, (told, kept))

    unit, giver, receiver = Unit(found.unit).label, frame.name(found.giver), frame.name(found.receiver)
    deed = Deed(
        title=say(
            "Correct the entry of {day}: {unit}, from {giver} to {receiver}",
            day=found.day,
            unit=unit,
            giver=giver,
            receiver=receiver,
        ),
        verb=say("Take it back and book it again"),
        form=CorrectForm,
        act=act,
        crumbs=(*frame.crumbs, (say("Ledger"), ledger)),
        initial={
            "day": found.day,
            "quantity": f"{found.quantity.normalize():f}",
            "minutes": found.minutes,
            "cost_yuan": found.cost_yuan,
        },
    )
    return answer(request, deed)
