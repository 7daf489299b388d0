"""What is done together counts when the other side says so, and stands in the ledger once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.alliances.conftest import TODAY, approved, leader, step

from lianmeng.alliances.actions.activities import (
    Done,
    confirm_activity,
    contest_activity,
    record_activity,
    withdraw_activity,
)
from lianmeng.alliances.models import Activity
from lianmeng.alliances.queries.waiting import waiting_for
from lianmeng.alliances.vocabulary import ActivityKind
from lianmeng.core.refusal import Refused
from lianmeng.ledger.queries.entries import questions_of_alliance
from lianmeng.ledger.queries.sums import cost_by_path, given_in_alliance
from lianmeng.ledger.vocabulary import Path, Unit

pytestmark = pytest.mark.usefixtures("city")
A, C, D = leader("a"), leader("c"), leader("d")


def lesson(**other: Any) -> Done:
    usual: dict[str, Any] = {
        "kind": ActivityKind.OPEN_LESSON,
        "day": TODAY - timedelta(days=3),
        "title": "Fractions",
        "giver": "a",
        "quantity": Decimal(1),
        "minutes": 40,
        "people": {"a": (1, 0), "c": (4, 30)},
        "cost_yuan": Decimal("100.00"),
    }
    return Done(**(usual | other))


def test_it_is_booked_when_the_other_side_confirms_and_once() -> None:
    made = approved()
    activity = record_activity(made, lesson(), by=A)
    assert given_in_alliance(made) == []
    with pytest.raises(Refused, match="confirmed this activity already"):
        confirm_activity(activity, "a", by=A)
    with pytest.raises(Refused, match="leader of the other side"):
        confirm_activity(activity, "c", by=A)
    confirm_activity(activity, "c", by=C)
    (given,) = given_in_alliance(made)
    assert (given.unit, given.quantity, given.cost_yuan) == (Unit.OPEN_LESSONS, 1, Decimal("100.00"))
    with pytest.raises(Refused, match="already"):
        confirm_activity(activity, "c", by=C)
    assert Activity.objects.get().state == "confirmed"


def test_in_a_group_each_receiver_confirms_and_the_cost_is_shared_to_the_cent() -> None:
    roles = (("core", "a"), ("member", "c"), ("member", "d"), ("member", "f"))
    made = approved("elite_group", roles)
    people = dict.fromkeys("cdf", (2, 0))
    activity = record_activity(made, lesson(people=people), by=A)
    for who in "cdf":
        confirm_activity(activity, who, by=leader(who))
    costs = [one.cost_yuan for one in given_in_alliance(made)]
    assert sorted(costs) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    (group,) = [one for one in cost_by_path(TODAY.replace(day=1) - timedelta(days=40), TODAY) if one.entries]
    assert (group.path, group.cost_yuan) == (Path.GROUP, 100)


def test_the_receiver_may_record_and_the_giver_confirms() -> None:
    made = approved()
    activity = record_activity(made, lesson(), by=C)
    confirm_activity(activity, "a", by=A)
    assert len(given_in_alliance(made)) == 1


def test_contested_it_stands_in_no_ledger_and_who_recorded_it_withdraws_it() -> None:
    made = approved()
    activity = record_activity(made, lesson(), by=A)
    contest_activity(activity, "c", "It was cancelled", by=C)
    assert given_in_alliance(made) == []
    with pytest.raises(Refused, match="withdrawn by the party"):
        withdraw_activity(activity, "No", by=C)
    withdraw_activity(activity, "It was another day", by=A)
    with pytest.raises(Refused, match="withdrawn already"):
        confirm_activity(activity, "c", by=C)


def test_what_is_booked_nobody_withdraws_alone() -> None:
    made = approved()
    activity = record_activity(made, lesson(), by=A)
    confirm_activity(activity, "c", by=C)
    with pytest.raises(Refused, match="ask the other side to agree"):
        withdraw_activity(activity, "It was another day", by=A)
    assert len(given_in_alliance(made)) == 1


@pytest.mark.parametrize(
    ("other", "complaint"),
    [
        ({"day": TODAY + timedelta(days=1)}, "not come yet"),
        ({"day": TODAY - timedelta(days=4000)}, "not in effect"),
        ({"giver": "f"}, "Only parties"),
        ({"people": {"a": (1, 0)}}, "one person of the other side"),
        ({"title": " "}, "what it was"),
        ({"minutes": 0}, "above 0"),
    ],
)
def test_what_cannot_have_been_is_refused(other: dict[str, Any], complaint: str) -> None:
    made = approved()
    with pytest.raises(Refused, match=complaint):
        record_activity(made, lesson(**other), by=A)


def test_signs_of_formalism_are_asked_about_when_an_assessment_is_called() -> None:
    made = approved()
    for title in ("Fractions", "Roots"):
        done = lesson(title=title, reflection="A rich and full activity.")
        confirm_activity(record_activity(made, done, by=A), "c", by=C)
    step(made, "assess", deadline=TODAY + timedelta(days=30))
    assert [one.kind for one in questions_of_alliance(made)] == ["same_text"]


def test_what_one_side_contests_another_has_still_to_confirm() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    activity = record_activity(made, lesson(people={"c": (2, 0), "d": (2, 0)}), by=A)
    contest_activity(activity, "c", "It was another day", by=C)
    assert (waiting_for(C).to_confirm, len(waiting_for(D).to_confirm)) == ([], 1)
    confirm_activity(activity, "d", by=D)
    assert waiting_for(D).to_confirm == []


def test_what_is_sent_twice_is_recorded_once() -> None:
    made = approved("elite_group", (("core", "a"), ("member", "c"), ("member", "d")))
    first = record_activity(made, lesson(), by=A)
    with pytest.raises(Refused, match="recorded already"):
        record_activity(made, lesson(title=" Fractions "), by=A)
    for other in ({"minutes": 45}, {"title": "Roots"}, {"people": {"a": (1, 0), "d": (4, 30)}}):
        record_activity(made, lesson(**other), by=A)
    withdraw_activity(first, "It was another day", by=A)
    record_activity(made, lesson(), by=A)
    assert Activity.objects.count() == 5
