"""An alliance as its people meet it: drafted, changed by the other side, signed, approved, lived through to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.alliances.conftest import TODAY, build_city, leader

from lianmeng.alliances.actions.drafting import add_objective, add_task
from lianmeng.alliances.actions.ending import HandedOver, hand_over
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.models import Activity, Alliance
from lianmeng.alliances.rules.content import Objective, Task
from lianmeng.alliances.vocabulary import HandOverKind
from lianmeng.people.models import Account, RoleHeld

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]
ROLES = {"a": "school_leader", "c": "school_leader", "d1": "district_officer"}
SOON = (TODAY + timedelta(days=20)).isoformat()
TERMS = {
    "since": TODAY.isoformat(),
    "until": (TODAY + timedelta(days=700)).isoformat(),
    "gives_0": "带教",
    "gives_1": "基地",
    "money": "无",
    "exit_criteria": "达标",
    "hand_back": "交还",
}
DECISION = {"authoriser": "王某某", "no_interest": True}
FOUND = {**DECISION, "reason": "查阅材料", "evidence": "会议记录"}
LESSON = {
    "day": TODAY.isoformat(),
    "title": "光",
    "giver": "a",
    "quantity": "1",
    "minutes": "40",
    "adults_1": "3",
}
TO_EFFECT: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("a", "terms/", TERMS),
    ("a", "step/offer/", {}),
    ("a", "sign/", {"party": "a"}),
    ("c", "terms/", {"money": "各自承担"}),
    ("c", "step/offer/", {}),
    ("c", "sign/", {"party": "c"}),
    ("a", "sign/", {"party": "a"}),
    ("d1", "step/approve/", DECISION),
    ("a", "activities/add/", LESSON),
)
TO_THE_END: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("a", "step/pause/", {"reason": "校舍维修"}),
    ("c", "step/resume/", {"reason": "完工"}),
    ("d1", "step/assess/", {"deadline": SOON}),
    ("d1", "verdict/", {**FOUND, "verdict": "below"}),
    ("d1", "step/rectify/", {**FOUND, "deadline": SOON}),
    ("d1", "step/fail_check/", {**FOUND, "deadline": SOON}),
    ("d1", "step/fail_again/", FOUND),
    ("a", "step/reply/", {"reason": "同意"}),
    ("a", "hand-over/", {"kind": "staff", "text": "教师二人", "receiver": "c", "due": SOON}),
)


def seat(**roles: str) -> None:
    """Somebody for each place, with the place as the name to sign in by."""
    for place, role in roles.items():
        account = Account.objects.create(username=place, name=f"{place} 某某")
        RoleHeld.objects.create(account=account, role=role, place=place, since=TODAY, given_by="test")


def signed_in(page: Page, who: str) -> None:
    """The browser is now this person's."""
    client = Client()
    client.force_login(Account.objects.get(username=who))
    value = client.cookies["sessionid"].value
    host = str(page.evaluate("location.hostname"))
    page.context.add_cookies([{"name": "sessionid", "value": value, "domain": host, "path": "/"}])


def done(page: Page, address: str, values: dict[str, Any]) -> None:
    """Fill in, look at what will happen, confirm."""
    page.goto(address)
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if value is True:
            field.check()
        elif field.evaluate("each => each.tagName") == "SELECT":
            assert field.locator(f"option[value='{value}']").count(), f"{address}: {field.inner_text()}"
            field.select_option(value)
        else:
            field.fill(value)
    for _ in range(2):
        page.locator("main form .btn-primary").click()
    expect(page.locator("main > [role=status]").first, f"{address} says what was done").to_be_visible()


@pytest.mark.parametrize("width", [1280], indirect=True)  # sideways scroll is tried at 320 anyway
@pytest.mark.django_db(transaction=True)
def test_a_twinning_lives_from_its_draft_to_its_end(
    page: Page, language: str, axe: PageCheck, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    seat(**ROLES)
    page.goto(f"/{language}/alliances/")
    signed_in(page, "a")
    done(page, f"/{language}/alliances/begin/twinning/", {"role_lead": "甲小学", "role_partner": "丙小学"})
    made = Alliance.objects.get().public_id
    home = f"/{language}/alliances/{made}/"
    add_objective(made, Objective("a", "科学", due=SOON, evidence="课表"), seen=2, by=leader("a"))
    add_task(made, Task("教研", "a", due=SOON), seen=3, by=leader("a"))
    for who, end, values in TO_EFFECT:
        signed_in(page, who)
        done(page, f"{home}{end}", values)
    signed_in(page, "c")
    done(page, f"{home}activities/{Activity.objects.get().public_id}/confirm/", {})
    axe(page)
    no_sideways_scroll(page)
    picture("alliance-in-effect")
    for who, end, values in TO_THE_END:
        signed_in(page, who)
        done(page, f"{home}{end}", values)
    take_step(made, "reply", Taking(reason="同意"), seen=None, by=leader("c"))
    for kind in ("assets", "records", "pupil_pairs"):
        hand_over(made, HandedOver(HandOverKind(kind)), seen=None, by=leader("a"))
    signed_in(page, "d1")
    done(page, f"{home}step/end/", FOUND)
    assert Alliance.objects.get().state == "ended"
    axe(page)
    no_sideways_scroll(page)
    picture("alliance-ended")
    page.goto(f"/{language}/alliances/")
    axe(page)
