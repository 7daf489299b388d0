"""The pictures of alliances with their tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, drafted, leader
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import BUDGET, page

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.finding import IN_EFFECT, Wanted, as_rows, found_alliances, latest_alliances
from lianmeng.alliances.queries.found import rows_about
from lianmeng.core.actors import NOBODY, Actor
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


@pytest.mark.parametrize("end", ["map/", "network/d1/", ""])
def test_the_same_form_narrows_the_list_the_map_and_the_picture(end: str) -> None:
    title = alliance(given("c")).title
    shown = "甲小学"
    for query, found in (
        ("form=twinning&district=d1", True),
        ("form=merger", False),
        ("standing=ended", False),
        ("q=nobody", False),
        ("standing=in_effect&day=2001-01-01", False),
    ):
        text = page(Client(), f"/en/alliances/{end}?{query}")
        assert (shown in text) == found, (end, query)
        assert title in text or not found or end.startswith("network")


@pytest.mark.parametrize("end", ["map/", "network/d1/", ""])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2016-02-30", "soon"])
def test_a_wrong_day_is_told_in_a_sentence(end: str, day: str) -> None:
    given("c")
    text = page(Client(), f"/en/alliances/{end}?day={day}")
    assert "Enter a valid date." in text or "Choose a day between 1990" in text
    assert "甲小学" in text


def test_another_district_of_the_form_is_another_picture() -> None:
    answered = Client().get("/en/alliances/network/d1/?district=d2&form=twinning")
    assert answered["Location"].startswith("/en/alliances/network/d2/?")
    assert "form=twinning" in answered["Location"]


def test_the_map_says_how_many_of_how_many_it_looks_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for partner in ("c", "d"):
        given(partner)
    assert "Of 2 alliances, those of which" in page(Client(), "/en/alliances/map/")
    monkeypatch.setattr("lianmeng.alliances.views.webs.MOST_BONDS", 1)
    assert "Of 2 alliances the 1 that began last" in page(Client(), "/en/alliances/map/")


def _keys(found: QuerySet[Alliance], day: date) -> QuerySet[Alliance, tuple[int]]:
    return found.values_list("pk")


@pytest.mark.parametrize(
    "by", [NOBODY, leader("a"), leader("f"), CITY_OFFICER], ids=["nobody", "a", "f", "city"]
)
def test_a_prepared_question_finds_what_the_list_finds(by: Actor) -> None:
    made = [alliance(given(partner)).pk for partner in ("c", "d")]
    for more, count in (({}, 2), ({"form": "merger"}, 0), ({"form": "twinning", "district": "d1"}, 2)):
        wanted = Wanted(TODAY, standing=IN_EFFECT, **more)
        found = rows_about(_keys, wanted, by)
        assert found == list(found_alliances(wanted, by).values_list("pk"))
        assert {key for (key,) in found} == set(made[:count])


@pytest.mark.parametrize(
    "by", [NOBODY, leader("a"), leader("f"), CITY_OFFICER], ids=["nobody", "a", "f", "city"]
)
def test_the_first_page_of_the_list_is_what_the_list_finds(by: Actor) -> None:
    made = [alliance(given("c")), alliance(drafted("twinning", (("lead", "a"), ("partner", "d"))))]
    assert made[1].since is None, "in a draft, which nobody but its parties and the bureaus may know of"
    found = as_rows(found_alliances(Wanted(TODAY), by))
    assert latest_alliances(by, TODAY) == (list(found), found.count())
    assert latest_alliances(by, made[0].begun_on - timedelta(days=1)) == ([], 0)
