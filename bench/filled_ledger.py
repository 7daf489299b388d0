"""Fills a ledger of any size, written by the database itself: quickly, and the same each time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

FIRST = date(2021, 9, 1)
DAYS = 1900  # over which the ledger stretches
_UNITS = ("lessons", "open_lessons", "joint_research", "visitors")

_ENTRIES = """
WITH RECURSIVE numbers(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM numbers WHERE i < {last})
INSERT INTO ledger_entry (public_id, path, giver, receiver, alliance, day, unit, quantity, minutes, cost_yuan,
    source_kind, source, reason, booked_at, booked_by)
SELECT 'en' || i, path, giver, receiver, alliance, {day}, {unit}, 1 + i % 5, 45 * (1 + i % 3), 10 * (i % 7),
    'activity', 'ac' || i || ':' || receiver, '', '{now}', 'bench'
FROM numbers JOIN bench_arrows
    ON arrow = CASE WHEN i % 50 = 0 THEN {few} + i / 50 % {many} ELSE i % {few} END
"""
_SUMS = """
INSERT INTO ledger_monthsum (month, alliance, giver, receiver, path, unit, entries, quantity, minutes, cost_yuan)
SELECT {month} AS in_month, alliance, giver, receiver, path, unit,
    count(*), sum(quantity), sum(minutes), sum(cost_yuan)
FROM ledger_entry GROUP BY alliance, giver, receiver, in_month, path, unit
"""
_PATHS = """
INSERT INTO ledger_pathsum (month, path, unit, entries, quantity, minutes, cost_yuan)
SELECT month, path, unit, sum(entries), sum(quantity), sum(minutes), sum(cost_yuan)
FROM ledger_monthsum GROUP BY month, path, unit
"""
_TRACES = """
INSERT INTO ledger_trace (entry_id, kind, digest, author) SELECT id, 'text', public_id, giver FROM ledger_entry
WHERE id % 5 = 0 AND id NOT IN (SELECT entry_id FROM ledger_trace)
"""
_ARROWS = """
CREATE TEMPORARY TABLE bench_arrows
    (arrow integer PRIMARY KEY, alliance text, path text, giver text, receiver text)
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """Parties of an alliance that give one another."""

    alliance: str
    path: str
    parties: tuple[str, ...]


def fill_ledger(ties: Sequence[Tie], *, first: int, entries: int) -> None:
    """Entries from the number `first` on; the sums of all are counted anew.

    Each tie gets its share, and every fiftieth entry is one of the largest alliance.
    """
    largest = max(ties, key=lambda one: len(one.parties))
    arrows = [(one, a, b) for one in ties for a, b in itertools.permutations(one.parties[:3], 2)]
    large = [(largest, a, b) for a, b in itertools.permutations(largest.parties, 2)]
    month, day = "date(day, 'start of month')", f"date('{FIRST}', '+' || (i * 31 % {DAYS}) || ' days')"
    if connection.vendor == "postgresql":
        month, day = "date_trunc('month', day)::date", f"date '{FIRST}' + (i * 31 % {DAYS})"
    words = {
        "first": first,
        "last": first + entries - 1,
        "day": day,
        "unit": "CASE i % 4 " + " ".join(f"WHEN {at} THEN '{one}'" for at, one in enumerate(_UNITS)) + " END",
        "now": timezone.now().isoformat(),
        "few": len(arrows),
        "many": len(large),
    }
    with connection.cursor() as cursor:
        _arrows(cursor, [*arrows, *large])
        cursor.execute(_ENTRIES.format(**words))
        cursor.execute("DELETE FROM ledger_monthsum")
        cursor.execute(_SUMS.format(month=month))
        cursor.execute("DELETE FROM ledger_pathsum")
        cursor.execute(_PATHS)
        cursor.execute(_TRACES)
        # So many rows at once would keep PostgreSQL's own tidying busy while the pages and bookings are measured.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _arrows(cursor: Any, arrows: Iterable[tuple[Tie, str, str]]) -> None:
    cursor.execute("DROP TABLE IF EXISTS bench_arrows")
    cursor.execute(_ARROWS)
    rows = [(at, one.alliance, one.path, a, b) for at, (one, a, b) in enumerate(arrows)]
    cursor.executemany("INSERT INTO bench_arrows VALUES (%s, %s, %s, %s, %s)", rows)
