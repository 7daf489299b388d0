"""What the page of an alliance offers: only what leads somewhere for its reader now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests.alliances.conftest import (
    TODAY,
    alliance,
    approved,
    digest,
    drafted,
    leader,
    signed,
    step,
)
from tests.alliances.test_activities import lesson
from tests.alliances.test_life import listed
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.activities import record_activity
from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.alliances.actions.turning import turn_into
from lianmeng.alliances.vocabulary import Ground, HandOverKind
from lianmeng.core.refusal import Refused
from lianmeng.people.models import Account
from lianmeng.people.queries.actors import actor_of

pytestmark = pytest.mark.usefixtures("city")
SOON = TODAY + timedelta(days=30)


def offers(client: Client, made: str, end: str) -> bool:
    return f'href="/en/alliances/{made}/{end}"' in page(client, f"/en/alliances/{made}/")


def test_who_has_signed_is_not_asked_again() -> None:
    made = drafted()
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    offer(made, seen=None, by=leader("a"))
    assert offers(first, made, "sign/")
    sign(made, "a", digest(made), by=leader("a"))
    assert not offers(first, made, "sign/")
    assert offers(second, made, "sign/")


def test_a_next_agreement_is_approved_when_all_signed_it() -> None:
    made = approved()
    bureau, first = signed_in("district_officer", "d1"), signed_in("school_leader", "a")
    assert offers(first, made, "tasks/0/remove/")
    assert not offers(first, made, "sign/")
    change(made, lambda content: replace(content, money="none at all"), seen=None, by=leader("a"))
    sign(made, "a", digest(made), by=leader("a"))
    assert not offers(first, made, "sign/")
    assert not offers(bureau, made, "step/approve_next/")
    sign(made, "c", digest(made), by=leader("c"))
    assert offers(bureau, made, "step/approve_next/")


def test_the_check_of_a_rectification_offers_the_failure_that_it_is() -> None:
    made, bureau = approved(), signed_in("district_officer", "d1")
    step(made, "assess", deadline=SOON)
    step(made, "rectify", deadline=SOON)
    assert offers(bureau, made, "step/fail_check/")
    assert not offers(bureau, made, "step/fail_again/")
    step(made, "fail_check", deadline=SOON)
    assert not offers(bureau, made, "step/fail_check/")
    assert offers(bureau, made, "step/fail_again/")


def test_a_proposed_end_names_who_may_reply_and_asks_once() -> None:
    made = approved()
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    other = signed_in("school_leader", "c")
    assert not offers(other, made, "tasks/0/remove/")
    assert "丙小学 may reply to the proposed end" in page(Client(), f"/en/alliances/{made}/")
    assert offers(other, made, "step/reply/")
    step(made, "reply", by=leader("c"))
    assert not offers(other, made, "step/reply/")
    assert "Next: End it, by the education bureau in charge." in page(Client(), f"/en/alliances/{made}/")


def test_what_is_over_says_when_and_why_and_asks_for_nothing() -> None:
    made, first = approved(), signed_in("school_leader", "a")
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    step(made, "reply", by=leader("c"))
    listed(made)
    step(made, "end")
    text = page(first, f"/en/alliances/{made}/")
    assert f"ended {TODAY:%-d %B %Y}, By agreement" in text
    assert "Nothing is left to do." in text
    assert not offers(first, made, "activities/add/")
    assert not offers(signed_in("district_officer", "d1"), made, "interest/")
    with pytest.raises(Refused, match="This alliance is over"):
        record_activity(made, lesson(day=TODAY - timedelta(days=9)), by=leader("a"))


def test_a_step_tells_its_state_only_where_that_says_more() -> None:
    made, first = approved(), signed_in("school_leader", "a")
    address = f"/en/alliances/{made}/"
    sent(first, f"{address}step/pause/", reason="Rebuilding")
    assert f"{alliance(made).number}: Paused.<" in page(first, address)
    sent(first, f"{address}step/resume/", reason="Rebuilt")
    assert "Resumed. It is now “In effect”." in page(first, address)


def test_who_confirms_reads_what_will_be_booked() -> None:
    made = approved()
    activity = record_activity(made, lesson(), by=leader("a"))
    text = page(signed_in("school_leader", "c"), f"/en/alliances/{made}/activities/{activity}/confirm/")
    assert "held by 甲小学" in text
    assert "40 minutes, 100.00 yuan" in text
    assert "丙小学 (adults: 4, pupils: 30)" in text


def test_the_hand_over_list_says_what_it_still_lacks() -> None:
    made, first = approved(), signed_in("school_leader", "a")
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    hand_over(made, HandedOver(HandOverKind.ASSETS), seen=None, by=leader("a"))
    lacking = (
        "Still to be listed before it can end, if only as “nothing”: Staff on loan, Records, Pairs of pupils"
    )
    assert lacking in page(first, f"/en/alliances/{made}/")
    listed(made)
    assert "Still to be listed" not in page(first, f"/en/alliances/{made}/")


def test_the_hand_over_form_asks_for_receiver_and_day_only_of_what_is_handed_over() -> None:
    made, first = approved(), signed_in("school_leader", "a")
    step(made, "propose_end", by=leader("a"), ground=Ground.AGREEMENT)
    address = f"/en/alliances/{made}/hand-over/"
    empty = first.get(address)
    needed = {one: empty.context["form"].fields[one].required for one in ("text", "receiver", "due")}
    assert needed == {"text": False, "receiver": True, "due": True}
    assert "Not asked if there is nothing." in empty.content.decode()
    refused = first.post(address, {"seen": alliance(made).turn, "kind": "assets", "text": "Books"})
    assert set(refused.context["form"].errors) == {"receiver", "due"}
    assert sent(first, address, kind="assets", text=" ").status_code == 302
    filled = {"kind": "records", "text": "Files", "receiver": "c", "due": TODAY.isoformat()}
    assert sent(first, address, **filled).status_code == 302


def test_who_is_tied_to_a_party_is_not_offered_the_decision() -> None:
    made, bureau = signed(), signed_in("district_officer", "d1")
    assert offers(bureau, made, "step/approve/")
    declare_interest(made, "My sister teaches there", by=actor_of(Account.objects.get(), TODAY))
    assert not offers(bureau, made, "step/approve/")
    assert not offers(bureau, made, "step/send_back/")


def test_who_is_tied_to_a_party_begins_nothing_for_the_bureau_either() -> None:
    made, bureau, first = approved(), signed_in("district_officer", "d1"), signed_in("school_leader", "a")
    officer = actor_of(Account.objects.get(username="district_officer-d1"), TODAY)
    assert offers(bureau, made, "turn/trusteeship/")
    declare_interest(made, "My sister teaches there", by=officer)
    assert not offers(bureau, made, "turn/trusteeship/")
    assert offers(first, made, "turn/trusteeship/")
    with pytest.raises(Refused, match="another officer decides"):
        turn_into(made, "trusteeship", (("lead", "a"), ("led", "c")), by=officer)
