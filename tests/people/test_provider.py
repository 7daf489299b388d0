"""Sign-in by the city's own service, against a real OpenID Connect provider that runs here on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from tests.people import oidc_provider
from tests.people.oidc_provider import CLIENT, SECRET, Provider

from lianmeng.people.models import Account, SecurityEvent


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(running_provider: Provider, settings: Settings) -> Provider:
    app = {
        "provider_id": "city",
        "name": "锦城统一登录",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": running_provider.address, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.OIDC_ISSUER = running_provider.address
    running_provider.person = {
        "sub": "u-17",
        "preferred_username": "wang@city",
        "name": "王明",
        "email": "w@x.cn",
    }
    running_provider.claims, running_provider.signing_key = {}, None
    return running_provider


@pytest.fixture
def person(db: None) -> Account:
    return Account.objects.create(username="wang.m", name="王明", provider_name="wang@city")


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *words: object) -> None:
        return None


def sent_back(address: str) -> str:
    """Where the provider sends the browser: the person has signed in there."""
    try:
        build_opener(_Stay).open(address)
    except HTTPError as answer:
        with answer:
            return str(answer.headers["Location"])
    raise AssertionError("the provider sends nobody back")


def go(client: Client) -> HttpResponse:
    """From the sign-in page to the provider and back."""
    assert "锦城统一登录" in client.get("/en/sign-in/").content.decode()
    away = client.post("/en/provider/city/")
    assert away.status_code == 302, away.content.decode()
    back = sent_back(away["Location"])
    return client.get(back.partition("testserver")[2])


def signed_in(client: Client) -> bool:
    return client.get("/en/people/me/").status_code == 200


def test_whoever_the_service_knows_comes_in(provider: Provider, person: Account, client: Client) -> None:
    assert go(client).status_code == 302
    assert signed_in(client)
    assert SecurityEvent.objects.filter(happening="signed_in", account=person.public_id).exists()
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_nobody_gets_an_account_by_the_service(provider: Provider, db: None, client: Client) -> None:
    answer = go(client)
    assert answer.status_code == 403
    assert "no account here yet" in answer.content.decode()
    assert not Account.objects.exists()


def test_a_closed_account_stays_closed(provider: Provider, person: Account, client: Client) -> None:
    Account.objects.update(is_active=False)
    assert go(client).status_code == 403
    assert not signed_in(client)


def test_a_token_of_another_key_is_refused(provider: Provider, person: Account, client: Client) -> None:
    provider.signing_key = oidc_provider.new_key()
    assert go(client).status_code != 302
    assert not signed_in(client)


@pytest.mark.parametrize(
    "claims",
    [{"aud": "another"}, {"iss": "https://example.org"}, {"exp": 1}],
    ids=["audience", "issuer", "old"],
)
def test_a_token_for_another_or_too_old_is_refused(
    provider: Provider, person: Account, client: Client, claims: dict[str, object]
) -> None:
    provider.claims = claims
    assert go(client).status_code != 302
    assert not signed_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(
    provider: Provider, person: Account, client: Client
) -> None:
    away = client.post("/en/provider/city/")
    back = sent_back(away["Location"]).partition("testserver")[2]
    thief = Client()
    assert thief.get(back).status_code != 302
    assert not signed_in(thief)


def test_whoever_has_no_password_switches_the_second_step_on_after_signing_in(
    provider: Provider, person: Account, client: Client
) -> None:
    person.set_unusable_password()
    person.save()
    go(client)
    form = client.get("/en/second-step/on/")
    assert form.status_code == 200
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(form.context["form"].secret, counter))
    assert client.post("/en/second-step/on/", {"code": code}).status_code == 302
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert "/sign-in/code/" in go(Client())["Location"], "the service alone opens no door any more"


def test_later_they_are_told_to_sign_in_again(provider: Provider, person: Account, client: Client) -> None:
    person.set_unusable_password()
    person.save()
    go(client)
    session = client.session
    session["came_by_the_service"] -= 3600
    session.save()
    for answer in (client.get("/en/second-step/on/"), client.post("/en/second-step/on/", {"code": "1"})):
        assert answer.status_code == 403
        assert "sign in by the service again" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_whoever_has_a_password_types_it_once_more(
    provider: Provider, person: Account, client: Client
) -> None:
    person.set_password("a long enough sentence")
    person.save()
    client.force_login(person)
    assert client.get("/en/second-step/on/")["Location"].startswith("/en/sign-in/again/")
