"""What each side gives: thing by thing, in each direction, and signed with the rest of the agreement."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.alliances.conftest import alliance, approved, drafted, leader, signed, step
from tests.alliances.test_pages import page, sent, signed_in
from tests.alliances.test_papers import issued, words

from lianmeng.alliances.actions.drafting import add_gift, change, latest_version, remove_gift
from lianmeng.alliances.actions.signing import offer
from lianmeng.alliances.queries.record import versions_of
from lianmeng.alliances.rules.content import Gift, content_of, digest_of
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.usefixtures("city")
A = leader("a")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def give(made: str, *gifts: Gift) -> None:
    change(made, lambda was: replace(was, gifts=gifts), seen=alliance(made).turn, by=A)


def test_without_a_thing_in_each_direction_nothing_is_offered_and_the_side_is_named() -> None:
    made = drafted()
    give(made, Gift("a", "Lessons"), Gift("a", "Training"))
    with pytest.raises(Refused, match="What 丙小学 gives is not yet defined"):
        offer(made, seen=None, by=A)
    give(made, Gift("c", "Fields"))
    with pytest.raises(Refused, match="What 甲小学 gives is not yet defined"):
        offer(made, seen=None, by=A)
    give(made, Gift("c", "Fields", receiver="a"), Gift("a", "Lessons"))
    offer(made, seen=None, by=A)


def test_among_three_something_is_given_to_each() -> None:
    made = drafted("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    each = (Gift("a", "Lessons", receiver="c"), Gift("c", "Fields", receiver="a"))
    give(made, *each, Gift("d", "Rooms", receiver="a"))
    with pytest.raises(Refused, match="Nothing is given to 丁小学 yet"):
        offer(made, seen=None, by=A)
    give(made, *each, Gift("d", "Rooms"), Gift("a", "Books"))
    offer(made, seen=None, by=A)


def test_a_text_of_before_is_read_as_it_was_signed() -> None:
    kept = versions_of(alliance(drafted()))[0].content.as_json()
    del kept["gifts"]
    kept["gives"] = {"a": "Lessons", "c": "Fields"}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    old = content_of(kept)
    assert digest_of(old) == hashlib.sha256(text.encode()).hexdigest()
    assert old.given == (Gift("a", "Lessons"), Gift("c", "Fields"))


def test_the_next_text_after_one_of_before_has_its_things_line_by_line() -> None:
    made = signed()
    version = latest_version(alliance(made))
    old = replace(content_of(version.content), gifts=(), gives={"a": "Lessons", "c": "Fields"})
    version.content = old.as_json()
    version.save()
    step(made, "send_back", reason="No")
    with pytest.raises(Refused, match="Nothing was changed"):
        change(made, lambda was: was, seen=None, by=A)
    remove_gift(made, 0, seen=alliance(made).turn, by=A)
    now = content_of(latest_version(alliance(made)).content)
    assert (now.gives, now.gifts) == ({}, (Gift("c", "Fields"),))


@pytest.mark.parametrize(
    ("gift", "said"),
    [
        (Gift("f", "x"), "Choose one of the parties"),
        (Gift("a", "x", receiver="a"), "another party"),
        (Gift("a", "x", receiver="f"), "another party"),
        (Gift("a", " "), "Say what"),
        (Gift("a", "x", quantity="3"), "needs its unit"),
        (Gift("a", "x", unit="lessons"), "needs its unit"),
    ],
)
def test_what_is_no_gift_is_refused(gift: Gift, said: str) -> None:
    made = drafted()
    with pytest.raises(Refused, match=said):
        add_gift(made, gift, seen=alliance(made).turn, by=A)


def test_it_is_added_shown_and_taken_out_on_pages_and_stands_in_the_pdf() -> None:
    made, client = drafted(), signed_in("school_leader", "a")
    home = f"/en/alliances/{made}/"
    filled = {"giver": "a", "what": "Science teacher", "quantity": "24", "unit": "lessons", "receiver": "c"}
    assert sent(client, f"{home}gifts/add/", **filled).status_code == 302
    assert sent(client, f"{home}gifts/add/", **filled | {"what": "Piano"}).status_code == 302
    assert "Take out: Piano" in page(client, f"{home}gifts/3/remove/")
    assert sent(client, f"{home}gifts/3/remove/").status_code == 302
    shown = page(client, home)
    assert "Science teacher" in shown
    assert "24, Shared and distance lessons (lessons)" in shown
    assert "Piano" not in shown
    made = approved("twinning", (("lead", "a"), ("partner", "d")))
    assert "甲小学向其他各方提供" in words(issued(made)["agreement"])
