"""The pictures of alliances with their tables."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.alliances.conftest import alliance, approved, leader
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import BUDGET, page

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.schools.models import SchoolVersion

pytestmark = pytest.mark.usefixtures("city")


def given(partner: str) -> str:
    made = approved("twinning", (("lead", "a"), ("partner", partner)))
    done = lesson(giver="a", people={"a": (1, 0), partner: (4, 30)})
    confirm_activity(record_activity(made, done, by=leader("a")), partner, by=leader(partner))
    for number, one in enumerate(("a", partner)):
        SchoolVersion.objects.filter(school__public_id=one).update(longitude=104 + number, latitude=30)
    return made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pictures_stand_with_their_tables(language: str) -> None:
    assert "<svg" in page(Client(), f"/{language}/alliances/map/")
    made = given("c")
    for end in ("map/", "network/d1/", f"{made}/network/"):
        text = page(Client(), f"/{language}/alliances/{end}")
        assert "丙小学" in text
        assert 'role="img"' in text
    assert alliance(made).title in page(Client(), f"/{language}/alliances/map/")
    assert Client().get(f"/{language}/alliances/network/nowhere/").status_code == 404


def test_three_ask_as_often_as_one() -> None:
    asked: dict[str, list[int]] = {"map/": [], "network/d1/": []}
    for partner in ("c", "d", "f"):
        given(partner)
        for end, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                Client().get(f"/en/alliances/{end}")
            counts.append(len(queries))
    assert all(one[0] == one[-1] <= BUDGET for one in asked.values())
