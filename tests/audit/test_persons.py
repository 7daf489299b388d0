"""What is held about a person can be handed over and erased, as the tables declare it; and nothing stays for ever."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from tests.cast import Cast

from lianmeng.audit.actions import erase_person, erase_what_is_over, record
from lianmeng.audit.actions.persons import _empty
from lianmeng.audit.models import Value
from lianmeng.audit.queries.declared import declared_tables
from lianmeng.audit.queries.persons import held_about
from lianmeng.audit.queries.verifying import verify
from lianmeng.audit.rules.personal import Erasing
from lianmeng.core.actors import OPERATOR
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.secrets import keyed_hash, sealed
from lianmeng.people.actions.accounts import close_account
from lianmeng.people.models import Account
from lianmeng.schools.models import Employment, Staff

pytestmark = pytest.mark.django_db
IDENTITY = "510107199001011234"


@pytest.fixture
def anna(db: None) -> Staff:
    staff = Staff.objects.create(
        number="T-1", name="安娜", identity_sealed=sealed(IDENTITY), identity_hash=keyed_hash(IDENTITY)
    )
    record(say("Uploaded {old}", old="安娜"), by=OPERATOR, place="city", person=staff.public_id)
    return staff


def test_an_export_holds_everything_but_what_is_sensitive(anna: Staff) -> None:
    told = json.dumps(held_about(anna.public_id), ensure_ascii=False)
    assert "安娜" in told
    assert "audit.Value" in told
    for secret in (IDENTITY, anna.identity_sealed, anna.identity_hash):
        assert secret not in told


def test_an_erased_person_is_gone_and_the_chain_whole(anna: Staff) -> None:
    erased = erase_person(anna.public_id, by=OPERATOR)
    assert erased.rows["schools.Staff"] == erased.rows["audit.Value"] == 1
    anna.refresh_from_db()
    assert (anna.name, anna.identity_sealed, anna.identity_hash) == ("", "", "")
    assert anna.number != "T-1"
    assert verify().broken is None
    assert not Value.objects.filter(value="安娜").exists()


def test_an_erased_account_is_closed_and_names_nobody(cast: Cast) -> None:
    account = cast.account("teacher")
    client, name, username = cast.client("teacher"), account.name, account.username
    told = erase_person(account.public_id, by=OPERATOR)
    assert {table.label for table, _ in told.kept} >= {"people.RoleHeld"}
    held = json.dumps(held_about(account.public_id), ensure_ascii=False)
    assert name not in held
    assert username not in held
    assert not Account.objects.get(pk=account.pk).is_active
    assert client.get("/en/audit/").status_code == 302


def test_only_the_bureau_erases_and_only_what_is_there(cast: Cast) -> None:
    account = cast.account("teacher").public_id
    with pytest.raises(Refused):
        erase_person(account, by=cast.actor("school_leader"))
    for ask in (held_about, lambda person: erase_person(person, by=OPERATOR)):
        with pytest.raises(Refused, match="Nothing is held"):
            ask("nobody")


def test_what_was_kept_for_its_time_is_erased_once(anna: Staff) -> None:
    assert erase_what_is_over(by=OPERATOR) == {}
    Staff.objects.filter(pk=anna.pk).update(left_on=timezone.localdate() - timedelta(days=1094))
    assert erase_what_is_over(by=OPERATOR) == {}
    Staff.objects.filter(pk=anna.pk).update(left_on=timezone.localdate() - timedelta(days=1097))
    assert erase_what_is_over(by=OPERATOR) == {"schools.Staff": 1}
    assert Staff.objects.get(pk=anna.pk).name == ""
    assert erase_what_is_over(by=OPERATOR) == {}


def test_what_hangs_on_somebody_who_left_goes_with_them(anna: Staff) -> None:
    Employment.objects.create(staff=anna, degree="master", since=date(2001, 9, 1))
    Staff.objects.filter(pk=anna.pk).update(left_on=timezone.localdate() - timedelta(days=1097))
    assert erase_what_is_over(by=OPERATOR) == {"schools.Staff": 1, "schools.Employment": 1}
    assert Employment.objects.get().degree == ""


def test_a_closed_account_is_kept_for_a_year(cast: Cast) -> None:
    account = cast.account("teacher")
    close_account(account.public_id, by=cast.actor("security_administrator"))
    assert erase_what_is_over(by=OPERATOR) == {}
    Account.objects.filter(pk=account.pk).update(closed_at=timezone.now() - timedelta(days=366))
    assert erase_what_is_over(by=OPERATOR) == {"people.Account": 1}
    assert Account.objects.get(pk=account.pk).name == ""
    assert erase_what_is_over(by=OPERATOR) == {}


def test_what_is_declared_to_be_emptied_can_be() -> None:
    for label, table in declared_tables().items():
        deleted = any(one.erase is Erasing.DELETE for one in table.columns.values())
        for column in table.columns.values():
            if column.erase is Erasing.CLEAR and not deleted and (table.of_person or table.kept_from):
                _empty(apps.get_model(label)._meta.get_field(column.name))
