"""What two schools gave each other, on a telephone: their names stand whole above their sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.alliances.conftest import approved, build_city, leader
from tests.alliances.test_activities import lesson

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.schools.models import SchoolVersion

PageCheck = Callable[[Page], None]
LINES = "each => Math.round(each.clientHeight / parseFloat(getComputedStyle(each).lineHeight))"


@pytest.mark.parametrize("width", [390], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_a_long_name_takes_two_lines_and_the_sides_meet_in_the_middle(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck
) -> None:
    build_city()
    for school, name in (("a", "锦江区白溪九年制学校"), ("c", "郫县明坪九年制学校")):
        SchoolVersion.objects.filter(school__public_id=school).update(name=name)
    made = approved()
    confirm_activity(record_activity(made, lesson(), by=leader("a")), "c", by=leader("c"))
    page.goto(f"/{language}/alliances/{made}/")
    table = page.locator("table:has(.lm-ledger)")
    heads = table.locator("th[colspan]")
    assert all(heads.nth(at).evaluate(LINES) <= 3 for at in range(2))  # with what is around the lines
    there, back = (table.locator(".lm-ledger").nth(at).bounding_box() for at in range(2))
    assert there
    assert back
    assert abs(there["x"] + there["width"] - back["x"]) < 1
    assert abs(there["width"] - back["width"]) < 10
    axe(page)
    no_sideways_scroll(page)
