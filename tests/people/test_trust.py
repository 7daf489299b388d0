"""What an attacker tries at the doors: hosts and ports, long sessions, forged seals, a demo among real people."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.cast import SCHOOL, Cast
from tests.people.test_signing_in import DOOR, GOOD, enter, person, quick, signed_in

from lianmeng.core.refusal import Refused
from lianmeng.people.models import Account, SecurityEvent
from lianmeng.people.queries.safety import refuse_unsafe_start
from lianmeng.people.rules.policy import policy

__all__ = ["person", "quick"]


def test_another_port_in_the_hosts_name_does_not_pass_the_lock(person: Account) -> None:
    for number in range(policy().failures + 1):
        client = Client(SERVER_NAME="localhost", SERVER_PORT=str(8000 + number))
        client.post(
            DOOR, {"login": "wang.m", "password": "wrong"}, headers={"host": f"localhost:{8000 + number}"}
        )
    assert enter(Client()) == 422
    assert SecurityEvent.objects.filter(happening="locked", account=person.public_id).exists()


def test_a_session_ends_after_the_longest_time_however_busy(person: Account, client: Client) -> None:
    enter(client)
    assert signed_in(client)
    session = client.session
    session["began"] = int(time.time()) - policy().longest_hours * 3600 - 1
    session["seen"] = int(time.time()) - 61
    session.save()
    assert not signed_in(client)


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:x"]
)
def test_the_sign_in_leads_to_no_other_site(person: Account, client: Client, address: str) -> None:
    sent = {"login": "wang.m", "password": GOOD, "next": address}
    answer = client.post(f"{DOOR}?next={address}", sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/")


@pytest.mark.django_db
def test_a_foreign_host_is_not_answered(client: Client) -> None:
    assert client.get(DOOR, headers={"host": "evil.example"}).status_code == 400


def test_a_forgotten_password_tells_nobody_who_is_there(person: Account, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Account.objects.filter(pk=person.pk).update(email="wang@example.org")
    answers = [
        Client().post("/en/password/forgotten/", {"email": one})
        for one in ("wang@example.org", "nobody@example.org")
    ]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (302, "/en/password/forgotten/sent/")
    ] * 2


def test_a_forged_seal_is_refused_with_a_sentence(cast: Cast) -> None:
    sent = {
        "number": "T9",
        "name": "新",
        "identity": "sealed:forged",
        "day": timezone.localdate().isoformat(),
    }
    answer = cast.client("city_officer").post(f"/en/schools/{SCHOOL}/staff/new/", sent)
    assert answer.status_code == 422


def test_a_public_site_with_real_people_refuses_to_start_as_a_demonstration(
    cast: Cast, settings: Settings
) -> None:
    Account.objects.exclude(is_demo=True).delete()
    account, demo = cast.account("city_officer"), {"username": "tried", "name": "试用"}
    Account.objects.create(**demo, created_by=account.public_id)
    settings.HTTPS = settings.DEMO = True
    refuse_unsafe_start()
    Account.objects.create(username="real", name="某人", created_by="operator")
    with pytest.raises(Refused, match="LIANMENG_DEMO"):
        refuse_unsafe_start()
