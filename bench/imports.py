"""What an import costs: `python -m bench.imports [ROWS …]`, on the database that the settings name.

Parse and preview beside a pass of the csv module over the same file; staged rows to commit beside a bare executemany
(or COPY) of the same rows into the same tables. Each size runs in a process of its own, with its own peak of memory,
which may grow by at most MOST_MORE_MB from the smallest size to the largest. The status is 1 if a limit is not met.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

SIZES = (62_000, 620_000)
LIMIT_READING, LIMIT_WRITING, MOST_MORE_MB = 10, 3, 40
HEADINGS = (
    "code",
    "name",
    "district",
    "setting",
    "stage",
    "pupils",
    "teachers",
    "classes",
    "books",
    "computers",
)
PEAK = "peak of memory"
TABLES = ("School", "SchoolVersion", "Section", "Return")


def write_file(path: Path, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as opened:
        sheet = csv.writer(opened)
        sheet.writerow(HEADINGS)
        for at in range(rows):
            setting = ("urban", "town", "rural")[at % 3]
            named = (f"{2151000000 + at}", f"第{at}小学", f"区县{at % 22}", setting, "primary")
            sheet.writerow((*named, 100 + at % 900, 10 + at % 90, 3 + at % 40, 3000 + at % 7777, at % 300))


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(rows: int) -> bool:
    """One size, in this process: whether it met the limits."""
    folder = Path(tempfile.mkdtemp(prefix="lianmeng-bench-"))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    import django
    from django.conf import settings

    database = settings.DATABASES["default"]
    sqlite = database["ENGINE"].endswith("sqlite3")
    database["TEST"] = {"NAME": str(folder / "bench.sqlite3") if sqlite else f"bench_{os.getpid()}"}
    settings.MEDIA_ROOT = folder / "files"
    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return _measured(folder / "file.csv", rows)
    finally:
        connection.creation.destroy_test_db(str(database["NAME"]), verbosity=0)
        shutil.rmtree(folder, ignore_errors=True)


def _measured(path: Path, rows: int) -> bool:
    import polars  # noqa: F401 - a worker loads it once, with its first file; no file is measured by that
    from django.db import connection
    from tests.imports.steps import brought, guessed, nothing

    from lianmeng.core.actors import OPERATOR
    from lianmeng.imports.actions.applying import apply, preview
    from lianmeng.imports.actions.mapping import ask_to_apply, name_columns
    from lianmeng.imports.rules.columns import columns_from
    from lianmeng.imports.vocabulary import Kind

    write_file(path, rows)
    one = brought(path, kind=Kind.SCHOOLS)
    known = guessed(one).as_json() | {
        "scheme": "cn",
        "adds_regions": True,
        "lone": {"year": "2016"},
        "day": "2016-09-01",
    }
    name_columns(one.public_id, columns_from(known), by=OPERATOR)
    before = peak_mb()
    passed = median(timed(lambda: csv_pass(path)) for _ in range(3))
    read = timed(lambda: preview(one.public_id, nothing))
    one.refresh_from_db()
    ask_to_apply(one.public_id, seen=one.version, closes_gone=False, by=OPERATOR)
    applied = timed(lambda: apply(one.public_id, nothing))
    after = peak_mb()
    bare = bare_copy()
    print(f"{rows:>9,} rows, {connection.vendor}")
    good = [
        compared("parse and preview", read, "a csv.reader pass", passed, limit=LIMIT_READING),
        compared("staged to commit", applied, "the bare writing", bare, limit=LIMIT_WRITING),
    ]
    print(f"  {PEAK} {after:6d} MB  ({before} MB before)")
    return all(good)


def compared(what: str, seconds: float, beside: str, peer: float, *, limit: float) -> bool:
    met = seconds <= limit * peer
    print(
        f"  {what:<18} {seconds:7.2f} s  {seconds / peer:5.2f} x {beside} ({peer:.2f} s), limit {limit}: {_met(met)}"
    )
    return met


def _met(yes: bool) -> str:
    return "met" if yes else "NOT MET"


def csv_pass(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as opened:
        for _ in csv.reader(opened):
            pass


def timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def bare_copy() -> float:
    """The seconds that executemany, or COPY, takes for the same rows into the same tables, emptied before."""
    from django.db import connection, transaction

    from lianmeng.schools import models

    taken = 0.0
    held = []
    for name in TABLES:
        table = getattr(models, name)._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [one[0] for one in cursor.description]
            held.append((table, columns, cursor.fetchall()))
    with connection.cursor() as cursor:
        for table, _, _ in reversed(held):
            cursor.execute(f'DELETE FROM "{table}"')
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, rows in held:
            began = time.perf_counter()
            write(cursor, table, columns, rows)
            taken += time.perf_counter() - began
        began = time.perf_counter()
    return taken + time.perf_counter() - began


def write(cursor: object, table: str, columns: list[str], rows: list[tuple[object, ...]]) -> None:
    import json

    from django.db import connection

    names = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row([json.dumps(cell) if isinstance(cell, dict) else cell for cell in row])
        return
    marks = ", ".join(["%s"] * len(columns))
    text = [[str(cell) if hasattr(cell, "year") else cell for cell in row] for row in rows]
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', text)  # type: ignore[attr-defined]


def main() -> int:
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    if len(sizes) == 1:
        return 0 if measure(sizes[0]) else 1
    good, peaks = True, []
    for size in sizes:
        command = [sys.executable, "-W", "ignore", "-m", "bench.imports", str(size)]
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        print(ended.stdout, end="", flush=True)
        good = good and ended.returncode == 0
        peaks += [
            int(line.removeprefix(f"  {PEAK}").split()[0])
            for line in ended.stdout.splitlines()
            if PEAK in line
        ]
    more = peaks[-1] - peaks[0] if len(peaks) == len(sizes) else MOST_MORE_MB + 1
    flat = more <= MOST_MORE_MB
    print(
        f"  memory from {sizes[0]:,} to {sizes[-1]:,} rows: {more} MB more, limit {MOST_MORE_MB}: {_met(flat)}"
    )
    return 0 if good and flat else 1


if __name__ == "__main__":
    sys.exit(main())
