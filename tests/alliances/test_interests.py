"""The list of declared conflicts of interest: who reads which, and what it says of whom."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.alliances.conftest import CITY_OFFICER, approved, officer, signed
from tests.alliances.test_pages import page, signed_in

from lianmeng.alliances.actions.steps import declare_interest
from lianmeng.people.models import Account

pytestmark = pytest.mark.usefixtures("city")
LIST = "/en/alliances/interests/"
ACROSS = (("lead", "a"), ("led", "e"))


@pytest.fixture
def declared(city: None) -> None:
    """In an alliance of the first district by its own officer, in one of two districts by the city's."""
    Account.objects.create(username="bureau", name="Name of the officer", public_id="officer-d1")
    declare_interest(signed(), "My sister teaches there", by=officer("d1"))
    declare_interest(approved("leadership", ACROSS), "I led that school", by=CITY_OFFICER)


@pytest.mark.usefixtures("declared")
def test_the_city_and_auditors_read_all_and_a_district_what_it_decides() -> None:
    for role in ("city_officer", "auditor"):
        text = page(signed_in(role, "city"), LIST)
        assert "2 conflicts of interest declared" in text
        assert "My sister teaches there" in text
        assert "Name of the officer" in text
        assert "I led that school" in text
    own = page(signed_in("district_officer", "d1"), LIST)
    assert "1 conflict of interest declared" in own
    assert "I led that school" not in own
    assert "Nobody has declared such a thing" in page(signed_in("district_officer", "d2"), LIST)


@pytest.mark.usefixtures("declared")
def test_who_declared_none_is_listed_on_demand() -> None:
    auditor = signed_in("auditor", "city")
    assert "No interest" not in page(auditor, LIST)
    assert "No interest" in page(auditor, f"{LIST}?all")


@pytest.mark.usefixtures("declared")
def test_a_draft_is_named_to_an_auditor_but_not_opened() -> None:
    text = page(signed_in("auditor", "city"), LIST)
    assert "甲小学—丙小学" in text
    assert ">甲小学—丙小学</a>" not in text
    assert ">甲小学—丙小学</a>" in page(signed_in("district_officer", "d1"), LIST)


def test_others_are_not_shown_the_way_nor_let_in() -> None:
    leader = signed_in("school_leader", "a")
    assert leader.get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302
    assert LIST not in page(leader, "/en/alliances/")
    assert LIST in page(signed_in("auditor", "city"), "/en/alliances/")
