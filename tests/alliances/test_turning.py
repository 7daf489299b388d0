"""Alliances that turn into others, members that become independent or a core, and how it stood before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    all_sign,
    alliance,
    approved,
    filled,
    leader,
    officer,
    step,
)
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.turning import turn_into
from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
GROUP = (("core", "a"), ("member", "c"), ("member", "d"))
YESTERDAY = TODAY - timedelta(days=1)


def members(made: str) -> list[str]:
    return [one.party for one in Membership.objects.filter(alliance__public_id=made, until=None)]


def brought_into_effect(made: str) -> None:
    first = alliance(made).memberships.earliest("position").party
    change(made, filled, seen=alliance(made).turn, by=leader(first))
    all_sign(made, day=TODAY)
    step(made, "approve")


def test_a_bundle_turns_into_a_merger_and_its_end_is_proposed() -> None:
    made = approved("bundle", (("lead", "a"), ("partner", "c"), ("partner", "d")))
    new = turn_into(made, "merger", [("party", one) for one in "acd"], by=A)
    assert alliance(new).grew_from == alliance(made)
    assert alliance(made).state == "approved"
    brought_into_effect(new)
    assert (alliance(made).state, alliance(made).ground) == ("ending", "merged")
    assert why_not(alliance(new), TODAY) is None


def test_where_somebody_stays_behind_the_old_one_goes_on() -> None:
    made = approved("elite_group", GROUP)
    new = turn_into(made, "merger", (("party", "a"), ("party", "c")), by=A)
    brought_into_effect(new)
    assert (alliance(made).state, members(made)) == ("approved", ["a", "c", "d"])


def test_a_member_becomes_a_core_of_its_own() -> None:
    made = approved("elite_group", GROUP)
    new = turn_into(made, "elite_group", (("core", "c"), ("member", "f")), by=C)
    brought_into_effect(new)
    assert members(made) == ["a", "d"]
    assert Membership.objects.get(alliance__public_id=made, party="c").ground == "became_core"
    assert members(new) == ["c", "f"]


def test_what_it_does_not_turn_into_and_who_may_not_turn_it() -> None:
    made, group = approved(), approved("elite_group", GROUP)
    for which, form, roles, by, complaint in (
        (made, "merger", (("party", "a"), ("party", "c")), A, "does not turn into"),
        (made, "twinning", (("lead", "c"), ("partner", "d")), A, "does not turn into"),
        (made, "bundle", (("lead", "d"), ("partner", "f")), A, "At least one party"),
        (made, "bundle", (("lead", "a"), ("partner", "f")), leader("f"), "begun by a party"),
        (group, "elite_group", (("core", "a"), ("member", "f")), A, "not its core yet"),
    ):
        with pytest.raises(Refused, match=complaint):
            turn_into(which, form, roles, by=by)
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    with pytest.raises(Refused, match="not ending"):
        turn_into(made, "bundle", (("lead", "a"), ("partner", "c")), by=A)
    assert Alliance.objects.count() == 2


def test_who_may_leave_on_which_ground() -> None:
    made = approved("leadership", (("lead", "a"), ("led", "c")))
    for ground, complaint in (
        (Ground.GROWN_OUT, "no member grows out"),
        (Ground.MERGED, "Choose the ground"),
    ):
        with pytest.raises(Refused, match=complaint):
            let_member_leave(made, "c", Taking(**DECISION, ground=ground), seen=None, by=CITY_OFFICER)


def test_an_alliance_that_ended_shows_who_was_in_it_at_its_end() -> None:
    made = approved("elite_group", GROUP)
    leaving = Taking(**DECISION, ground=Ground.GROWN_OUT, day=YESTERDAY)
    let_member_leave(made, "c", leaving, seen=None, by=officer("d1"))
    from tests.alliances.test_life import listed

    step(made, "propose_end", ground=Ground.AGREEMENT)
    for who in "ad":
        step(made, "reply", by=leader(who), reason="Yes")
    listed(made)
    step(made, "end")
    text = page(Client(), f"/en/alliances/{made}/")
    assert "Members over time" in text
    party = '/en/schools/{}/"'  # the parties lead to their schools of today, the members over time to a day
    assert [party.format(one) in text for one in "acd"] == [True, False, True]
    before = page(Client(), f"/en/alliances/{made}/?day={YESTERDAY - timedelta(days=1)}")
    assert "In effect" in before
    assert [party.format(one) in before for one in "acd"] == [True, True, True]


def test_before_it_was_approved_it_had_no_member() -> None:
    made = approved()
    day = TODAY - timedelta(days=301)
    assert "had no member" in page(Client(), f"/en/alliances/{made}/?day={day}")
    assert "In effect" in page(Client(), f"/en/alliances/{made}/?day=nonsense")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_for_turning_and_for_the_verdict(language: str) -> None:
    made = approved("bundle", (("lead", "a"), ("partner", "c")))
    home, first = f"/{language}/alliances/{made}/", signed_in("school_leader", "a")
    assert f"{home}turn/merger/" in page(first, home)
    assert first.get(f"{home}turn/chain/").status_code == 404
    begun = sent(first, f"{home}turn/merger/", role_party="甲小学\n丙小学")
    assert alliance(begun.headers["Location"].split("/")[-2]).grew_from == alliance(made)
    step(made, "assess", deadline=TODAY + timedelta(days=9))
    bureau = signed_in("district_officer", "d1")
    assert f"{home}verdict/" in page(bureau, home)
    decision = {"reason": "Read", "evidence": "Minutes", "authoriser": "Head", "no_interest": "on"}
    assert sent(bureau, f"{home}verdict/", verdict="serious", **decision).status_code == 302
    assert (alliance(made).state, alliance(made).ground) == ("ending", "serious")
