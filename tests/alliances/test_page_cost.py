"""What one reader of one alliance can cost at most."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone
from tests.alliances.conftest import alliance, leader
from tests.alliances.test_activities import lesson
from tests.alliances.test_joining import named
from tests.alliances.test_pages import page, signed_in
from tests.alliances.test_targets import WANTED, returns

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.models import Declaration
from lianmeng.alliances.rules.content import content_of
from lianmeng.people.models import Account

__all__ = ["returns"]
pytestmark = pytest.mark.usefixtures("city", "returns")


def with_all_that_costs() -> str:
    """A school is to join, two objectives are measured, activities wait, and all who could decide are tied."""
    made = named()
    frozen = replace(WANTED, baseline="1.00", stage="primary", source="8/800")
    for version in alliance(made).agreements.all():
        version.content = replace(content_of(version.content), objectives=(frozen,) * 2).as_json()
        version.save()
    record_activity(made, lesson(), by=leader("a"))
    confirm_activity(record_activity(made, lesson(title="Again"), by=leader("a")), "c", by=leader("c"))
    return made


def test_the_costliest_page_stays_within_the_limit_for_every_reader() -> None:
    made = with_all_that_costs()
    readers = {
        place: signed_in(role, place)
        for role, place in (
            ("city_officer", "city"),
            ("district_officer", "d1"),
            ("school_leader", "a"),
            ("school_leader", "f"),
        )
    }
    signed_in("security_administrator", "city")
    for officer in Account.objects.filter(username__contains="officer"):
        Declaration.objects.create(
            alliance=alliance(made), officer=officer.public_id, interest=True, text="x", at=timezone.now()
        )
    for client in readers.values():
        assert "All officers who could decide here" in page(client, f"/en/alliances/{made}/")
        page(client, f"/en/alliances/{made}/agreement/2/")
