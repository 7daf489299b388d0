"""Two alliances, one repetition, the same moment: it is asked about once, and one answer stands in both."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction
from tests.alliances.test_at_once import at_once
from tests.ledger.conftest import Giving
from tests.ledger.test_questions import LEADER, booked_alike, standing

from lianmeng.core.actors import OPERATOR
from lianmeng.core.refusal import Refused
from lianmeng.ledger.actions.questions import answer_question, ask_about_signs
from lianmeng.ledger.models import Question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
BOTH = ("tie", "other tie")


@pytest.fixture
def alike(gift: Giving) -> None:
    for one in BOTH:
        booked_alike(gift, one)


def before_it_is_kept(first: Callable[[], object], second: Callable[[], object]) -> Future[object]:
    """The second begins when the first is done and not committed, and has half a second in which not to wait."""

    def done() -> object:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first()
            future = other.submit(done)
            wait([future], timeout=0.5)
        wait([future], timeout=20)
    return future


@pytest.mark.usefixtures("alike")
def test_two_alliances_looked_at_at_once_ask_once() -> None:
    second = before_it_is_kept(
        lambda: ask_about_signs("tie", by=OPERATOR), lambda: ask_about_signs("other tie", by=OPERATOR)
    )
    assert second.result() == []
    assert standing("tie") == standing("other tie") == [(2, "")]
    assert Question.objects.values("mark").distinct().count() == 1


@pytest.mark.usefixtures("alike")
def test_what_is_answered_while_the_other_alliance_is_looked_at_is_answered_there() -> None:
    ((question, _),) = ask_about_signs("tie", by=OPERATOR)
    second = before_it_is_kept(
        lambda: ask_about_signs("other tie", by=OPERATOR),
        lambda: answer_question(question, "One day, both schools.", by=LEADER),
    )
    assert second.result() is None
    assert standing("tie") == standing("other tie") == [(2, "One day, both schools.")]


@pytest.mark.usefixtures("alike")
def test_of_two_leaders_who_answer_in_two_alliances_one_is_told_that_it_was_answered() -> None:
    for one in BOTH:
        ask_about_signs(one, by=OPERATOR)
    asked = [Question.objects.get(alliance=one).public_id for one in BOTH]
    second = before_it_is_kept(
        lambda: answer_question(asked[0], "one", by=LEADER),
        lambda: answer_question(asked[1], "two", by=LEADER),
    )
    with pytest.raises(Refused, match="answered already"):
        second.result()
    assert standing("tie") == standing("other tie") == [(2, "one")]


def test_two_answers_in_the_same_moment_do_not_wait_for_one_another(gift: Giving) -> None:
    for number in range(8):
        for one in BOTH:
            booked_alike(gift, f"{one} {number}", traces=(("photo", f"{number}"),))
        for one in BOTH:
            ask_about_signs(f"{one} {number}", by=OPERATOR)
        x, y = (Question.objects.get(alliance=f"{one} {number}").public_id for one in BOTH)
        done = at_once(
            lambda x=x: answer_question(x, "one", by=LEADER), lambda y=y: answer_question(y, "two", by=LEADER)
        )
        assert sorted(done) == [False, True]
        kept = (2, "one" if done[0] else "two")
        assert standing(f"tie {number}") == standing(f"other tie {number}") == [kept]
