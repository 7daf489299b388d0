"""An officer loads the register of Taiwan through the browser and sees its schools."""

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


def test_taiwan_from_file_to_schools(
    page: Page,
    live_server: object,
    language: str,
    axe: Callable[[Page], None],
    no_sideways_scroll: Callable[[Page], None],
    picture: Callable[[str], Path],
) -> None:
    cookie = people.make().client("city_officer").cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": str(live_server)}])
    before = School.objects.count()
    page.goto(f"/{language}/imports/new/")
    page.locator("[name=file]").set_input_files(TAIWAN)
    axe(page)
    follow(page.locator("main form button.btn-primary"))
    page.locator("[name=scheme]").select_option("tw")
    page.locator("[name=save_as]").fill("臺灣名冊")
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
    assert School.objects.count() == before + 1642
