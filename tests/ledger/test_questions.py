"""Signs of empty formalism are questions to the school, asked once, with a place to answer."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.timezone import localdate
from tests.ledger.conftest import Giving

from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.ledger.actions.booking import book, correct
from lianmeng.ledger.actions.questions import answer_question, ask_about_signs
from lianmeng.ledger.queries.entries import questions_of_alliance, seen_entries, unanswered_questions
from lianmeng.ledger.queries.limits import limits
from lianmeng.ledger.rules.signs import Assessment, Seen, Sign, as_compared, signs
from lianmeng.ledger.vocabulary import SignKind, Unit

LEADER = Actor("leader", frozenset({(Role.SCHOOL_LEADER.value, "strong")}))


def seen(number: int, day: date, unit: Unit = Unit.LESSONS, **traces: frozenset[str]) -> Seen:
    return Seen(f"e{number}", "strong", day, unit.value, f"r{number}", "weak", **traces)


def found_in(entries: list[Seen], assessment: Assessment | None = None) -> list[Sign]:
    return signs(entries, limits(), assessment)


def assessment(due: int, *, on: int | None = None, before: date | None = None) -> Assessment:
    """In June."""
    return Assessment(date(2026, 6, due), date(2026, 6, on or due), before)


def test_the_same_text_or_photo_twice_is_asked_about() -> None:
    twice = [seen(n, date(2026, n, 1), texts=frozenset({"t"}), photos=frozenset({"p"})) for n in (1, 2)]
    found = [(one.kind, one.school) for one in found_in(twice)]
    assert found == [
        (SignKind.SAME_TEXT, "weak"),
        (SignKind.SAME_PHOTO, "weak"),
    ]  # of who wrote it, not of the giver


def test_a_text_is_the_same_whatever_its_blanks_stops_and_letters() -> None:
    assert as_compared("三校 联合教研，ＯＫ！") == as_compared("三校联合教研 ok")
    assert as_compared("三校联合教研") != as_compared("两校联合教研")


def test_all_in_the_last_fortnight_is_asked_about_only_before_an_assessment() -> None:
    late = [seen(n, date(2026, 6, n)) for n in (20, 22, 24)]
    assert [one.kind for one in found_in(late, assessment(30))] == [SignKind.LAST_FORTNIGHT]
    assert found_in(late) == []
    earlier = [*late, seen(1, date(2026, 3, 1))]
    assert found_in(earlier, assessment(30)) == []
    (again,) = found_in(earlier, assessment(30, before=date(2026, 3, 31)))
    assert (again.kind, again.about) == (SignKind.LAST_FORTNIGHT, ("e20", "e22", "e24"))


def test_the_verdict_counts_if_it_comes_before_the_day_and_what_came_after_it_hides_nothing() -> None:
    late = [seen(n, date(2026, 6, n)) for n in (2, 4, 6)]
    assert found_in(late, assessment(30)) == []
    (early,) = found_in(late, assessment(30, on=8))
    assert early.about == ("e2", "e4", "e6")
    assert found_in([*late, seen(20, date(2026, 6, 20))], assessment(8)) == [early]


def test_visits_without_lessons_are_asked_about() -> None:
    visits = [seen(n, date(2026, n, 1), Unit.VISITORS) for n in (1, 2, 3)]
    assert [one.kind for one in found_in(visits)] == [SignKind.ONLY_VISITS]
    assert found_in([*visits, seen(4, date(2026, 4, 1))]) == []


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


def booked_alike(gift: Giving, alliance: str, times: int = 1, **other: Any) -> list[str]:
    return [
        book(gift(**{"alliance": alliance, "traces": (("photo", "same"),)} | other), by=LEADER)
        for _ in range(times)
    ]


@pytest.mark.django_db
def test_the_same_photo_in_two_alliances_is_asked_about_once_and_answered_for_both(gift: Giving) -> None:
    booked_alike(gift, "tie")
    assert ask_about_signs("tie", by=OPERATOR) == []
    booked_alike(gift, "other tie")
    booked_alike(gift, "third", giver="stranger")  # somebody else's
    ((question, school),) = ask_about_signs("tie", by=OPERATOR)
    assert (school, len(questions_of_alliance("tie").get().about)) == ("strong", 2)
    assert ask_about_signs("other tie", by=OPERATOR) == []
    assert ask_about_signs("third", by=OPERATOR) == []
    assert len(unanswered_questions((localdate(), localdate()))) == 1
    answer_question(question, "One day, both schools.", by=LEADER)
    assert questions_of_alliance("other tie").get().answer == "One day, both schools."


def standing(alliance: str) -> list[tuple[int, str]]:
    return [(len(one.about), one.answer) for one in questions_of_alliance(alliance)]


@pytest.mark.django_db
@pytest.mark.parametrize("grows", ["tie", "other tie"])
@pytest.mark.parametrize("answer", ["", "Meanwhile."])
def test_one_more_in_either_alliance_joins_the_question_in_both(
    gift: Giving, grows: str, answer: str
) -> None:
    booked_alike(gift, "tie")
    booked_alike(gift, "other tie")
    ((question, _),) = ask_about_signs("tie", by=OPERATOR)
    looked_at = ["other tie", *(["tie", "other tie"] if grows == "tie" else ["other tie", "tie"])]
    assert ask_about_signs(looked_at[0], by=OPERATOR) == []
    booked_alike(gift, grows)
    assert ask_about_signs(looked_at[1], by=OPERATOR) == []
    if answer:
        answer_question(question, answer, by=LEADER)
    assert ask_about_signs(looked_at[2], by=OPERATOR) == []
    assert standing("tie") == standing("other tie") == [(3, answer)]


@pytest.mark.django_db
def test_one_more_in_another_alliance_joins_what_is_open_and_is_asked_about_after_the_answer(
    gift: Giving,
) -> None:
    booked_alike(gift, "tie", times=2)
    ((question, _),) = ask_about_signs("tie", by=OPERATOR)
    booked_alike(gift, "other tie")
    assert ask_about_signs("other tie", by=OPERATOR) == []
    answer_question(question, "Three lessons.", by=LEADER)
    assert standing("tie") == standing("other tie") == [(3, "Three lessons.")]
    booked_alike(gift, "other tie")
    assert len(ask_about_signs("other tie", by=OPERATOR)) == 1
    assert ask_about_signs("tie", by=OPERATOR) == []
    assert standing("tie") == standing("other tie") == [(3, "Three lessons."), (4, "")]


@pytest.mark.django_db
def test_one_more_joins_an_open_question_and_is_asked_about_after_the_answer(gift: Giving) -> None:
    first = booked_alike(gift, "tie", times=2)
    ((question, _),) = ask_about_signs("tie", by=OPERATOR)
    correct(
        first[0],
        gift(day=date(2026, 3, 6), quantity=Decimal(3), traces=(("photo", "same"),)),
        reason="Slip",
        by=LEADER,
    )
    assert ask_about_signs("tie", by=OPERATOR) == []
    booked_alike(gift, "tie")
    assert ask_about_signs("tie", by=OPERATOR) == []
    assert len(questions_of_alliance("tie").get().about) == 3
    answer_question(question, "Three lessons.", by=LEADER)
    assert ask_about_signs("tie", by=OPERATOR) == []
    booked_alike(gift, "tie")
    assert len(ask_about_signs("tie", by=OPERATOR)) == 1


@pytest.mark.django_db
def test_who_wrote_the_record_is_asked_and_looking_costs_the_same(
    gift: Giving, django_assert_num_queries: Any
) -> None:
    booked_alike(gift, "tie", times=2, author="weak")
    booked_alike(gift, "elsewhere", times=3, author="weak")
    with django_assert_num_queries(3):
        assert len(seen_entries("tie")) == 5
    assert [school for _, school in ask_about_signs("tie", among=["strong"], by=OPERATOR)] == []
    assert [school for _, school in ask_about_signs("tie", by=OPERATOR)] == ["weak"]
