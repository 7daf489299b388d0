"""Rows of one file that end a school in two ways, or let it carry another on from the day on which it ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.vocabulary import Ending

_ROWS_NAMED = 3
_Row = dict[str, Any]


class _Deed(NamedTuple):
    """What rows do to their school: a split is one deed of several rows. `ends`: the school is not there after it."""

    day: date
    what: str
    into: str
    ends: bool

    def against(self, other: _Deed) -> bool:
        return self != other and (self.day == other.day or (self.ends and other.ends))


def contradicted(rows: Iterable[_Row]) -> Iterator[tuple[_Row, str, str]]:
    """Each row that others contradict, with the field and the reason, which names the first of these.

    A school ends once, in one way; on that day nothing else becomes of it, and it carries nobody on.
    """
    of, into = _by(rows, "school"), _by(rows, "into")
    for school, mine in of.items():
        deeds = _deeds(mine)
        carrying = [row for row in into.get(school, ()) if row["school"] != school]
        for row, deed in deeds:
            against = (other for other, told in deeds if deed.against(told))
            beside = (other for other in carrying if deed.ends and other["on"] == deed.day)
            yield from _told(row, "school", [*islice(against, _ROWS_NAMED), *islice(beside, _ROWS_NAMED)])
        ended = {deed.day: row for row, deed in deeds if deed.ends}
        for row in carrying:
            yield from _told(row, "into", [ended[row["on"]]] if row["on"] in ended else [])


def _by(rows: Iterable[_Row], name: str) -> Mapping[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def _deeds(rows: list[_Row]) -> list[tuple[_Row, _Deed]]:
    goes_on = {row["on"] for row in rows if row["what"] == Ending.SPLIT and row["into"] == row["school"]}
    return [(row, _deed(row, goes_on)) for row in rows]


def _deed(row: _Row, goes_on: set[date]) -> _Deed:
    split = row["what"] == Ending.SPLIT
    return _Deed(
        row["on"], row["what"], "" if split else row["into"], ends=not split or row["on"] not in goes_on
    )


def _told(row: _Row, field: str, others: list[_Row]) -> Iterator[tuple[_Row, str, str]]:
    if others:
        numbers = ", ".join(str(other["row"]) for other in others[:_ROWS_NAMED])
        yield row, field, f"{Reason.DIFFERS}:{numbers}"
