"""Until its first day a next agreement waits, and with it who joins; between two terms, and before a school joined,
nothing holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    alliance,
    approved,
    leader,
    step,
)
from tests.alliances.test_activities import lesson
from tests.alliances.test_joining import A, F, all_signed, members, named
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.correcting import Right, correct_entry
from lianmeng.alliances.actions.drafting import change, latest_version
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.actions.tasks import mark_done
from lianmeng.alliances.actions.wishes import ask_correction
from lianmeng.alliances.models import Agreement, Membership
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.rules.content import Content, Task, content_of
from lianmeng.alliances.rules.tasks import key_of
from lianmeng.alliances.vocabulary import Ground, HandOverKind
from lianmeng.core.language import day_in_words
from lianmeng.core.refusal import Refused
from lianmeng.ledger.queries.entries import entries_of_alliance

pytestmark = pytest.mark.usefixtures("city")


def begins_in(days: int, was: Content) -> Content:
    """With a task of its own, so that one text is told from the other."""
    tasks = (*was.plan, Task("Plant the garden", "f", due="2027-03-31"))
    return replace(was, since=(TODAY + timedelta(days=days)).isoformat(), plan=tasks)


def test_until_its_first_day_the_old_text_holds_and_who_joins_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = named()
    change(made, lambda was: begins_in(40, was), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    new, first = signed_in("school_leader", "f"), signed_in("school_leader", "a")
    address = f"/en/alliances/{made}/"
    with pytest.raises(Refused, match="is for"):
        take_step(made, "pause", Taking(reason="We build"), seen=None, by=F)
    for way in ("terms/", "step/pause/", "activities/add/", "join/"):
        assert new.get(address + way).status_code == 403
        assert address + way not in page(new, address)
    assert "A garden" in page(new, f"{address}agreement/2/")
    old, garden = content_of(Agreement.objects.get(number=2).content).plan
    assert "Plant the garden" not in page(first, address)
    with pytest.raises(Refused, match="not in the agreement that is in force"):
        mark_done(made, key_of(garden), "Trees", seen=None, by=F)
    mark_done(made, key_of(old), "Minutes", seen=None, by=A)
    later = TODAY + timedelta(days=40)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: later)
    mark_done(made, key_of(garden), "Trees", seen=None, by=F)
    take_step(made, "pause", Taking(reason="We build"), seen=None, by=F)


def test_between_the_end_of_one_term_and_the_next_nothing_was_paused() -> None:
    made = named()
    change(made, lambda was: replace(begins_in(500, was), until="2035-01-31"), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    told = str(why_not(alliance(made), TODAY + timedelta(days=450)))
    assert told == f"One term is over; the next begins on {TODAY + timedelta(days=500)}."
    assert why_not(alliance(made), TODAY + timedelta(days=500)) is None


def waits(days: int = 40) -> str:
    """己 joins by an agreement that is approved and begins in so many days."""
    made = named()
    change(made, lambda was: begins_in(days, was), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    return made


def test_who_waits_for_its_first_day_declines_what_is_proposed_next_and_delegates() -> None:
    made = waits()
    new, address = signed_in("school_leader", "f"), f"/en/alliances/{made}/"
    assert f"{address}step/decline_next/" not in page(new, address)
    change(made, lambda was: replace(was, money="More"), seen=None, by=A)
    for way in ("step/decline_next/", "delegate/", "sign/"):
        assert address + way in page(new, address)
        assert new.get(address + way).status_code == 200
    assert sent(new, f"{address}step/decline_next/", reason="We are too few").status_code == 302
    assert "己小学 declined version 3" in page(new, f"{address}agreement/3/")


def test_of_what_is_approved_and_still_to_begin_the_page_says_when() -> None:
    made, told = waits(), "The next agreement, version 2, is approved and takes effect on"
    first = signed_in("school_leader", "a")
    text = page(first, f"/en/alliances/{made}/")
    assert told in text
    assert "begins a new agreement from version 2, which is approved" in text
    since = Membership.objects.get(alliance__public_id=made, party="f").since
    assert f"Member from {day_in_words(since, 'en')}" in text
    assert "not yet defined" not in text.split("Parties")[1].split("What was agreed")[0]
    assert told not in page(first, f"/en/alliances/{approved()}/")


def test_of_what_ends_the_parties_are_those_who_were_members() -> None:
    made = waits()
    let_member_leave(made, "f", Taking(**DECISION, ground=Ground.AGREEMENT), seen=None, by=CITY_OFFICER)
    let_end(made, "acd")
    assert members(made) == ["a", "c", "d"]
    made = waits()
    let_end(made, "acdf")
    assert members(made) == ["a", "c", "d"]
    assert all(one.until and one.since and one.until >= one.since for one in Membership.objects.all())


def let_end(made: str, parties: str) -> None:
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    for one in parties[1:]:
        step(made, "reply", by=leader(one))
    for kind in HandOverKind:
        hand_over(made, HandedOver(kind), seen=None, by=A)
    step(made, "end")


def test_when_the_end_is_proposed_nothing_leads_who_was_to_join_to_a_closed_door() -> None:
    made = named()
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    new, address = signed_in("school_leader", "f"), f"/en/alliances/{made}/"
    assert f"{address}delegate/" not in page(new, address)
    assert f"{address}step/decline_next/" not in page(new, address)


@pytest.mark.parametrize("paused_first", [False, True])
def test_a_pause_leaves_the_gap_between_two_terms(paused_first: bool) -> None:
    made = named()
    change(made, lambda was: replace(begins_in(500, was), until="2035-01-31"), seen=None, by=A)
    all_signed(made, "acdf")
    for code in ("pause", "approve_next") if paused_first else ("approve_next", "pause"):
        step(made, code)
    step(made, "resume")
    held = [why_not(alliance(made), TODAY + timedelta(days=days)) is None for days in (0, 400, 401, 499, 500)]
    assert held == [True, True, False, False, True]


def test_what_is_taken_out_is_the_line_that_was_chosen_whoever_has_left() -> None:
    made = named()
    change(
        made, lambda was: replace(was, plan=(Task("C's", "c", due="2027-01-01"), *was.plan)), seen=None, by=A
    )
    let_member_leave(made, "c", Taking(**DECISION, ground=Ground.AGREEMENT), seen=None, by=CITY_OFFICER)
    first, address = signed_in("school_leader", "a"), f"/en/alliances/{made}/"
    assert "leaves it out by itself" in page(first, f"{address}tasks/0/remove/")
    assert "Take out: Joint planning" in page(first, f"{address}tasks/1/remove/")
    assert sent(first, f"{address}tasks/1/remove/").status_code == 302
    assert content_of(latest_version(alliance(made)).content).plan == ()
    assert first.get(f"{address}tasks/0/remove/").status_code == 404


def test_the_page_says_what_becomes_of_a_next_agreement_that_nobody_has_signed() -> None:
    made = named()
    assert "its writer changes it where it stands" in page(
        signed_in("school_leader", "a"), f"/en/alliances/{made}/terms/"
    )


def test_nothing_is_recorded_or_corrected_to_a_day_before_a_school_had_joined() -> None:
    made = named()
    all_signed(made, "acdf")
    step(made, "approve_next")
    gave: dict[str, Any] = {"giver": "a", "people": {"a": (1, 0), "f": (4, 30)}}
    with pytest.raises(Refused, match="no member of this alliance: 己小学"):
        record_activity(made, lesson(**gave), by=A)
    activity = record_activity(made, lesson(**gave, day=TODAY), by=A)
    confirm_activity(activity, "f", by=F)
    assert_not_corrected_to_the_day_before(made, activity)


def test_nothing_is_corrected_to_a_day_before_one_that_has_still_to_confirm_had_joined() -> None:
    made = named()
    all_signed(made, "acdf")
    step(made, "approve_next")
    people = {"a": (1, 0), "c": (2, 9), "f": (4, 30)}
    activity = record_activity(made, lesson(giver="a", people=people, day=TODAY), by=A)
    confirm_activity(activity, "c", by=leader("c"))
    assert_not_corrected_to_the_day_before(made, activity)
    confirm_activity(activity, "f", by=F)


def assert_not_corrected_to_the_day_before(made: str, activity: str) -> None:
    """Neither by a party's request nor by the bureau."""
    before = Right(TODAY - timedelta(days=1), Decimal(1), 40, Decimal(100), "It was earlier")
    with pytest.raises(Refused, match="no member of this alliance: 己小学"):
        ask_correction(activity, before, by=A)
    booked = entries_of_alliance(made).get()
    with pytest.raises(Refused, match="no member of this alliance: 己小学"):
        correct_entry(made, booked.public_id, before, by=CITY_OFFICER)


def test_the_form_of_an_activity_offers_those_who_were_members_on_a_day_that_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = waits()
    first, add = signed_in("school_leader", "a"), f"/en/alliances/{made}/activities/add/"
    text = page(first, add)
    assert "丙小学</option>" in text
    assert "己小学" not in text
    later = TODAY + timedelta(days=41)
    monkeypatch.setattr("lianmeng.alliances.views.doors.localdate", lambda: later)
    text, since = page(first, add), day_in_words(TODAY + timedelta(days=40), "en")
    assert f"己小学 (member from {since})</option>" in text
    assert f"Pupils of 己小学 (member from {since})" in text
    assert "丙小学</option>" in text
