"""Holidays and make-up days as people write them, one a line: `2016-10-01 2016-10-07 国庆节`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.schools.rules.calendar import SpecialDay

_LONGEST_NAME, _MOST_DAYS, _NEXT = 60, 366, timedelta(days=1)


@cache
def _line() -> re.Pattern[str]:
    text = files("lianmeng.schools").joinpath("data/calendar_lines.toml").read_text("utf-8")
    written = tomllib.loads(text)
    day, until = written["day"], written["until"]
    return re.compile(rf"{day}(?:\s*(?:{until})?\s*{day})?\s*(.*)")


def days_in(text: str, kind: str, field: str) -> list[SpecialDay]:
    """The days of all lines; refused with the number of the first line that is wrong."""
    return [
        SpecialDay(day, kind, name)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
        for day, name in _days(line.strip(), number, field)
    ]


def _days(line: str, number: int, field: str) -> Iterator[tuple[date, str]]:
    found = _line().fullmatch(line)
    try:
        if found is None:
            raise ValueError
        first = date(*map(int, found.group(1, 2, 3)))
        last = date(*map(int, found.group(4, 5, 6))) if found[4] else first
    except ValueError:
        told = say(
            "Line {number}: “{line}” does not begin with a day. Write it as 2016-10-01.",
            number=number,
            line=line[:40],
        )
        raise Refused(told, field=field) from None
    if not 0 <= (last - first).days < _MOST_DAYS:
        told = say(
            "Line {number}: {last} is not soon after {first}. Correct one of them.",
            number=number,
            first=first,
            last=last,
        )
        raise Refused(told, field=field)
    for ahead in range((last - first).days + 1):
        yield first + ahead * _NEXT, found[7][:_LONGEST_NAME]


def written_lines(days: Iterable[tuple[date, str]]) -> str:
    """The days as `days_in` reads them; those that follow each other under one name are one line."""
    lines: list[tuple[date, date, str]] = []
    for day, name in days:
        if lines and (lines[-1][1] + _NEXT, lines[-1][2]) == (day, name):
            lines[-1] = (lines[-1][0], day, name)
        else:
            lines.append((day, day, name))
    return "\n".join(
        " ".join(filter(None, (str(first), str(last) if last > first else "", name)))
        for first, last, name in lines
    )
