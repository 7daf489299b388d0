"""Many rows at once: into a table by COPY or executemany, changes by one statement a batch. No objects.

Frames carry the columns of the table under their database names; text, dates, numbers and booleans are written as they
are, null as NULL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, models

if TYPE_CHECKING:
    import polars

_ROWS_AT_ONCE = 50_000


def locked(*tables: type[models.Model]) -> None:
    """Nobody else writes these tables until the transaction ends. SQLite has one writer at a time anyhow."""
    if connection.vendor == "postgresql":
        names = ", ".join(_quoted(table._meta.db_table) for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def reserved_ids(table: type[models.Model], count: int) -> int:
    """The first of `count` ids that nobody else will be given. Call it in a transaction that has `locked` the table."""
    name = table._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"pg_get_serial_sequence('{_quoted(name)}', 'id')"
            cursor.execute(f"SELECT nextval({sequence})")
            first = int(cursor.fetchone()[0])
            cursor.execute(f"SELECT setval({sequence}, %s)", [first + max(count, 1) - 1])
            return first
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
        row = cursor.fetchone()
        return int(row[0]) + 1 if row else 1


def insert_frame(table: type[models.Model], frame: polars.DataFrame) -> None:
    """Add the frame's rows."""
    names = ", ".join(map(_quoted, frame.columns))
    target = f"{_quoted(table._meta.db_table)} ({names})"
    if connection.vendor == "postgresql":
        _copy(target, frame)
        return
    marks = ", ".join(["%s"] * frame.width)
    with connection.cursor() as cursor:
        for part in frame.iter_slices(_ROWS_AT_ONCE):
            # The names are those of this project's own tables, quoted; values are bound.
            cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", _plain(part).rows())  # noqa: S608 # nosec B608


def update_frame(table: type[models.Model], frame: polars.DataFrame) -> None:
    """Change the rows that the column `id` names; the frame's other columns are their new values."""
    name = _quoted(table._meta.db_table)
    changed = [column for column in frame.columns if column != "id"]
    if connection.vendor == "postgresql":
        _update_from(name, changed, frame)
        return
    sets = ", ".join(f"{_quoted(column)} = %s" for column in changed)
    with connection.cursor() as cursor:
        for part in frame.iter_slices(_ROWS_AT_ONCE):
            rows = _plain(part.select(*changed, "id")).rows()
            cursor.executemany(f"UPDATE {name} SET {sets} WHERE id = %s", rows)  # noqa: S608 # nosec B608


def frames_of(
    rows: models.QuerySet[Any, Any], schema: Mapping[str, Any], at_once: int
) -> Iterator[polars.DataFrame]:
    """The rows of a `values_list`, so many at a time, without an object for each cell."""
    import polars

    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while found := cursor.fetchmany(at_once):
            yield polars.DataFrame(found, schema=schema, orient="row")


def _update_from(name: str, changed: list[str], frame: polars.DataFrame) -> None:
    every = ", ".join(map(_quoted, ["id", *changed]))
    sets = ", ".join(f"{_quoted(column)} = news.{_quoted(column)}" for column in changed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE news ON COMMIT DROP AS SELECT {every} FROM {name} WITH NO DATA"  # noqa: S608 # nosec B608
        )
    _copy(f"news ({every})", frame.select("id", *changed))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {name} AS old SET {sets} FROM news WHERE old.id = news.id")  # noqa: S608 # nosec B608
        cursor.execute("DROP TABLE news")


def _copy(target: str, frame: polars.DataFrame) -> None:
    """Quoted text is never NULL, whatever it says; what is not there is written as \\N without quotation marks."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {target} FROM STDIN (FORMAT csv, NULL '\\N')") as copy,
    ):
        for part in frame.iter_slices(_ROWS_AT_ONCE):
            copy.write(_as_csv(part))


def _as_csv(frame: polars.DataFrame) -> str:
    import polars

    quoted = [
        (polars.lit('"') + polars.col(name).str.replace_all('"', '""', literal=True) + '"').alias(name)
        for name, kind in frame.schema.items()
        if kind == polars.String
    ]
    return frame.with_columns(quoted).write_csv(include_header=False, quote_style="never", null_value="\\N")


def _plain(frame: polars.DataFrame) -> polars.DataFrame:
    """Dates as SQLite keeps them."""
    import polars
    from polars import selectors

    return frame.with_columns(
        selectors.date().dt.to_string("%Y-%m-%d"),
        selectors.datetime().dt.to_string("%Y-%m-%d %H:%M:%S%.6f"),
    ).with_columns(selectors.by_dtype(polars.UInt64).cast(polars.Int64))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
