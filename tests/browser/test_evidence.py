"""What shows that something was done: a task with its file, and the scan that stands for a signature."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.alliances.conftest import approved, build_city, drafted, leader
from tests.browser.pressing import follow
from tests.browser.test_alliances import filled_in, seat, signed_in
from tests.browser.test_papers import brought
from tests.documents.test_files import placed

from lianmeng.alliances.actions.signing import offer
from lianmeng.alliances.vocabulary import Capacity
from lianmeng.core.language import spoken

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("width", [390], indirect=True)]


@pytest.fixture(autouse=True)
def seated(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    build_city()
    seat(a="school_leader", c="school_leader", d1="district_officer")


def opened(page: Page, who: str, address: str) -> None:
    page.goto("/")
    signed_in(page, who)
    page.goto(address)


def test_a_task_is_marked_done_with_a_file_and_taken_back(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    home = f"/{language}/alliances/{approved()}/"
    undone, done = f"main a[href='{home}tasks/0/undone/']", f"main a[href='{home}tasks/0/done/']"
    opened(page, "c", home)
    assert page.locator(done).count() == 0
    opened(page, "a", home)
    follow(page.locator(done))
    axe(page)
    filled_in(page, {"text": "第三次教研会议的记录"})
    add = str(page.locator("main a[href*='/tasks/done/'][href$='/files/add/']").get_attribute("href"))
    brought(page, add, "program.pdf", b"MZ" + bytes(99))
    assert page.locator("main .lm-wrong").count() == 1
    brought(page, add, "IMG_1.jpg", placed())
    opened(page, "c", home)
    assert page.get_by_text("第三次教研会议的记录").count() == 1
    assert page.locator("main a[href*='/tasks/done/'][href*='/files/']").count() == 1
    axe(page)
    no_sideways_scroll(page)
    picture("task-done")
    opened(page, "a", home)
    follow(page.locator(undone))
    filled_in(page, {"reason": "会议改期"})
    assert page.locator(done).count() == 1
    assert page.locator(undone).count() == 0


def test_only_a_scan_lets_the_bureau_file_a_stamped_paper(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    made = drafted()
    offer(made, seen=None, by=leader("a"))
    home = f"/{language}/alliances/{made}/"
    opened(page, "d1", f"{home}sign/")
    page.select_option("[name=party]", "c")
    follow(page.locator("main form .btn-primary"))
    assert page.locator("main .lm-wrong").count() >= 1
    axe(page)
    picture("scan-first")
    opened(page, "d1", f"{home}scan/")
    page.select_option("[name=party]", "c")
    brought_here(page, placed())
    page.goto(f"{home}sign/")
    scan = page.locator("[name=scan] option").nth(1).get_attribute("value")
    filled_in(page, {"party": "c", "scan": scan})
    assert page.get_by_text(spoken(Capacity.PAPER.label, language)).count() >= 1
    axe(page)
    no_sideways_scroll(page)
    picture("scan-stands")


def brought_here(page: Page, content: bytes) -> None:
    page.set_input_files("[name=file]", {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": content})
    follow(page.locator("main form .btn-primary"))
