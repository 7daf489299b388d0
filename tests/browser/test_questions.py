"""A sign of empty formalism: the school reads it first and answers; who gives the verdict reads it with the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.alliances.conftest import TODAY, approved, build_city, step
from tests.alliances.test_questions import visits
from tests.browser.pressing import follow
from tests.browser.test_alliances import filled_in, seat, signed_in

from lianmeng.core.language import spoken
from lianmeng.ledger.vocabulary import SignKind

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]


@pytest.fixture(autouse=True)
def made() -> str:
    build_city()
    seat(a="school_leader", d1="district_officer")
    made = approved()
    visits(made, 3, 4)
    step(made, "assess", deadline=TODAY + timedelta(days=30))
    return made


@pytest.mark.parametrize("width", [390], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_who_decides_reads_a_question_with_the_answer_and_not_before(
    page: Page, language: str, made: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    asked = spoken(SignKind.SAME_TEXT.question, language)
    home = f"/{language}/alliances/{made}/"
    page.goto("/")
    signed_in(page, "d1")
    page.goto(f"{home}verdict/")
    expect(page.locator("main")).not_to_contain_text(asked)
    expect(page.locator("main .lm-panel").first).to_contain_text("甲小学")
    axe(page)
    no_sideways_scroll(page)
    picture("verdict-question-open")
    signed_in(page, "a")
    page.goto(home)
    follow(page.locator("a[href*='/questions/']"))
    picture("question")
    filled_in(page, {"answer": "两次参观，记录沿用了同一段文字。"})
    signed_in(page, "d1")
    page.goto(f"{home}verdict/")
    expect(page.locator("main .lm-panel").first).to_contain_text(asked)
    expect(page.locator("main .lm-panel").first).to_contain_text("两次参观")
    axe(page)
    picture("verdict-question-answered")
