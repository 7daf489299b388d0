"""Each step of the life asks those who act next, lets the others know, and closes what it answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import resolve
from django.utils import translation
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
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

from lianmeng.alliances.actions.activities import (
    Done,
    confirm_activity,
    contest_activity,
    record_activity,
)
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.reminding import remind_of_days
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.alliances.rules.calls import CALLS, NOBODY_FREE, NOBODY_THERE
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.vocabulary import ActivityKind, Ground
from lianmeng.core.roles import Role
from lianmeng.notices.models import Notice
from lianmeng.people.models import Account, RoleHeld

LATER = TODAY + timedelta(days=20)


@pytest.fixture
def people(city: None) -> None:
    """Leaders of both schools, a district's and the city's officer, each named as the place."""
    for place, role in (
        ("a", Role.SCHOOL_LEADER),
        ("c", Role.SCHOOL_LEADER),
        ("d1", Role.DISTRICT_OFFICER),
        ("city", Role.CITY_OFFICER),
    ):
        public_id = f"leader-{place}" if role == Role.SCHOOL_LEADER else f"officer-{place}"
        account = Account.objects.create(public_id=public_id, username=public_id, name=place)
        since = TODAY - timedelta(days=900)
        RoleHeld.objects.create(account=account, role=role.value, place=place, since=since, given_by="x")


def asked() -> set[str]:
    return {one.place for one in Notice.objects.filter(asks=True, done_at=None)}


def informed() -> set[str]:
    return {one.place for one in Notice.objects.filter(asks=False, done_at=None)}


@pytest.mark.usefixtures("people")
def test_from_the_offer_to_the_approval() -> None:
    made = drafted()
    offer(made, seen=None, by=leader("a"))
    assert (asked(), informed()) == ({"a", "c"}, {"d1"})
    sign(made, "a", digest(made), by=leader("a"))
    assert asked() == {"c"}
    sign(made, "c", digest(made), by=leader("c"))
    assert asked() == {"d1"}
    step(made, "approve")
    assert asked() == set()
    assert {"a", "c"} <= informed()


@pytest.mark.usefixtures("people")
def test_a_rectification_is_due_and_an_end_asks_the_other_side_for_a_reply() -> None:
    made = approved()
    step(made, "assess", deadline=LATER)
    step(made, "criticise")
    assert asked() == {"d1"}
    step(made, "rectify", deadline=LATER)
    assert asked() == {"a", "c", "d1"}
    assert {one.due for one in Notice.objects.filter(asks=True, done_at=None)} == {LATER}
    step(made, "rectified")
    assert asked() == set()
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    assert asked() == {"c", "d1"}
    due = set(Notice.objects.filter(asks=True, done_at=None).values_list("due", flat=True))
    assert due == {alliance(made).next_day}
    step(made, "reply", by=leader("c"))
    assert asked() == {"d1"}


@pytest.mark.usefixtures("people")
def test_an_activity_waits_for_the_other_side_and_then_for_who_recorded_it() -> None:
    made = approved()
    done: dict[str, Any] = {"title": "小明的来访", "giver": "a", "quantity": 1, "minutes": 60}
    visit = Done(ActivityKind.VISIT, TODAY, people={"a": (1, 0), "c": (1, 0)}, **done)
    again = replace(visit, title="小明又来访")
    first, second = (record_activity(made, one, by=leader("a")) for one in (visit, again))
    assert asked() == {"c"}
    confirm_activity(first, "c", by=leader("c"))
    contest_activity(second, "c", "It was another day", by=leader("c"))
    assert asked() == {"a"}
    for notice in Notice.objects.all():
        assert "小明" not in str([notice.what, notice.why])  # what somebody wrote may name a pupil


@pytest.mark.usefixtures("people")
def test_who_has_not_signed_is_asked_once_and_their_notice_stays_theirs() -> None:
    made = drafted()
    offer(made, seen=None, by=leader("a"))
    sign(made, "a", digest(made), by=leader("a"))
    (waits,) = Notice.objects.filter(account="leader-c", asks=True)
    assert (waits.done_at, waits.topic) == (None, "sign")
    assert Notice.objects.get(account="leader-a", asks=True).done_by == "leader-a"


@pytest.mark.usefixtures("people")
def test_where_a_district_has_no_officer_the_city_is_asked_instead() -> None:
    Account.objects.filter(public_id="officer-d1").delete()
    made = signed()
    instead = Notice.objects.get(account="officer-city", asks=True, done_at=None)
    assert (instead.topic, instead.why["say"]) == ("decide", NOBODY_THERE.text)
    step(made, "approve")
    instead.refresh_from_db()
    assert instead.done_by == CITY_OFFICER.id


@pytest.mark.usefixtures("people")
def test_who_is_tied_to_a_party_is_asked_no_more_and_the_city_hears_of_it() -> None:
    made = signed()
    assert Notice.objects.filter(account="officer-d1", asks=True, done_at=None).exists()
    declare_interest(made, "My sister teaches there", by=officer("d1"))
    assert not Notice.objects.filter(account="officer-d1", done_at=None).exists()
    (told,) = Notice.objects.filter(place="city", done_at=None)
    assert "sister" not in str((told.what, told.why))


@pytest.mark.usefixtures("people")
def test_who_is_tied_is_not_asked_to_decide_what_comes_later_either() -> None:
    made = approved()
    declare_interest(made, "My sister teaches there", by=officer("d1"))
    step(made, "assess", deadline=LATER)
    instead = Notice.objects.get(asks=True, done_at=None)
    assert (instead.account, instead.why["say"]) == ("officer-city", NOBODY_FREE.text)
    assert "d1" in informed()
    other = Account.objects.create(public_id="other", username="other", name="other")
    RoleHeld.objects.create(account=other, role="district_officer", place="d1", since=TODAY, given_by="x")
    step(made, "rectify", deadline=LATER)
    deciding = Notice.objects.filter(asks=True, done_at=None, topic="decide")
    assert set(deciding.values_list("account", flat=True)) == {"other"}
    Notice.objects.all().delete()
    assert remind_of_days(LATER, by=CITY_OFFICER) == 3
    assert set(Notice.objects.values_list("account", flat=True)) == {"leader-a", "leader-c", "other"}


@pytest.mark.usefixtures("people")
def test_all_hear_of_a_member_that_left_and_what_was_asked_of_the_rest_stays() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    step(made, "assess", deadline=LATER)
    Notice.objects.filter(asks=False).delete()
    grown = Taking(**DECISION, ground=Ground.GROWN_OUT)
    let_member_leave(made, "c", grown, seen=None, by=officer("d1"))
    assert informed() == {"a", "c"}
    assert asked() == {"d1"}


@pytest.mark.usefixtures("people")
def test_every_button_leads_to_a_page() -> None:
    made = signed()
    for calls in CALLS.values():
        for call in calls:
            with translation.override("en"):
                assert resolve(f"/en/alliances/{made}/{call.page}").namespace == "alliances"


def test_the_table_knows_only_steps_of_the_life() -> None:
    assert set(CALLS) - set(STEPS) == {"signed_next"}
