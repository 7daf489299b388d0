"""What stands word for word in an agreement stands there once: a mark of one would be a mark of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.alliances.conftest import alliance, approved, drafted, leader
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.drafting import add_objective, add_task, change, latest_version
from lianmeng.alliances.actions.signing import offer
from lianmeng.alliances.actions.tasks import mark_done
from lianmeng.alliances.models import Agreement
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.tasks import key_of
from lianmeng.core.refusal import Refused

pytestmark = pytest.mark.usefixtures("city")
A = leader("a")


def test_a_second_task_or_objective_with_the_same_words_is_refused() -> None:
    made = drafted()
    content = content_of(latest_version(alliance(made)).content)
    (task,), (objective,) = content.plan, content.objectives
    with pytest.raises(Refused, match="Say what is different about the second, or choose another day"):
        add_task(made, replace(task, evidence="Minutes"), seen=alliance(made).turn, by=A)
    with pytest.raises(Refused, match="This objective stands in the agreement already"):
        add_objective(made, objective, seen=alliance(made).turn, by=A)
    for other in (replace(task, owner="c"), replace(task, due="2027-06-30"), replace(task, task="Again")):
        add_task(made, other, seen=alliance(made).turn, by=A)
    assert len(content_of(latest_version(alliance(made)).content).plan) == 4


def test_the_form_says_it_beside_the_task_and_what_was_filled_in_stays() -> None:
    made, client = drafted(), signed_in("school_leader", "a")
    filled: dict[str, Any] = {"task": "Joint planning", "owner": "a", "due": "2027-01-31"}
    answer = sent(client, f"/en/alliances/{made}/tasks/add/", **filled)
    assert answer.status_code == 422
    assert "stands in the agreement already" in answer.content.decode()
    assert 'value="Joint planning"' in answer.content.decode()


def test_a_text_that_holds_a_line_twice_is_not_signed_until_one_is_taken_out() -> None:
    made, client = drafted(), signed_in("school_leader", "a")
    change(made, lambda was: replace(was, plan=was.plan * 2, objectives=was.objectives * 2), seen=None, by=A)
    told = page(client, f"/en/alliances/{made}/")
    assert "“Joint planning” stands there more than once. Take one out." in told
    with pytest.raises(Refused, match="“Science lessons” stands there more than once"):
        offer(made, seen=None, by=A)
    for line in ("objectives/1", "tasks/0"):
        sent(client, f"/en/alliances/{made}/{line}/remove/")
    offer(made, seen=None, by=A)


def test_one_that_was_agreed_before_is_read_and_marked_as_it_was() -> None:
    made, client = approved(), signed_in("school_leader", "a")
    text = Agreement.objects.get(number=1)
    text.content["plan"] *= 2
    text.save()
    mark_done(made, key_of(content_of(text.content).plan[0]), "Minutes", seen=None, by=A)
    assert page(client, f"/en/alliances/{made}/").count("Joint planning") == 2
