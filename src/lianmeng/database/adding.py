"""Tables to which rows are only added: the database itself refuses a change or a removal, whoever asks.

`only_added` is an operation of a migration. SQLite and PostgreSQL write such triggers differently.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_DEEDS = ("UPDATE", "DELETE")
_END = "_no_delete"


def only_added(table: str) -> migrations.RunPython:
    """From this migration on, rows of the table can neither be changed nor removed."""

    def forwards(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
        guard(editor.connection, table)

    def backwards(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
        release(editor.connection, table)

    return migrations.RunPython(forwards, backwards)


def guard(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {table}_only_added() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'rows of {table} are only added'; END $$"
            )
        for deed in _DEEDS:
            cursor.execute(_trigger(connection.vendor, table, deed))


def guarded(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that have a guard now."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        listed = "SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(listed)
        names = [str(row[0]) for row in cursor.fetchall()]
    return sorted(name.removesuffix(_END) for name in names if name.endswith(_END))


def release(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the guard away: for a migration that goes back, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for deed in _DEEDS:
            of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, deed)}{of_table}")


def _name(table: str, deed: str) -> str:
    return f"{table}_no_{deed.lower()}"


def _trigger(vendor: str, table: str, deed: str) -> str:
    if vendor == "postgresql":
        return (
            f"CREATE TRIGGER {_name(table, deed)} BEFORE {deed} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_only_added()"
        )
    return (
        f"CREATE TRIGGER {_name(table, deed)} BEFORE {deed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
    )
