"""Signs of empty formalism are questions to the school, asked once, with a place to answer."""

from datetime import date

import pytest
from tests.ledger.conftest import Giving

from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.ledger.actions.booking import book
from lianmeng.ledger.actions.questions import answer_question, ask_about_signs
from lianmeng.ledger.queries.entries import questions_of_alliance
from lianmeng.ledger.rules.signs import Seen, signs
from lianmeng.ledger.vocabulary import SignKind, Unit

LEADER = Actor("leader", frozenset({(Role.SCHOOL_LEADER.value, "strong")}))


def seen(number: int, day: date, unit: Unit = Unit.LESSONS, **traces: frozenset[str]) -> Seen:
    return Seen(f"e{number}", "strong", day, unit.value, f"r{number}", **traces)


def test_the_same_text_or_photo_twice_is_asked_about() -> None:
    twice = [seen(n, date(2026, n, 1), texts=frozenset({"t"}), photos=frozenset({"p"})) for n in (1, 2)]
    assert {one.kind for one in signs(twice)} == {SignKind.SAME_TEXT, SignKind.SAME_PHOTO}


def test_all_in_the_last_fortnight_is_asked_about_only_before_an_assessment() -> None:
    late = [seen(n, date(2026, 6, n)) for n in (20, 22, 24)]
    assert [one.kind for one in signs(late, date(2026, 6, 30))] == [SignKind.LAST_FORTNIGHT]
    assert signs(late) == []
    earlier = [*late, seen(1, date(2026, 3, 1))]
    assert signs(earlier, date(2026, 6, 30)) == []
    (again,) = signs(earlier, date(2026, 6, 30), date(2026, 3, 31))
    assert (again.kind, again.about) == (SignKind.LAST_FORTNIGHT, ("e20", "e22", "e24"))


def test_visits_without_lessons_are_asked_about() -> None:
    visits = [seen(n, date(2026, n, 1), Unit.VISITORS) for n in (1, 2, 3)]
    assert [one.kind for one in signs(visits)] == [SignKind.ONLY_VISITS]
    assert signs([*visits, seen(4, date(2026, 4, 1))]) == []


@pytest.mark.django_db
def test_a_question_is_asked_once_and_answered_once_by_its_school(gift: Giving) -> None:
    for _ in range(2):
        book(gift(traces=(("text", "same"),)), by=LEADER)
    ((_, school),) = ask_about_signs("tie", by=OPERATOR)
    assert school == "strong"
    assert ask_about_signs("tie", by=OPERATOR) == []
    question = questions_of_alliance("tie").get()
    with pytest.raises(Refused, match="leader of the school"):
        answer_question(question.public_id, "No.", by=OPERATOR)
    with pytest.raises(Refused, match="Write an answer"):
        answer_question(question.public_id, " ", by=LEADER)
    answer_question(question.public_id, "Two lessons on two days.", by=LEADER)
    with pytest.raises(Refused, match="answered already"):
        answer_question(question.public_id, "Again", by=LEADER)
    with pytest.raises(Refused, match="no such question"):
        answer_question("none", "Again", by=LEADER)
