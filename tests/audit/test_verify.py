"""Whatever is changed in the audit behind its back is found, and erasing a person leaves the chain whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from lianmeng.audit.actions import erase_values, record
from lianmeng.audit.models import Head, Line, Value
from lianmeng.audit.queries.against import why_not_whole
from lianmeng.audit.queries.chains import days
from lianmeng.audit.queries.verifying import verify
from lianmeng.core.actors import OPERATOR
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say, say_count

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 2, tzinfo=UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with mock.patch.object(timezone, "now", return_value=moment):
        yield


class _TakenBack(Exception):  # noqa: N818 - nothing failed
    pass


@contextmanager
def taken_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _TakenBack
    except _TakenBack:
        pass


@pytest.fixture
def two_days(db: None) -> None:
    """Twelve lines: two places, two days, three lines each; the second person's values are erased."""
    for number in range(12):
        with at(START + timedelta(days=number // 6, minutes=number)):
            record(
                say("Renamed {old} to {new}", old=f"School {number}", new=number / 4),
                by=OPERATOR,
                place="city" if number % 2 else "0123456789abcdef",
                subject=("school", f"s{number % 3}"),
                person=f"person-{number % 4}",
                rows_digest="d" * 64 if number == 5 else "",
            )
    with at(START + timedelta(days=1, hours=1)):
        erase_values(by=OPERATOR, person="person-1")


def test_what_was_recorded_is_consistent(two_days: None) -> None:
    verdict = verify()
    assert verdict.broken is None
    assert (verdict.lines, verdict.chains, verdict.values, verdict.erased) == (13, 4, 25, 6)


COLUMNS: list[tuple[type[Model], str, list[Any]]] = [
    (Line, "place", ["elsewhere"]),
    (Line, "day", ["2026-09-05"]),
    (Line, "number", [40]),
    (Line, "at", [START]),
    (Line, "actor", ["somebody"]),
    (Line, "text", ["Closed {old}", "Erased {count} value of the audit"]),
    (Line, "plural", ["x"]),
    (Line, "subject_kind", ["staff"]),
    (Line, "subject", ["s9"]),
    (Line, "rows_digest", ["e" * 64]),
    (Line, "digests", [{}, {"old": "0" * 64, "new": "1" * 64}]),
    (Line, "previous", ["f" * 64]),
    (Line, "digest", ["0" * 64]),
    (Value, "value", ["another", None, 7, [1]]),
    (Value, "salt", ["", "0" * 32]),
    (Value, "name", ["older"]),
    (Value, "person", ["person-9", ""]),
    (Value, "erased_at", [START, None]),
    (Head, "count", [0, 2, 9]),
    (Head, "digest", ["0" * 64]),
    (Head, "place", ["elsewhere"]),
    (Head, "day", ["2026-09-09"]),
]


@pytest.mark.parametrize(("model", "column", "to"), COLUMNS, ids=lambda one: getattr(one, "__name__", None))
def test_any_changed_column_of_any_row_is_found(
    two_days: None, model: Any, column: str, to: list[Any]
) -> None:
    for key, was in model.objects.values_list("pk", column):
        for value in to:
            if was == value or str(was) == value or (value == "" and was == ""):
                continue
            with taken_back():
                model.objects.filter(pk=key).update(**{column: value})
                assert verify().broken is not None, (key, was, value)


def drop(line: Line) -> None:
    line.values.all().delete()
    line.delete()


def exchange(one: Line, other: Line) -> None:
    """Exchange the numbers of two lines of one chain."""
    Line.objects.filter(pk=one.pk).update(number=1_000)
    Line.objects.filter(pk=other.pk).update(number=one.number)
    Line.objects.filter(pk=one.pk).update(number=other.number)


def close_the_gap(line: Line) -> None:
    """Delete a line and number the later ones anew, with a head that counts them."""
    drop(line)
    later = Line.objects.filter(place=line.place, day=line.day, number__gt=line.number)
    for one in later.order_by("number"):
        Line.objects.filter(pk=one.pk).update(number=F("number") - 1)
    Head.objects.filter(place=line.place, day=line.day).update(count=F("count") - 1)


DEEDS: dict[str, Callable[[Line, Line], object]] = {
    "line deleted": lambda one, other: drop(one),
    "line deleted and the gap closed": lambda one, other: close_the_gap(one),
    "lines exchanged": exchange,
    "line added": lambda one, other: Line.objects.create(
        **{f.name: getattr(one, f.name) for f in Line._meta.fields if f.name not in {"id", "number"}},
        number=9,
    ),
    "value deleted": lambda one, other: one.values.all()[0].delete(),
    "value added": lambda one, other: Value.objects.create(line=one, name="more", value=1),
    "values exchanged": lambda one, other: Value.objects.filter(pk=one.values.all()[0].pk).update(
        **Value.objects.filter(line=other).values("salt", "value")[0]
    ),
    "head deleted": lambda one, other: Head.objects.filter(place=one.place, day=one.day).delete(),
    "head added": lambda one, other: Head.objects.create(place="other", day=one.day),
    "chain deleted but for its head": lambda one, other: [
        drop(each) for each in Line.objects.filter(place=one.place, day=one.day)
    ],
}


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_is_deleted_added_or_exchanged_is_found(two_days: None, deed: str) -> None:
    for place, day in Head.objects.values_list("place", "day"):
        lines = list(Line.objects.filter(place=place, day=day, values__erased_at=None).order_by("number"))
        for one, other in zip(lines, lines[1:] + lines[:1], strict=True):
            with taken_back():
                if one != other and one.values.exists() and other.values.exists():
                    DEEDS[deed](one, other)
                    assert verify().broken is not None, (one, other)


def test_the_first_broken_line_is_named(two_days: None) -> None:
    Line.objects.filter(place="city", number=2).update(actor="x")
    broken = verify().broken
    assert broken is not None
    assert (broken.place, str(broken.day), broken.number) == ("0123456789abcdef", "2026-09-01", 1) or (
        broken.place,
        str(broken.day),
        broken.number,
    ) == ("city", "2026-09-01", 2)
    assert str(broken.why) == "the line was changed"
    assert verify(place="0123456789abcdef").broken is None


def test_erasing_a_person_leaves_the_chain_and_its_heads(two_days: None) -> None:
    yesterday = str(next(days()))
    with at(START + timedelta(days=2)):
        assert erase_values(by=OPERATOR, person="person-2") == 6
    assert verify().broken is None
    assert why_not_whole(yesterday) is None
    assert not Value.objects.filter(person="person-2").exists()


def test_a_value_that_is_emptied_without_an_action_is_found(two_days: None) -> None:
    Value.objects.filter(person="person-0").update(value=None, salt="", person="", erased_at=START)
    broken = verify().broken
    assert broken is not None
    assert str(broken.why) == "12 values are erased, the lines tell of 6"


def rewrite(line: Line) -> None:
    """Delete a chain's last line and let the head agree: consistent, but no longer what it was."""
    drop(line)
    last = Line.objects.filter(place=line.place, day=line.day).order_by("number").last()
    assert last is not None
    Head.objects.filter(place=line.place, day=line.day).update(count=last.number, digest=last.digest)


def test_what_was_written_anew_is_consistent_but_not_whole(two_days: None) -> None:
    first, second = days()
    last = Line.objects.filter(day=first.day).exclude(place="city").order_by("number").last()
    assert last is not None
    chain = f"{last.day}/{last.place}/{last.number}/{last.digest}"
    assert [why_not_whole(str(one)) for one in (first, second)] == [None, None]
    assert why_not_whole(chain) is None
    rewrite(last)
    assert verify().broken is None
    assert why_not_whole(str(second)) is not None, "a later head vouches for earlier days"
    assert why_not_whole(str(first)) is not None
    assert why_not_whole(chain) is not None


@pytest.mark.parametrize("head", ["", "yesterday:00", "2026-09-01/city/x/00", "2026-09-01/city"])
def test_what_is_no_head_is_refused(head: str) -> None:
    with pytest.raises(Refused):
        why_not_whole(head)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    PLAIN | st.text(st.characters(exclude_categories=["Cs"])), lambda one: st.lists(one, max_size=3)
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=3))
def test_every_value_comes_back_from_the_database_as_it_was(values: dict[str, object]) -> None:
    with taken_back():
        record(say_count("One", "Many", 3, **values), by=OPERATOR, place="city")
        assert verify().broken is None
