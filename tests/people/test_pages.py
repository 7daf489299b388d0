"""The list, the person's page, new accounts, and the demonstration's door."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests.cast import OTHER_SCHOOL, SCHOOL, Cast

from lianmeng.core.refusal import Refused
from lianmeng.people.models import Account, RoleHeld
from lianmeng.people.queries.accounts import names_of
from lianmeng.people.queries.safety import refuse_unsafe_start, unsafe_accounts


def listed(client: Client, query: str = "") -> str:
    return client.get(f"/en/people/{query}").content.decode()


def test_everybody_sees_the_people_of_their_places(cast: Cast) -> None:
    seen = {
        "security_administrator": ("林知远", "方晓禾", "罗望舒"),
        "district_officer": ("沈若谷", "方晓禾"),
        "school_leader": ("方晓禾",),
    }
    for who, names in seen.items():
        page = listed(cast.client(who))
        assert all(name in page for name in names), who
    assert "罗望舒" not in listed(cast.client("district_officer"))
    assert "林知远" not in listed(cast.client("school_leader"))


@pytest.mark.parametrize(
    "query", ["?q=fxh", "?q=方晓", "?q=demo-teacher", "?role=teacher", f"?place={SCHOOL}&q=方"]
)
def test_people_are_found_by_name_role_and_place(cast: Cast, query: str) -> None:
    page = listed(cast.client("city_officer"), query)
    assert "方晓禾" in page
    assert "罗望舒" not in page


def test_the_list_costs_the_same_with_one_and_with_many(cast: Cast) -> None:
    client = cast.client("city_officer")
    listed(client)  # the first page of a session notes when it was seen
    counts = []
    for more in (0, 3):
        for number in range(more):
            account = Account.objects.create(username=f"more-{number}", name=f"多{number}")
            RoleHeld.objects.create(
                account=account,
                role="teacher",
                place=OTHER_SCHOOL,
                since=date(2020, 1, 1),
                given_by="operator",
            )
        with CaptureQueriesContext(
            connection,
        ) as told:
            listed(client)
        counts.append(len(told))
    assert counts[0] == counts[1] <= 25


def test_a_new_account_gets_its_password_by_a_link(cast: Cast, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    leader = cast.client("school_leader")
    sent = {
        "username": "chen.l",
        "name": "陈立",
        "role": "teacher",
        "place": SCHOOL,
        "since": str(timezone.localdate()),
        "confirmed": "1",
    }
    made = leader.post("/en/people/new/", sent)
    account = Account.objects.get(username="chen.l")
    assert made["Location"] == f"/en/people/{account.public_id}/link/"
    page = leader.post(made["Location"]).content.decode()
    link = re.search(r"http://testserver(/en/password/new/[^<]+)", page)
    assert link is not None
    person = Client()
    form = person.get(link[1])["Location"]
    new = {"password1": "a long and good one", "password2": "a long and good one"}
    assert person.post(form, new).status_code == 302
    assert person.post("/en/sign-in/", {"login": "chen.l", "password": new["password1"]}).status_code == 302
    assert "陈立" in person.get("/en/people/me/").content.decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"username": "demo-city"}, "is taken"),
        ({"username": "110101199001011234"}, "identity or telephone number"),
        ({"username": "a b"}, "letters, digits"),
        ({"place": OTHER_SCHOOL}, "valid choice"),
    ],
)
def test_a_new_account_is_refused_at_its_field(cast: Cast, change: dict[str, str], told: str) -> None:
    sent = {"username": "chen.l", "name": "陈立", "role": "teacher", "place": SCHOOL, "since": "2999-01-01"}
    answer = cast.client("school_leader").post("/en/people/new/", sent | change | {"confirmed": "1"})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_two_changes_at_once(cast: Cast) -> None:
    account = cast.account("teacher")
    address = f"/en/people/{account.public_id}/change/"
    leader = cast.client("school_leader")
    sent = {"username": account.username, "name": "方晓禾", "seen": "1", "confirmed": "1"}
    assert leader.post(address, sent | {"name": "方小禾"}).status_code == 302
    late = leader.post(address, sent)
    assert late.status_code == 422
    assert "since you opened the form" in late.content.decode()
    assert Account.objects.get(pk=account.pk).name == "方小禾"


def test_the_demonstration_is_entered_by_one_click_in_demo_mode_only(cast: Cast, settings: Settings) -> None:
    visitor = Client()
    assert visitor.post("/en/people/demo/teacher/").status_code == 404
    settings.DEMO = True
    assert "方晓禾" in visitor.get("/en/people/demo/").content.decode()
    assert visitor.post("/en/people/demo/teacher/").status_code == 302
    assert "方晓禾" in visitor.get("/en/people/me/").content.decode()
    assert Client().post("/en/people/demo/stranger/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/en/people/demo/teacher/").status_code == 403


def test_a_public_site_refuses_to_start_with_the_invented_people(cast: Cast, settings: Settings) -> None:
    refuse_unsafe_start()
    settings.HTTPS = True
    with pytest.raises(Refused, match="invented people"):
        refuse_unsafe_start()
    assert any("invented people" in str(one) for one in unsafe_accounts())
    settings.DEMO = True
    Account.objects.filter(is_demo=False).delete()
    refuse_unsafe_start()
    assert [str(one) for one in unsafe_accounts()] == [
        "LIANMENG_DEMO is on: everybody who reaches the site can be each of its invented people."
    ]


def test_an_installation_without_a_security_administrator_is_told_so(db: None) -> None:
    assert any("Nobody is security administrator" in str(one) for one in unsafe_accounts())


def test_names_of_accounts(cast: Cast) -> None:
    teacher = cast.account("teacher")
    assert names_of([teacher.public_id, "nobody"]) == {teacher.public_id: "方晓禾"}
