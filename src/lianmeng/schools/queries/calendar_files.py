"""The calendar of a school year as a file that a person writes; docs/register.md shows one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.schools.models import Region
from lianmeng.schools.queries.regions import city
from lianmeng.schools.rules.calendar import SpecialDay, TermDays, YearPlan
from lianmeng.schools.vocabulary import DayKind

_TABLES = {"holidays": DayKind.HOLIDAY, "make_ups": DayKind.MAKE_UP}
_MOST_DAYS = 366
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    region: Region
    year: int
    plan: YearPlan


def calendar_in(path: Path) -> CalendarFile:
    """What a file says; refused with the key that is wrong."""
    try:
        written = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError):
        raise Refused(
            say("{file}: this is not written as TOML. Compare it with the guide.", file=path.name)
        ) from None
    year = written.get("year")
    if not isinstance(year, int) or year not in _YEARS:
        raise _wrong(path, "year")
    terms = [TermDays(*_days(path, one, "terms")) for one in _rows(path, written, "terms")]
    special = [
        SpecialDay(day, kind, str(one.get("name", ""))[:60])
        for key, kind in _TABLES.items()
        for one in _rows(path, written, key)
        for day in _each(*_days(path, one, key))
    ]
    return CalendarFile(_region(path, written.get("region")), year, YearPlan(terms, special))


def _region(path: Path, code: object) -> Region:
    found = Region.objects.filter(code=code, until__isnull=True).first() if code else city()
    if found is None:
        raise _wrong(path, "region")
    return found


def _rows(path: Path, written: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = written.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise _wrong(path, key)
    return rows


def _days(path: Path, row: dict[str, Any], key: str) -> tuple[date, date]:
    first = row.get("first")
    last = row.get("last", first)
    if type(first) is not date or type(last) is not date or (last - first).days > _MOST_DAYS:
        raise _wrong(path, key)
    return first, last


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _wrong(path: Path, key: str) -> Refused:
    return Refused(
        say("{file}: “{key}” is missing or is not as it should be. Correct it.", file=path.name, key=key)
    )
