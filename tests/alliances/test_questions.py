"""A sign of empty formalism, from the assessment to the answer: asked of the school first, and never a verdict."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.alliances.conftest import CITY_OFFICER, TODAY, alliance, approved, leader, step
from tests.alliances.test_activities import lesson
from tests.alliances.test_pages import page, sent, signed_in

from lianmeng.alliances.actions.activities import confirm_activity, record_activity
from lianmeng.alliances.vocabulary import ActivityKind
from lianmeng.ledger.models import Question
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
