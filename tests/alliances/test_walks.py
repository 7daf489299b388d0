"""Random walks through the life: no state that the table forbids, no signature lost, one answer about effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    alliance,
    build_city,
    digest,
    drafted,
    leader,
)

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave, school_ended
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.actions.steps import EFFECTS, take_step
from lianmeng.alliances.models import LifeStep, Signature
from lianmeng.alliances.queries.effect import in_effect_on, why_not
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.vocabulary import Ground, HandOverKind, State
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused

PEOPLE = (CITY_OFFICER, leader("a"), leader("c"), leader("f"))
DEEDS = some.tuples(
    some.sampled_from(
        [*EFFECTS, "change", "offer", "sign", "sign", "offer", "approve", "hand_over", "leave"]
    ),
    some.sampled_from(PEOPLE),
    some.sampled_from("ac"),
    some.booleans(),
    some.sampled_from([Ground.AGREEMENT, Ground.SERIOUS, Ground.GROWN_OUT]),
)


def attempt(made: str, deed: str, *, by: Actor, party: str, more: dict[str, Any]) -> None:
    """The deed, refused or not."""
    taking = Taking(**more)
    if deed == "change":
        change(made, lambda was: replace(was, money=was.money + "."), seen=alliance(made).turn, by=by)
    elif deed == "offer":
        offer(made, seen=None, by=by)
    elif deed == "sign":
        sign(made, party, digest(made), by=leader(party))
    elif deed == "hand_over":
        for kind in HandOverKind:
            hand_over(made, HandedOver(kind), seen=None, by=by)
    elif deed == "leave":
        let_member_leave(made, party, taking, seen=None, by=by)
    else:
        take_step(made, deed, taking, seen=None, by=by)


def signatures() -> set[tuple[Any, ...]]:
    return set(Signature.objects.values_list("agreement__number", "party", "digest", "signed_at"))


class TestWalks(TestCase):
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(some.lists(DEEDS, min_size=8, max_size=30), some.booleans())
    def test_any_walk(self, deeds: list[Any], closes: bool) -> None:
        build_city()
        made = drafted()
        kept: set[tuple[Any, ...]] = set()
        for deed, by, party, full, ground in deeds:
            more = DECISION if full else {"reason": "So"}
            more = {**more, "ground": ground, "deadline": TODAY + timedelta(days=9)}
            before = alliance(made).state
            try:
                attempt(made, deed, by=by, party=party, more=more)
            except Refused:
                assert alliance(made).state == before
            assert kept <= signatures()
            kept = signatures()
            self.sound(made)
        if closes:
            school_ended("c", TODAY)
            self.sound(made)
            assert kept == signatures()

    def sound(self, made: str) -> None:
        found = alliance(made)
        state = State.DRAFT
        for taken in LifeStep.objects.filter(alliance=found):
            row = STEPS[taken.code]
            assert (taken.source, state in row.sources) == (state, True)
            state = row.leads_to(state)
            assert taken.target == state
        assert found.state == state
        for day in (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=200)):
            assert (why_not(found, day) is None) == in_effect_on(day).filter(pk=found.pk).exists()
        if why_not(found, TODAY) is None:
            assert set(LifeStep.objects.values_list("code", flat=True)) >= {
                "sign_last",
                "approve",
            }


@pytest.mark.django_db
def test_every_row_of_the_table_leads_somewhere_known() -> None:
    reached, more = {State.DRAFT}, True
    while more:
        new = {step.leads_to(one) for step in STEPS.values() for one in step.sources if one in reached}
        more = not new <= reached
        reached |= new
    assert reached == set(State)
