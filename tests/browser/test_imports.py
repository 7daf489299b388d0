"""An officer loads the register of Taiwan through the browser, sees its schools, and reads the balance from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from tests import cast as people
from tests.browser.pressing import follow

import lianmeng.balance
from lianmeng.jobs.actions import work
from lianmeng.schools.models import School

pytestmark = pytest.mark.django_db(transaction=True)
TAIWAN = Path(lianmeng.balance.__file__).parent / "samples" / "taiwan_elementary_113_north.csv"
OF_THE_CAST = 2
PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]


def signed_in(page: Page, home: str) -> None:
    """As the city's officer."""
    cookie = people.make().client("city_officer").cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": home}])


def brought(page: Page, language: str, axe: PageCheck) -> None:
    """The file, and what its columns are."""
    page.goto(f"/{language}/imports/new/")
    page.locator("[name=file]").set_input_files(TAIWAN)
    axe(page)
    follow(page.locator("main form button.btn-primary"))
    page.locator("[name=scheme]").select_option("tw")
    page.locator("[name=save_as]").fill("臺灣名冊")


def test_taiwan_from_file_to_schools(
    page: Page,
    live_server: object,
    axe: PageCheck,
    no_sideways_scroll: PageCheck,
    picture: Picture,
    language: str,
) -> None:
    signed_in(page, str(live_server))
    brought(page, language, axe)
    axe(page)
    no_sideways_scroll(page)
    picture("imports-columns")
    follow(page.locator("main form[method=post] button"))
    expect(page.locator("progress")).to_be_visible()
    axe(page)
    work(forever=False)  # the page comes again by itself
    expect(page.locator("h1")).to_contain_text("1,642", timeout=20_000)
    axe(page)
    no_sideways_scroll(page)
    picture("imports-preview")
    follow(page.locator(".lm-actions a.btn-primary"))
    follow(page.locator("main form button.btn-primary"))
    picture("imports-confirm")
    follow(page.locator("main form button.btn-primary"))
    work(forever=False)
    expect(page.locator("dl.lm-facts")).to_be_visible(timeout=20_000)
    axe(page)
    picture("imports-done")
    follow(page.locator(".lm-actions a.btn-primary"))
    expect(page.locator("main")).to_contain_text("國小")
    assert School.objects.count() == 1642 + OF_THE_CAST
    for seen in (one_is_seen, balance_is_read):
        axe(page)
        seen(page)
    axe(page)
    no_sideways_scroll(page)
    picture("imports-balance")


def one_is_seen(page: Page) -> None:
    """Any of the list, by its name."""
    one = page.locator("main tbody a[href*='/schools/']").filter(has_text="國小").first
    name = one.inner_text()
    follow(one)
    expect(page.locator("h1")).to_contain_text(name)


def balance_is_read(page: Page) -> None:
    """From the schools that were loaded: as many sections, and the county where the gap is largest."""
    menu = page.locator(".lm-top .lm-menu").first
    if menu.is_visible():
        follow(menu)
    follow(page.locator(".lm-nav a[href$='/balance/city/']"))
    county = page.locator("main tbody tr").filter(has_text="南投縣").first.inner_text().split()
    assert county[1:] == ["140", "1", "0.75", "0.78"]
    assert page.locator("main tbody tr").filter(has_text="1,642").count() == 1
