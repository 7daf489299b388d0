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

from lianmeng.alliances.actions.drafting import add_gift, change, latest_version
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.joining import let_join
from lianmeng.alliances.actions.members import let_member_leave
from lianmeng.alliances.actions.photos import add_scan
from lianmeng.alliances.actions.signing import sign
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.actions.tasks import mark_done
from lianmeng.alliances.models import Agreement, Delegation, Membership, Signature
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.queries.parties import parties_of
from lianmeng.alliances.rules.content import Content, Gift, Task, content_of, digest_of
from lianmeng.alliances.rules.tasks import key_of
from lianmeng.alliances.vocabulary import Ground, HandOverKind
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


def begins_in(days: int, was: Content) -> Content:
    """With a task of its own, so that one text is told from the other."""
    tasks = (*was.plan, Task("Plant the garden", "f", due="2027-03-31"))
    return replace(was, since=(TODAY + timedelta(days=days)).isoformat(), plan=tasks)


def test_until_its_first_day_the_old_text_holds_and_who_joins_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = named()
    change(made, lambda was: begins_in(40, was), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    new, first = signed_in("school_leader", "f"), signed_in("school_leader", "a")
    address = f"/en/alliances/{made}/"
    with pytest.raises(Refused, match="is for"):
        take_step(made, "pause", Taking(reason="We build"), seen=None, by=F)
    for way in ("terms/", "step/pause/", "activities/add/", "join/"):
        assert new.get(address + way).status_code == 403
        assert address + way not in page(new, address)
    assert "A garden" in page(new, f"{address}agreement/2/")
    old, garden = content_of(Agreement.objects.get(number=2).content).plan
    assert "Plant the garden" not in page(first, address)
    with pytest.raises(Refused, match="not in the agreement that is in force"):
        mark_done(made, key_of(garden), "Trees", seen=None, by=F)
    mark_done(made, key_of(old), "Minutes", seen=None, by=A)
    later = TODAY + timedelta(days=40)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: later)
    mark_done(made, key_of(garden), "Trees", seen=None, by=F)
    take_step(made, "pause", Taking(reason="We build"), seen=None, by=F)


def test_between_the_end_of_one_term_and_the_next_nothing_was_paused() -> None:
    made = named()
    change(made, lambda was: replace(begins_in(500, was), until="2035-01-31"), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    told = str(why_not(alliance(made), TODAY + timedelta(days=450)))
    assert told == f"One term is over; the next begins on {TODAY + timedelta(days=500)}."
    assert why_not(alliance(made), TODAY + timedelta(days=500)) is None


def waits(days: int = 40) -> str:
    """己 joins by an agreement that is approved and begins in so many days."""
    made = named()
    change(made, lambda was: begins_in(days, was), seen=None, by=A)
    all_signed(made, "acdf")
    step(made, "approve_next")
    return made


def test_who_waits_for_its_first_day_declines_what_is_proposed_next_and_delegates() -> None:
    made = waits()
    new, address = signed_in("school_leader", "f"), f"/en/alliances/{made}/"
    assert f"{address}step/decline_next/" not in page(new, address)
    change(made, lambda was: replace(was, money="More"), seen=None, by=A)
    for way in ("step/decline_next/", "delegate/", "sign/"):
        assert address + way in page(new, address)
        assert new.get(address + way).status_code == 200
    assert sent(new, f"{address}step/decline_next/", reason="We are too few").status_code == 302
    assert "己小学 declined version 3" in page(new, f"{address}agreement/3/")


def test_of_what_is_approved_and_still_to_begin_the_page_says_when() -> None:
    made, told = waits(), "The next agreement, version 2, is approved and takes effect on"
    first = signed_in("school_leader", "a")
    assert told in page(first, f"/en/alliances/{made}/")
    assert told not in page(first, f"/en/alliances/{approved()}/")


def test_of_what_ends_the_parties_are_those_who_were_members() -> None:
    made = waits()
    let_member_leave(made, "f", Taking(**DECISION, ground=Ground.AGREEMENT), seen=None, by=CITY_OFFICER)
    let_end(made, "acd")
    assert members(made) == ["a", "c", "d"]
    made = waits()
    let_end(made, "acdf")
    assert members(made) == ["a", "c", "d"]
    assert all(one.until and one.since and one.until >= one.since for one in Membership.objects.all())


def let_end(made: str, parties: str) -> None:
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    for one in parties[1:]:
        step(made, "reply", by=leader(one))
    for kind in HandOverKind:
        hand_over(made, HandedOver(kind), seen=None, by=A)
    step(made, "end")


def test_when_the_end_is_proposed_nothing_leads_who_was_to_join_to_a_closed_door() -> None:
    made = named()
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    new, address = signed_in("school_leader", "f"), f"/en/alliances/{made}/"
    assert f"{address}delegate/" not in page(new, address)
    assert f"{address}step/decline_next/" not in page(new, address)


@pytest.mark.parametrize("paused_first", [False, True])
def test_a_pause_leaves_the_gap_between_two_terms(paused_first: bool) -> None:
    made = named()
    change(made, lambda was: replace(begins_in(500, was), until="2035-01-31"), seen=None, by=A)
    all_signed(made, "acdf")
    for code in ("pause", "approve_next") if paused_first else ("approve_next", "pause"):
        step(made, code)
    step(made, "resume")
    held = [why_not(alliance(made), TODAY + timedelta(days=days)) is None for days in (0, 400, 401, 499, 500)]
    assert held == [True, True, False, False, True]


def test_what_is_taken_out_is_the_line_that_was_chosen_whoever_has_left() -> None:
    made = named()
    change(
        made, lambda was: replace(was, plan=(Task("C's", "c", due="2027-01-01"), *was.plan)), seen=None, by=A
    )
    let_member_leave(made, "c", Taking(**DECISION, ground=Ground.AGREEMENT), seen=None, by=CITY_OFFICER)
    first, address = signed_in("school_leader", "a"), f"/en/alliances/{made}/"
    assert "leaves it out by itself" in page(first, f"{address}tasks/0/remove/")
    assert "Take out: Joint planning" in page(first, f"{address}tasks/1/remove/")
    assert sent(first, f"{address}tasks/1/remove/").status_code == 302
    assert content_of(latest_version(alliance(made)).content).plan == ()
    assert first.get(f"{address}tasks/0/remove/").status_code == 404


def test_the_page_says_what_becomes_of_a_next_agreement_that_nobody_has_signed() -> None:
    made = named()
    assert "its writer changes it where it stands" in page(
        signed_in("school_leader", "a"), f"/en/alliances/{made}/terms/"
    )
