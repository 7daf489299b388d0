"""The alliances of a school, for its page in the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianmeng.alliances.models import Alliance, Membership, Span
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.effect import in_effect_on
from lianmeng.alliances.queries.finding import prepared_for_readers
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.queries.parts import Line, knows_allies, part_of_school

MOST, VIEW = 30, "alliances:alliance"


@knows_allies
def allied(school: str, by: Actor, day: date) -> bool:
    """Whether a school that the reader leads or keeps together is a party beside this one, in effect on the day."""
    own = by.places(Role.SCHOOL_LEADER) | by.places(Role.GROUP_OFFICE)
    if not own:
        return False
    beside = Membership.objects.filter(held_on(day), party__in=own, alliance__in=in_effect_on(day))
    return Membership.objects.filter(
        held_on(day), party=school, alliance__in=beside.values("alliance")
    ).exists()


@part_of_school(say("Alliances"))
def alliances_of_school(school: str, by: Actor, day: date) -> list[Line]:
    """Begun by the day, those in effect on it first, then the newest."""
    ledger = Line(say("What it gave and received"), "alliances:school-ledger", school)
    lines = [
        Line(
            say("{title}: {state}", title=title, state=_shown(State(state), effective=effective)),
            VIEW,
            public_id,
        )
        for public_id, title, state, effective in _WITH(by, school, day)
    ]
    return [*lines, ledger] if lines else []


def _with(school: str, day: date, *, seen: Q) -> QuerySet[Alliance, Any]:
    effective = Exists(Span.objects.filter(held_on(day), alliance=OuterRef("pk")))
    own = Membership.objects.filter(party=school).values("alliance")
    begun = Alliance.objects.filter(seen, pk__in=own, begun_on__lte=day).annotate(effective=effective)
    listed = begun.order_by("-effective", "-begun_on", "-pk")
    return listed.values_list("public_id", "title", "state", "effective")[:MOST]


_WITH = prepared_for_readers(_with)


def _shown(state: State, *, effective: bool) -> Sentence:
    if state == State.APPROVED:
        return say("In effect") if effective else say("Approved, not in effect")
    return state.label
