"""An alliance as its people meet it: drafted, changed by the other side, signed, approved, lived through to its end.

Everything is done by somebody's clicks; after each the page says where the alliance stands, and who does what next.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.alliances.conftest import TODAY, build_city
from tests.browser.looking import DESK_AND_TELEPHONE, Looks
from tests.browser.pressing import follow

from lianmeng.alliances.models import Alliance
from lianmeng.alliances.rules.life import STEPS
from lianmeng.alliances.vocabulary import State, Who
from lianmeng.core.language import spoken
from lianmeng.core.sentences import Sentence, say
from lianmeng.people.models import Account, RoleHeld

PageCheck = Callable[[Page], None]
Picture = Callable[[str], Path]
Words = Sentence | str
ROLES = {"a": "school_leader", "c": "school_leader", "d1": "district_officer"}
FIRST, SECOND = "甲小学", "丙小学"
SOON = TODAY + timedelta(days=20)
TERMS = {
    "since": TODAY.isoformat(),
    "until": (TODAY + timedelta(days=700)).isoformat(),
    "money": "无",
    "exit_criteria": "达标",
    "hand_back": "交还",
}
OBJECTIVE = {"party": "a", "text": "科学", "due": SOON.isoformat(), "evidence": "课表"}
TASK = {"task": "教研", "owner": "a", "due": SOON.isoformat()}
DECISION = {"authoriser": "王某某", "no_interest": True}
FOUND = {**DECISION, "reason": "查阅材料", "evidence": "会议记录"}
LESSON = {"day": TODAY.isoformat(), "title": "光", "giver": "a", "quantity": "1", "minutes": "40"}
VISIT = {**LESSON, "kind": "visit", "title": "基地", "giver": "c", "quantity": "3", "minutes": "60"}
STAFF = {"kind": "staff", "text": "教师二人", "receiver": "c", "due": SOON.isoformat()}
BUREAU, EITHER = Who.AUTHORITY.label, Who.PARTY.label
IN_EFFECT, OVER = say("In effect"), say("It is over; everything of it stays readable.")


@dataclass(frozen=True)
class Act:
    """Who follows which link, what they fill in, and what the page says then: the state, and of what is next."""

    who: str
    link: str
    values: dict[str, Any]
    state: Words
    next: tuple[Words, ...]


def act(who: str, link: str, values: dict[str, Any], state: Words, *upcoming: Words) -> Act:
    return Act(who, link, values, state, upcoming)


OFFER, APPROVE, ASSESS = (STEPS[one].verb for one in ("offer", "approve", "assess"))
DRAFT, OFFERED, PAUSED = (one.label for one in (State.DRAFT, State.OFFERED, State.PAUSED))
RECTIFYING, CRITICISED, FAILED = (
    one.label for one in (State.RECTIFYING, State.CRITICISED, State.FAILED_TWICE)
)
CHECK = say("Check whether it was put right")
TO_EFFECT = (
    act("a", "terms/", TERMS, DRAFT, OFFER, EITHER),
    act("a", "objectives/add/", OBJECTIVE, DRAFT, OFFER, EITHER),
    act("a", "tasks/add/", TASK, DRAFT, OFFER, EITHER),
    act(
        "a",
        "gifts/add/",
        {"giver": "a", "what": "带教", "quantity": "8", "unit": "lessons"},
        DRAFT,
        OFFER,
        EITHER,
    ),
    act("a", "gifts/add/", {"giver": "c", "what": "基地", "receiver": "a"}, DRAFT, OFFER, EITHER),
    act("a", "step/offer/", {}, OFFERED, FIRST, SECOND),
    act("a", "sign/", {"party": "a"}, OFFERED, SECOND),
    act("c", "terms/", {"money": "各自承担"}, DRAFT, OFFER, EITHER),
    act("c", "step/offer/", {}, OFFERED, FIRST, SECOND),
    act("c", "sign/", {"party": "c"}, OFFERED, FIRST),
    act("a", "sign/", {"party": "a"}, State.SIGNED.label, APPROVE, BUREAU),
    act("d1", "step/approve/", FOUND, IN_EFFECT, ASSESS, BUREAU),
)
TOGETHER = (
    act("a", "activities/add/", {**LESSON, "adults_1": "3"}, IN_EFFECT, ASSESS, BUREAU),
    act("c", "/confirm/", {}, IN_EFFECT, ASSESS, BUREAU),
    act("c", "activities/add/", {**VISIT, "adults_0": "3"}, IN_EFFECT, ASSESS, BUREAU),
    act("a", "/confirm/", {}, IN_EFFECT, ASSESS, BUREAU),
)
TO_THE_FAILURE = (
    act("a", "step/pause/", {"reason": "校舍维修"}, PAUSED, STEPS["resume"].verb, Who.ANY_OF_THEM.label),
    act("c", "step/resume/", {"reason": "完工"}, IN_EFFECT, ASSESS, BUREAU),
    act(
        "d1",
        "step/assess/",
        {"deadline": SOON.isoformat(), "no_interest": True},
        State.ASSESSMENT.label,
        say("Record the verdict"),
        BUREAU,
    ),
    act("d1", "verdict/", {**FOUND, "verdict": "below"}, CRITICISED, STEPS["rectify"].verb, BUREAU),
    act("d1", "step/rectify/", {**FOUND, "deadline": SOON.isoformat()}, RECTIFYING, CHECK, BUREAU),
    act("d1", "step/fail_check/", {**FOUND, "deadline": SOON.isoformat()}, RECTIFYING, CHECK, BUREAU),
    act("d1", "step/fail_again/", FOUND, FAILED, FIRST, SECOND),
)
TO_THE_END = (
    act("a", "step/reply/", {"reason": "同意"}, FAILED, SECOND),
    act("a", "hand-over/", STAFF, FAILED, SECOND),
    act("a", "hand-over/", {"kind": "assets"}, FAILED, SECOND),
    act("c", "step/reply/", {"reason": "同意"}, FAILED, STEPS["end"].verb, BUREAU),
    act("c", "hand-over/", {"kind": "records"}, FAILED, STEPS["end"].verb, BUREAU),
    act("c", "hand-over/", {"kind": "pupil_pairs"}, FAILED, STEPS["end"].verb, BUREAU),
    act("d1", "step/end/", FOUND, State.ENDED.label, OVER),
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
    filled_in(page, values)


def filled_in(page: Page, values: dict[str, Any], looks: Looks | None = None) -> None:
    """Fill in the form that is open, look at what will happen, confirm."""
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if value is True:
            field.check()
        elif field.evaluate("each => each.tagName") == "SELECT":
            assert field.locator(f"option[value='{value}']").count(), f"{page.url}: {field.inner_text()}"
            field.select_option(value)
        else:
            field.fill(value)
    at = page.url
    follow(page.locator("main form .btn-primary"))
    if looks:
        looks.at(page, "to confirm")
    follow(page.locator("main form .btn-primary"))
    expect(page.locator("main > [role=status]").first, f"{at} says what was done").to_be_visible()


def lived(page: Page, language: str, home: str, acts: tuple[Act, ...], *, looks: Looks) -> None:
    """Each act is clicked from the alliance's page, and that page says what came of it."""
    who = ""
    for one in acts:
        if one.who != who:
            signed_in(page, one.who)
            page.goto(home)
            who = one.who
        follow(page.locator(f"main a[href^='{home}'][href$='{one.link}']").first)
        looks.at(page, one.link)
        filled_in(page, one.values, looks)
        expect(page).to_have_url(home_of(page, home))
        says(page, language, one)
        looks.at(page, spoken(one.state, language))


