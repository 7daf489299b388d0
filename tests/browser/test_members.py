"""Members that grow out and schools that merge: what was stays readable. And the pages about many alliances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.alliances.conftest import TODAY, alliance, approved, build_city, leader
from tests.alliances.test_activities import lesson
from tests.browser.test_alliances import FOUND, done, seat, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.schools.models import SchoolVersion

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]
BEFORE = f"?day={TODAY - timedelta(days=1)}"
GROUP = (("core", "a"), ("member", "c"), ("member", "d"))
THREE = ("甲小学", "丙小学", "丁小学")


def parties_on(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator(".lm-half").first.inner_text()


@pytest.mark.parametrize("width", [1280], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_a_member_grows_out_and_three_schools_merge(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    seat(d1="district_officer", city="city_officer")
    group, merger = approved("elite_group", GROUP), approved("merger", tuple(("party", one) for one in "acd"))
    page.goto(f"/{language}/alliances/")
    signed_in(page, "d1")
    home = f"/{language}/alliances/{group}/"
    done(page, f"{home}leave/", {**FOUND, "party": "c", "ground": "grown_out", "reason": "独立办学"})
    assert "丙小学" not in parties_on(page, home)
    assert "丙小学" in page.locator("main").inner_text()
    axe(page)
    picture("alliance-grown-out")
    assert "丙小学" in parties_on(page, home + BEFORE)
    axe(page)
    no_sideways_scroll(page)
    signed_in(page, "city")
    done(page, f"/{language}/schools/merge/", {"codes": "51c 51d", "into": "51a"})
    home = f"/{language}/alliances/{merger}/"
    assert [name in parties_on(page, home) for name in THREE] == [True, False, False]
    picture("alliance-merged")
    assert all(name in parties_on(page, home + BEFORE) for name in THREE)
    picture("alliance-merged-before")
    assert (alliance(merger).state, alliance(merger).ground) == ("ending", "merged")
    for school in "cd":
        page.goto(f"/{language}/schools/{school}/")
        assert page.locator(f"a[href*='{merger}']").count()
        page.goto(f"/{language}/schools/{school}/{BEFORE}")
        assert THREE["acd".index(school)] in page.locator("h1").inner_text()


@pytest.mark.parametrize("width", [390], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_frames_and_webs_on_a_telephone(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    for at, one in enumerate(SchoolVersion.objects.all()):
        SchoolVersion.objects.filter(pk=one.pk).update(latitude=30.6 + at / 100, longitude=104 + at / 50)
    frame = approved("district_pair", (("district", "d1"), ("district", "d2")))
    made = approved("twinning", (("lead", "a"), ("partner", "b")))
    confirm_activity(
        record_activity(made, lesson(people={"a": (1, 0), "b": (3, 0)}), by=leader("a")), "b", by=leader("b")
    )
    for name, end in {
        "list": "",
        "counts": f"counts/{TODAY.year}/",
        "map": "map/",
        "network": "network/d1/",
        "alliance-network": f"{made}/network/",
        "pairs": f"{frame}/pairs/",
        "visited": f"{made}/",
    }.items():
        page.goto(f"/{language}/alliances/{end}")
        axe(page)
        no_sideways_scroll(page)
        picture(f"alliances-{name}")
