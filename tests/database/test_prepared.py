"""A prepared question answers what the queryset would, on whichever database the tests run."""

from __future__ import annotations

import gc
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any
from weakref import ref

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianmeng.database.prepared import MOST_APART, MOST_SHAPES, MOST_VALUES, Prepared, columns_of, record_of
from lianmeng.people.models import Account, RoleHeld

DAYS = st.dates(date(2019, 12, 1), date(2020, 2, 1))
pytestmark = pytest.mark.django_db


def held(account: int, day: date) -> QuerySet[Any, Any]:
    open_then = RoleHeld.objects.filter(Q(until=None) | Q(until__gt=day), account=account, since__lte=day)
    return open_then.order_by("pk").values_list("role", "since", "account__is_active", "account__created_at")


def named(names: tuple[str, ...], before: datetime) -> QuerySet[Any, Any]:
    return Account.objects.filter(username__in=names, created_at__lt=before).values_list("username", "pk")


@pytest.fixture
def accounts() -> list[Account]:
    made = [Account.objects.create(username=name, name=name) for name in ("a", "b", "31000", "\x021")]
    for at, one in enumerate(made):
        until = None if at % 2 else "2020-01-05"
        RoleHeld.objects.create(
            account=one, role="teacher", place=f"p{at}", since=f"2020-01-0{at + 1}", until=until, given_by="t"
        )
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(at=st.integers(0, 4), day=DAYS)
def test_rows_and_count_are_those_of_the_queryset(accounts: list[Account], at: int, day: date) -> None:
    account = accounts[at].pk if at < len(accounts) else 99_999
    asked = Prepared(held)
    for _ in range(2):
        assert asked.rows(account, day) == list(held(account, day))
    assert asked.count(account, day) == held(account, day).count()


def with_roles(name: str) -> QuerySet[Account, tuple[Any, ...]]:
    found = Account.objects.filter(username=name).order_by("roles__pk")
    return found.values_list(*columns_of(Account), *columns_of(RoleHeld, "roles__"))


@pytest.mark.usefixtures("accounts")
def test_a_row_of_two_tables_holds_a_record_of_each() -> None:
    (row,) = Prepared(with_roles).rows("a")
    account, role = record_of(Account, row), record_of(RoleHeld, row[len(columns_of(Account)) :])
    assert (account, role) == (Account.objects.get(username="a"), RoleHeld.objects.get(place="p0"))
    assert (account.created_at, role.since) == (
        Account.objects.get(pk=account.pk).created_at,
        date(2020, 1, 1),
    )


def begun(day: date) -> QuerySet[RoleHeld]:
    return RoleHeld.objects.filter(since__lte=day).order_by("pk").defer("given_by")


@pytest.mark.usefixtures("accounts")
def test_records_are_those_of_the_queryset() -> None:
    day, asked = date(2020, 1, 2), Prepared(begun)
    records, wanted = asked.records(day), list(begun(day))
    assert [(one, vars(one).keys()) for one in records] == [(one, vars(one).keys()) for one in wanted]
    assert [one.until for one in records] == [date(2020, 1, 5), None]
    assert records[0].given_by == "t"
    assert asked.records(date(2019, 1, 1)) == []


@pytest.mark.usefixtures("accounts")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(names=st.lists(st.sampled_from(["a", "b", "31000", "\x021", "nobody"])).map(tuple))
def test_a_tuple_of_any_length_stands_for_in(names: tuple[str, ...]) -> None:
    now = datetime(2100, 1, 1, tzinfo=UTC)
    assert Prepared(named).rows(names, now) == list(named(names, now))
    assert Prepared(named).count(names, datetime(1999, 1, 1, tzinfo=UTC)) == 0


def test_each_asking_is_one_query_and_none_for_an_empty_tuple() -> None:
    asked, now = Prepared(named), datetime.now(UTC)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for length in range(1, 4):
            asked.rows(("a",) * length, now)
        assert asked.rows((), now) == []
        assert asked.count((), now) == 0
    assert len(seen) == 3


def test_what_was_written_is_not_written_again() -> None:
    turns: list[int] = []

    def question(names: tuple[str, ...]) -> QuerySet[Any, Any]:
        turns.append(len(names))
        return Account.objects.filter(username__in=names).values_list("pk")

    asked = Prepared(question)
    for length in (*range(1, MOST_SHAPES + 3), 1, MOST_SHAPES + 2):
        asked.rows(("a",) * length)
    assert turns.count(1) == 2  # written twice with marks, once and for all
    assert turns.count(MOST_SHAPES + 2) == 2  # as it is, each time


def test_long_tuples_are_not_kept(accounts: list[Account]) -> None:
    """One of five thousand values takes a megabyte, in every thread."""
    asked, day = Prepared(named), datetime(2100, 1, 1, tzinfo=UTC)
    many = (*(one.username for one in accounts), *map(str, range(MOST_VALUES)))
    asked.rows(("a", "b"), day)
    assert sorted(asked.rows(many, day)) == sorted(named(many, day))
    assert asked.count(many, day) == len(accounts)
    assert list(vars(connections[DEFAULT_DB_ALIAS])["prepared_questions"][asked]) == [(2, 0)]


def _plans() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [sql for (sql,) in cursor.fetchall() if "people_account" in sql]


@pytest.mark.postgresql  # SQLite keeps what it read of a question by itself
def test_the_database_plans_once_what_is_asked_again(accounts: list[Account]) -> None:
    asked, day = Prepared(named), datetime(2100, 1, 1, tzinfo=UTC)
    before = _plans()
    for one in accounts * 2:
        assert asked.rows((one.username,), day) == [(one.username, one.pk)]
    (plan,) = set(_plans()) - set(before)
    assert "$2" in plan
    assert "2100" not in plan
    for many in (MOST_APART, 70_000):  # so many cannot be sent apart from the SQL at all
        for _ in range(4):
            asked.rows(("a",) * many, day)
    assert len(_plans()) == len(before) + 1


@pytest.mark.parametrize("value", [None, True, 1.5, ["a"]])
def test_what_would_change_the_sql_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="changes the SQL"):
        Prepared(lambda one: Account.objects.filter(username=one).values_list("pk")).rows(value)


@pytest.mark.parametrize("value", [None, True])
def test_what_would_change_the_sql_is_refused_later_too(value: Any) -> None:
    asked = Prepared(lambda one: Account.objects.filter(provider_name=one).values_list("pk"))
    asked.rows("a")
    with pytest.raises(TypeError, match="changes the SQL"):
        asked.rows(value)


def test_a_value_that_is_worked_into_a_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match="as it is"):
        Prepared(lambda part: Account.objects.filter(username__contains=part).values_list("pk")).rows("a")


def test_a_value_that_is_not_asked_for_is_refused() -> None:
    with pytest.raises(ValueError, match="as it is"):
        Prepared(lambda day: Account.objects.values_list("pk")).rows(date(2020, 1, 1))


def test_what_is_written_goes_with_the_connection_of_a_thread_that_ended() -> None:
    """Threads of the server end when there is nothing to do; connections kept for them would use up the server's."""
    asked, seen = Prepared(named), []

    def ask() -> None:
        seen.append(ref(connections[DEFAULT_DB_ALIAS]))
        asked.rows(("a",), datetime(2030, 1, 1, tzinfo=UTC))
        connections[DEFAULT_DB_ALIAS].close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    gc.collect()
    assert [one() for one in seen] == [None]
