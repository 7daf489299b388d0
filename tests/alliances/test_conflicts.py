"""Two at once, somebody in mid-term, a day that cannot be meant: each ends in a sentence and a sound state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
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
from tests.alliances.test_pages import sent, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.correcting import Right
from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.signing import delegate, offer, sign
from lianmeng.alliances.actions.wishes import answer_wish, ask_correction
from lianmeng.alliances.models import Agreement, Delegation, Evidence, LifeStep, Signature, TaskMark
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.queries.waiting import waiting_for
from lianmeng.alliances.rules.content import Objective, content_of
from lianmeng.alliances.vocabulary import Ground, HandOverKind
from lianmeng.core.refusal import Refused
from lianmeng.ledger.models import Entry
from lianmeng.people.models import Account
from lianmeng.schools.actions.life import close_school

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
SOON = TODAY + timedelta(days=20)
LONG_AGO = date(1016, 9, 1)
CHANGED = "changed this alliance since you opened the page"
GROUP = (("core", "a"), ("member", "c"), ("member", "d"))


def opened(client: Client, address: str) -> dict[str, Any]:
    """What the page carries hidden, as it was when it was opened."""
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].is_hidden}


def late(client: Client, address: str, seen: dict[str, Any], **values: Any) -> str:
    """A form that was opened before somebody else sent theirs is refused with a sentence."""
    answered = client.post(address, {**seen, **values, "confirmed": "1"})
    assert answered.status_code == 422
    return str(answered.content.decode())


def test_two_officers_decide_from_the_same_page() -> None:
    made = signed()
    city, district = signed_in("city_officer", "city"), signed_in("district_officer", "d1")
    seen = opened(district, f"/en/alliances/{made}/step/send_back/")
    decision = {"reason": "Read", "evidence": "Minutes", "authoriser": "Head", "no_interest": "on"}
    assert sent(city, f"/en/alliances/{made}/step/approve/", **decision).status_code == 302
    assert CHANGED in late(district, f"/en/alliances/{made}/step/send_back/", seen, **decision)
    assert LifeStep.objects.filter(code__in=["approve", "send_back"]).count() == 1
    assert why_not(alliance(made), TODAY) is None


def test_both_sides_change_the_plan_at_once() -> None:
    made = drafted()
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    address = f"/en/alliances/{made}/tasks/add/"
    seen = opened(second, address)
    assert sent(first, address, task="Mine", owner="a", due=SOON.isoformat()).status_code == 302
    assert CHANGED in late(second, address, seen, task="Ours", owner="c", due=SOON.isoformat())
    plan = content_of(alliance(made).agreements.latest("number").content).plan
    assert [one.task for one in plan] == ["Joint planning", "Mine"]


def test_who_is_late_to_take_a_line_out_is_told_that_it_is_gone() -> None:
    made, home = drafted(), "/en/alliances/"
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    address = f"{home}{made}/tasks/0/remove/"
    seen = opened(second, address)
    assert sent(first, address).status_code == 302
    told = late(second, address, seen)
    assert "This line is no longer there." in told
    assert CHANGED in told
    assert second.get(address).status_code == 404


def test_what_shows_one_objective_is_not_kept_for_another_that_took_its_place() -> None:
    made, client, owner = approved(), signed_in("school_leader", "c"), signed_in("school_leader", "a")
    address, lines = f"/en/alliances/{made}/objectives/0/evidence/", f"/en/alliances/{made}/tasks/0/done/"
    seen, marking = opened(client, address), opened(owner, lines)
    other = Objective("a", "Music", due="2027-06-30", evidence="Concerts")
    for objectives in ((other,), ()):
        Agreement.objects.update(content=replaced(made, objectives=objectives, plan=()))
        assert CHANGED in late(client, address, seen, text="Timetables")
    assert CHANGED in late(owner, lines, marking, text="Minutes")
    assert not Evidence.objects.exists()
    assert not TaskMark.objects.exists()


def replaced(made: str, **lines: Any) -> dict[str, Any]:
    """The text in force with other lines, as if another had come into force."""
    text = alliance(made).in_force
    assert text
    return replace(content_of(text.content), **lines).as_json()


def test_what_was_corrected_since_it_was_read_is_read_again_before_it_is_confirmed() -> None:
    made = approved("elite_group", GROUP)
    activity = record_activity(made, lesson(people={"c": (1, 0), "d": (1, 0)}), by=A)
    confirm_activity(activity, "c", by=C)
    third, address = signed_in("school_leader", "d"), f"/en/alliances/{made}/activities/{activity}/confirm/"
    seen = opened(third, address)
    right = Right(TODAY - timedelta(days=3), Decimal(9), 400, Decimal(0), "Nine, not one")
    answer_wish(activity, ask_correction(activity, right, by=A), agrees=True, by=C)
    assert CHANGED in late(third, address, seen)
    assert sent(third, address).status_code == 302
    assert set(Entry.objects.filter(receiver="d").values_list("minutes", flat=True)) == {400}


@pytest.mark.parametrize(
    "codes", [(), ("pause",), ("assess",), ("assess", "rectify", "fail_check"), ("propose_end",)]
)
def test_a_school_closes_wherever_its_alliance_stands(codes: tuple[str, ...]) -> None:
    made = approved()
    for code in codes:
        step(made, code, deadline=SOON, ground=Ground.AGREEMENT)
    close_school("c", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert alliance(made).state == "ending"
    assert alliance(made).next_day is not None
    step(made, "reply", by=A, reason="So it is")
    listed(made)
    step(made, "end")
    assert alliance(made).ground == ("agreement" if "propose_end" in codes else "closed")
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("state", ["draft", "offered", "signed"])
def test_a_school_closes_before_anything_was_approved(state: str) -> None:
    made = signed() if state == "signed" else drafted()
    if state == "offered":
        offer(made, seen=None, by=A)
    close_school("c", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert (alliance(made).state, alliance(made).ground) == ("ended", "closed")
    with pytest.raises(Refused, match="cannot follow"):
        step(made, "approve")


def test_after_a_member_left_the_next_agreement_is_of_those_who_stayed() -> None:
    made = approved("elite_group", GROUP)
    change(made, lambda was: replace(was, money="1"), seen=alliance(made).turn, by=A)
    leaving = Taking(**DECISION, ground=Ground.GROWN_OUT)
    let_member_leave(made, "c", leaving, seen=None, by=CITY_OFFICER)
    for party in "ad":
        sign(made, party, digest(made), by=leader(party))
    with pytest.raises(Refused, match="Members have changed"):
        step(made, "approve_next")
    change(made, lambda was: replace(was, money="2"), seen=alliance(made).turn, by=A)
    assert waiting_for(leader("d")).to_sign == [(made, alliance(made).title)]
    assert waiting_for(C).to_sign == []
    for party in "ad":
        sign(made, party, digest(made), by=leader(party))
    step(made, "approve_next")
    assert [one.party for one in alliance(made).memberships.filter(until=None)] == ["a", "d"]
    assert waiting_for(leader("d")).to_sign == []


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [(-9, 0, "Your delegation ended before"), (2, 9, "Your delegation begins on")],
)
def test_a_delegate_at_another_time_is_told_why(since: int, until: int, says: str) -> None:
    made = drafted()
    offer(made, seen=None, by=A)
    deputy = Account.objects.create(username="deputy", name="Deputy")
    days = {"since": TODAY + timedelta(days=since), "until": TODAY + timedelta(days=until)}
    delegate("c", deputy.public_id, by=C, **days)
    client = Client()
    client.force_login(deputy)
    address = f"/en/alliances/{made}/sign/"
    assert says in client.get(address).content.decode()
    assert says in late(client, address, opened(client, address), party="c")
    reads = 200 if until else 404  # who will sign soon prepares; who was a delegate reads nothing
    assert client.get(f"/en/alliances/{made}/agreement/1/").status_code == reads
    assert not Signature.objects.exists()


FAR = "too far in the (past|future)"


@pytest.mark.parametrize("day", [LONG_AGO, date(2116, 1, 1)])
def test_a_day_that_cannot_be_meant(day: date) -> None:
    ending = approved()
    step(ending, "propose_end", by=A, ground=Ground.AGREEMENT)
    line = HandedOver(HandOverKind.ASSETS, "Books", "a", day)
    with pytest.raises(Refused, match=FAR):
        hand_over(ending, line, seen=None, by=A)
    with pytest.raises(Refused, match=FAR):
        delegate("c", "deputy", since=min(day, TODAY), until=max(day, TODAY), by=C)
    with pytest.raises(Refused, match=f"{FAR}|still to come"):
        step(approved(), "assess", deadline=day)
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("day", ["1016-09-01", "2116-01-01"])
def test_a_day_that_cannot_be_meant_on_a_page(day: str) -> None:
    made, client = drafted(), signed_in("school_leader", "a")
    words = {"title": "T", "money": "x", "exit_criteria": "x", "hand_back": "x"}
    for end, values in (
        ("tasks/add/", {"task": "Plan", "owner": "a", "due": day}),
        ("terms/", {**words, "since": day, "until": "2117-01-01"}),
    ):
        answered = sent(client, f"/en/alliances/{made}/{end}", **values)
        assert answered.status_code == 422
        assert "too far in the" in answered.content.decode()
