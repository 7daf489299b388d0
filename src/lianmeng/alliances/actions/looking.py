"""Looking for signs of empty formalism, from the call of an assessment to its verdict; each is asked about once."""

from __future__ import annotations

import logging
from datetime import date
from typing import NamedTuple

from django.db import transaction

from lianmeng.alliances.actions.holding import Held, hold
from lianmeng.alliances.actions.telling import tell_of_questions
from lianmeng.alliances.models import Alliance, LifeStep
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import Actor
from lianmeng.ledger.actions.questions import ask_about_signs
from lianmeng.ledger.rules.signs import Assessment

log = logging.getLogger(__name__)


class Looked(NamedTuple):
    """How many questions were put, and the public ids of the alliances at which looking failed."""

    asked: int
    failed: list[str]


def look_for_signs(held: Held, day: date | None = None) -> int:
    """How many questions were put; none unless it is under assessment. `day`: of the verdict.

    Each is told to the party that is to answer; when others see it is for `rules.rights` to say.
    """
    due = held.alliance.next_day
    if held.alliance.state != State.ASSESSMENT or due is None:
        return 0
    last = LifeStep.objects.filter(alliance=held.alliance, source=State.ASSESSMENT)
    before = last.exclude(target=State.ASSESSMENT).order_by("-id").values_list("day", flat=True).first()
    asked = ask_about_signs(
        held.alliance.public_id,
        assessment=Assessment(due, min(due, day or due), before),
        among=[one.party for one in held.parties],
        by=held.by,
    )
    tell_of_questions(held.alliance, asked)
    return len(asked)


def look_at_assessments(*, by: Actor) -> Looked:
    """At all that are under assessment, for what came in since; the nightly run calls it.

    One that fails keeps nobody from the others: the log says why, the next night looks again.
    """
    due = Alliance.objects.filter(state=State.ASSESSMENT).values_list("public_id", flat=True)
    asked, failed = 0, []
    for one in list(due):
        try:
            asked += _looked_at(one, by)
        except Exception:
            log.exception("alliance %s could not be looked at", one)
            failed.append(one)
    return Looked(asked, failed)


@transaction.atomic
def _looked_at(public_id: str, by: Actor) -> int:
    return look_for_signs(hold(public_id, seen=None, by=by))
