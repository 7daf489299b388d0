"""What is read from the ledger is what was booked, however it is cut."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase
from tests.ledger.conftest import Giving

from lianmeng.core.actors import Actor
from lianmeng.core.figures import Absence
from lianmeng.ledger.actions.booking import book, reverse
from lianmeng.ledger.models import Entry, MonthSum
from lianmeng.ledger.queries.sums import (
    cost_by_path,
    given_and_received,
    given_in_alliance,
    months_of_alliance,
    network,
    reciprocity_of,
)
from lianmeng.ledger.rules.reciprocity import reciprocity
from lianmeng.ledger.vocabulary import Gift, Path, Unit

SCHOOL = Actor("leader")
SCHOOLS = some.sampled_from("abc")
GIFTS = some.builds(
    dict,
    path=some.sampled_from(Path),
    pair=some.tuples(SCHOOLS, SCHOOLS).filter(lambda pair: pair[0] != pair[1]),
    day=some.dates(date(2024, 1, 1), date(2025, 12, 31)),
    unit=some.sampled_from([Unit.LESSONS, Unit.VISITORS]),
    quantity=some.decimals(1, 99, places=2),
    minutes=some.integers(0, 500),
    cost=some.decimals(0, 999, places=2),
    reversed=some.booleans(),
)


class TestSums(TestCase):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(some.lists(GIFTS, max_size=12))
    def test_the_sums_are_those_of_the_entries(self, gifts: list[dict[str, object]]) -> None:
        for number, one in enumerate(gifts):
            giver, receiver = one["pair"]
            entry = book(
                Gift(
                    path=one["path"],
                    giver=giver,
                    receiver=receiver,
                    day=one["day"],
                    unit=one["unit"],
                    quantity=one["quantity"],
                    source=("test", str(number)),
                    alliance="tie",
                    minutes=one["minutes"],
                    cost_yuan=one["cost"],
                ),
                by=SCHOOL,
            )
            if one["reversed"]:
                reverse(entry, reason="Wrong", by=SCHOOL)
        assert _from_sums() == _from_entries()
        paths = cost_by_path(date(2024, 1, 1), date(2026, 1, 1))
        assert sum(one.cost_yuan for one in paths) == sum(one.cost_yuan for one in Entry.objects.all())
        assert sum(one.minutes for one in months_of_alliance("tie")) == sum(
            one.minutes for one in Entry.objects.all()
        )


def _from_entries() -> dict[tuple[object, ...], list[Decimal]]:
    found: dict[tuple[object, ...], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for one in Entry.objects.all():
        key = (one.giver, one.receiver, one.path, one.unit, one.day.replace(day=1))
        more = (1 if one.quantity > 0 else -1, one.quantity, one.minutes, one.cost_yuan)
        found[key] = [a + b for a, b in zip(found[key], more, strict=True)]
    return dict(found)


def _from_sums() -> dict[tuple[object, ...], list[Decimal]]:
    return {
        (one.giver, one.receiver, one.path, one.unit, one.month): [
            Decimal(one.entries),
            one.quantity,
            Decimal(one.minutes),
            one.cost_yuan,
        ]
        for one in MonthSum.objects.all()
    }


@pytest.mark.django_db
def test_both_directions_stand_side_by_side(gift: Giving) -> None:
    book(gift(minutes=90), by=SCHOOL)
    book(gift(giver="weak", receiver="strong", unit=Unit.VISITORS, minutes=30), by=SCHOOL)
    assert [(one.giver, one.unit) for one in given_in_alliance("tie")] == [
        ("strong", Unit.LESSONS),
        ("weak", Unit.VISITORS),
    ]
    assert len(given_and_received("weak")) == 2
    assert reciprocity_of(given_in_alliance("tie")).value == pytest.approx(0.5)
    ties = network(["strong", "weak"], date(2026, 1, 1), date(2027, 1, 1))
    assert [(one.giver, one.minutes) for one in ties] == [("strong", 90), ("weak", 30)]


def test_reciprocity_has_no_value_before_anything_is_given() -> None:
    assert reciprocity({}).absence is Absence.NOT_DUE
    assert reciprocity({("a", "b"): 10}).value == 0
    assert reciprocity({("a", "b"): 10, ("b", "a"): 10}).value == 1
