"""Who is asked while an end is open, when a next agreement is sent back, and when an officer is tied."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from tests.alliances.conftest import (
    CITY_OFFICER,
    TODAY,
    alliance,
    approved,
    digest,
    leader,
    officer,
    signed,
    step,
)
from tests.alliances.test_next import GROUP, amend, proposed
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.members import school_ended
from lianmeng.alliances.actions.signing import sign
from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.alliances.models import LifeStep, Signature
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.refusal import Refused
from lianmeng.notices.models import Notice
from lianmeng.people.models import Account, RoleHeld

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")
POSTED = {"reason": "The money is missing", "authoriser": "Head", "no_interest": "on"}


def seated(**roles: str) -> None:
    """One account for each, named as the actors of these tests are."""
    for place, role in roles.items():
        named = f"{'leader' if role == 'school_leader' else 'officer'}-{place}"
        account = Account.objects.create(public_id=named, username=named, name=f"Name of {place}")
        RoleHeld.objects.create(account=account, role=role, place=place, since=TODAY, given_by="test")


def asked(topic: str) -> set[str]:
    return set(Notice.objects.filter(asks=True, done_at=None, topic=topic).values_list("place", flat=True))


def reader(place: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username__endswith=f"-{place}"))
    return client


@pytest.mark.parametrize(("code", "by"), [("take_back", A), ("go_on", CITY_OFFICER)])
def test_nobody_is_asked_to_sign_while_an_end_is_open_and_all_are_again_when_it_goes_on(
    code: str, by: object
) -> None:
    seated(a="school_leader", c="school_leader", d="school_leader", d1="district_officer")
    made = proposed("a")
    assert asked("sign") == {"c", "d"}
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    assert asked("sign") == set()
    with pytest.raises(Refused, match="cannot follow"):
        sign(made, "c", digest(made), by=C)
    step(made, code, by=by)
    assert asked("sign") == {"c", "d"}
    for party in "cd":
        sign(made, party, digest(made), by=leader(party))
    assert (asked("sign"), asked("decide")) == (set(), {"d1"})


def test_what_all_signed_waits_for_the_bureau_again_when_it_goes_on() -> None:
    seated(a="school_leader", d1="district_officer")
    made = proposed("a", "c", "d")
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    assert not Notice.objects.filter(subject=f"next_agreement:{made}", done_at=None).exists()
    step(made, "go_on")
    again = Notice.objects.get(subject=f"next_agreement:{made}", done_at=None, asks=True)
    assert (again.place, again.topic) == ("d1", "decide")
    step(made, "approve_next")
    assert not Notice.objects.filter(asks=True, done_at=None).exists()


def test_nobody_is_asked_again_for_a_text_whose_members_have_changed() -> None:
    seated(a="school_leader", c="school_leader", d="school_leader")
    made = proposed("a")
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    school_ended("d", TODAY)
    step(made, "go_on")
    assert asked("sign") == set()


def test_the_bureau_sends_back_what_all_have_signed() -> None:
    made = approved("elite_group", GROUP)
    first, bureau = signed_in("school_leader", "a"), signed_in("district_officer", "d1")
    amend(made, "1")
    address = f"/en/alliances/{made}/"
    way = f"{address}step/send_back_next/"
    sign(made, "a", digest(made), by=A)
    assert way not in page(bureau, address)
    with pytest.raises(Refused, match="Not every party has signed"):
        step(made, "send_back_next")
    for party in "cd":
        sign(made, party, digest(made), by=leader(party))
    assert way in page(bureau, address)
    assert way not in page(first, address)
    assert first.get(way).status_code == 403
    assert sent(bureau, way, **POSTED).status_code == 302
    found = alliance(made)
    assert (found.state, why_not(found, TODAY)) == ("approved", None)
    assert LifeStep.objects.latest("pk").authoriser == "Head"
    text = page(first, f"{address}agreement/2/")
    assert "The education bureau in charge sent version 2 back on" in text
    assert "The money is missing" in page(first, address)
    assert way not in page(bureau, address)
    assert Signature.objects.filter(agreement__number=2).count() == 3
    with pytest.raises(Refused, match="There is no next agreement"):
        step(made, "approve_next")


def test_after_it_was_sent_back_the_next_one_begins_with_the_text_in_force() -> None:
    made = proposed("a", "c", "d")
    step(made, "send_back_next")
    for code in ("take_back_next", "decline_next", "send_back_next"):
        with pytest.raises(Refused, match=r"Nobody can sign it any more|There is no next agreement"):
            step(made, code, by=CITY_OFFICER if code.startswith("send") else A)
    change(made, lambda was: replace(was, money=was.money + "2"), seen=None, by=A)
    latest = alliance(made).agreements.order_by("-number")[0]
    assert (latest.number, content_of(latest.content).money) == (3, "none2")


@pytest.mark.parametrize("next_too", [False, True])
def test_when_the_last_officer_of_a_district_is_tied_the_city_is_asked(next_too: bool) -> None:
    seated(d1="district_officer", city="city_officer")
    made = proposed("a", "c", "d") if next_too else signed()
    assert asked("decide") == {"d1"}
    declare_interest(made, "My sister teaches there", by=officer("d1"))
    waits = Notice.objects.get(asks=True, done_at=None)
    assert (waits.account, waits.topic) == ("officer-city", "decide")
    assert "No officer of the district" in str(waits.why)
    assert "sister" not in str((waits.what, waits.why))
    step(made, "approve_next" if next_too else "approve")
    assert not Notice.objects.filter(asks=True, done_at=None).exists()


def test_while_another_officer_of_the_district_is_free_the_city_is_not_asked() -> None:
    seated(d1="district_officer", city="city_officer")
    signed_in("district_officer", "d1")
    made = signed()
    declare_interest(made, "My sister teaches there", by=officer("d1"))
    assert asked("decide") == {"d1"}


def test_where_all_who_could_decide_are_tied_the_page_says_so_and_who_gives_an_office() -> None:
    seated(d1="district_officer", city="city_officer", a="school_leader")
    made = signed()
    told = "All officers who could decide here have declared a conflict of interest."
    address = f"/en/alliances/{made}/"
    declare_interest(made, "My sister teaches there", by=officer("d1"))
    assert told not in page(reader("a"), address)
    declare_interest(made, "I led that school", by=CITY_OFFICER)
    assert not asked("decide")
    text = page(reader("a"), address)
    assert told in text
    assert "whoever gives it: the security administrator." in text
    account = Account.objects.create(username="safe", name="Name of the guard")
    power = {"role": "security_administrator", "place": "city", "since": TODAY, "given_by": "test"}
    RoleHeld.objects.create(account=account, **power)
    for place in ("a", "d1", "city"):
        assert "whoever gives it: Name of the guard." in page(reader(place), address)
    signed_in("city_officer", "city")
    assert told not in page(reader("a"), address)
