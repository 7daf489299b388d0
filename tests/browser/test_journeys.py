"""A day of a city officer, a district officer, a school leader and a stranger, in both languages and widths.

On the small made-up city. Every page on the way keeps axe's rules and scrolls down only.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests.browser.looking import DESK_AND_TELEPHONE
from tests.browser.pressing import follow
from tests.cities import write_small_city

from lianmeng.core.roles import Role
from lianmeng.people.models import Account

PageCheck = Callable[[Page], None]
Check = Callable[[Page, str], None]
Picture = Callable[[str], Path]

WORDS = {
    "zh-hans": {
        "in": "以{}登录",
        "give": "授予角色",
        "go on": "继续",
        "out": "退出",
        "people": "人员",
        "wrong": "用户名或密码不对",
        "sign in": "登录",
        "may not": "没有打开本页的权限",
    },
    "en": {
        "in": "Sign in as {}",
        "give": "Give the role",
        "go on": "Go on",
        "out": "Sign out",
        "people": "People",
        "wrong": "username or the password is wrong",
        "sign in": "Sign in",
        "may not": "may not open",
    },
}


@pytest.fixture
def city(live_server: object, settings: Settings, tmp_path: Path) -> dict[str, str]:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DEMO = True
    return write_small_city()


@pytest.fixture
def checked(axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture) -> Check:
    def check(page: Page, name: str) -> None:
        axe(page)
        no_sideways_scroll(page)
        picture(f"journey-{name}")

    return check


def enter(page: Page, language: str, name: str) -> None:
    """One click on the page of the demonstration."""
    page.goto(f"/{language}/people/demo/")
    follow(page.get_by_role("button", name=WORDS[language]["in"].format(name)))


def visit(page: Page, checked: Check, who: str, places: tuple[str, ...]) -> None:
    for place in places:
        answer = page.goto(place)
        assert answer is not None
        assert answer.status == 200, f"{place}: {answer.status}"
        checked(page, f"{who}-{place.strip('/').partition('/')[2].replace('/', '-')[:30]}")


def refused(page: Page, language: str, *places: str) -> None:
    """The page says that it is not for this reader."""
    for place in places:
        answer = page.goto(f"/{language}/{place}")
        assert answer is not None
        assert answer.status == 403, f"{place}: {answer.status}"
        expect(page.locator("main")).to_contain_text(WORDS[language]["may not"])


def test_a_city_officer(page: Page, city: dict[str, str], language: str, checked: Check) -> None:
    """Home, schools, people, files; makes the evaluator a district officer's colleague; reads of it in the audit."""
    page.goto(f"/{language}/people/demo/")
    checked(page, "demo")
    enter(page, language, "林知远")
    checked(page, "city-home")
    visit(page, checked, "city", (f"/{language}/schools/", f"/{language}/people/", f"/{language}/imports/"))
    evaluator = Account.objects.get(name="顾言一")
    visit(page, checked, "city-person", (f"/{language}/people/{evaluator.public_id}/",))
    page.goto(f"/{language}/people/{evaluator.public_id}/role/")
    checked(page, "city-give")
    page.locator("select[name=role]").select_option(Role.DISTRICT_OFFICER.value)
    page.locator("select[name=place]").select_option(city["district"])
    follow(page.locator("main form button.btn-primary"))
    checked(page, "city-give-confirm")
    follow(page.get_by_role("button", name=WORDS[language]["give"]))
    expect(page.get_by_role("status")).to_contain_text("顾言一")
    assert evaluator.roles.filter(role=Role.DISTRICT_OFFICER, place=city["district"]).exists()
    visit(page, checked, "city", (f"/{language}/audit/",))
    assert page.locator("main tbody tr").first.locator("a", has_text="林知远").count()
    follow(page.locator("main a[href$='/audit/heads/']"))
    checked(page, "city-heads")
    refused(page, language, "people/log/")
    checked(page, "city-log")


def test_a_district_officer(page: Page, city: dict[str, str], language: str, checked: Check) -> None:
    """Home, the own schools, people and audit; the other district's people are not there."""
    enter(page, language, "周以宁")
    checked(page, "district-home")
    school = f"/{language}/schools/{city['school']}/"
    places = (f"/{language}/people/", school, f"/{language}/people/new/", f"/{language}/audit/")
    visit(page, checked, "district", places)
    refused(page, language, "audit/heads/", "people/log/")
    page.goto(f"/{language}/people/?q=罗望舒")
    expect(page.locator("main")).not_to_contain_text("demo-school-2")
    other = Account.objects.get(name="罗望舒")
    answer = page.goto(f"/{language}/people/{other.public_id}/")
    assert answer is not None
    assert answer.status == 404


def test_a_school_leader(page: Page, city: dict[str, str], language: str, checked: Check) -> None:
    """Home, the own school, the own account, the audit of the school; signs out."""
    enter(page, language, "沈若谷")
    checked(page, "school-home")
    places = (
        f"/{language}/schools/{city['school']}/",
        f"/{language}/people/me/",
        f"/{language}/second-step/",
        f"/{language}/audit/",
    )
    visit(page, checked, "school", places)
    refused(page, language, "audit/heads/", "people/log/")
    page.goto(f"/{language}/sign-out/")
    checked(page, "sign-out")
    follow(page.locator("main form button.btn-primary"))
    answer = page.goto(f"/{language}/people/me/")
    assert answer is not None
    assert "/sign-in/" in page.url


def test_a_stranger(page: Page, city: dict[str, str], language: str, checked: Check) -> None:
    """Reads what is everybody's; guesses a password in vain; is sent to sign in from what is not."""
    visit(page, checked, "stranger", (f"/{language}/schools/", f"/{language}/balance/"))
    for place in ("audit/", "audit/heads/", "people/log/", "people/"):
        page.goto(f"/{language}/{place}")
        assert "/sign-in/" in page.url, place
    checked(page, "sign-in")
    page.locator("input[name=login]").fill("demo-city")
    page.locator("input[name=password]").fill("a guess in vain")
    follow(page.locator("main form button.btn-primary"))
    expect(page.get_by_role("alert")).to_contain_text(WORDS[language]["wrong"])
    checked(page, "sign-in-wrong")
    answer = page.goto(f"/{language}/schools/{city['school']}/staff/")
    assert answer is not None
    assert answer.status in {302, 404} or "/sign-in/" in page.url


@pytest.mark.parametrize(("language", "width"), DESK_AND_TELEPHONE, indirect=True)
def test_an_auditor(page: Page, city: dict[str, str], language: str, checked: Check) -> None:
    """The audit of all, the heads of the days, and the security log."""
    enter(page, language, "陆见微")
    visit(
        page,
        checked,
        "auditor",
        tuple(f"/{language}/{one}" for one in ("audit/", "audit/heads/", "people/log/")),
    )


def test_the_doors(page: Page, language: str, live_server: object, checked: Check) -> None:
    """The pages of signing in that nobody needs an account for."""
    doors = ("password/forgotten/", "password/forgotten/sent/", "password/new/done/", "sign-in/closed/")
    visit(page, checked, "door", tuple(f"/{language}/{door}" for door in doors))
    page.goto(f"/{language}/password/new/1-dead-link/")
    checked(page, "door-dead-link")
