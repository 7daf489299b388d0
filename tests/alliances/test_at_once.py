"""Two people at the same moment: one is first, the other is told, nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from tests.alliances.conftest import (
    CITY_OFFICER,
    DECISION,
    TODAY,
    alliance,
    approved,
    build_city,
    digest,
    drafted,
    leader,
    officer,
    signed,
)
from tests.alliances.test_activities import lesson

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.drafting import change
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.actions.wishes import ask_withdrawal
from lianmeng.alliances.models import LifeStep, Signature, Wish
from lianmeng.alliances.queries.effect import why_not
from lianmeng.alliances.rules.content import content_of, digest_of
from lianmeng.core.refusal import Refused
from lianmeng.ledger.models import Entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
A, C = leader("a"), leader("c")
Act = Callable[[], object]


@pytest.fixture(autouse=True)
def _city(transactional_db: None) -> None:
    build_city()


def at_once(*acts: Act) -> list[bool]:
    """Whether each was done; all begin in the same moment."""
    together = Barrier(len(acts))

    def done(act: Act) -> bool:
        together.wait()
        try:
            act()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(done, acts))


def test_of_two_officers_one_decides() -> None:
    made = signed()
    seen, taking = alliance(made).turn, Taking(**DECISION)
    done = at_once(
        lambda: take_step(made, "approve", taking, seen=seen, by=CITY_OFFICER),
        lambda: take_step(made, "send_back", taking, seen=seen, by=officer("d1")),
    )
    assert sorted(done) == [False, True]
    (taken,) = LifeStep.objects.filter(code__in=["approve", "send_back"])
    assert alliance(made).state == taken.target
    assert (why_not(alliance(made), TODAY) is None) == (taken.code == "approve")


def test_while_one_side_changes_the_text_nobody_signs_what_it_was() -> None:
    made = drafted()
    offer(made, seen=None, by=A)
    was = digest(made)
    at_once(
        lambda: change(made, lambda text: replace(text, money="1"), seen=None, by=A),
        lambda: sign(made, "c", was, by=C),
    )
    versions = alliance(made).agreements.order_by("number")
    assert [digest_of(content_of(one.content)) for one in versions] == [one.digest for one in versions]
    for one in Signature.objects.select_related("agreement"):
        assert (one.agreement.number, one.digest) == (1, one.agreement.digest)
    assert (alliance(made).state, versions.count()) == ("draft", 2)


def test_both_sides_change_the_plan_and_one_is_kept() -> None:
    made = drafted()
    seen = alliance(made).turn
    done = at_once(
        lambda: change(made, lambda text: replace(text, money="1"), seen=seen, by=A),
        lambda: change(made, lambda text: replace(text, money="2"), seen=seen, by=C),
    )
    assert sorted(done) == [False, True]
    assert content_of(alliance(made).agreements.latest("number").content).money == ("1" if done[0] else "2")


def test_while_one_takes_a_next_agreement_back_the_other_signs_it_before_or_not_at_all() -> None:
    made = approved()
    change(made, lambda was: replace(was, money="1"), seen=None, by=A)
    was, seen, taking = digest(made), alliance(made).turn, Taking(reason="A mistake")
    done = at_once(
        lambda: take_step(made, "take_back_next", taking, seen=seen, by=A),
        lambda: sign(made, "c", was, by=C),
    )
    assert sorted(done) == [False, True]
    assert alliance(made).agreements.get(number=2).dropped == done[0]
    assert Signature.objects.filter(agreement__number=2).exists() == done[1]


def test_what_two_confirm_at_once_is_booked_once_and_asked_about_once() -> None:
    activity = record_activity(approved(), lesson(), by=A)
    assert sorted(at_once(*[lambda: confirm_activity(activity, "c", by=C)] * 2)) == [False, True]
    assert Entry.objects.count() == 1
    done = at_once(*[lambda by=by: ask_withdrawal(activity, "Not so", by=by) for by in (A, C)])
    assert sorted(done) == [False, True]
    assert Wish.objects.count() == 1
