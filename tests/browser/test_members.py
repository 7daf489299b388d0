"""Members that grow out and schools that merge: what was stays readable. And the pages about many alliances."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.alliances.conftest import NAMES, TODAY, approved, build_city, leader
from tests.alliances.test_activities import lesson
from tests.browser.looking import DESK_AND_TELEPHONE, Looks
from tests.browser.pressing import follow
from tests.browser.test_alliances import (
    APPROVE,
    ASSESS,
    BUREAU,
    DRAFT,
    EITHER,
    FIRST,
    FOUND,
    IN_EFFECT,
    LESSON,
    OBJECTIVE,
    OFFER,
    OFFERED,
    SECOND,
    TASK,
    TERMS,
    Act,
    act,
    begun,
    filled_in,
    lived,
    seat,
    signed_in,
)

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.vocabulary import Ground, State
from lianmeng.core.language import spoken
from lianmeng.schools.models import SchoolVersion

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]
BEFORE = f"?day={TODAY - timedelta(days=1)}"
MONTH_AGO = TODAY - timedelta(days=30)
THREE = ("甲小学", "丙小学", "丁小学")


def parties_on(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator(".lm-half").first.inner_text()


def agreed(parties: str, officer: str) -> tuple[Act, ...]:
    """Written by the first, offered, signed by all and approved a month ago; entered today."""
    dated = {"day": MONTH_AGO.isoformat()}
    signed = [act(one, "sign/", {"party": one, **dated}, OFFERED) for one in parties]
    signed[-1] = act(
        parties[-1], "sign/", {"party": parties[-1], **dated}, State.SIGNED.label, APPROVE, BUREAU
    )
    return (
        act("a", "terms/", {**TERMS, "since": dated["day"]}, DRAFT, OFFER, EITHER),
        act("a", "objectives/add/", OBJECTIVE, DRAFT, OFFER, EITHER),
        act("a", "tasks/add/", TASK, DRAFT, OFFER, EITHER),
        *(act("a", "gifts/add/", {"giver": one, "what": "所长"}, DRAFT, OFFER, EITHER) for one in parties),
        act("a", "step/offer/", dated, OFFERED, FIRST, SECOND),
        *(
            replace(one, next=tuple(NAMES[each] for each in parties[at + 1 :]))
            for at, one in enumerate(signed[:-1])
        ),
        signed[-1],
        act(officer, "step/approve/", {**FOUND, **dated}, IN_EFFECT, ASSESS, BUREAU),
    )


def agreement_stays(page: Page, home: str) -> None:
    """The text that all signed, whoever is a party today, and that it is the text that was signed."""
    page.goto(home)
    follow(page.locator(f"main a[href='{home}agreement/1/']").first)
    assert all(re.search(rf"{name} ?[(（]", page.locator("main").inner_text()) for name in THREE)
    assert page.locator("main table .lm-state.is-met").count() == 1
    boxes = page.locator(".lm-half").first.inner_text()
    assert all(name in boxes for name in THREE)
    assert boxes.count("所长") == 3


@pytest.mark.parametrize(("language", "width"), DESK_AND_TELEPHONE, indirect=True)
@pytest.mark.django_db(transaction=True)
def test_a_member_grows_out_of_a_group(
    page: Page, language: str, looks: Looks, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    seat(a="school_leader", c="school_leader", d="school_leader", d1="district_officer")
    group = {"role_core": THREE[0], "role_member": "\n".join(THREE[1:])}
    home = begun(page, language, looks=looks, form="elite_group", roles=group)
    left = {**FOUND, "party": "c", "ground": "grown_out", "reason": "独立办学"}
    grown_out = act("d1", "leave/", left, IN_EFFECT, ASSESS, BUREAU)
    lived(page, language, home, (*agreed("acd", "d1"), grown_out), looks=looks)
    assert [name in parties_on(page, home) for name in THREE] == [True, False, True]
    assert THREE[1] in page.locator("main").inner_text()
    looks.axe(page)
    no_sideways_scroll(page)
    picture("alliance-grown-out")
    assert [name in parties_on(page, home + BEFORE) for name in THREE] == [True, True, True]
    looks.axe(page)
    agreement_stays(page, home)
    looks.axe(page)


@pytest.mark.parametrize(("language", "width"), DESK_AND_TELEPHONE, indirect=True)
@pytest.mark.django_db(transaction=True)
def test_three_schools_merge_and_their_histories_stay_readable(
    page: Page, language: str, looks: Looks, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    seat(a="school_leader", c="school_leader", d="school_leader", d1="district_officer", city="city_officer")
    home = begun(page, language, looks=looks, form="merger", roles={"role_party": "\n".join(THREE)})
    taught = {**LESSON, "day": (MONTH_AGO + timedelta(days=9)).isoformat(), "adults_1": "3"}
    together = (
        act("a", "activities/add/", taught, IN_EFFECT, ASSESS, BUREAU),
        act("c", "/confirm/", {}, IN_EFFECT, ASSESS, BUREAU),
    )
    lived(page, language, home, (*agreed("acd", "d1"), *together), looks=looks)
    signed_in(page, "city")
    page.goto(f"/{language}/schools/a/")
    follow(page.locator("main a[href*='/schools/merge/']"))
    looks.at(page, "merge")
    filled_in(page, {"codes": "51a\n51c\n51d", "into": "51a"}, looks)
    looks.at(page, "merged school")
    page.goto(home)
    assert spoken(State.ENDING.label, language) in page.locator("h1").inner_text()
    assert spoken(Ground.MERGED.label, language) in page.locator("main").inner_text()
    assert [name in parties_on(page, home) for name in THREE] == [True, False, False]
    looks.axe(page)
    no_sideways_scroll(page)
    picture("alliance-merged")
    assert all(name in parties_on(page, home + BEFORE) for name in THREE)
    picture("alliance-merged-before")
    agreement_stays(page, home)
    looks.axe(page)
    given_stays(page, home, language)
    looks.axe(page)
    for school in "cd":
        school_stays(page, language, school, home)
        looks.at(page, "merged away")


def given_stays(page: Page, home: str, language: str) -> None:
    """The lesson of the one that goes on for one that is no more: in the alliance's ledger and in that of each."""
    page.goto(home)
    follow(page.locator(f"main a[href='{home}ledger/']"))
    row = page.locator("#list tbody tr")
    assert row.count() == 1
    assert row.inner_text().index(THREE[0]) < row.inner_text().index(THREE[1])
    for school, other in (("a", THREE[1]), ("c", THREE[0])):
        page.goto(f"/{language}/alliances/ledger/{school}/")
        assert other in page.locator("main").inner_text()
        assert "40" in page.locator("main").inner_text()


def school_stays(page: Page, language: str, school: str, home: str) -> None:
    """Its page leads to what it was a party of, and shows it as it was."""
    page.goto(f"/{language}/schools/{school}/{BEFORE}")
    assert NAMES[school] in page.locator("h1").inner_text()
    page.goto(f"/{language}/schools/{school}/")
    follow(page.locator(f"main a[href='{home}']").first)
    assert NAMES[school] in page.locator("main").inner_text()


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
