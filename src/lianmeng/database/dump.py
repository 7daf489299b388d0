"""All rows of the database as lines of JSON, and back: the same file for SQLite and PostgreSQL.

The first line says which migrations had been applied; the rows are read by the models as they were then, so that a
program can save a database that it has not brought up to date yet, and load a file of an older program. Rows stand in
the order of their keys: equal databases give equal files. Sessions are left out: people sign in again.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils.duration import duration_iso_string

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

FORMAT = 1
LEFT_OUT = {"sessions.session"}
_ROWS = 2_000
Migration = tuple[str, str]


def write_rows(file: IO[str]) -> int:
    """Write everything; how many rows there were."""
    count = 0
    with _snapshot():
        loader = MigrationLoader(connection)
        applied = sorted(key for key in loader.applied_migrations if key in loader.disk_migrations)
        _line(file, {"format": FORMAT, "migrations": applied})
        for model in _models(loader, applied):
            names = [field.attname for field in model._meta.local_concrete_fields]
            _line(file, {"table": model._meta.label_lower, "columns": names})
            rows = model._base_manager.order_by("pk").values_list(*names)
            for row in rows.iterator(chunk_size=_ROWS):
                _line(file, list(row))
                count += 1
    return count


def read_rows(
    lines: Iterable[str], *, newest: bool = True, finally_do: Callable[[], None] | None = None
) -> int:
    """Put the database into the state of a file, whatever it holds now; with `newest` bring it up to date then.

    All of it in one transaction, with `finally_do` at its end: cut off or refused, the database is as it was.
    """
    with _one_transaction():
        count = _read_rows(iter(lines), newest=newest)
        if finally_do is not None:
            finally_do()
    return count


def _read_rows(given: Iterator[str], *, newest: bool) -> int:
    migrations = _migrations(next(given, ""))
    _drop_all_tables()
    executor = MigrationExecutor(connection)
    if unknown := [key for key in migrations if key not in executor.loader.disk_migrations]:
        name = ".".join(unknown[0])
        raise Refused(
            say("The file is of a newer program: it knows the change {name}. Upgrade first.", name=name)
        )
    executor.migrate(_last_of_each(executor.loader, migrations))
    if connection.vendor == "postgresql":  # a migration that adds a key asks for it to be checked at once
        connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
    count = _load(given, _models(executor.loader, migrations))
    call_command("createcachetable", verbosity=0)  # of no model, so dropped and not in the file
    connection.check_constraints()  # PostgreSQL changes no table of which a row waits to be checked
    if newest:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    return count


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Both databases take changes to tables back with the rows; SQLite looks at keys only where it is asked to."""
    with connection.constraint_checks_disabled(), transaction.atomic(durable=True):
        yield


def _load(lines: Iterator[str], models: list[type[Model]]) -> int:
    known = {model._meta.label_lower: model for model in models}
    for one in models:  # what the migrations themselves put in
        one._base_manager.all()._raw_delete(connection.alias)
    count = 0
    waiting: list[Model] = []
    fields: list[Any] = []
    model: type[Model] | None = None
    for line in lines:
        row = json.loads(line)
        if isinstance(row, dict):
            count += _save(model, waiting)
            model, waiting = known[row["table"]], []
            fields = _fields(model, row["columns"])
        elif model is not None:
            values = {field.attname: field.to_python(value) for field, value in zip(fields, row, strict=True)}
            waiting.append(model(**values))
            if len(waiting) >= _ROWS:
                count += _save(model, waiting)
                waiting = []
    count += _save(model, waiting)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
    return count


def _fields(model: type[Model], columns: list[str]) -> list[Any]:
    named = {field.attname: field for field in model._meta.local_concrete_fields}
    return [named[column] for column in columns]


def _save(model: type[Model] | None, rows: list[Model]) -> int:
    if model is not None and rows:
        for field in model._meta.local_concrete_fields:  # keep the moments of the file
            if hasattr(field, "auto_now"):
                vars(field).update(auto_now=False, auto_now_add=False)
        model._base_manager.bulk_create(rows, batch_size=500)
    return len(rows)


def _last_of_each(loader: MigrationLoader, migrations: list[Migration]) -> list[Migration]:
    """The migrations on which no other of their own app was built: to ask for an earlier one would mean to go back."""
    inner = {
        parent.key
        for key in migrations
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return [key for key in migrations if key not in inner]


def _models(loader: MigrationLoader, migrations: list[Migration]) -> list[type[Model]]:
    """The models as they were with these migrations, by label."""
    apps = loader.project_state(migrations).apps
    models = apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.managed and model._meta.label_lower not in LEFT_OUT]
    return sorted(kept, key=lambda model: str(model._meta.label_lower))


def _migrations(line: str) -> list[Migration]:
    try:
        head = json.loads(line)
        if head["format"] == FORMAT:
            return [(str(app), str(name)) for app, name in head["migrations"]]
    except (ValueError, KeyError, TypeError):
        pass
    raise Refused(say("This is no file of rows that this program can read."))


def _line(file: IO[str], content: object) -> None:
    file.write(json.dumps(content, ensure_ascii=False, default=_plain, separators=(",", ":")) + "\n")


def _plain(value: object) -> str:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case timedelta():
            return duration_iso_string(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
    raise TypeError(f"a row cannot hold a {type(value).__name__}")


@contextmanager
def _snapshot() -> Iterator[None]:
    """One state of the database for all tables, however long the reading takes."""
    with transaction.atomic():
        if (
            connection.vendor == "postgresql" and not connection.savepoint_ids
        ):  # SQLite reads one state anyway
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _drop_all_tables() -> None:
    quote = connection.ops.quote_name
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TABLE {quote(table)}{cascade}")
