"""Who proposed the end by mistake takes the proposal back; what is more than a mistake the bureau decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, leader, step
from tests.alliances.test_life import listed, state
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.schools.actions.life import close_school

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
SOON = TODAY + timedelta(days=30)


def test_who_proposed_the_end_takes_it_back_before_anybody_replied() -> None:
    made = approved()
    for by in (A, CITY_OFFICER):
        step(made, "propose_end", by=by, ground=Ground.AGREEMENT)
        for other in {A, C, CITY_OFFICER} - {by}:
            with pytest.raises(Refused, match="the party that proposed the end"):
                step(made, "take_back", by=other)
        step(made, "take_back" if by == A else "go_on", by=by)
        assert (state(made), alliance(made).ground, alliance(made).next_day) == ("approved", "", None)
        assert why_not(alliance(made), TODAY) is None


def test_what_was_answered_or_is_more_than_a_proposal_is_the_bureaus_to_let_go_on() -> None:
    replied, rectifying, closed = (approved("twinning", (("lead", "a"), ("partner", one))) for one in "cdf")
    step(rectifying, "assess", deadline=SOON)
    step(rectifying, "rectify", deadline=SOON)
    for made in (replied, rectifying, closed):
        step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    step(replied, "reply", by=C)
    close_school("f", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    for made, why in ((replied, "has replied"), (rectifying, "More than this"), (closed, "More than this")):
        with pytest.raises(Refused, match=why):
            step(made, "take_back", by=A)
        assert state(made) == "ending"


def test_the_page_offers_it_only_to_who_proposed_and_only_until_a_reply() -> None:
    made = approved()
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    way = f"/en/alliances/{made}/step/take_back/"
    assert way in page(first, f"/en/alliances/{made}/")
    assert way not in page(second, f"/en/alliances/{made}/")
    assert second.get(way).status_code == 403
    step(made, "reply", by=C)
    assert way not in page(first, f"/en/alliances/{made}/")
    assert sent(first, way, reason="So").status_code == 422


@pytest.mark.parametrize(("code", "by"), [("take_back", A), ("go_on", CITY_OFFICER)])
def test_another_end_has_a_hand_over_list_of_its_own(code: str, by: Actor) -> None:
    made = approved()
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    listed(made)
    step(made, code, by=by)
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    step(made, "reply", by=C)
    with pytest.raises(Refused, match="hand-over list says nothing about"):
        step(made, "end")
    assert "Still to be listed" in page(signed_in("school_leader", "a"), f"/en/alliances/{made}/")
    listed(made)
    step(made, "end")
    assert state(made) == "ended"


def test_the_bureau_lets_it_go_on_only_with_enough_parties_in_each_role() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    close_school("c", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    bureau, way = signed_in("district_officer", "d1"), f"/en/alliances/{made}/step/go_on/"
    assert way in page(bureau, f"/en/alliances/{made}/")
    step(made, "go_on")
    assert state(made) == "approved"
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    close_school("d", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    assert way not in page(bureau, f"/en/alliances/{made}/")
    with pytest.raises(Refused, match=r"cannot go on with those who are left.*needs at least 1; 0"):
        step(made, "go_on")
    assert state(made) == "ending"
