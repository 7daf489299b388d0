"""Needs and strengths are declared by the school and seen by whom it says."""

from __future__ import annotations

from datetime import date

import pytest
from tests.schools.conftest import OFFICER, STRANGER, City

from lianmeng.audit.queries.lines import newest_lines
from lianmeng.core.actors import NOBODY, Actor
from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.needs import NeedDraft, correct_need, declare_need, withdraw_need
from lianmeng.schools.models import Need
from lianmeng.schools.queries.needs import needs_of, needs_seen
from lianmeng.schools.queries.places import regions_over
from lianmeng.schools.rules.permissions import may_see_need
from lianmeng.schools.vocabulary import Audience

DAY = date(2016, 9, 1)


def draft(seen_by: str = "district", level: int = 2, subject: str = "music") -> NeedDraft:
    return NeedDraft(side="need", kind="subject", subject=subject, level=level, seen_by=seen_by)


def test_the_question_and_the_rule_agree_on_who_may_see_what(city: City) -> None:
    school, other = city.school(1), city.school(2, "", city.south)
    for audience in Audience:
        declare_need(school.public_id, draft(audience), by=OFFICER, day=DAY)
    over = regions_over(school, DAY)
    readers: dict[str, Actor] = {
        "city": OFFICER,
        "district": city.officer_of(city.north),
        "other district": city.officer_of(city.south),
        "leader": city.leader_of(school),
        "other leader": city.leader_of(other),
        "stranger": STRANGER,
        "nobody": NOBODY,
    }
    for allied in (False, True):
        for name, by in readers.items():
            seen = {need.seen_by for need in needs_of(school, by, DAY, allied=allied and bool(by.id))}
            may = {
                audience.value
                for audience in Audience
                if may_see_need(by, audience, school.public_id, over, allied=allied and bool(by.id))
            }
            assert seen == may, (name, allied)
    assert {one.seen_by for one in needs_seen(city.leader_of(other), DAY)} == {"public"}


def test_the_audit_quotes_no_need(city: City) -> None:
    """Its lines are read by officers of the district, who may not see what is for the city alone."""
    school = city.school(1)
    secret = NeedDraft(side="need", kind="management", text="机密", seen_by="city")
    need = declare_need(school.public_id, secret, by=OFFICER, day=DAY)
    correct_need(need.public_id, secret, by=OFFICER, day=DAY, seen=1)
    withdraw_need(need.public_id, by=OFFICER, day=date(2017, 9, 1), seen=2)
    told = [one.told("en") for one in newest_lines(frozenset({city.north.public_id}))[:3]]
    assert told == [
        "Withdrew Need (Management) from 1 September 2017",
        "Corrected Need (Management)",
        "Declared Need (Management) from 1 September 2016",
    ]


def test_a_need_is_declared_corrected_and_withdrawn_by_the_school(city: City) -> None:
    school = city.school(1)
    leader = city.leader_of(school)
    need = declare_need(school.public_id, draft(), by=leader, day=DAY)
    correct_need(need.public_id, draft(level=3), by=leader, day=DAY, seen=1)
    with pytest.raises(Refused, match="Somebody has changed"):
        correct_need(need.public_id, draft(level=1), by=leader, day=DAY, seen=1)
    withdraw_need(need.public_id, by=leader, day=date(2017, 9, 1), seen=2)
    assert [needs_of(school, leader, day).count() for day in (DAY, date(2017, 9, 1))] == [1, 0]
    again = declare_need(school.public_id, draft(), by=leader, day=DAY)
    withdraw_need(again.public_id, by=leader, day=DAY, seen=1)
    assert Need.objects.count() == 1


def test_nobody_else_declares_and_impossible_ones_are_refused(city: City) -> None:
    school = city.school(1)
    for by in (STRANGER, city.officer_of(city.south)):
        with pytest.raises(Refused, match="Only the school's leaders"):
            declare_need(school.public_id, draft(), by=by, day=DAY)
    for wrong, field in (
        (draft("all"), "seen_by"),
        (draft(level=4), "level"),
        (draft(subject=""), "subject"),
    ):
        with pytest.raises(Refused) as refused:
            declare_need(school.public_id, wrong, by=OFFICER, day=DAY)
        assert refused.value.field == field
