"""The page of the version that is open: its lines are taken out there, and what is decided is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.alliances.conftest import alliance, digest, drafted, leader, signed
from tests.alliances.test_next import amend, proposed
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.drafting import add_gift, change, latest_version
from lianmeng.alliances.rules.content import Gift, content_of
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.usefixtures("city")
A = leader("a")


def with_lines() -> str:
    """A next agreement with another gift, task and objective, proposed by A."""
    made = proposed()
    add_gift(made, Gift("a", "A garden"), seen=None, by=A)
    change(made, lambda was: replace(was, plan=was.plan * 2, objectives=was.objectives * 2), seen=None, by=A)
    return made


def test_lines_of_the_next_agreement_are_taken_out_on_its_page() -> None:
    made, client = with_lines(), signed_in("school_leader", "a")
    home = f"/en/alliances/{made}/"
    text, first = page(client, f"{home}agreement/2/"), page(client, home)
    for line in ("gifts/3", "tasks/1", "objectives/1"):
        assert f"{home}{line}/remove/" in text
        assert f"{home}{line}/remove/" not in first
        assert sent(client, f"{home}{line}/remove/").status_code == 302
    content = content_of(latest_version(alliance(made)).content)
    assert [len(one) for one in (content.gifts, content.plan, content.objectives)] == [3, 1, 1]


def test_its_page_leads_to_signing_to_writing_and_back_to_the_steps() -> None:
    made, client = proposed(), signed_in("school_leader", "a")
    home = f"/en/alliances/{made}/"
    text = page(client, f"{home}agreement/2/")
    for way in ("sign/", "gifts/add/", "objectives/add/", "tasks/add/", "terms/", "step/take_back_next/"):
        assert f'"{home}{way}"' in text
    assert f'<a href="{home}">To the alliance and all its steps</a>' in text
    assert f'"{home}activities/add/"' not in text
    assert f'"{home}sign/"' not in page(client, f"{home}agreement/1/")
    teacher = page(signed_in("teacher", "a"), f"{home}agreement/2/")
    assert f'"{home}sign/"' not in teacher
    assert "/remove/" not in teacher


def test_while_it_is_open_the_first_page_says_who_has_to_sign_and_what_writing_changes() -> None:
    made, client = proposed("a"), signed_in("school_leader", "c")
    home = f"/en/alliances/{made}/"
    text = page(client, home)
    assert text.count("The next agreement, version 2, has still to be signed by 丙小学, 丁小学.") == 2
    assert "changes the next agreement, version 2" in text
    assert f'href="{home}agreement/2/">Read version 2' in text
    assert "changes the next agreement" not in page(client, f"{home}agreement/2/")
    assert "next agreement, version 2" not in page(signed_in("school_leader", "f"), home)


def test_when_all_have_signed_it_the_bureau_is_said_to_approve() -> None:
    made = proposed("a", "c", "d")
    text = page(signed_in("teacher", "c"), f"/en/alliances/{made}/")
    assert "All have signed the next agreement, version 2" in text


@pytest.mark.parametrize(("code", "version"), [("approve", 1), ("approve_next", 2)])
def test_who_decides_reads_the_parties_and_the_text(code: str, version: int) -> None:
    made = signed() if code == "approve" else proposed("a", "c", "d")
    way, client = f"/en/alliances/{made}/step/{code}/", signed_in("city_officer", "city")
    filled = {
        "reason": "R",
        "evidence": "E",
        "authoriser": "B",
        "no_interest": "on",
        "seen": alliance(made).turn,
    }
    for text in (page(client, way), client.post(way, filled).content.decode()):
        assert alliance(made).title in text
        assert "The parties: 甲小学, 丙小学" in text
        assert digest(made)[:12] in text
        assert f'"/en/alliances/{made}/agreement/{version}/"' in text


@pytest.mark.parametrize("way", ["step/pause/", "step/assess/", "leave/", "step/propose_end/"])
def test_each_step_names_the_alliance_and_its_parties(way: str) -> None:
    made = proposed()
    text = page(signed_in("city_officer", "city"), f"/en/alliances/{made}/{way}")
    assert f"It is about {alliance(made).number}" in text
    assert "The parties: 甲小学, 丙小学, 丁小学." in text


@pytest.mark.parametrize(
    ("quantity", "unit", "why"),
    [
        ("0", "lessons", "above 0"),
        ("0.0", "lessons", "above 0"),
        ("-3", "lessons", "above 0"),
        ("many", "lessons", "above 0"),
        ("NaN", "lessons", "above 0"),
        ("3", "bananas", "counted in"),
        ("", "lessons", "needs its unit"),
    ],
)
def test_a_gift_is_of_a_number_above_zero_and_a_known_unit(quantity: str, unit: str, why: str) -> None:
    made = drafted()
    with pytest.raises(Refused, match=why):
        add_gift(made, Gift("a", "Lessons", quantity, unit), seen=None, by=A)


def test_the_form_takes_no_zero_and_takes_a_half() -> None:
    made, client = drafted(), signed_in("school_leader", "a")
    way, filled = f"/en/alliances/{made}/gifts/add/", {"giver": "a", "what": "Rooms", "unit": "lessons"}
    assert sent(client, way, **filled, quantity="0").status_code == 422
    assert sent(client, way, **filled, quantity="0.5").status_code == 302
    amend(made, "1")
    assert content_of(latest_version(alliance(made)).content).gifts[-1].quantity == "0.5"
