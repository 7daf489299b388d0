"""Passwords, lock-out, idle sessions, sessions of the removed, one-time links, the second step."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.cast import Cast

from lianmeng.people.actions.accounts import close_account
from lianmeng.people.actions.links import one_time_key
from lianmeng.people.actions.security import forget_old_events, note
from lianmeng.people.models import Account, SecurityEvent
from lianmeng.people.rules.policy import policy
from lianmeng.people.vocabulary import Happening

GOOD = "correct horse 7 staple"
DOOR = "/en/sign-in/"


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(db: None) -> Account:
    account = Account(username="wang.m", name="王明")
    account.set_password(GOOD)
    account.save()
    return account


def enter(client: Client, password: str = GOOD, username: str = "wang.m") -> int:
    return client.post(DOOR, {"login": username, "password": password}).status_code


def signed_in(client: Client) -> bool:
    return client.get("/en/people/me/").status_code == 200


@pytest.mark.parametrize("weak", ["short9", "password123", "1234567890123", "wang.m-2026", "wangming2026"])
def test_a_weak_password_is_refused(weak: str) -> None:
    account = Account(username="wang.m", name="王明")
    with pytest.raises(ValidationError):
        validate_password(weak, account)
    validate_password(GOOD, account)


def test_signing_in_and_out(person: Account, client: Client) -> None:
    assert enter(client, "wrong") == 422
    assert enter(client) == 302
    assert signed_in(client)
    client.post("/en/sign-out/")
    assert not signed_in(client)
    told = list(SecurityEvent.objects.order_by("pk").values_list("happening", "account"))
    assert told == [(one, person.public_id) for one in ("failed", "signed_in", "signed_out")]


def test_what_was_typed_is_not_kept(person: Account, client: Client) -> None:
    enter(client, "my secret", username="110101199001011234")
    event = SecurityEvent.objects.get()
    assert (event.happening, event.account, event.by, event.detail) == ("failed", "", "", "")


def test_too_many_failures_lock_the_account(person: Account, client: Client) -> None:
    for _ in range(policy().failures):
        assert enter(Client(), "wrong") == 422
    assert enter(Client()) == 422, "the right password opens nothing while the account is locked"
    assert SecurityEvent.objects.filter(happening="locked", account=person.public_id).exists()
    other = Account(username="other", name="别人")
    other.set_password(GOOD)
    other.save()
    assert enter(client, username="other") == 302


def test_an_idle_session_ends(person: Account, client: Client) -> None:
    client.force_login(person)
    assert signed_in(client)
    session = client.session
    session["seen"] = int(time.time()) - policy().idle_minutes * 60 - 1
    session.save()
    assert not signed_in(client)
    assert SESSION_KEY not in client.session


def test_the_session_of_a_removed_person_ends_at_once(cast: Cast) -> None:
    teacher = cast.client("teacher")
    assert signed_in(teacher)
    close_account(cast.account("teacher").public_id, by=cast.actor("school_leader"))
    assert not signed_in(teacher)
    assert teacher.get("/en/").wsgi_request.user == AnonymousUser()


def test_a_changed_password_ends_the_other_sessions(person: Account, client: Client) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        one.force_login(person)
    new = {"oldpassword": GOOD, "password1": f"{GOOD} too", "password2": f"{GOOD} too"}
    assert client.post("/en/password/", new).status_code == 302
    assert signed_in(client)
    assert not signed_in(elsewhere)


def test_signing_out_everywhere_else(person: Account, client: Client) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        one.force_login(person)
    assert client.post("/en/people/me/sessions/").status_code == 302
    assert (signed_in(client), signed_in(elsewhere)) == (True, False)


def test_a_one_time_link_sets_the_password_once(person: Account, client: Client) -> None:
    old = one_time_key(person)
    person.set_unusable_password()
    person.save()
    uid, key = one_time_key(person)
    assert "does not lead in" in client.get(f"/en/password/new/{old[0]}-{old[1]}/").content.decode()
    form = client.get(f"/en/password/new/{uid}-{key}/")
    assert form.status_code == 302
    weak = client.post(form["Location"], {"password1": "password123", "password2": "password123"})
    assert weak.status_code == 422
    assert client.post(form["Location"], {"password1": GOOD, "password2": GOOD}).status_code == 302
    assert enter(client) == 302
    assert "does not lead in" in Client().get(f"/en/password/new/{uid}-{key}/").content.decode()


def test_the_second_step(person: Account, client: Client) -> None:
    enter(client)
    assert client.get("/en/second-step/on/").status_code == 302, "the password is asked for once more"
    assert client.post("/en/sign-in/again/", {"password": "wrong"}).status_code == 422
    assert client.post("/en/sign-in/again/", {"password": GOOD}).status_code == 302
    form = client.get("/en/second-step/on/")
    assert form.status_code == 200
    secret = form.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    assert client.post("/en/second-step/on/", {"code": code}).status_code == 302
    kept = Authenticator.objects.get(user=person, type="totp")
    assert secret not in str(kept.data), "the key lies sealed"
    spare = kept.user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    again = Client()
    assert enter(again) == 302
    assert not signed_in(again)
    assert again.post("/en/sign-in/code/", {"code": "000000"}).status_code in {200, 422}
    assert not signed_in(again)
    assert again.post("/en/sign-in/code/", {"code": spare}).status_code == 302
    assert signed_in(again)


def test_the_forms_speak_as_ours(person: Account, client: Client) -> None:
    client.force_login(person)
    page = client.get("/en/password/").content.decode()
    assert "At least 10 characters" in page
    assert "placeholder" not in page
    assert "placeholder" not in Client().get(DOOR).content.decode()


def test_nobody_makes_an_account_for_themselves(db: None, client: Client) -> None:
    assert client.get("/en/sign-up/").status_code == 404
    assert client.get("/en/accounts/signup/").status_code == 404


def test_the_log_is_kept_for_six_months_at_least(person: Account) -> None:
    note(Happening.SIGNED_IN, person.public_id)
    for days in (183, 400):
        SecurityEvent.objects.create(happening="failed", at=timezone.now() - timedelta(days=days))
    assert forget_old_events() == 1
    assert SecurityEvent.objects.count() == 2


def test_attempts_are_counted_by_the_address_that_the_proxy_tells(
    person: Account, settings: Settings
) -> None:
    """At the socket behind the proxy all requests come from nowhere: one who tries must not lock out the others."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    asked = {"login": "nobody", "password": "wrong"}

    def attempt(address: str) -> int:
        return Client().post(DOOR, asked, REMOTE_ADDR="", headers={"X-Forwarded-For": address}).status_code

    tried = [attempt("192.0.2.1") for _ in range(policy().attempts_a_minute + 1)]
    assert (tried[0], tried[-1]) == (422, 429)
    assert attempt("192.0.2.2") == 422
