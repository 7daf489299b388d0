"""Both sides sign exactly one content; any change is a new version that all sign again."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
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
from tests.alliances.test_pages import page, sent, signed_in
from tests.alliances.test_photos import brought

from lianmeng.alliances.actions.drafting import Beginning, begin, change
from lianmeng.alliances.actions.photos import add_scan
from lianmeng.alliances.actions.signing import delegate, offer, sign, take_back
from lianmeng.alliances.models import Agreement, Membership, Signature
from lianmeng.alliances.queries.effect import in_effect_on, why_not
from lianmeng.alliances.queries.papers import stands_for
from lianmeng.alliances.vocabulary import Capacity
from lianmeng.core.actors import NOBODY, Actor
from lianmeng.core.refusal import Refused
from lianmeng.documents.models import File
from lianmeng.notices.models import Notice
from lianmeng.people.models import Account

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")


def test_two_schools_draft_sign_and_see_one_twinning_in_effect() -> None:
    made = begin(Beginning("twinning", (("lead", "a"), ("partner", "c"))), by=A)
    found = alliance(made)
    assert found.number == f"JX-{TODAY.year}-0001"
    assert found.title == "甲小学—丙小学"
    made = approved()
    assert why_not(alliance(made), TODAY) is None
    assert list(in_effect_on(TODAY)) == [alliance(made)]
    assert Membership.objects.filter(alliance__public_id=made, since__lte=TODAY).count() == 2


def test_what_is_not_yet_defined_cannot_be_offered() -> None:
    made = begin(Beginning("twinning", (("lead", "a"), ("partner", "c"))), by=A)
    with pytest.raises(Refused, match="The term is not yet defined"):
        offer(made, seen=None, by=A)


def test_a_change_by_the_other_side_makes_a_new_version_that_all_sign_again() -> None:
    made = drafted()
    offer(made, seen=None, by=A)
    old = digest(made)
    sign(made, "a", old, by=A)
    change(made, lambda was: replace(was, money="20,000 yuan"), seen=alliance(made).turn, by=C)
    assert (alliance(made).state, Agreement.objects.count()) == ("draft", 2)
    offer(made, seen=None, by=C)
    with pytest.raises(Refused, match="version 2 is the one to sign"):
        sign(made, "c", old, by=C)
    for party, who in (("c", C), ("a", A)):
        sign(made, party, digest(made), by=who)
    assert alliance(made).state == "signed"
    assert Signature.objects.count() == 3  # the one under the old version stays


def test_both_sides_change_at_once() -> None:
    made = drafted()
    seen = alliance(made).turn
    change(made, lambda was: replace(was, money="1"), seen=seen, by=A)
    with pytest.raises(Refused, match="changed this alliance since"):
        change(made, lambda was: replace(was, money="2"), seen=seen, by=C)


def test_two_officers_decide_the_same_alliance() -> None:
    made = signed()
    seen = alliance(made).turn
    from lianmeng.alliances.actions.holding import Taking
    from lianmeng.alliances.actions.steps import take_step

    decision = Taking(**DECISION)
    take_step(made, "approve", decision, seen=seen, by=CITY_OFFICER)
    with pytest.raises(Refused, match="changed this alliance since"):
        take_step(made, "send_back", Taking(reason="No"), seen=seen, by=CITY_OFFICER)


def test_a_delegate_signs_within_the_dates_and_not_after() -> None:
    made = drafted()
    offer(made, seen=None, by=A)
    deputy = Actor("deputy")
    with pytest.raises(Refused, match="Only a party's legal representative"):
        sign(made, "c", digest(made), by=deputy)
    delegate("c", "deputy", since=TODAY - timedelta(days=9), until=TODAY, by=C)
    with pytest.raises(Refused, match="delegation ended"):
        sign(made, "c", digest(made), by=deputy)
    delegate("c", "deputy", since=TODAY, until=TODAY + timedelta(days=9), by=C)
    sign(made, "c", digest(made), by=deputy)
    assert Signature.objects.get().delegation is not None
    with pytest.raises(Refused, match="signed this version already"):
        sign(made, "c", digest(made), by=C)


def test_only_the_legal_representative_delegates() -> None:
    with pytest.raises(Refused, match="Only the legal representative"):
        delegate("c", "deputy", since=TODAY, until=TODAY + timedelta(days=1), by=A)
    with pytest.raises(Refused, match="last day"):
        delegate("c", "deputy", since=TODAY, until=TODAY, by=C)


def test_a_stamped_paper_may_stand_for_a_signature(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = drafted()
    offer(made, seen=None, by=A)
    with pytest.raises(Refused, match="The bureau signs for no party"):
        sign(made, "c", digest(made), by=CITY_OFFICER)
    with pytest.raises(Refused, match="No such scan of version 1"):
        sign(made, "c", digest(made), by=CITY_OFFICER, scan="Folder 12, sheet 3")
    assert not Signature.objects.exists()
    scan = add_scan(made, "c", brought(), by=CITY_OFFICER)
    sign(made, "c", digest(made), by=CITY_OFFICER, scan=scan)
    signature, kept = Signature.objects.get(), File.objects.get(public_id=scan)
    assert (signature.capacity, signature.paper) == ("paper", f"{kept.name}, SHA-256 {kept.digest}")


def test_the_scan_of_an_older_text_stands_for_no_signature_of_the_next(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = drafted()
    offer(made, seen=None, by=A)
    scan = add_scan(made, "c", brought(), by=C)
    change(made, lambda was: replace(was, money="1"), seen=alliance(made).turn, by=A)
    offer(made, seen=None, by=A)
    for by in (C, CITY_OFFICER):
        with pytest.raises(Refused, match="No such scan of version 2"):
            sign(made, "c", digest(made), by=by, scan=scan)


def test_a_paper_of_which_no_scan_is_kept_is_not_called_scanned() -> None:
    assert stands_for("paper", "Folder 1") == stands_for("elsewhere", "") == Capacity.ELSEWHERE
    assert stands_for("paper", "x.pdf, SHA-256 ab") == Capacity.PAPER


def test_strangers_neither_begin_nor_sign_nor_offer() -> None:
    with pytest.raises(Refused, match="begun by one of its parties"):
        begin(Beginning("twinning", (("lead", "a"), ("partner", "c"))), by=leader("f"))
    made = drafted()
    for who in (NOBODY, leader("f")):
        with pytest.raises(Refused, match="is for a party"):
            offer(made, seen=None, by=who)


@pytest.mark.parametrize(
    "deed", ["UPDATE alliances_signature SET party = 'x'", "DELETE FROM alliances_lifestep"]
)
def test_the_database_keeps_signatures_and_steps(deed: str) -> None:
    signed()
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed)


def test_a_date_in_the_far_past() -> None:
    made = drafted()
    with pytest.raises(Refused, match="too far in the past"):
        change(made, lambda was: replace(was, since="1016-09-01"), seen=alliance(made).turn, by=A)
    with pytest.raises(Refused, match="too far in the past"):
        offer(made, seen=None, by=A, day=date(1016, 9, 1))


def test_cross_district_twinning_needs_its_districts_paired() -> None:
    roles = (("lead", "a"), ("partner", "b"))
    with pytest.raises(Refused, match="not paired"):
        drafted("twinning", roles)
    frame = approved("district_pair", (("district", "d1"), ("district", "d2")))
    made = approved("twinning", roles)
    assert alliance(made).frame == alliance(frame)


def test_the_district_decides_only_where_all_lie_in_it() -> None:
    from tests.alliances.conftest import officer

    made = signed()
    with pytest.raises(Refused, match="is for the education bureau"):
        step(made, "approve", by=officer("d2"))
    step(made, "approve", by=officer("d1"))


def test_a_delegation_taken_back_signs_no_more_and_what_was_signed_stays() -> None:
    made = drafted()
    offer(made, seen=None, by=A)
    deputy, days = Actor("deputy"), {"since": TODAY, "until": TODAY + timedelta(days=9)}
    given = delegate("a", "deputy", by=A, **days)
    sign(made, "a", digest(made), by=deputy)
    take_back(made, given, by=A)
    given = delegate("c", "deputy", by=C, **days)
    for by in (A, deputy, CITY_OFFICER):
        with pytest.raises(Refused, match="legal representative takes"):
            take_back(made, given, by=by)
    take_back(made, given, by=C)
    with pytest.raises(Refused, match="taken back already"):
        take_back(made, given, by=C)
    with pytest.raises(Refused, match="delegation ended"):
        sign(made, "c", digest(made), by=deputy)
    delegate("c", "deputy", by=C, **days)
    sign(made, "c", digest(made), by=deputy)
    taken = dict(Signature.objects.values_list("party", "delegation__taken_back_on"))
    assert taken == {"a": TODAY, "c": None}


def test_signing_is_delegated_to_somebody_else_of_the_party() -> None:
    made, client = drafted(), signed_in("school_leader", "c")
    address = f"/en/alliances/{made}/delegate/"
    assert "Nobody else holds a role" in page(client, address)
    signed_in("teacher", "c")
    text = page(client, address)
    assert "Nobody else holds a role" not in text
    assert text.count("<option") == 1
    days = {"since": TODAY.isoformat(), "until": (TODAY + timedelta(days=9)).isoformat()}
    teacher = Account.objects.get(username="teacher-c").public_id
    assert sent(client, address, person=teacher, **days).status_code == 302
    (told,) = Notice.objects.filter(account=teacher)
    assert told.address == f"alliances/{made}/sign/"


def test_a_delegation_that_is_over_is_not_taken_back() -> None:
    given = delegate("c", "deputy", since=TODAY - timedelta(days=9), until=TODAY, by=C)
    with pytest.raises(Refused, match="over already"):
        take_back(drafted(), given, by=C)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_taken_back_on_a_page_and_the_delegate_is_told(language: str) -> None:
    made = drafted()
    deputy = Account.objects.create(username="deputy", name="Deputy Li")
    given = delegate("c", deputy.public_id, since=TODAY, until=TODAY + timedelta(days=9), by=C)
    offer(made, seen=None, by=A)
    assert Notice.objects.filter(account=deputy.public_id, topic="sign", done_at=None).exists()
    first, second = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    home = f"/{language}/alliances/{made}/"
    address = f"{home}delegate/{given}/end/"
    assert address not in page(first, home)
    assert first.get(address).status_code == 403
    assert "Deputy Li" in page(second, home)
    assert address in page(second, home)
    assert sent(second, address).status_code == 302
    assert address not in page(second, home)
    (told,) = Notice.objects.filter(account=deputy.public_id, done_at=None)
    assert told.subject == f"delegation:{given}"
    client = Client()
    client.force_login(deputy)
    assert client.get(f"/{language}/{told.address}").status_code == 200
    assert client.get(home).status_code == 404
