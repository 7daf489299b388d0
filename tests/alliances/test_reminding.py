"""Some days before a day is due those concerned are reminded of it, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, leader, step
from tests.alliances.test_activities import lesson
from tests.alliances.test_told import people

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.reminding import remind_of_days
from lianmeng.alliances.actions.wishes import ask_withdrawal
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.periods import periods, reminders
from lianmeng.alliances.rules.calls import NOBODY_THERE
from lianmeng.alliances.vocabulary import Ground
from lianmeng.audit.models import Line
from lianmeng.cli.notices import notices as command
from lianmeng.core.actors import OPERATOR
from lianmeng.ledger.models import Question
from lianmeng.notices.models import Notice

__all__ = ["people"]
pytestmark = pytest.mark.usefixtures("people")
A, C = leader("a"), leader("c")
DUE = TODAY + timedelta(days=40)


def reminded(due: date, days: int) -> set[str]:
    """Whose side is reminded so many days before: not a day earlier, and only once."""
    Notice.objects.all().delete()
    assert remind_of_days(due - timedelta(days=days + 1), by=OPERATOR) == 0
    first = remind_of_days(due - timedelta(days=days), by=OPERATOR)
    lines = Line.objects.count()
    assert remind_of_days(due - timedelta(days=days), by=OPERATOR) == 0
    assert remind_of_days(due - timedelta(days=max(days - 1, 0)), by=OPERATOR) == 0
    assert (Notice.objects.count(), Line.objects.count()) == (first, lines)
    assert not Notice.objects.filter(asks=True).exists()
    return set(Notice.objects.values_list("place", flat=True))


def lasting(made: str) -> None:
    """The term ends far off, so that only the day in question is due."""
    Alliance.objects.filter(public_id=made).update(until=TODAY + timedelta(days=3000))


def test_of_a_task_of_the_plan_the_party_that_does_it() -> None:
    made = approved()
    lasting(made)
    assert reminded(date(2027, 1, 31), reminders().task) == {"a"}
    assert Notice.objects.get().due == date(2027, 1, 31)


def test_where_a_district_has_no_officer_the_city_is_reminded_in_its_stead() -> None:
    made = approved("twinning", (("lead", "b"), ("partner", "e")))
    lasting(made)
    step(made, "assess", deadline=DUE)
    assert reminded(DUE, reminders().assessment) == {"city"}
    instead = Notice.objects.get()
    assert (instead.account, instead.why["say"]) == (CITY_OFFICER.id, NOBODY_THERE.text)
    pair = approved("district_pair", (("district", "d1"), ("district", "d2")))
    end = alliance(pair).until
    assert end is not None
    assert reminded(end, reminders().term_end) == {"city", "d1"}
    assert Notice.objects.filter(place="city").count() == 2  # as the bureau in charge, and for the district


def test_of_the_end_of_a_term_the_parties_and_the_bureau() -> None:
    end = alliance(approved()).until
    assert end is not None
    assert reminded(end, reminders().term_end) == {"a", "c", "d1"}


def test_of_an_assessment_the_bureau_and_of_a_rectification_all() -> None:
    made = approved()
    lasting(made)
    step(made, "assess", deadline=DUE)
    assert reminded(DUE, reminders().assessment) == {"d1"}
    step(made, "rectify", deadline=DUE)
    assert reminded(DUE, reminders().rectification) == {"a", "c", "d1"}
    step(made, "rectified")
    assert not Notice.objects.filter(subject=f"alliance:{made}", done_at=None, address__endswith="/").filter(
        key__contains="before:"
    )


def test_of_a_reply_those_that_have_not_replied() -> None:
    made = approved()
    step(made, "propose_end", by=A, ground=Ground.AGREEMENT)
    due = alliance(made).next_day
    assert due is not None
    assert reminded(due, reminders().reply) == {"c", "d1"}
    step(made, "reply", by=C)
    assert reminded(due, reminders().reply) == {"d1"}


def test_of_an_activity_and_of_a_wish_who_has_not_answered_for_some_days() -> None:
    made = approved()
    lasting(made)
    later = TODAY + timedelta(days=2 * reminders().confirmation)
    activity = record_activity(made, lesson(), by=A)
    assert reminded(later, reminders().confirmation) == {"c"}
    confirm_activity(activity, "c", by=C)
    assert not Notice.objects.filter(done_at=None).exists()
    ask_withdrawal(activity, "Another day", by=C)
    assert reminded(later, reminders().confirmation) == {"a"}


def test_of_a_question_its_school_before_the_others_see_that_it_is_silent() -> None:
    made = approved()
    lasting(made)
    Question.objects.create(alliance=made, school="a", kind="only_visits", mark="x", asked_at=timezone.now())
    assert reminded(TODAY + timedelta(days=periods().reply_days), reminders().reply) == {"a"}


def test_the_nightly_command_reminds_without_a_mail_server_too() -> None:
    made = approved()
    Alliance.objects.filter(public_id=made).update(until=TODAY + timedelta(days=5))
    Notice.objects.all().delete()
    for _ in range(2):
        assert CliRunner().invoke(command, ["mail"], standalone_mode=False).exception is None
        assert Notice.objects.count() == 3
