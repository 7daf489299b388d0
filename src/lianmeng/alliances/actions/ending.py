"""An end is proposed, and what is handed over with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from lianmeng.alliances.actions.holding import Held, Taking, checked, hold, moved
from lianmeng.alliances.models import HandOver
from lianmeng.alliances.queries.periods import periods
from lianmeng.alliances.rules.content import why_not_day
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.vocabulary import Ground, HandOverKind
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What goes to whom by when; an empty text says that of this kind there is nothing."""

    kind: HandOverKind
    text: str = ""
    receiver: str = ""
    due: date | None = None


def open_end(held: Held, day: date, ground: Ground) -> None:
    """From `day` on the other side may reply."""
    held.alliance.ground, held.alliance.proposer = ground.value, ""
    held.alliance.next_day = day + timedelta(days=periods().reply_days)


def propose_end(held: Held, taking: Taking, ground: Ground) -> None:
    """What happened makes the end of all likely: it is proposed by nobody of the parties, and all may reply."""
    open_end(held, taking.on, ground)
    moved(held, STEPS["propose_end"], replace(taking, ground=ground))


@transaction.atomic
def hand_over(
    public_id: str, line: HandedOver, *, seen: int | None, by: Actor, day: date | None = None
) -> None:
    """Add a line to the list."""
    held = hold(public_id, seen=seen, by=by)
    taking = Taking(day=day)
    step = checked(held, "hand_over", taking)
    if line.text.strip() and line.receiver not in {one.party for one in held.parties}:
        raise Refused(say("Say which party receives it."), field="receiver")
    if line.text.strip() and line.due is None:
        raise Refused(say("Say by when it is handed over."), field="due")
    if line.due is not None and (why := why_not_day(line.due)):
        raise Refused(why, field="due")
    HandOver.objects.create(
        alliance=held.alliance,
        kind=line.kind.value,
        nothing=not line.text.strip(),
        text=line.text.strip(),
        receiver=line.receiver if line.text.strip() else "",
        due=line.due if line.text.strip() else None,
    )
    moved(held, step, taking)
