"""Nobody sees or does what is not theirs: delegates after their day, other bureaus, strangers."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone
from tests.alliances.conftest import (
    CITY_OFFICER,
    NAMES,
    TODAY,
    all_sign,
    alliance,
    approved,
    digest,
    drafted,
    filled,
    leader,
    officer,
    signed,
    step,
)
from tests.alliances.test_pages import signed_in

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.signing import delegate, offer, sign
from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.alliances.actions.turning import turn_into
from lianmeng.alliances.models import Declaration, Membership
from lianmeng.alliances.queries.waiting import counted_by_state
from lianmeng.alliances.vocabulary import State
from lianmeng.audit.actions import erase_person
from lianmeng.audit.models import Line
from lianmeng.audit.queries.persons import held_about
from lianmeng.audit.queries.verifying import verify
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.ledger.models import Question
from lianmeng.people.models import Account
from lianmeng.schools.actions.loading.closing import end_gone, end_with_school
from lianmeng.schools.models import Need, School, SchoolVersion

pytestmark = pytest.mark.usefixtures("city")
DAY = timedelta(days=1)


def test_a_delegate_sees_the_draft_until_the_delegation_ends() -> None:
    made = drafted()
    account = Account.objects.create(username="deputy", name="副校长")
    client = Client()
    client.force_login(account)
    given = {"by": leader("c")}
    delegate("c", account.public_id, since=TODAY - 9 * DAY, until=TODAY, **given)
    assert client.get(f"/en/alliances/{made}/").status_code == 404
    delegate("c", account.public_id, since=TODAY, until=TODAY + DAY, **given)
    assert client.get(f"/en/alliances/{made}/").status_code == 200


def test_a_delegate_whose_time_is_over_signs_for_no_earlier_day_either() -> None:
    made = drafted()
    offer(made, seen=None, by=leader("a"), day=TODAY - 9 * DAY)
    delegate("c", "deputy", since=TODAY - 9 * DAY, until=TODAY, by=leader("c"))
    with pytest.raises(Refused, match="delegation ended"):
        sign(made, "c", digest(made), by=Actor("deputy"), day=TODAY - DAY)


def test_a_district_decides_nothing_where_a_party_lies_in_no_district() -> None:
    SchoolVersion.objects.filter(school__public_id="c").update(region=None)
    made = signed("trusteeship", (("lead", "a"), ("led", "c")))
    assert counted_by_state(officer("d1")).to_decide == {}
    with pytest.raises(Refused, match="is for the education bureau"):
        step(made, "approve", by=officer("d1"))
    step(made, "approve")


def test_who_leads_a_party_does_not_decide_for_the_bureau() -> None:
    made = signed()
    both = Actor("both", frozenset({*CITY_OFFICER.roles, (Role.SCHOOL_LEADER.value, "a")}))
    with pytest.raises(Refused, match="You lead a party"):
        step(made, "approve", by=both)
    assert counted_by_state(both).to_decide == {}
    assert counted_by_state(CITY_OFFICER).to_decide == {State.SIGNED: 1}


@pytest.mark.parametrize("tied", [CITY_OFFICER, officer("d1")])
def test_what_a_tied_officer_may_not_decide_does_not_wait_for_them(tied: Actor) -> None:
    made, other = signed(), signed("twinning", (("lead", "d"), ("partner", "f")))
    declare_interest(made, "My sister teaches there", by=tied)
    assert counted_by_state(tied).to_decide == {State.SIGNED: 1}
    assert counted_by_state(tied).all == {State.SIGNED: 2}
    declare_interest(other, "And my brother", by=tied)
    assert counted_by_state(tied).to_decide == {}
    (free,) = {CITY_OFFICER, officer("d1")} - {tied}
    assert counted_by_state(free).to_decide == {State.SIGNED: 2}


def test_what_was_withdrawn_before_it_was_approved_stays_its_parties_own() -> None:
    made = drafted()
    step(made, "withdraw", by=leader("a"))
    assert alliance(made).state == "ended"
    assert Client().get(f"/en/alliances/{made}/").status_code == 404
    assert signed_in("school_leader", "c").get(f"/en/alliances/{made}/").status_code == 200


def test_a_question_is_shown_to_its_school_first() -> None:
    made = approved()
    asked = {"alliance": made, "school": "a", "kind": "only_visits", "asked_at": timezone.now()}
    question = Question.objects.create(mark="x", **asked)
    own, other = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    address = f"/en/alliances/{made}/"
    assert "Answer the question" in own.get(address).content.decode()
    assert "Questions" not in other.get(address).content.decode()
    Question.objects.filter(pk=question.pk).update(answer="We visited to plan.")
    assert "We visited to plan." in other.get(address).content.decode()


def test_a_question_that_nobody_answers_is_seen_after_the_time_to_reply() -> None:
    made = approved()
    Question.objects.create(
        alliance=made, school="a", kind="only_visits", mark="x", asked_at=timezone.now() - 30 * DAY
    )
    seen = signed_in("district_officer", "d1").get(f"/en/alliances/{made}/").content.decode()
    assert NAMES["a"] in seen
    assert "Not answered yet" in seen


def test_a_declared_interest_has_its_line_in_the_audit_without_its_words() -> None:
    made = signed()
    before = Line.objects.count()
    declare_interest(made, "My sister teaches there", by=CITY_OFFICER)
    assert Declaration.objects.get().text == "My sister teaches there"
    assert Line.objects.count() == before + 1
    assert "sister" not in str(list(Line.objects.latest("pk").values.values()))


def test_an_export_holds_what_somebody_did_in_alliances_and_an_erasure_leaves_the_chain_whole() -> None:
    made = signed()
    declare_interest(made, "My sister teaches there", by=CITY_OFFICER)
    delegate("a", "deputy", since=TODAY, until=TODAY + DAY, by=leader("a"))
    held = held_about("leader-a")
    assert set(held) >= {"alliances.Agreement", "alliances.Signature", "alliances.LifeStep"}
    assert "alliances.Delegation" in held_about("deputy")
    erased = erase_person(CITY_OFFICER.id, by=OPERATOR)
    assert {table.label for table, _ in erased.kept} >= {"alliances.Alliance", "alliances.Declaration"}
    assert Declaration.objects.get().text == ""
    assert verify().broken is None


def test_a_school_that_a_file_closes_leaves_its_alliances() -> None:
    made, draft = approved(), drafted("twinning", (("lead", "d"), ("partner", "f")))
    schools = dict(School.objects.values_list("public_id", "pk"))
    end_gone("school", pl.Series([schools["c"], schools["e"]]), TODAY, "schools.csv")
    assert alliance(made).state == "ending"
    end_with_school(pl.DataFrame({"school": [schools["f"]], "day": [TODAY]}))
    assert alliance(draft).state == "ended"
    with pytest.raises(Refused, match="is for a party"):
        step(made, "reply", by=leader("c"))


def test_a_district_takes_no_member_out_of_an_alliance_of_two_districts() -> None:
    approved("district_pair", (("district", "d1"), ("district", "d2")))
    made = approved("elite_group", (("core", "b"), ("member", "c"), ("member", "d")))
    new = turn_into(made, "elite_group", (("core", "c"), ("member", "f")), by=leader("c"))
    change(new, filled, seen=alliance(new).turn, by=leader("c"))
    all_sign(new, day=TODAY)
    with pytest.raises(Refused, match="the city bureau"):
        step(new, "approve", by=officer("d1"))
    assert Membership.objects.get(alliance__public_id=made, party="c").until is None
    step(new, "approve")
    assert Membership.objects.get(alliance__public_id=made, party="c").until == TODAY


def test_what_a_school_tells_its_allies_is_seen_by_their_leaders_while_the_alliance_lasts() -> None:
    made = approved()
    school = School.objects.get(public_id="a")
    told = {"side": "need", "kind": "management", "text": "Words for allies", "seen_by": "alliance"}
    Need.objects.create(school=school, since=TODAY - DAY, **told)
    ally, other = signed_in("school_leader", "c"), signed_in("school_leader", "d")
    assert told["text"] in ally.get("/en/schools/a/").content.decode()
    assert told["text"] not in other.get("/en/schools/a/").content.decode()
    step(made, "pause")
    assert told["text"] not in ally.get("/en/schools/a/").content.decode()
