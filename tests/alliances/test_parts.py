"""Alliances where somebody meets them first: on the page of a school, and on the first page by role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.alliances.conftest import (
    CITY_OFFICER,
    TODAY,
    alliance,
    approved,
    digest,
    drafted,
    leader,
    officer,
    signed,
    step,
)
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import BUDGET, page, signed_in

from lianmeng.alliances.actions.activities import record_activity
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.models import Membership
from lianmeng.alliances.queries.finding import nearest_alliances, own_alliances
from lianmeng.alliances.queries.of_school import alliances_of_school
from lianmeng.alliances.queries.waiting import counted_by_state, waiting_for
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import NOBODY
from lianmeng.core.roles import CITY
from lianmeng.schools.models import Region, SchoolVersion

pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_school_shows_its_alliances_to_those_who_may_see_them(language: str) -> None:
    made = approved()
    hidden = drafted("twinning", (("lead", "a"), ("partner", "d")))
    text = page(Client(), f"/{language}/schools/a/")
    assert f"/{language}/alliances/{made}/" in text
    assert hidden not in text
    assert hidden in page(signed_in("school_leader", "a"), f"/{language}/schools/a/")
    assert alliances_of_school("a", NOBODY, TODAY - timedelta(days=301)) == []


def test_a_draft_of_schools_in_no_district_is_hidden_from_those_without_a_role() -> None:
    SchoolVersion.objects.filter(school__public_id__in=("a", "c")).update(
        region=Region.objects.get(public_id="top")
    )
    hidden = drafted("elite_group", (("core", "a"), ("member", "c")))
    assert Membership.objects.filter(district="").count() == 2
    assert alliances_of_school("a", NOBODY, TODAY) == []
    assert hidden not in page(Client(), "/en/schools/a/")
    assert hidden in page(signed_in("city_officer", CITY), "/en/schools/a/")


def test_of_ones_own_alliances_what_is_due_comes_first() -> None:
    due, _ = approved(), approved("twinning", (("lead", "a"), ("partner", "d")))
    step(due, "assess", deadline=TODAY + timedelta(days=20))
    assert next(row[1] for row in own_alliances(leader("a"))) == due
    assert nearest_alliances(leader("a"))[0][0] == due


def test_a_school_with_three_asks_as_often_as_with_one() -> None:
    asked = []
    for partner in ("c", "d", "f"):
        approved("twinning", (("lead", "a"), ("partner", partner)))
        with CaptureQueriesContext(connection) as queries:
            Client().get("/en/schools/a/")
        asked.append(len(queries))
    assert asked[0] == asked[-1] <= BUDGET


def test_an_offered_agreement_waits_for_each_party_until_it_signs() -> None:
    made = drafted()
    assert waiting_for(leader("a")).to_sign == []
    offer(made, seen=None, by=leader("a"))
    sign(made, "a", digest(made), by=leader("a"))
    assert waiting_for(leader("a")).to_sign == []
    assert waiting_for(leader("c")).to_sign == [(made, alliance(made).title)]
    assert "1 agreement waits for your signature" in page(signed_in("school_leader", "c"), "/en/")


def test_an_activity_waits_for_the_other_side() -> None:
    made = approved()
    record_activity(made, lesson(), by=leader("a"))
    assert waiting_for(leader("a")).to_confirm == []
    assert waiting_for(leader("c")).to_confirm == [(made, alliance(made).title)]
    assert "1 activity waits to be confirmed" in page(signed_in("school_leader", "c"), "/en/")


def test_decisions_wait_for_the_bureau_in_charge() -> None:
    signed()
    step(approved("leadership", (("lead", "a"), ("led", "e"))), "assess", deadline=TODAY + timedelta(days=9))
    assert counted_by_state(CITY_OFFICER).to_decide == {State.SIGNED: 1, State.ASSESSMENT: 1}
    assert counted_by_state(officer("d1")).to_decide == {State.SIGNED: 1}
    assert counted_by_state(officer("d2")).to_decide == {}
    client = signed_in("district_officer", "d1")
    client.get("/en/")  # the first page after signing in also keeps the session
    text = page(client, "/en/")
    assert "1 alliance waits for a decision: Signed by all" in text
    assert "Alliances by state" in text
    assert "Alliances by state" not in page(Client(), "/en/")
