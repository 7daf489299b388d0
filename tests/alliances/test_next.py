"""A next agreement that its proposer takes back or another party declines, while the one in force goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, digest, leader, step
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.signing import delegate, sign
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.models import LifeStep, Signature
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.queries.waiting import waiting_for
from lianmeng.alliances.rules.content import content_of
from lianmeng.audit.models import Line
from lianmeng.core.actors import NOBODY
from lianmeng.core.language import day_in_words
from lianmeng.core.refusal import Refused
from lianmeng.notices.models import Notice
from lianmeng.people.models import Account

pytestmark = pytest.mark.usefixtures("city")
A, C, D = leader("a"), leader("c"), leader("d")
GROUP = (("core", "a"), ("member", "c"), ("member", "d"))
DROPS = {"take_back_next": "a", "decline_next": "c"}


def proposed(*parties: str) -> str:
    """By A, and signed by some."""
    made = approved("elite_group", GROUP)
    amend(made, "1")
    for one in parties:
        sign(made, one, digest(made), by=leader(one))
    return made


def amend(made: str, money: str) -> None:
    change(made, lambda was: replace(was, money=was.money + money), seen=None, by=A)


def drop(made: str, code: str) -> None:
    step(made, code, by=leader(DROPS[code]), reason="A mistake")


@pytest.mark.parametrize("code", DROPS)
def test_it_is_dropped_and_stays_to_be_read_while_the_one_in_force_goes_on(code: str) -> None:
    made = proposed("a", "d")
    assert waiting_for(C).to_sign
    drop(made, code)
    found, taken = alliance(made), LifeStep.objects.latest("pk")
    assert found.in_force
    assert (found.state, found.in_force.number, why_not(found, TODAY)) == ("approved", 1, None)
    assert Signature.objects.filter(agreement__number=2).count() == 2
    assert (taken.code, taken.agreement, taken.party) == (code, 2, DROPS[code])
    assert (taken.by, taken.reason) == (leader(DROPS[code]).id, "A mistake")
    assert Line.objects.latest("pk").actor == taken.by
    assert waiting_for(C).to_sign == []


@pytest.mark.parametrize("code", DROPS)
def test_nobody_signs_or_approves_it_afterwards(code: str) -> None:
    made = proposed("a", "d")
    drop(made, code)
    with pytest.raises(Refused, match=r"version 2 .*Nobody can sign it any more"):
        sign(made, "c", digest(made), by=C)
    for again in DROPS:
        with pytest.raises(Refused, match="Nobody can sign it any more"):
            drop(made, again)
    with pytest.raises(Refused, match="There is no next agreement"):
        step(made, "approve_next")
    assert Signature.objects.filter(agreement__number=2).count() == 2


def test_the_next_proposal_begins_with_the_agreement_in_force() -> None:
    made = proposed()
    drop(made, "take_back_next")
    amend(made, "2")
    versions = alliance(made).agreements.order_by("number")
    assert [content_of(one.content).money for one in versions] == ["none", "none1", "none2"]
    assert [one.dropped for one in versions] == [False, True, False]
    for party in "acd":
        sign(made, party, digest(made), by=leader(party))
    step(made, "approve_next")
    assert alliance(made).in_force == versions[2]


def test_after_it_is_dropped_what_is_in_force_can_be_changed_again() -> None:
    made, first = approved("elite_group", GROUP), signed_in("school_leader", "a")
    home = f"/en/alliances/{made}/"
    change(made, lambda was: replace(was, plan=(*was.plan, *was.plan)), seen=None, by=A)
    assert f"{home}tasks/0/remove/" not in page(first, home)  # of the next agreement, on its own page
    drop(made, "take_back_next")
    text = page(first, home)
    for way in ("tasks/0/remove/", "objectives/0/remove/"):
        assert home + way in text
    assert sent(first, f"{home}tasks/0/remove/").status_code == 302
    assert content_of(alliance(made).agreements.get(number=3).content).plan == ()


def test_only_who_proposed_takes_it_back_only_the_others_decline_and_not_without_a_reason() -> None:
    made = proposed("a")
    for code, by, why in (
        ("take_back_next", C, "Another party proposed it"),
        ("decline_next", A, "take it back"),
        ("decline_next", CITY_OFFICER, "is for a party"),
        ("take_back_next", leader("f"), "is for a party"),
        ("decline_next", NOBODY, "is for a party"),
    ):
        with pytest.raises(Refused, match=why):
            step(made, code, by=by)
    with pytest.raises(Refused, match="needs a reason"):
        take_step(made, "decline_next", Taking(), seen=None, by=C)
    assert not alliance(made).agreements.filter(dropped=True)


def test_what_all_have_signed_or_what_is_in_force_is_not_dropped() -> None:
    made = proposed("a", "c", "d")
    for code in DROPS:
        with pytest.raises(Refused, match="All parties have signed it"):
            drop(made, code)
    step(made, "approve_next")
    for code in DROPS:
        with pytest.raises(Refused, match="There is no next agreement"):
            drop(made, code)


def test_an_agreement_changes_no_members() -> None:
    made = approved("elite_group", GROUP)
    with pytest.raises(Refused, match="changes no members"):
        change(made, lambda was: replace(was, parties=was.parties[:2]), seen=None, by=A)


def test_of_two_with_one_page_the_second_is_told() -> None:
    made = proposed()
    seen = alliance(made).turn
    sign(made, "d", digest(made), by=D)
    with pytest.raises(Refused, match="changed this alliance since"):
        take_step(made, "take_back_next", Taking(reason="So"), seen=seen, by=A)


@pytest.mark.parametrize("code", DROPS)
def test_who_was_asked_to_sign_is_asked_no_more_and_told(code: str) -> None:
    made = approved("elite_group", GROUP)
    deputy = Account.objects.create(username="deputy", name="Deputy Li")
    delegate("d", deputy.public_id, since=TODAY, until=TODAY + timedelta(days=9), by=D)
    for place in "acd":
        signed_in("school_leader", place)
    amend(made, "1")
    open_ones = Notice.objects.filter(topic="sign", done_at=None)
    assert set(open_ones.values_list("place", flat=True)) == {"a", "c", "d"}
    assert open_ones.filter(account=deputy.public_id)
    drop(made, code)
    assert not open_ones.all()
    told = Notice.objects.filter(subject=f"next_agreement:{made}", asks=False, done_at=None)
    assert {"c", "d"} - {DROPS[code]} <= set(told.values_list("place", flat=True))


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("zh-hans", ("收回新协议", "不同意新协议"), "任何一方都不能再签署"),
        ("en", ("Take the next agreement back", "Decline the next agreement"), "Nobody can sign it"),
    ],
)
def test_the_page_offers_each_side_its_own_way_and_tells_what_came_of_it(
    language: str, words: tuple[str, str], told: str
) -> None:
    made = proposed("d")
    home = f"/{language}/alliances/{made}/"
    clients = {one: signed_in("school_leader", one) for one in "acd"}
    teacher = signed_in("teacher", "a")
    ways = {f"{home}step/take_back_next/": "a", f"{home}step/decline_next/": "cd"}
    for way, word in zip(ways, words, strict=True):
        for one, client in clients.items():
            assert (way in page(client, home)) == (one in ways[way])
        assert word in page(clients[ways[way][0]], home)
        assert teacher.get(way).status_code == 403
        assert Client().get(way).status_code == 302
    assert sent(clients["a"], f"{home}step/decline_next/", reason="So").status_code == 422
    assert sent(clients["c"], f"{home}step/decline_next/", reason="No money for it").status_code == 302
    assert told in page(clients["c"], home)
    for way in ways:
        assert all(way not in page(client, home) for client in clients.values())
    for address in (home, f"{home}agreement/2/"):
        text = page(clients["a"], address)
        assert text.count("No money for it") >= 1
        assert "Name of c" in text
    comma = "、" if language == "zh-hans" else ", "
    assert f"{day_in_words(TODAY, language)}{comma}No money for it" in page(clients["a"], home)
    assert "No money for it" not in page(Client(), home)
    assert f"{home}sign/" not in page(clients["c"], home)
    assert sent(clients["c"], f"{home}sign/", party="c").status_code == 422
