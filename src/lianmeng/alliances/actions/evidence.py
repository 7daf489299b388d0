"""What shows that a described outcome was reached: given by a party, never changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.holding import hold, noted
from lianmeng.alliances.models import Evidence
from lianmeng.alliances.queries.history import text_on
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.life import LIVING
from lianmeng.alliances.rules.targets import key_of
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say


@transaction.atomic
def give_evidence(public_id: str, objective: str, text: str, *, by: Actor) -> None:
    """`objective` by its key, one that words describe and that is in force; several pieces may be given for it."""
    held = hold(public_id, seen=None, by=by)
    if not held.asked.party:
        raise Refused(say("Evidence is given by one of the parties."))
    agreed = text_on(held.alliance, timezone.localdate())
    if held.alliance.state not in LIVING or agreed is None:
        raise Refused(say("Evidence is given while the agreement is in force."))
    described = [one for one in content_of(agreed.content).objectives if not one.indicator]
    if objective not in map(key_of, described):
        raise Refused(say("This objective is not in the agreement that is in force. Open the page again."))
    if not text.strip():
        raise Refused(say("Say what shows it, and where it is kept."), field="text")
    Evidence.objects.create(
        alliance=held.alliance,
        objective=objective,
        party=held.own,
        text=text.strip(),
        day=timezone.localdate(),
        given_by=by.id,
    )
    noted(held, say("Evidence given"))
