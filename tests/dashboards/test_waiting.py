"""What waits stands on the first page once, whoever asks, and costs the same with one thing as with three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cities import small_rows

from lianmeng.cities.actions import demo as making
from lianmeng.cities.actions.demo import begin_demo_city
from lianmeng.cities.actions.waiting import let_things_wait
from lianmeng.cities.rules.founding import cast_places
from lianmeng.core.actors import OPERATOR
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.notices.actions.telling import tell
from lianmeng.notices.models import Notice
from lianmeng.notices.vocabulary import Tidings
from lianmeng.people.models import Account
from lianmeng.people.queries.accounts import cast_ids

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The demonstration on its first day; called, everything waits once more."""
    monkeypatch.setattr(making, "demo_city", small_rows)
    begin_demo_city(by=OPERATOR)
    return lambda: let_things_wait(small_rows(), cast_places(small_rows()), cast_ids())


def readers() -> dict[str, Client]:
    found = {}
    for account in Account.objects.filter(is_demo=True):
        found[account.username] = Client()
        found[account.username].force_login(account)
    return found


def queries_of(client: Client) -> int:
    client.get("/en/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/en/").status_code == 200
    return len(queries)


def test_every_role_asks_few_questions_however_much_waits(city: Callable[[], None]) -> None:
    known = readers()
    once = {name: queries_of(client) for name, client in known.items()}
    city()
    city()
    thrice = {name: queries_of(client) for name, client in known.items()}
    assert {name: count for name, count in thrice.items() if count > MOST_QUERIES} == {}
    assert once == thrice


def test_nothing_is_said_twice(city: Callable[[], None]) -> None:
    page = readers()["demo-school-2"].get("/en/").content.decode().partition("What waits for you")[2]
    assert page.count("<h3>1 agreement waits for your signature") == 1
    assert page.count("Offered for signature</h3>") == 0
    assert "more notice" not in page


def test_what_the_inbox_asks_beside_is_said_too_with_its_day(city: Callable[[], None]) -> None:
    leader, place = cast_ids()["school_leader"], cast_places(small_rows())["school"]
    tidings = Tidings(
        ("alliance", "x"),
        "1",
        say(
            "{names} ({number}): {step}",
            names=("甲", "乙"),
            number="JX-1",
            step=say("Rectification asked for"),
        ),
        say("Your side puts right what was found."),
        say("See what was found"),
        "alliances/x/",
        asks=True,
        due=date(2020, 1, 31),
    )
    for number in range(5):
        tell(replace(tidings, occasion=str(number)), [(Role.SCHOOL_LEADER, place)])
    page = readers()["demo-school"].get("/en/").content.decode()
    assert page.count("甲, 乙 (JX-1): Rectification asked for</h3>") == 3
    assert "2 more notices ask you to act" in page
    assert "Overdue" in page
    first = Notice.objects.filter(account=leader, due=date(2020, 1, 31)).order_by("-id")[0]
    assert f"/en/notices/{first.public_id}/" in page
