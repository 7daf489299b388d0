"""The life of an alliance, step by step, to each of its ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    alliance,
    approved,
    digest,
    leader,
    officer,
    step,
)

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave, school_ended
from lianmeng.alliances.actions.signing import sign
from lianmeng.alliances.actions.steps import declare_interest, follow_verdict
from lianmeng.alliances.models import Declaration, LifeStep, Membership, Signature
from lianmeng.alliances.queries.effect import in_effect_on, why_not
from lianmeng.alliances.rules.effect import Standing, why_not_in_effect
from lianmeng.alliances.vocabulary import Ground, HandOverKind, Verdict
from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.life import close_school
from lianmeng.schools.actions.merging import merge_schools

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
SOON = TODAY + timedelta(days=30)


def state(made: str) -> str:
    return alliance(made).state


def listed(made: str) -> None:
    for kind in HandOverKind:
        hand_over(made, HandedOver(kind), seen=None, by=A)


def test_paused_it_is_not_in_effect_and_resumed_it_is() -> None:
    made = approved()
    step(made, "pause", by=A, reason="The school is being rebuilt", day=TODAY - timedelta(days=20))
    assert why_not(alliance(made), TODAY) is not None
    assert why_not(alliance(made), TODAY - timedelta(days=21)) is None
    step(made, "resume", by=C, day=TODAY - timedelta(days=10))
    assert "paused on that day" in str(why_not(alliance(made), TODAY - timedelta(days=15)))
    assert list(in_effect_on(TODAY)) == [alliance(made)]


def test_criticised_rectifying_failing_twice_ending_with_a_hand_over() -> None:
    made = approved()
    step(made, "assess", deadline=SOON)
    step(made, "criticise")
    step(made, "rectify", deadline=SOON)
    with pytest.raises(Refused, match="second chance"):
        step(made, "fail_again")
    step(made, "fail_check", deadline=SOON)
    with pytest.raises(Refused, match="second failure"):
        step(made, "fail_check", deadline=SOON)
    step(made, "fail_again")
    assert (state(made), alliance(made).ground) == ("failed_twice", "failed")
    with pytest.raises(Refused, match="may still reply"):
        step(made, "end")
    for who in (A, C):
        step(made, "reply", by=who, reason="We tried")
    with pytest.raises(Refused, match="says nothing about"):
        step(made, "end")
    listed(made)
    step(made, "end")
    assert state(made) == "ended"
    assert why_not(alliance(made), TODAY) is not None
    assert why_not(alliance(made), TODAY - timedelta(days=1)) is None
    assert set(Membership.objects.values_list("ground", flat=True)) == {"failed"}


def test_who_proposed_the_end_does_not_reply() -> None:
    made = approved()
    step(made, "propose_end", by=A, reason="Our goal is reached", ground=Ground.GOAL_REACHED)
    with pytest.raises(Refused, match="a party that did not propose"):
        step(made, "reply", by=A, reason="Yes")
    step(made, "reply", by=C, reason="We agree")
    listed(made)
    step(made, "end")


def test_an_end_that_is_not_wanted_after_all() -> None:
    made = approved()
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    step(made, "go_on")
    assert (state(made), why_not(alliance(made), TODAY)) == ("approved", None)


def test_renewal_needs_a_next_agreement_that_all_signed() -> None:
    made = approved()
    step(made, "assess", deadline=SOON)
    step(made, "award")
    with pytest.raises(Refused, match="no next agreement"):
        step(made, "renew")
    later = (TODAY + timedelta(days=1500)).isoformat()
    change(made, lambda was: replace(was, until=later), seen=alliance(made).turn, by=A)
    sign(made, "a", digest(made), by=A)
    with pytest.raises(Refused, match="Not every party"):
        step(made, "renew")
    sign(made, "c", digest(made), by=C)
    assert why_not(alliance(made), TODAY + timedelta(days=1000)) is not None
    step(made, "renew")
    assert why_not(alliance(made), TODAY + timedelta(days=1000)) is None
    assert (state(made), Signature.objects.count()) == ("approved", 4)


@pytest.mark.parametrize(
    ("verdict", "more", "then"),
    [
        (Verdict.EXCELLENT, {}, "awarded"),
        (Verdict.MET, {}, "approved"),
        (Verdict.BELOW, {}, "criticised"),
        (Verdict.BELOW, {"deadline": SOON}, "rectifying"),
        (Verdict.SERIOUS, {"ground": Ground.SERIOUS}, "ending"),
    ],
)
def test_what_follows_from_a_verdict(verdict: Verdict, more: dict[str, object], then: str) -> None:
    made = approved()
    step(made, "assess", deadline=SOON)
    follow_verdict(made, verdict, Taking(**(DECISION | more)), seen=None, by=CITY_OFFICER)
    assert state(made) == then


def test_a_decision_needs_a_declaration_and_an_authoriser() -> None:
    made = approved()
    step(made, "assess", deadline=SOON)
    for lacking, complaint in (
        ({"no_interest": False}, "no conflict of interest"),
        ({"authoriser": ""}, "authoriser's name"),
        ({"reason": ""}, "a reason"),
        ({"evidence": " "}, "evidence"),
    ):
        with pytest.raises(Refused, match=complaint):
            step(made, "award", **lacking)
    declare_interest(made, "My child goes to school A", by=CITY_OFFICER)
    with pytest.raises(Refused, match="another officer decides"):
        step(made, "award")
    step(made, "award", by=officer("d1"))


def test_nothing_of_the_bureau_is_done_by_who_is_tied_to_a_party() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    declare_interest(made, "My child goes to school A", by=CITY_OFFICER)
    grown = {"ground": Ground.GROWN_OUT}
    with pytest.raises(Refused, match="another officer decides"):
        let_member_leave(made, "c", Taking(**DECISION, **grown), seen=None, by=CITY_OFFICER)
    for code in ("assess", "pause", "propose_end"):
        with pytest.raises(Refused, match="another officer decides"):
            step(made, code, deadline=SOON, **grown)
    with pytest.raises(Refused, match="authoriser's name"):
        let_member_leave(
            made, "c", Taking(**(DECISION | {"authoriser": ""}), **grown), seen=None, by=officer("d1")
        )
    let_member_leave(made, "c", Taking(**DECISION, **grown), seen=None, by=officer("d1"))
    assert Declaration.objects.filter(officer="officer-d1", interest=False).count() == 1


def test_another_agreement_leaves_the_day_of_the_rectification_as_it_is() -> None:
    made = approved()
    step(made, "assess", deadline=SOON)
    step(made, "rectify", deadline=SOON)
    change(made, lambda was: replace(was, money="1"), seen=None, by=A)
    for party in (A, C):
        sign(made, party.id.removeprefix("leader-"), digest(made), by=party)
    step(made, "approve_next")
    assert (state(made), alliance(made).next_day) == ("rectifying", SOON)


def test_a_member_grows_out_of_a_group() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    let_member_leave(made, "c", Taking(**DECISION, ground=Ground.GROWN_OUT), seen=None, by=CITY_OFFICER)
    assert state(made) == "approved"
    assert [one.party for one in Membership.objects.filter(until=None)] == ["a", "d"]
    let_member_leave(made, "d", Taking(**DECISION, ground=Ground.GROWN_OUT), seen=None, by=CITY_OFFICER)
    assert (state(made), alliance(made).ground) == ("ending", "grown_out")


def test_a_member_is_closed_in_mid_term() -> None:
    made = approved()
    assert school_ended("c", TODAY) == 1
    assert (state(made), alliance(made).ground) == ("ending", "closed")
    assert [one.code for one in LifeStep.objects.all()][-2:] == ["member_left", "propose_end"]


def test_a_member_merges_and_its_successor_takes_its_place() -> None:
    made = approved()
    school_ended("c", TODAY, successors=["d"], merged=True)
    assert (state(made), why_not(alliance(made), TODAY)) == ("approved", None)
    assert [one.party for one in Membership.objects.filter(until=None)] == ["a", "d"]


def test_a_merger_of_three_keeps_the_history_of_all() -> None:
    before = approved()
    made = approved("merger", (("party", "a"), ("party", "c"), ("party", "d")))
    step(made, "propose_end", reason="The schools are one", ground=Ground.MERGED)
    for who in "acd":
        step(made, "reply", by=leader(who), reason="Yes")
    listed(made)
    step(made, "end")
    for school in "cd":
        school_ended(school, TODAY, successors=["a"], merged=True)
    assert state(before) == "ending"  # its two schools are one now
    assert Membership.objects.filter(alliance__public_id=made).count() == 3
    assert Signature.objects.count() == 5


def test_the_register_tells_of_a_school_that_closes() -> None:
    made = approved()
    close_school("c", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert (state(made), alliance(made).ground) == ("ending", "closed")


def test_the_register_tells_of_schools_that_merge() -> None:
    made = approved()
    merge_schools(["c", "d"], "d", by=CITY_OFFICER, day=TODAY, seen={"c": 1, "d": 1})
    assert [one.party for one in Membership.objects.filter(until=None)] == ["a", "d"]
    assert why_not(alliance(made), TODAY) is None


def test_paused_before_its_first_day_it_is_over_or_paused_not_still_to_come() -> None:
    assert "over, or paused" in str(
        why_not_in_effect(Standing(signed_by_all=True, approved=True, spans=[]), TODAY)
    )
