"""Questions that are asked with every page: the ORM writes their SQL once, and afterwards only values change.

To build a small query and to write it out takes the ORM ten times as long as the database takes to answer it. What is
written goes to PostgreSQL apart from its values, so that it too reads and plans a question only the first few times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

One = str | int | date | datetime
Value = One | tuple[str, ...] | tuple[int, ...]
Row = tuple[Any, ...]
Question = Callable[..., QuerySet[Any, Any]]
M = TypeVar("M", bound=Model)

_COUNTED = "SELECT COUNT(*) FROM (%s) asked"
_KEPT = "prepared_questions"  # on the connection, as what is written holds it: both go when its thread ends
# Of one question, and in its tuples: the ORM writes what goes beyond, each time anew.
MOST_SHAPES, MOST_VALUES = 200, 300
# Plans that PostgreSQL keeps of one connection, some 50 kB each; and of how many values: it looks rows up in a long
# list that it knows, and compares each row with each of a list that it does not know.
MOST_PLANS, MOST_APART = 300, 30


@dataclass(frozen=True, slots=True)
class _Written:
    """The SQL, its parameters, which of them is which value, what makes Python's values of columns; planned once?"""

    sql: str
    params: tuple[Any, ...]
    places: dict[int, int]
    compiler: Any
    converters: Any
    planned: bool

    def asked(self, values: Sequence[Value], *, only_counted: bool = False) -> list[Row]:
        each, params = list(_each(values)), list(self.params)
        for place, number in self.places.items():
            params[place] = _sent(each[number])
        with _cursor(planned=self.planned) as cursor:
            cursor.execute(_COUNTED % self.sql if only_counted else self.sql, params)
            found: list[Row] = cursor.fetchall()
        return found

    def rows(self, values: Sequence[Value]) -> list[Row]:
        found = self.asked(values)
        if not self.converters:
            return found
        return [tuple(row) for row in self.compiler.apply_converters(found, self.converters)]


@dataclass(eq=False, slots=True)
class Prepared:
    """`question(*values)` answers a queryset, whose SQL must read the same whatever the values are.

    A value is a text, a whole number, a day or a moment, or a tuple of these for `in`; it stands in the queryset as it
    is: compared, not worked into a pattern. The SQL is written once for each database connection and each length of
    the tuples. None, a list and a truth value would change the SQL: they are refused with a TypeError, and a value that
    does not reach the SQL with a ValueError at the first asking. An empty tuple has no rows, and no query.
    """

    question: Question

    def rows(self, *values: Value) -> list[Row]:
        """What the queryset would answer, in one query."""
        return self._for_these(values).rows(values) if () not in values else []

    def records(self, *values: Value) -> list[Any]:
        """The rows as records of their model; of a queryset without `values_list` that joins no others to them."""
        if () in values:
            return []
        written = self._for_these(values)
        names = [column.target.attname for column, *_ in written.compiler.select]
        model = written.compiler.query.model
        return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in written.rows(values)]

    def count(self, *values: Value) -> int:
        """How many rows there are, in one query."""
        if () in values:
            return 0
        return int(self._for_these(values).asked(values, only_counted=True)[0][0])

    def _for_these(self, values: Sequence[Value]) -> _Written:
        kept = vars(connections[DEFAULT_DB_ALIAS]).setdefault(_KEPT, {})
        known: dict[tuple[int, ...], _Written] = kept.setdefault(self, {})
        shape = tuple(len(value) if isinstance(value, tuple) else 0 for value in values)
        if shape in known:
            return known[shape]
        if len(known) >= MOST_SHAPES or sum(shape) > MOST_VALUES:
            return _as_it_is(self.question(*values))
        known[shape] = _write(self.question, values)
        return known[shape]


def columns_of(model: type[M], through: str = "") -> list[str]:
    """For `values_list`: the names of a model's columns, `through` a relation to it that ends in two underscores."""
    return [f"{through}{column.attname}" for column in model._meta.concrete_fields]


def record_of(model: type[M], row: Sequence[Any]) -> M:
    """The record whose columns stand first in a row, in the order of `columns_of`."""
    names = columns_of(model)
    return model.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)])


def _cursor(*, planned: bool) -> Any:
    """One that leaves the values to the database; for PostgreSQL, Django's own writes them into the SQL."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if not planned or connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    connection.connection.prepared_max = MOST_PLANS
    made: Any = ServerBindingCursor
    return connection._prepare_cursor(made(connection.connection))


def _each(values: Sequence[Value]) -> Iterator[One]:
    for value in values:
        yield from value if isinstance(value, tuple) else (value,)


def _write(question: Question, values: Sequence[Value]) -> _Written:
    """Written twice with marks in place of the values: a parameter that is the mark both times is the value's."""
    first, second = _marks(values, 0), _marks(values, 1)
    compiler = question(*first).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    sql_again, params_again = question(*second).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    marks = {
        (_sent(a), _sent(b)): number
        for number, (a, b) in enumerate(zip(_each(first), _each(second), strict=True))
    }
    pairs = list(zip(params, params_again, strict=True))
    places = {at: marks[pair] for at, pair in enumerate(pairs) if pair in marks}
    changed = {at for at, (a, b) in enumerate(pairs) if a != b}
    if sql != sql_again or changed != set(places) or set(places.values()) != set(marks.values()):
        raise ValueError(f"not every value stands in the question as it is: {sql}")
    planned = len(params) <= MOST_APART
    return _Written(sql, tuple(params), places, compiler, _converters(compiler), planned=planned)


def _as_it_is(asked: QuerySet[Any, Any]) -> _Written:
    """For one asking: with its values in it."""
    compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    return _Written(sql, tuple(params), {}, compiler, _converters(compiler), planned=False)


def _converters(compiler: Any) -> Any:
    return compiler.get_converters([each[0] for each in compiler.select])


def _marks(values: Sequence[Value], turn: int) -> list[Value]:
    """Values of the same kinds that nobody asks for, no two alike, others with each turn."""
    numbers = count(turn, 2)
    return [
        tuple(_mark(one, next(numbers)) for one in value)  # type: ignore[misc]
        if isinstance(value, tuple)
        else _mark(value, next(numbers))
        for value in values
    ]


def _mark(value: One, number: int) -> One:
    match value:
        case bool():
            raise TypeError("a truth value changes the SQL")
        case str():
            return f"\x02{number}\x03"
        case int():
            return 31_000 + number  # fits the smallest whole numbers of a database
        case datetime():
            return datetime(1901, 1, 1, tzinfo=UTC) + timedelta(days=number)
        case date():
            return date(1901, 1, 1) + timedelta(days=number)
    raise TypeError(f"{type(value).__name__} changes the SQL")


def _sent(value: One) -> Any:
    """As the database's driver takes it."""
    if value is None or value is True or value is False:
        raise TypeError(f"{value} changes the SQL")
    operations = connections[DEFAULT_DB_ALIAS].ops
    if isinstance(value, datetime):
        return operations.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return operations.adapt_datefield_value(value)
    return value