def home_of(page: Page, home: str) -> str:
    return str(page.evaluate("location.origin")) + home


def says(page: Page, language: str, one: Act) -> None:
    heading, lead = page.locator("h1").inner_text(), page.locator(".lm-lead").inner_text()
    assert spoken(one.state, language) in heading, f"{one.link}: {heading}"
    for words in one.next:
        assert spoken(words, language) in lead, f"{one.link}: {lead}"
    others = [name for name in (FIRST, SECOND) if name not in one.next]
    assert not [name for name in others if name in lead], f"{one.link}: {lead}"


TWO = {"role_lead": FIRST, "role_partner": SECOND}


def begun(
    page: Page, language: str, *, looks: Looks, form: str = "twinning", roles: dict[str, str] = TWO
) -> str:
    """The address of an alliance that the first leader begins."""
    page.goto(f"/{language}/alliances/")
    signed_in(page, "a")
    page.reload()
    looks.at(page, "alliances")
    follow(page.locator("main a[href$='/alliances/begin/']"))
    looks.at(page, "choose")
    follow(page.locator(f"main a[href$='/begin/{form}/']"))
    looks.at(page, form)
    filled_in(page, roles, looks)
    home = f"/{language}/alliances/{Alliance.objects.latest('pk').public_id}/"
    expect(page).to_have_url(home_of(page, home))
    says(page, language, act("a", "begin/", {}, DRAFT, OFFER, EITHER))
    return home


