"""The inbox as a school's leader meets it: from the first page to the step, and what became of it; then a target."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.alliances.conftest import TODAY, alliance, approved, build_city, drafted, leader, step
from tests.alliances.test_targets import sent
from tests.browser.pressing import follow
from tests.browser.test_alliances import done, seat, signed_in

from lianmeng.alliances.actions.signing import offer
from lianmeng.notices.models import Notice

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]


@pytest.mark.django_db(transaction=True)
def test_a_notice_leads_to_its_step_and_says_that_it_was_done(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    seat(a="school_leader", c="school_leader", d1="district_officer")
    step(approved(), "assess", deadline=TODAY + timedelta(days=20))
    offer(drafted(), seen=None, by=leader("a"))
    Notice.objects.filter(topic="sign").update(due=TODAY - timedelta(days=1))
    page.goto(f"/{language}/")
    signed_in(page, "c")
    for name, address in (("home-waiting", "/"), ("notices", "/notices/")):
        page.goto(f"/{language}{address}")
        assert page.locator("main .lm-due .lm-state.is-over").count() == 1
        axe(page)
        no_sideways_scroll(page)
        picture(name)
    follow(page.locator("main .lm-due form .btn-primary").first)
    expect(page).to_have_url(re.compile("/sign/$"))
    done(page, page.url, {"party": "c"})
    page.goto(f"/{language}/notices/?done=1")
    axe(page)
    assert page.locator("main .lm-due time").count() >= 1
    picture("notices-done")
    answered = Notice.objects.filter(topic="sign", place="c").order_by("-id")[0]
    page.goto(f"/{language}/notices/{answered.public_id}/")
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.django_db(transaction=True)
def test_a_calendar_has_an_address_of_its_own(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck
) -> None:
    build_city()
    seat(c="school_leader")
    page.goto(f"/{language}/")
    signed_in(page, "c")
    page.goto(f"/{language}/notices/calendar/")
    axe(page)
    follow(page.locator("main .btn-primary"))
    follow(page.locator("main form .btn-primary"))
    assert "/notices/calendar/" in page.locator("main code").inner_text()
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.django_db(transaction=True)
def test_a_target_is_counted_from_the_return_and_drawn(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    seat(c="school_leader")
    sent("c", 2015, pupils=800, key_teachers=8)
    sent("c", 2016, pupils=800, key_teachers=16)
    made = drafted()
    page.goto(f"/{language}/")
    signed_in(page, "c")
    wanted = {"party": "c", "text": "骨干教师", "indicator": "key_teachers", "baseline_year": "2015"}
    address = f"/{language}/alliances/{made}/objectives/add/"
    done(page, address, {**wanted, "target": "3", "due": "2099-06-30"})
    assert "1.00" in page.locator("main > [role=status]").all_inner_texts()[1]
    assert page.locator("main .lm-rows .lm-val").inner_text() == "50%"
    axe(page)
    no_sideways_scroll(page)
    picture("alliance-target")
    assert alliance(made).state == "draft"
