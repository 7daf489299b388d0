"""A sign of empty formalism, from the assessment to the answer: asked of the school first, and never a verdict."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, leader, step
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.actions.looking import look_at_assessments
from lianmeng.alliances.vocabulary import ActivityKind
from lianmeng.core.actors import OPERATOR
from lianmeng.ledger.actions.booking import book
from lianmeng.ledger.models import Question
from lianmeng.ledger.vocabulary import Gift, Path, Unit
from lianmeng.notices.models import Notice

pytestmark = pytest.mark.usefixtures("city")


def visits(made: str, *days: int) -> None:
    for number in days:
        done = lesson(
            kind=ActivityKind.VISIT,
            day=TODAY - timedelta(days=number),
            reflection="A pleasant day.",
        )
        confirm_activity(record_activity(made, done, by=leader("a")), "c", by=leader("c"))


def asked(made: str) -> list[str]:
    return sorted(Question.objects.filter(alliance=made).values_list("kind", flat=True))


def test_the_school_is_told_answers_and_no_figure_changes() -> None:
    own, other = signed_in("school_leader", "a"), signed_in("school_leader", "c")
    made = approved()
    visits(made, 3, 4, 5)
    before = page(Client(), f"/en/alliances/{made}/ledger/")
    step(made, "assess", deadline=TODAY + timedelta(days=5))
    assert asked(made) == ["last_fortnight", "only_visits", "same_text"]
    address = f"/en/alliances/{made}/"
    assert page(own, address).count("Answer the question") == 3
    assert "Answer the question" not in page(other, address)
    assert "word for word the same text" not in page(Client(), address)
    assert "A question about its records" in page(own, "/en/notices/")
    assert "A question about its records" not in page(other, "/en/notices/")
    question = Question.objects.get(alliance=made, kind="same_text").public_id
    reply = f"{address}questions/{question}/"
    assert other.get(reply).status_code == 403
    assert sent(own, reply, answer="Three visits; we copied the note.").status_code == 302
    assert "Three visits; we copied the note." in page(other, address)
    assert Notice.objects.filter(subject__startswith="question:", done_at=None).count() == 2
    assert "already" in sent(own, reply, answer="Again").content.decode()
    assert page(Client(), f"{address}ledger/") == before
    assert alliance(made).state == "assessment"  # a question decides nothing


def test_what_went_before_the_last_assessment_hides_no_rush_before_the_next() -> None:
    made = approved()
    visits(made, 200)
    step(made, "assess", day=TODAY - timedelta(days=190), deadline=TODAY - timedelta(days=180))
    step(made, "keep", day=TODAY - timedelta(days=180))
    assert asked(made) == []
    visits(made, 3, 4, 5)
    step(made, "assess", by=CITY_OFFICER, deadline=TODAY + timedelta(days=5))
    assert "last_fortnight" in asked(made)


def test_what_is_heaped_up_after_the_call_is_asked_about_when_it_is_confirmed_and_once() -> None:
    made = approved()
    step(made, "assess", day=TODAY - timedelta(days=20), deadline=TODAY + timedelta(days=5))
    visits(made, 5)
    assert asked(made) == []
    visits(made, 3, 4)
    assert asked(made) == ["last_fortnight", "only_visits", "same_text"]
    assert look_at_assessments(by=OPERATOR) == (0, [])
    step(made, "keep")
    assert asked(made) == ["last_fortnight", "only_visits", "same_text"]


def test_the_nightly_run_and_the_verdict_look_again() -> None:
    """What changes without a confirmation: an entry that another path booked, or the day of the verdict."""
    made = approved()
    step(made, "assess", day=TODAY - timedelta(days=20), deadline=TODAY + timedelta(days=60))
    visits(made, 3, 4)
    elsewhere(made, TODAY - timedelta(days=2))
    assert asked(made) == ["same_text"]
    assert look_at_assessments(by=OPERATOR) == (1, [])
    assert asked(made) == ["only_visits", "same_text"]
    step(made, "keep")
    assert asked(made) == ["last_fortnight", "only_visits", "same_text"]


def elsewhere(made: str, day: date) -> None:
    """What a path of its own books."""
    one = Gift(
        Path.TWINNING, "a", "c", day, Unit.VISITORS, Decimal(2), ("path", "one"), alliance=made, minutes=90
    )
    book(one, by=OPERATOR)


def test_who_gives_the_verdict_reads_what_was_answered_and_not_what_the_school_may_still_answer() -> None:
    made = approved()
    visits(made, 3, 4)
    step(made, "assess", day=TODAY, deadline=TODAY + timedelta(days=5))
    bureau, own = signed_in("city_officer", "city"), signed_in("school_leader", "a")
    address = f"/en/alliances/{made}/"
    for decision in (f"{address}verdict/", f"{address}step/award/"):
        shown = page(bureau, decision)
        assert "A question was put to 甲小学; it may answer until" in shown
        assert "word for word" not in shown
    question = Question.objects.get(alliance=made)
    reply = f"{address}questions/{question.public_id}/"
    assert page(own, reply).count("Visitors received") == 2  # it says which records
    assert sent(own, reply, answer="We copied the <note>.").status_code == 302
    shown = page(bureau, f"{address}verdict/")
    assert "word for word the same text" in shown
    assert "We copied the &lt;note&gt;." in shown
    Question.objects.update(answer="", asked_at=timezone.now() - timedelta(days=11))
    assert "It has not answered." in page(bureau, f"{address}verdict/")
