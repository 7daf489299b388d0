"""An alliance that turns into one of another form, or out of which a member becomes a core of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from lianmeng.alliances.actions.drafting import Beginning, begin
from lianmeng.alliances.actions.ending import propose_end
from lianmeng.alliances.actions.holding import Held, Taking, hold, refuse_partial
from lianmeng.alliances.actions.members import let_go
from lianmeng.alliances.queries.forms import form_named, form_of
from lianmeng.alliances.rules.form import new_core, why_not_turned
from lianmeng.alliances.rules.life import LIVING
from lianmeng.alliances.vocabulary import Ground, Share
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say


@transaction.atomic
def turn_into(public_id: str, form: str, parties: Sequence[tuple[str, str]], *, by: Actor) -> str:
    """Begin the draft of what this one turns into; the old one goes on until the new one is approved."""
    held = hold(public_id, seen=None, by=by)
    if not (held.asked.party or held.asked.authority):
        raise Refused(say("What it turns into is begun by a party or by the education bureau in charge."))
    if not held.asked.party:
        refuse_partial(held)
    if held.alliance.state not in LIVING:
        raise Refused(say("Only an alliance that was approved and is not ending turns into another."))
    if why := why_not_turned(form_of(held.alliance), held.parties, form, parties):
        raise Refused(why, field="form")
    return begin(Beginning(form, parties, grew_from=held.alliance), by=by)


def carry_over(new: Held, taking: Taking) -> None:
    """The new one is approved: the end of the old one is proposed, or the member leaves that is a core now.

    Where some parties stay behind, the old one goes on with all: who leaves it says so there.
    """
    old = new.alliance.grew_from
    if old is None or old.state not in LIVING:
        return
    held = hold(old.public_id, seen=None, by=new.by)
    taking = replace(taking, reason=taking.reason or str(new.alliance.number))
    if old.form == new.alliance.form:
        core = new_core(form_of(old), held.parties, [(one.role, one.party) for one in new.parties])
        if core and not held.asked.authority:
            raise Refused(
                say("A member leaves {number}: the city bureau decides on both.", number=old.number)
            )
        if core:
            let_go(held, core, taking, Ground.BECAME_CORE)
    elif {one.party for one in held.parties} <= {one.party for one in new.parties}:
        shares = form_named(new.alliance.form).shares
        propose_end(held, taking, Ground.MERGED if Share.LEGAL_PERSON in shares else Ground.AGREEMENT)
