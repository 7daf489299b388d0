"""A side that leaves, or a school that closes, before it confirmed an activity is not waited for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.alliances.conftest import CITY_OFFICER, DECISION, TODAY, approved, leader, officer, step
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.activities import (
    confirm_activity,
    contest_activity,
    record_activity,
    withdraw_activity,
)
from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.reminding import remind_of_days
from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.alliances.models import Activity
from lianmeng.alliances.queries.periods import reminders
from lianmeng.alliances.queries.waiting import waiting_for
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.ledger.models import Entry
from lianmeng.ledger.queries.sums import given_in_alliance
from lianmeng.notices.models import Notice
from lianmeng.schools.actions.life import close_school

pytestmark = pytest.mark.usefixtures("city")
A, C, D = leader("a"), leader("c"), leader("d")
GROUP = (("core", "a"), ("member", "c"), ("member", "d"))
LEFT = "left the alliance before it confirmed"


def grouped(by: Actor = A) -> tuple[str, str]:
    made = approved("elite_group", GROUP)
    return made, record_activity(made, lesson(people={"c": (1, 0), "d": (1, 0)}), by=by)


def leaves(made: str, party: str) -> None:
    let_member_leave(made, party, Taking(**DECISION, ground=Ground.AGREEMENT), seen=None, by=CITY_OFFICER)


def stands() -> str:
    return Activity.objects.get().state


def test_a_school_that_closes_lets_what_it_had_to_confirm_lapse() -> None:
    made = approved()
    activity = record_activity(made, lesson(), by=A)
    first = signed_in("school_leader", "a")
    close_school("c", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert stands() == "lapsed"
    text = page(first, f"/en/alliances/{made}/")
    assert LEFT in text
    assert f"{activity}/withdraw/" not in text
    for late in (
        lambda: confirm_activity(activity, "c", by=C),
        lambda: contest_activity(activity, "c", "No", by=C),
        lambda: withdraw_activity(activity, "No", by=A),
    ):
        with pytest.raises(Refused, match="has lapsed"):
            late()
    assert Notice.objects.filter(subject=f"activity:{activity}", place="a", asks=False).count() == 1
    assert not Entry.objects.exists()


@pytest.mark.parametrize("first", ["leaves", "confirms"])
def test_in_a_group_the_others_alone_confirm(first: str) -> None:
    made, activity = grouped()
    if first == "leaves":
        leaves(made, "d")
        assert stands() == "recorded"
    confirm_activity(activity, "c", by=C)
    if first == "confirms":
        assert stands() == "recorded"
        leaves(made, "d")
    assert stands() == "confirmed"
    assert [one.receiver for one in given_in_alliance(made)] == ["c"]
    assert LEFT in page(signed_in("school_leader", "c"), f"/en/alliances/{made}/")
    with pytest.raises(Refused, match="Your side left"):
        confirm_activity(activity, "d", by=D)


def test_nobody_is_asked_or_reminded_for_a_side_that_left() -> None:
    made, _ = grouped()
    for place in ("c", "d"):
        signed_in("school_leader", place)
    leaves(made, "d")
    assert (len(waiting_for(C).to_confirm), waiting_for(D).to_confirm) == (1, [])
    Notice.objects.all().delete()
    remind_of_days(TODAY + timedelta(days=reminders().confirmation), by=OPERATOR)
    assert set(Notice.objects.values_list("place", flat=True)) == {"c"}


def test_without_its_giver_nothing_can_be_booked() -> None:
    made, _ = grouped(by=C)
    leaves(made, "a")
    assert stands() == "recorded"  # too few would stay: the end of all is proposed instead
    close_school("a", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert stands() == "lapsed"


def test_what_a_side_that_left_contested_lapses_and_what_another_contests_stays_so() -> None:
    made, activity = grouped()
    contest_activity(activity, "c", "It was another day", by=C)
    contest_activity(activity, "d", "It was another day", by=D)
    leaves(made, "d")
    assert stands() == "contested"
    confirm_activity(activity, "c", by=C)
    assert stands() == "confirmed"


@pytest.mark.parametrize("leaving", ["d", "f"])
def test_a_contest_outlasts_that_another_confirms_and_one_leaves(leaving: str) -> None:
    made = approved("elite_group", (*GROUP, ("member", "f")))
    activity = record_activity(made, lesson(people=dict.fromkeys("cdf", (1, 0))), by=D)
    for role, place in (("school_leader", "d"), ("district_officer", "d1")):
        signed_in(role, place)
    contest_activity(activity, "c", "It was another day", by=C)
    confirm_activity(activity, "a", by=A)
    assert stands() == "contested"
    leaves(made, leaving)
    assert stands() == "contested"
    asked = Notice.objects.filter(subject=f"activity:{activity}", asks=True, done_at=None)
    assert [one.place for one in asked] == ["d1" if leaving == "d" else "d"]


def test_who_left_is_not_asked_for_what_another_contests_or_for_a_next_signature() -> None:
    made, activity = grouped(by=D)
    for place in "cd":
        signed_in("school_leader", place)
    contest_activity(activity, "c", "It was another day", by=C)
    change(made, lambda was: replace(was, money="More"), seen=None, by=A)
    open_ones = Notice.objects.filter(asks=True, done_at=None)
    assert set(open_ones.filter(place="d").values_list("topic", flat=True)) == {"", "sign"}
    leaves(made, "d")
    assert not open_ones.filter(place="d")
    assert open_ones.filter(place="c", topic="sign")


@pytest.mark.parametrize("first", ["leaves", "contests"])
def test_what_a_side_recorded_that_left_the_bureau_is_asked_to_clear_up(first: str) -> None:
    made, activity = grouped(by=D)
    for role, place in (("school_leader", "d"), ("district_officer", "d1")):
        signed_in(role, place)
    if first == "leaves":
        leaves(made, "d")
    contest_activity(activity, "c", "It was another day", by=C)
    if first == "contests":
        leaves(made, "d")
    asked = Notice.objects.filter(subject=f"activity:{activity}", asks=True, done_at=None)
    assert [one.place for one in asked] == ["d1"]
    assert "The side that recorded it has left" in str(asked.get().why)
    withdraw_activity(activity, "It was another day", by=CITY_OFFICER)
    assert not asked.all()


def test_a_school_that_closes_while_the_end_is_open_is_not_asked_to_reply() -> None:
    made = approved("elite_group", GROUP)
    for place in "cd":
        signed_in("school_leader", place)
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    open_ones = Notice.objects.filter(asks=True, done_at=None)
    assert set(open_ones.values_list("place", flat=True)) == {"c", "d"}
    close_school("c", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert set(open_ones.values_list("place", flat=True)) == {"d"}


def test_the_bureau_withdraws_what_a_side_recorded_that_left() -> None:
    made, activity = grouped(by=D)
    bureau, tied = signed_in("district_officer", "d1"), officer("d1")
    address = f"/en/alliances/{made}/activities/{activity}/withdraw/"
    assert address not in page(bureau, f"/en/alliances/{made}/")
    assert bureau.get(address).status_code == 403
    with pytest.raises(Refused, match="by the party that recorded it"):
        withdraw_activity(activity, "No", by=CITY_OFFICER)
    leaves(made, "d")
    declare_interest(made, "My sister teaches there", by=tied)
    with pytest.raises(Refused, match="another officer decides"):
        withdraw_activity(activity, "No", by=tied)
    assert address in page(bureau, f"/en/alliances/{made}/")
    assert sent(bureau, address, reason="It was recorded by mistake").status_code == 302
    assert stands() == "withdrawn"


def test_what_is_contested_stays_so_whatever_others_confirm_or_have_still_to_say() -> None:
    made = approved("elite_group", (("core", "a"), *(("member", one) for one in "cdf")))
    activity = record_activity(made, lesson(people=dict.fromkeys("cdf", (2, 0))), by=A)
    first = signed_in("school_leader", "a")
    contest_activity(activity, "c", "It was another day", by=C)
    asked = Notice.objects.filter(subject=f"activity:{activity}", place="a", asks=True, done_at=None)
    for party, stands in (("d", "contested"), ("f", "contested"), ("c", "confirmed")):
        assert (Activity.objects.get().state, asked.count()) == ("contested", 1)
        assert "It was another day" in page(first, f"/en/alliances/{made}/")
        confirm_activity(activity, party, by=leader(party))
        assert Activity.objects.get().state == stands
    assert not asked.exists()
    assert len(given_in_alliance(made)) == 3


def test_what_was_contested_and_is_not_any_more_waits_for_the_others_alone() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    activity = record_activity(made, lesson(people={"c": (2, 0), "d": (2, 0)}), by=A)
    signed_in("school_leader", "a")
    contest_activity(activity, "c", "It was another day", by=C)
    confirm_activity(activity, "c", by=C)
    assert Activity.objects.get().state == "recorded"
    assert not Notice.objects.filter(subject=f"activity:{activity}", asks=True, done_at=None)


def test_the_text_that_a_side_signed_shows_it_with_what_it_gives_when_it_has_left() -> None:
    made, _ = grouped()
    leaves(made, "c")
    text = page(signed_in("school_leader", "a"), f"/en/alliances/{made}/agreement/1/")
    assert "What 丙小学 is good at" in text