def ledger_shows_both(page: Page, home: str) -> None:
    """Forty minutes one way, sixty the other."""
    page.goto(home)
    follow(page.locator(f"main a[href='{home}ledger/']"))
    rows = page.locator("#list tbody tr")
    assert rows.count() == 2
    told = rows.all_inner_texts()
    assert "40" in told[1]
    assert told[1].index(FIRST) < told[1].index(SECOND)
    assert "60" in told[0]
    assert told[0].index(SECOND) < told[0].index(FIRST)
    assert "100" in page.locator("h1").inner_text()


def papers_answer(page: Page, home: str) -> None:
    """Agreement, approval, criticism, twice rectification, hand-over list: each a PDF that anybody can confirm."""
    page.goto(home)
    links = page.locator(f"main a[href^='{home}documents/']")
    assert links.count() == 6
    for link in links.all():
        answered = page.request.get(str(link.get_attribute("href")))
        assert answered.ok
        assert answered.body().startswith(b"%PDF")
    number = links.first.inner_text()
    follow(page.locator("main a[href*='/documents/'][href*='confirm'], main a[href*='/confirm']").first)
    assert number in page.locator("main").inner_text()


def history_stays(page: Page, home: str) -> None:
    """The first text with its one signature, the second with both, and every step that was taken."""
    for number, signers in ((1, [FIRST]), (2, [FIRST, SECOND])):
        page.goto(home)
        follow(page.locator(f"main a[href='{home}agreement/{number}/']").first)
        text = page.locator("main").inner_text()
        assert all(re.search(rf"{name} ?[(（]", text) for name in signers)
        assert ("各自承担" in text) == (number == 2)
    page.goto(home)
    page.locator("main details summary").first.click()
    assert page.locator(".lm-steps .is-done:visible").count() == 21


def declarations_stand(page: Page, language: str) -> None:
    """Nobody is tied to a party; that the officer said so can be read."""
    page.goto(f"/{language}/alliances/")
    follow(page.locator("main a[href$='/interests/']"))
    follow(page.locator("main a[href='?all']"))
    row = page.locator("#list tbody tr")
    assert row.count() == 1
    assert "d1 某某" in row.inner_text()


@pytest.mark.parametrize(("language", "width"), DESK_AND_TELEPHONE, indirect=True)
@pytest.mark.django_db(transaction=True)
def test_a_twinning_lives_from_its_draft_to_its_end(
    page: Page, language: str, looks: Looks, no_sideways_scroll: PageCheck, picture: Picture
) -> None:
    build_city()
    seat(**ROLES)
    home = begun(page, language, looks=looks)
    lived(page, language, home, TO_EFFECT, looks=looks)
    lived(page, language, home, TOGETHER, looks=looks)
    no_sideways_scroll(page)
    picture("alliance-in-effect")
    ledger_shows_both(page, home)
    lived(page, language, home, TO_THE_FAILURE, looks=looks)
    lived(page, language, home, TO_THE_END, looks=looks)
    no_sideways_scroll(page)
    picture("alliance-ended")
    history_stays(page, home)
    looks.axe(page)
    papers_answer(page, home)
    looks.axe(page)
    ledger_shows_both(page, home)
    looks.axe(page)
    declarations_stand(page, language)
    looks.axe(page)
    no_sideways_scroll(page)
