"""A school joins a running alliance: the next agreement names it, and it signs that with all the others."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.drafting import change, check_parties
from lianmeng.alliances.actions.holding import hold
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.queries.parties import named_parties
from lianmeng.alliances.rules.content import Content
from lianmeng.alliances.rules.life import LIVING
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say


@transaction.atomic
def let_join(public_id: str, role: str, school: str, *, seen: int | None, by: Actor) -> None:
    """A party proposes it. It is a member from the day on which the agreement that names it takes effect."""
    held = hold(public_id, seen=seen, by=by)
    form, today = form_named(held.alliance.form), timezone.localdate()
    if held.alliance.state not in LIVING:
        raise Refused(say("A school joins an alliance that was approved and is not ending."))
    found = named_parties(form.of, [(role, school)], today)
    if not found:
        raise Refused(
            say("One of the parties is not in the register on that day. Choose it again."), field="school"
        )

    def joined(was: Content) -> Content:
        check_parties(form, [*was.parties, *found], today, field="school")
        return replace(was, parties=(*was.parties, *found), joining=(*was.joining, school))

    change(public_id, joined, seen=seen, by=by)
