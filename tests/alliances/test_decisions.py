"""What a decision brings, what a second failure leads to, and the end with honour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    alliance,
    approved,
    leader,
    signed,
    step,
)
from tests.alliances.test_life import listed, state
from tests.alliances.test_pages import page, sent, signed_in
from tests.alliances.test_papers import issued, words

from lianmeng.alliances.models import Declaration, LifeStep, Membership
from lianmeng.alliances.rules.life import DECISION as WHOLE
from lianmeng.alliances.rules.life import LIFE, Asked
from lianmeng.alliances.vocabulary import Ground, Need, State, Who
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
SOON = TODAY + timedelta(days=30)
BUREAU, PARTY = Asked(authority=True), Asked(party=True)
POSTED = {"reason": "Read", "evidence": "Minutes", "authoriser": "Head", "no_interest": "on"}
OF_FEW_WORDS = {"send_back", "send_back_next", "pause", "resume", "propose_end", "end_with_honour"}


def failed_twice() -> str:
    made = approved()
    step(made, "assess", deadline=SOON)
    step(made, "rectify", deadline=SOON)
    step(made, "fail_check", deadline=SOON)
    step(made, "fail_again")
    return made


def test_a_second_failure_leads_nowhere_but_to_the_end() -> None:
    assert {one.code for one in LIFE if State.FAILED_TWICE in one.sources} == {"reply", "hand_over", "end"}
    made = failed_twice()
    for code, by in (("go_on", CITY_OFFICER), ("take_back", A), ("propose_end", A), ("resume", A)):
        with pytest.raises(Refused, match=r"cannot follow.*Failed twice|the party that proposed"):
            step(made, code, by=by, ground=Ground.AGREEMENT)
    assert (state(made), alliance(made).failures) == ("failed_twice", 1)
    for by in (A, C):
        step(made, "reply", by=by)
    listed(made)
    step(made, "end")
    assert state(made) == "ended"


def test_the_page_does_not_offer_to_undo_a_second_failure_and_refuses_it() -> None:
    made = failed_twice()
    address, bureau = f"/en/alliances/{made}/", signed_in("city_officer", "city")
    text = page(bureau, address)
    assert "Failed twice, ending" in text
    assert f"{address}step/end/" in text
    assert f"{address}step/reply/" in page(signed_in("school_leader", "a"), address)
    for code in ("go_on", "rectified", "keep", "approve_next"):
        assert f"{address}step/{code}/" not in text
    refused = sent(bureau, f"{address}step/go_on/", **POSTED)
    assert refused.status_code == 422
    assert "“Let it go on” cannot follow" in refused.content.decode()
    assert state(made) == "failed_twice"


def test_whatever_the_bureau_decides_it_declares_and_names_the_authoriser() -> None:
    for one in LIFE:
        needed = set(one.needed(BUREAU))
        if one.code == "hand_over" or not one.is_for_bureau(BUREAU):
            continue
        assert Need.NO_INTEREST in needed, one.code
        if one.code == "assess":
            assert needed == {Need.DEADLINE, Need.NO_INTEREST}  # an appointment, which decides nothing
        elif one.code in OF_FEW_WORDS:
            assert needed - {Need.GROUND} == {Need.REASON, Need.NO_INTEREST, Need.AUTHORISER}, one.code
        else:
            assert set(WHOLE) <= needed, one.code
        if one.who == Who.ANY_OF_THEM:
            assert set(one.needed(PARTY)) == needed - {Need.NO_INTEREST, Need.AUTHORISER}


@pytest.mark.parametrize("code", ["send_back", "pause", "propose_end", "approve", "assess"])
def test_a_bureau_that_declares_nothing_is_refused(code: str) -> None:
    made = signed() if code in ("send_back", "approve") else approved()
    brought: dict[str, Any] = {"ground": Ground.AGREEMENT, "deadline": SOON}
    with pytest.raises(Refused, match="no conflict of interest"):
        step(made, code, no_interest=False, **brought)
    if code != "assess":
        with pytest.raises(Refused, match="authoriser's name"):
            step(made, code, authoriser=" ", **brought)
    Declaration.objects.all().delete()
    step(made, code, **brought)
    assert Declaration.objects.filter(officer=CITY_OFFICER.id, interest=False).count() == 1


def test_a_party_pauses_with_a_reason_and_the_bureau_says_more() -> None:
    made = approved()
    way = f"/en/alliances/{made}/step/pause/"
    asked = {
        who: set(signed_in(who, place).get(way).context["form"].fields)
        for who, place in (("school_leader", "a"), ("city_officer", "city"))
    }
    assert asked["city_officer"] - asked["school_leader"] == {"no_interest", "authoriser"}
    step(made, "pause", by=A, authoriser="", no_interest=False)
    assert not LifeStep.objects.get(code="pause").authoriser
    step(made, "resume")
    assert LifeStep.objects.get(code="resume").authoriser == DECISION["authoriser"]


def test_an_awarded_alliance_ends_with_honour_and_no_other() -> None:
    made = approved()
    with pytest.raises(Refused, match="cannot follow"):
        step(made, "end_with_honour")
    with pytest.raises(Refused, match="Choose the ground"):
        step(made, "propose_end", by=A, ground=Ground.HONOUR)
    step(made, "assess", deadline=SOON)
    step(made, "award")
    address = f"/en/alliances/{made}/"
    first = signed_in("school_leader", "a")
    assert f"{address}step/end_with_honour/" in page(first, address)
    assert sent(first, f"{address}step/end_with_honour/", reason="All is reached").status_code == 302
    assert (state(made), alliance(made).ground, alliance(made).proposer) == ("ending", "honour", "a")
    step(made, "reply", by=C)
    listed(made)
    step(made, "end")
    assert set(Membership.objects.values_list("ground", flat=True)) == {"honour"}
    assert "The goal is reached, with honour" in page(first, address)
    assert "（目标达成，光荣结束）" in words(issued(made)["hand_over"])
