"""What the other side may have read stays as its own version; only one's own unfinished draft is written over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.alliances.conftest import (
    CITY_OFFICER,
    TODAY,
    all_sign,
    alliance,
    approved,
    digest,
    drafted,
    filled,
    leader,
    signed,
    step,
)
from tests.alliances.test_pages import page, signed_in

from lianmeng.alliances.actions.drafting import Beginning, begin, change
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.models import LifeStep
from lianmeng.alliances.rules.content import content_of, digest_of
from lianmeng.core.actors import Actor

pytestmark = pytest.mark.usefixtures("city")
A, C = leader("a"), leader("c")


def pay(made: str, money: str, by: Actor) -> None:
    change(made, lambda was: replace(was, money=money), seen=alliance(made).turn, by=by)


def money(made: str) -> list[str]:
    """By each version, the first one first."""
    versions = alliance(made).agreements.order_by("number")
    assert all(digest_of(content_of(one.content)) == one.digest for one in versions)
    return [content_of(one.content).money for one in versions]


def test_ones_own_unfinished_draft_is_written_over() -> None:
    made = drafted()
    for amount in "123":
        pay(made, amount, A)
    assert money(made) == ["3"]


def test_what_the_other_side_changes_in_a_draft_leaves_the_text_before() -> None:
    made = drafted()
    pay(made, "1", C)
    pay(made, "2", C)
    pay(made, "3", A)
    assert money(made) == ["none", "2", "3"]
    assert alliance(made).state == "draft"
    assert not LifeStep.objects.filter(alliance__public_id=made).exists()
    text = page(signed_in("school_leader", "c"), f"/en/alliances/{made}/agreement/1/")
    assert "agreement, version 1" in text


def test_who_fills_in_what_another_began_loses_nothing_of_it() -> None:
    begun = Beginning(
        "twinning", (("lead", "a"), ("partner", "c")), since=TODAY, until=TODAY.replace(year=2030)
    )
    made = begin(begun, by=CITY_OFFICER)
    change(made, filled, seen=alliance(made).turn, by=A)
    assert money(made) == ["none"]
    made = begin(begun, by=CITY_OFFICER)
    change(made, lambda was: replace(filled(was), since="2026-01-01"), seen=alliance(made).turn, by=A)
    assert money(made) == ["", "none"]


@pytest.mark.parametrize("code", ["decline", "send_back", "revise"])
def test_what_was_offered_stays_whatever_came_of_it(code: str) -> None:
    made = signed()
    if code != "revise":
        step(made, code, by=C if code == "decline" else CITY_OFFICER, reason="No")
    for amount in "12":
        pay(made, amount, A)
    assert money(made) == ["none", "2"]
    offer(made, seen=None, by=A)
    pay(made, "3", A)
    assert money(made) == ["none", "2", "3"]


def test_what_the_other_side_changes_in_a_next_agreement_leaves_the_text_before() -> None:
    made = approved()
    pay(made, "1", A)
    pay(made, "2", A)
    pay(made, "3", C)
    sign(made, "c", digest(made), by=C)
    pay(made, "4", C)
    assert money(made) == ["none", "2", "3", "4"]


def test_the_next_agreement_comes_into_force_by_its_last_text_alone() -> None:
    made = drafted()
    pay(made, "1", C)
    all_sign(made, day=TODAY)
    step(made, "approve")
    assert (alliance(made).in_force or alliance(made)).number == 2
