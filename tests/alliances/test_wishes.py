"""What both sides confirmed is withdrawn or corrected by both: one asks, nothing changes until the other agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.alliances.conftest import CITY_OFFICER, TODAY, approved, leader, withdraw_booked
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.correcting import Right
from lianmeng.alliances.actions.wishes import answer_wish, ask_correction, ask_withdrawal, take_back_wish
from lianmeng.alliances.models import Activity, Wish
from lianmeng.audit.models import Line, Value
from lianmeng.core.refusal import Refused
from lianmeng.ledger.models import ClosedYear, Entry
from lianmeng.ledger.queries.entries import seen_entries
from lianmeng.ledger.queries.limits import limits
from lianmeng.ledger.queries.sums import given_in_alliance
from lianmeng.ledger.rules.signs import signs
from lianmeng.notices.models import Notice
from lianmeng.schools.actions.life import close_school

pytestmark = pytest.mark.usefixtures("city")
A, C, D = leader("a"), leader("c"), leader("d")
RIGHT = Right(TODAY - timedelta(days=4), Decimal(2), 80, Decimal("60.00"), "Two lessons, a day before")
GROUP = (("core", "a"), ("member", "c"), ("member", "d"))


def booked() -> tuple[str, str]:
    """An alliance, and an activity of it that both sides confirmed."""
    made = approved()
    activity = record_activity(made, lesson(), by=A)
    confirm_activity(activity, "c", by=C)
    return made, activity


def test_a_correction_is_booked_when_the_other_side_agrees() -> None:
    made, activity = booked()
    wish = ask_correction(activity, RIGHT, by=C)
    assert Entry.objects.count() == 1
    answer_wish(activity, wish, agrees=True, by=A)
    (given,) = given_in_alliance(made)
    assert (given.quantity, given.minutes, given.cost_yuan) == (2, 80, 60)
    assert [(one.quantity, one.reason) for one in Entry.objects.order_by("id")] == [
        (1, ""),
        (-1, RIGHT.reason),
        (2, RIGHT.reason),
    ]
    now = Activity.objects.get()
    assert (now.day, now.quantity, now.minutes, now.cost_yuan) == (RIGHT.day, 2, 80, 60)


def test_a_withdrawal_is_reversed_when_the_other_side_agrees() -> None:
    made, activity = booked()
    withdraw_booked(activity, by=A, other=C)
    assert given_in_alliance(made) == []
    assert Activity.objects.get().state == "withdrawn"
    with pytest.raises(Refused, match="Nothing of this activity is booked"):
        ask_withdrawal(activity, "Once more", by=A)


def test_refused_with_a_reason_nothing_changes_and_it_may_be_asked_again() -> None:
    made, activity = booked()
    wish = ask_withdrawal(activity, "It was another day", by=A)
    with pytest.raises(Refused, match="Say why not"):
        answer_wish(activity, wish, agrees=False, by=C)
    answer_wish(activity, wish, agrees=False, reason="It was that day", by=C)
    assert len(given_in_alliance(made)) == Entry.objects.count() == 1
    with pytest.raises(Refused, match="answered or taken back already"):
        answer_wish(activity, wish, agrees=True, by=C)
    answer_wish(activity, ask_withdrawal(activity, "Look at the photo", by=A), agrees=True, by=C)
    assert given_in_alliance(made) == []


def test_who_asked_does_not_answer_and_two_do_not_ask_at_once() -> None:
    _, activity = booked()
    wish = ask_correction(activity, RIGHT, by=A)
    for by in (A, D):
        with pytest.raises(Refused, match="leader of the other side"):
            answer_wish(activity, wish, agrees=True, by=by)
    with pytest.raises(Refused, match="asked about this activity already"):
        ask_withdrawal(activity, "No", by=C)
    with pytest.raises(Refused, match="Only a party for which"):
        ask_withdrawal(activity, "No", by=D)
    assert Wish.objects.count() == Entry.objects.count() == 1


def test_who_asked_takes_it_back_before_it_is_answered() -> None:
    made, activity = booked()
    for place in ("a", "c"):
        signed_in("school_leader", place)
    wish = ask_correction(activity, RIGHT, by=A)
    for by in (C, D, CITY_OFFICER):
        with pytest.raises(Refused, match="taken back by a leader of the side that asked"):
            take_back_wish(activity, wish, by=by)
    take_back_wish(activity, wish, by=A)
    assert Line.objects.latest("pk").actor == A.id
    assert not Notice.objects.filter(subject=f"wish:{wish}", asks=True, done_at=None).exists()
    told = Notice.objects.filter(subject=f"wish:{wish}", asks=False, done_at=None)
    assert "c" in told.values_list("place", flat=True)
    for late in (
        lambda: answer_wish(activity, wish, agrees=True, by=C),
        lambda: take_back_wish(activity, wish, by=A),
    ):
        with pytest.raises(Refused, match="answered or taken back already"):
            late()
    assert given_in_alliance(made)[0].quantity == 1
    answer_wish(activity, ask_withdrawal(activity, "It was another day", by=C), agrees=True, by=A)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_taken_back_on_a_page_and_an_answer_that_comes_first_wins(language: str) -> None:
    made, activity = booked()
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    home = f"/{language}/alliances/{made}/"
    for answered in (False, True):
        wish = f"{home}activities/{activity}/wishes/{ask_withdrawal(activity, 'No', by=A)}/"
        assert f"{wish}take-back/" in page(first, home)
        assert f"{wish}take-back/" not in page(second, home)
        assert second.get(f"{wish}take-back/").status_code == 403
        if answered:
            assert sent(second, wish, agrees="no", reason="So").status_code == 302
        assert sent(first, f"{wish}take-back/").status_code == (422 if answered else 302)
    assert f"{home}activities/{activity}/ask/withdrawal/" in page(first, home)
    assert set(Wish.objects.values_list("state", flat=True)) == {"taken_back", "refused"}


@pytest.mark.parametrize(
    ("other", "complaint"),
    [
        ({"reason": " "}, "Give a reason"),
        ({"day": TODAY + timedelta(days=1)}, "not come yet"),
        ({"day": TODAY - timedelta(days=900)}, "not in effect"),
        ({"quantity": Decimal(0)}, "must be above 0"),
        ({"day": TODAY - timedelta(days=3), "quantity": 1, "minutes": 40, "cost_yuan": 100}, "Nothing was"),
    ],
)
def test_what_cannot_be_asked(other: dict[str, Any], complaint: str) -> None:
    _, activity = booked()
    with pytest.raises(Refused, match=complaint):
        ask_correction(activity, replace(RIGHT, **other), by=A)
    assert not Wish.objects.exists()


def test_in_a_group_all_for_whom_it_is_booked_agree_and_the_cost_is_shared_anew() -> None:
    made = approved("elite_group", GROUP)
    activity = record_activity(made, lesson(people={"c": (1, 0), "d": (1, 0)}), by=A)
    confirm_activity(activity, "c", by=C)
    confirm_activity(activity, "d", by=D)
    wish = ask_correction(activity, replace(RIGHT, cost_yuan=Decimal("60.01")), by=A)
    answer_wish(activity, wish, agrees=True, by=C)
    assert Entry.objects.count() == 2
    answer_wish(activity, wish, agrees=True, by=D)
    costs = [one.cost_yuan for one in given_in_alliance(made)]
    assert sorted(costs) == [Decimal("30.00"), Decimal("30.01")]


def test_what_was_agreed_to_reads_as_what_was_done() -> None:
    made, activity = booked()
    wish = ask_correction(activity, RIGHT, by=C)
    home = f"/en/alliances/{made}/"
    first = signed_in("school_leader", "a")
    assert "Booked now" in page(first, home)
    sent(first, f"{home}activities/{activity}/wishes/{wish}/", agrees="yes")
    text = page(first, home)
    assert "what was booked is corrected" in text
    assert "asked to correct what was booked to" in text
    assert "Booked now" not in text


def test_a_text_that_was_corrected_in_a_group_is_no_text_used_twice() -> None:
    made = approved("elite_group", GROUP)
    people = {"c": (1, 0), "d": (1, 0)}
    activity = record_activity(made, lesson(people=people, reflection="Light and shadow"), by=A)
    confirm_activity(activity, "c", by=C)
    confirm_activity(activity, "d", by=D)
    wish = ask_correction(activity, RIGHT, by=A)
    answer_wish(activity, wish, agrees=True, by=C)
    answer_wish(activity, wish, agrees=True, by=D)
    assert [len(one.texts) for one in seen_entries(made)] == [1, 1]
    assert signs(seen_entries(made), limits()) == []


def test_a_party_that_left_is_not_waited_for() -> None:
    made = approved("elite_group", GROUP)
    activity = record_activity(made, lesson(people={"c": (1, 0), "d": (1, 0)}), by=A)
    confirm_activity(activity, "c", by=C)
    confirm_activity(activity, "d", by=D)
    wish = ask_withdrawal(activity, "It was another day", by=A)
    answer_wish(activity, wish, agrees=True, by=C)
    close_school("d", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert Wish.objects.get().state == "lapsed"
    assert "has left the alliance" in page(signed_in("school_leader", "a"), f"/en/alliances/{made}/")
    wish = ask_withdrawal(activity, "It was another day", by=A)
    assert len(given_in_alliance(made)) == 2
    answer_wish(activity, wish, agrees=True, by=C)
    assert given_in_alliance(made) == []


def test_an_entry_of_a_closed_year_is_corrected_with_the_reason_that_was_given() -> None:
    made, activity = booked()
    for year in {TODAY.year, RIGHT.day.year}:
        ClosedYear.objects.create(year=year, closed_at=Activity.objects.get().recorded_at, closed_by="x")
    answer_wish(activity, ask_correction(activity, RIGHT, by=A), agrees=True, by=C)
    assert given_in_alliance(made)[0].minutes == 80


def test_each_step_is_audited_and_told_to_those_who_act_or_hear_of_it() -> None:
    _, activity = booked()
    for place in ("a", "c"):
        signed_in("school_leader", place)
    wish = ask_withdrawal(activity, "小明 was ill", by=A)
    (asked,) = Notice.objects.filter(subject=f"wish:{wish}", asks=True, done_at=None)
    assert (asked.place, asked.address.endswith(f"/wishes/{wish}/")) == ("c", True)
    answer_wish(activity, wish, agrees=True, by=C)
    asked.refresh_from_db()
    assert asked.done_by == C.id
    assert set(Notice.objects.filter(done_at=None, asks=False).values_list("place", flat=True)) >= {"a"}
    assert "小明" not in str(list(Notice.objects.values_list("what", "why")))
    texts = str(list(Value.objects.values_list("value", flat=True)))
    assert texts.count("Withdrawal of a booked activity") == 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_both_sides_do_it_on_pages(language: str) -> None:
    made, activity = booked()
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    home = f"/{language}/alliances/{made}/"
    address = f"{home}activities/{activity}/"
    assert f"{address}withdraw/" not in page(first, home)
    assert f"{address}ask/withdrawal/" in page(second, home)
    values = {
        "day": RIGHT.day.isoformat(),
        "quantity": "2",
        "minutes": "80",
        "cost_yuan": "60",
        "reason": "So",
    }
    assert sent(first, f"{address}ask/correction/", **values).status_code == 302
    wish = f"{address}wishes/{Wish.objects.get().public_id}/"
    assert f'{wish}"' not in page(first, home)
    assert f"{address}ask/" not in page(second, home)
    assert f'{wish}"' in page(second, home)
    assert sent(second, wish, agrees="no", reason="一节课").status_code == 302
    assert "一节课" in page(first, home)
    assert sent(second, wish, agrees="yes").status_code == 422
    assert given_in_alliance(made)[0].quantity == 1
