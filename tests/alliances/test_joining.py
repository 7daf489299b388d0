"""A school joins a running alliance: named by the next agreement, which it signs with all the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

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
    signed,
    step,
)
from tests.alliances.test_next import GROUP
from tests.alliances.test_pages import page, sent, signed_in
from tests.alliances.test_papers import issued, words
from tests.alliances.test_photos import brought

from lianmeng.alliances.actions.drafting import add_gift, change
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.joining import let_join
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.photos import add_scan
from lianmeng.alliances.actions.signing import sign
from lianmeng.alliances.models import Agreement, Delegation, Membership, Signature
from lianmeng.alliances.queries.parties import parties_of
from lianmeng.alliances.rules.content import Gift, content_of, digest_of
from lianmeng.alliances.vocabulary import Ground
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.documents.models import File
from lianmeng.notices.models import Notice
from lianmeng.people.models import Account, RoleHeld
from lianmeng.schools.actions.life import close_school

pytestmark = pytest.mark.usefixtures("city")
A, F = leader("a"), leader("f")


def named(school: str = "f") -> str:
    made = approved("elite_group", GROUP)
    let_join(made, "member", school, seen=None, by=A)
    add_gift(made, Gift(school, "A garden"), seen=None, by=A)
    return made


def members(made: str) -> list[str]:
    return [one.party for one in parties_of(alliance(made))]


def all_signed(made: str, parties: str) -> None:
    for party in parties:
        sign(made, party, digest(made), by=leader(party))


def test_it_signs_with_all_and_is_a_member_from_the_day_the_agreement_takes_effect() -> None:
    made = named()
    assert members(made) == ["a", "c", "d"]
    all_signed(made, "acd")
    with pytest.raises(Refused, match="Not every party has signed"):
        step(made, "approve_next")
    sign(made, "f", digest(made), by=F)
    assert members(made) == ["a", "c", "d"]
    step(made, "approve_next")
    joined = Membership.objects.get(party="f")
    assert (joined.role, joined.district, joined.since, joined.until) == ("member", "d1", TODAY, None)
    assert members(made) == ["a", "c", "d", "f"]
    assert Membership.objects.get(party="c").since == TODAY - timedelta(days=300)
    assert "己小学" in words(issued(made)["agreement"])
    version = Agreement.objects.get(number=2)
    assert digest_of(content_of(version.content)) == version.digest


def test_what_follows_begins_with_all_members_and_names_nobody_again() -> None:
    made = named()
    all_signed(made, "acdf")
    step(made, "approve_next")
    add_gift(made, Gift("f", "A pond"), seen=None, by=F)
    content = content_of(Agreement.objects.get(number=3).content)
    assert ([one.party for one in content.parties], content.joining) == (["a", "c", "d", "f"], ())


def test_until_then_it_reads_and_signs_and_does_nothing_else() -> None:
    made = approved("elite_group", GROUP)
    first, new = signed_in("school_leader", "a"), signed_in("school_leader", "f")
    stranger, address = signed_in("school_leader", "b"), f"/en/alliances/{made}/"
    assert f"{address}join/" in page(first, address)
    assert f"{address}join/" not in page(new, address)
    assert new.get(f"{address}join/").status_code == 403
    assert sent(first, f"{address}join/", role="member", school="己小学").status_code == 302
    assert sent(first, f"{address}gifts/add/", giver="f", what="A garden").status_code == 302
    assert set(Notice.objects.filter(asks=True, done_at=None).values_list("place", flat=True)) == {"a", "f"}
    text = page(new, f"{address}agreement/2/")
    assert "With this version joins, from the day on which it takes effect: 己小学" in text
    assert "A garden" in text
    assert stranger.get(f"{address}agreement/2/").status_code == 404
    for way in ("terms/", "step/pause/", "step/take_back_next/", "activities/add/"):
        assert new.get(address + way).status_code == 403
    assert f"{address}sign/" in page(new, address)
    assert sent(new, f"{address}sign/", party="f").status_code == 302
    assert f"{address}sign/" not in page(new, address)
    assert stranger.get(f"{address}sign/").status_code == 403


def test_who_does_not_fit_does_not_join() -> None:
    made = approved("elite_group", GROUP)
    for role, school, why in (
        ("member", "c", "stands twice"),
        ("core", "f", "has room for 1"),
        ("x", "f", "no role"),
    ):
        with pytest.raises(Refused, match=why):
            let_join(made, role, school, seen=None, by=A)
    with pytest.raises(Refused, match="not in the register"):
        let_join(made, "member", "nowhere", seen=None, by=A)
    with pytest.raises(Refused, match="is for a party"):
        let_join(made, "member", "f", seen=None, by=CITY_OFFICER)
    with pytest.raises(Refused, match="approved and is not ending"):
        let_join(signed(), "partner", "f", seen=None, by=A)
    pair, address = approved(), signed_in("school_leader", "a")
    assert "join/" not in page(address, f"/en/alliances/{pair}/")
    full = page(address, f"/en/alliances/{pair}/join/")
    assert "no room for another school" in full
    assert 'name="school"' not in full
    assert 'name="school"' in page(address, f"/en/alliances/{made}/join/")
    assert sent(address, f"/en/alliances/{pair}/join/", role="partner", school="己小学").status_code == 422


@pytest.mark.parametrize("code", ["take_back_next", "send_back_next"])
def test_dropped_nobody_joins(code: str) -> None:
    made = named()
    all_signed(made, "acdf" if code == "send_back_next" else "af")
    step(made, code, by=A if code == "take_back_next" else CITY_OFFICER)
    add_gift(made, Gift("a", "A pond"), seen=None, by=A)
    content = content_of(Agreement.objects.latest("number").content)
    assert ([one.party for one in content.parties], content.joining) == (["a", "c", "d"], ())
    assert members(made) == ["a", "c", "d"]


@pytest.mark.parametrize("what", ["closes", "another leaves"])
def test_what_changes_meanwhile_is_told_when_it_is_decided(what: str) -> None:
    made = named()
    all_signed(made, "acdf")
    if what == "closes":
        close_school("f", "Moved away", by=CITY_OFFICER, day=TODAY, seen=1)
    else:
        leaving = Taking(**DECISION, ground=Ground.AGREEMENT)
        let_member_leave(made, "d", leaving, seen=None, by=CITY_OFFICER)
    with pytest.raises(Refused, match=r"no longer in the register|Members have changed"):
        step(made, "approve_next")


def test_where_a_school_of_another_district_joins_the_city_decides() -> None:
    made = approved("bundle", (("lead", "a"), ("partner", "c")))
    let_join(made, "partner", "b", seen=None, by=A)
    add_gift(made, Gift("b", "A garden"), seen=None, by=A)
    for place, role in (("d1", "district_officer"), ("city", "city_officer")):
        signed_in(role, place)
    all_signed(made, "acb")
    asked = Notice.objects.filter(asks=True, done_at=None, topic="decide")
    assert set(asked.values_list("place", flat=True)) == {"city"}
    with pytest.raises(Refused, match="the city bureau decides"):
        step(made, "approve_next", by=officer("d1"))
    step(made, "approve_next")
    assert members(made) == ["a", "c", "b"]


@pytest.mark.parametrize("code", ["approve_next", "send_back_next", "pause"])
def test_who_leads_the_school_that_is_to_join_decides_nothing(code: str) -> None:
    made = named()
    all_signed(made, "acdf")
    tied = Actor("tied", CITY_OFFICER.roles | F.roles)
    with pytest.raises(Refused, match="You lead a party"):
        step(made, code, by=tied)
    bureau, address = signed_in("city_officer", CITY), f"/en/alliances/{made}/"
    assert f"step/{code}/" in page(bureau, address)
    RoleHeld.objects.create(
        account=Account.objects.get(), role="school_leader", place="f", since=TODAY, given_by="test"
    )
    assert f"step/{code}/" not in page(bureau, address)


def test_who_left_on_its_first_day_may_join_again_on_it() -> None:
    made = named()
    all_signed(made, "acdf")
    step(made, "approve_next")
    let_member_leave(made, "f", Taking(**DECISION, ground=Ground.AGREEMENT), seen=None, by=CITY_OFFICER)
    let_join(made, "member", "f", seen=None, by=A)
    add_gift(made, Gift("f", "A garden"), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    assert members(made) == ["a", "c", "d", "f"]
    joined = Membership.objects.get(party="f")
    assert (joined.since, joined.until, joined.ground) == (TODAY, None, "")


def test_who_leaves_before_its_first_day_never_was_a_member() -> None:
    made, first = named(), TODAY + timedelta(days=40)
    change(made, lambda was: replace(was, since=first.isoformat()), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    let_member_leave(made, "f", Taking(**DECISION, ground=Ground.AGREEMENT), seen=None, by=CITY_OFFICER)
    left = Membership.objects.get(party="f")
    assert (left.since, left.until) == (first, first)


def test_the_stamped_paper_of_who_joins_is_brought_by_itself_or_the_bureau(
    tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = named()
    address = f"/en/alliances/{made}/"
    bureau, new, other = (
        signed_in("city_officer", CITY),
        signed_in("school_leader", "f"),
        signed_in("school_leader", "b"),
    )
    assert 'value="f"' in page(bureau, f"{address}scan/")
    assert f"{address}scan/" in page(new, f"{address}sign/")
    offered = page(new, f"{address}scan/")
    assert ('value="f"' in offered, 'value="a"' in offered) == (True, False)
    assert other.get(f"{address}scan/").status_code == 403
    with pytest.raises(Refused, match="A scan is brought by"):
        add_scan(made, "a", brought(), by=F)
    for client in (new, bureau):
        assert client.post(f"{address}scan/", {"party": "f", "file": brought()}).status_code == 302
    scan = File.objects.filter(kind="scan").latest("pk").public_id
    assert sent(bureau, f"{address}sign/", party="f", scan=scan).status_code == 302
    assert Signature.objects.get(party="f", agreement__number=2).capacity == "paper"


def test_a_delegate_of_who_joins_reads_and_signs() -> None:
    made = named()
    address = f"/en/alliances/{made}/"
    new, deputy = signed_in("school_leader", "f"), signed_in("teacher", "f")
    assert deputy.get(f"{address}sign/").status_code == 403
    assert f"{address}delegate/" in page(new, address)
    person = Account.objects.get(username="teacher-f").public_id
    term = {"since": TODAY.isoformat(), "until": (TODAY + timedelta(days=5)).isoformat()}
    assert sent(new, f"{address}delegate/", person=person, **term).status_code == 302
    assert "A garden" in page(deputy, f"{address}agreement/2/")
    assert f"{address}sign/" in page(deputy, address)
    assert sent(deputy, f"{address}sign/", party="f").status_code == 302
    assert Signature.objects.get(party="f").capacity == "delegate"
    delegation = Delegation.objects.get().public_id
    assert delegation in page(new, address)
    assert sent(new, f"{address}delegate/{delegation}/end/").status_code == 302
    assert deputy.get(f"{address}agreement/2/").status_code == 404


def test_who_is_to_join_declines_and_is_asked_no_more() -> None:
    made = approved("elite_group", GROUP)
    new, address = signed_in("school_leader", "f"), f"/en/alliances/{made}/"
    signed_in("school_leader", "a")
    let_join(made, "member", "f", seen=None, by=A)
    assert Notice.objects.filter(place="f", asks=True, done_at=None).exists()
    assert f"{address}step/decline_next/" in page(new, address)
    assert sent(new, f"{address}step/decline_next/", reason="We are too few").status_code == 302
    assert not Notice.objects.filter(place="f", asks=True, done_at=None).exists()
    assert "己小学 declined version 2" in page(signed_in("school_leader", "c"), f"{address}agreement/2/")
    assert (new.get(f"{address}sign/").status_code, members(made)) == (403, ["a", "c", "d"])
