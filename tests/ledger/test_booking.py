"""Entries are only added; nothing is booked twice; a closed year asks for a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from tests.ledger.conftest import Giving

from lianmeng.audit.models import Line
from lianmeng.core.actors import NOBODY, OPERATOR, Actor
from lianmeng.core.refusal import Refused
from lianmeng.ledger.actions.booking import book, close_year, correct, reverse
from lianmeng.ledger.models import Entry
from lianmeng.ledger.queries.sums import given_in_alliance

pytestmark = pytest.mark.django_db
SCHOOL = Actor("leader")


def test_a_gift_is_booked_once(gift: Giving) -> None:
    one = gift()
    book(one, by=SCHOOL)
    with pytest.raises(Refused, match="booked once"):
        book(one, by=SCHOOL)
    assert Entry.objects.count() == 1
    assert given_in_alliance("tie")[0].quantity == 2


@pytest.mark.parametrize(
    ("other", "complaint"),
    [
        ({"receiver": "strong"}, "to itself"),
        ({"day": date(2099, 1, 1)}, "not come yet"),
        ({"day": date(1889, 3, 5)}, "too far in the past"),
        ({"quantity": Decimal(0)}, "above 0"),
        ({"minutes": -1}, "below 0"),
        ({"cost_yuan": Decimal("1.005")}, "two decimals"),
    ],
)
def test_what_cannot_be_is_refused(gift: Giving, other: dict[str, object], complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        book(gift(**other), by=SCHOOL)
    assert not Entry.objects.exists()


def test_a_reversal_takes_back_and_both_stay(gift: Giving) -> None:
    entry = book(gift(), by=SCHOOL)
    reverse(entry, reason="Counted twice", by=SCHOOL)
    assert [one.quantity for one in Entry.objects.order_by("id")] == [2, -2]
    assert given_in_alliance("tie") == []
    assert Line.objects.get().text == "Reversed the ledger's entry {entry}: {reason}"


def test_an_entry_is_reversed_once_and_with_a_reason(gift: Giving) -> None:
    entry = book(gift(), by=SCHOOL)
    with pytest.raises(Refused, match="Say why"):
        reverse(entry, reason=" ", by=SCHOOL)
    reversal = reverse(entry, reason="Wrong day", by=SCHOOL)
    for name, complaint in ((entry, "already"), (reversal, "itself a reversal"), ("none", "no such entry")):
        with pytest.raises(Refused, match=complaint):
            reverse(name, reason="Again", by=SCHOOL)


def test_a_correction_is_a_reversal_and_a_new_entry(gift: Giving) -> None:
    entry = book(gift(quantity=Decimal(20)), by=SCHOOL)
    correct(entry, gift(quantity=Decimal(2)), reason="Two, not twenty", by=SCHOOL)
    assert given_in_alliance("tie")[0].quantity == 2
    assert list(Entry.objects.order_by("id").values_list("source_kind", flat=True)) == [
        "test",
        "reversal",
        "correction",
    ]


def test_a_closed_year_asks_for_a_reason(gift: Giving) -> None:
    close_year(2025, by=OPERATOR)
    late = gift(day=date(2025, 12, 30))
    with pytest.raises(Refused, match="2025 is closed"):
        book(late, by=SCHOOL)
    book(gift(day=date(2025, 12, 30), reason="The record came by post in January"), by=SCHOOL)
    with pytest.raises(Refused, match="closed already"):
        close_year(2025, by=OPERATOR)
    with pytest.raises(Refused, match="Only an officer"):
        close_year(2024, by=NOBODY)


def test_the_model_lets_nobody_change_or_remove_an_entry(gift: Giving) -> None:
    book(gift(), by=SCHOOL)
    entry = Entry.objects.get()
    entry.quantity = Decimal(3)
    for deed in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(Refused, match="only added"):
            deed()
    with pytest.raises(Refused, match="only added"):
        Entry.objects.update(quantity=3)


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET quantity = 3", "DELETE FROM ledger_entry"])
def test_the_database_lets_nobody_either(gift: Giving, statement: str) -> None:
    book(gift(), by=SCHOOL)
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.get().quantity == 2


def test_booking_asks_the_database_as_often_whatever_is_there(
    gift: Giving, django_assert_num_queries: object
) -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            book(gift(), by=SCHOOL)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 12
