"""Rows of mergers, splits and closings: who carries on what, and what the register would refuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lianmeng.imports.rules.contradictions import contradicted
from lianmeng.imports.rules.lives import Life
from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.rules.rows import WRONG
from lianmeng.imports.vocabulary import Ending

if TYPE_CHECKING:
    import polars as pl

_KEYS = ("school", "what", "on", "into")
_CARRIED_ON = (Ending.MERGE, Ending.SPLIT)
_Row = dict[str, Any]
_Wrong = tuple[str, str] | None  # the field and the reason


class Endings:
    """What becomes of the schools row by row, in the order in which the rows are written: by their days, splits last.

    `known`: the endings of the register, which a row may say again. `within`: the districts whose schools the officer
    may end and let carry on (none: all).
    """

    def __init__(
        self, lives: Mapping[str, Life], known: Iterable[tuple[Any, ...]], within: Collection[str]
    ) -> None:
        self._lives, self._known, self._within = lives, frozenset(known), within
        self._told = set(self._known)

    def judged(self, rows: pl.DataFrame) -> pl.DataFrame:
        """With what is wrong with each row."""
        import polars as pl

        if "into" not in rows.columns:
            rows = rows.with_columns(into=pl.lit(""))
        told = rows.to_dicts()
        news = _without_contradictions(sorted(filter(self._is_news, told), key=lambda row: row["on"]))
        for row in news:
            if row["what"] != Ending.SPLIT:
                self._end(row)
        for (school, day), some in _splits(news).items():
            self._split(self._lives[school], day, some)
        _refuse_halves(row for row in told if _key(row) not in self._known)
        return rows.with_columns(pl.Series(name, [row[name] for row in told], pl.String) for name in WRONG)

    def _is_news(self, row: _Row) -> bool:
        """Whether the row is good so far, and says what neither the register nor a row before has said."""
        key = _key(row)
        if row["left_out"] or row[WRONG[1]] is not None or key in self._told:
            return False
        self._told.add(key)
        return not _refused(row, self._wrong_names(row) or self._wrong_day(row))

    def _wrong_names(self, row: _Row) -> _Wrong:
        carried_on = row["what"] in _CARRIED_ON
        if carried_on != bool(row["into"]):
            return "into", Reason.EMPTY if carried_on else Reason.CARRIED_ON
        if row["what"] == Ending.MERGE and row["into"] == row["school"]:
            return "into", Reason.ITSELF
        for name in ("school", "into"):
            if self._within and row[name] and self._lives[row[name]].district(row["on"]) not in self._within:
                return name, Reason.NOT_YOURS
        return None

    def _wrong_day(self, row: _Row) -> _Wrong:
        """By what the register says."""
        school, into, day = self._lives[row["school"]], self._lives.get(row["into"]), row["on"]
        return _wrong("school", school.why_not_there(day)) or _not_there(into, day)

    def _end(self, row: _Row) -> None:
        school, into, day = self._lives[row["school"]], self._lives.get(row["into"]), row["on"]
        if not _refused(row, _wrong("school", school.why_not_shut(day)) or _not_there(into, day)):
            school.shut(day)
            if into is not None:
                into.begins = max(into.begins, day)

    def _split(self, school: Life, day: date, rows: list[_Row]) -> None:
        goes_on = any(row["into"] == row["school"] for row in rows)
        ended = _wrong("school", school.why_not_there(day) if goes_on else school.why_not_shut(day))
        good = [row for row in rows if not _refused(row, ended or _not_there(self._lives[row["into"]], day))]
        if len(good) < 2:
            for row in good:
                _refused(row, ("into", Reason.ONE_PART))
        elif not goes_on:
            school.shut(day)


def _key(row: _Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in _KEYS)


def _without_contradictions(rows: list[_Row]) -> list[_Row]:
    """Which of two rows that contradict one another is right is not told by their order: neither is taken."""
    for row, *wrong in list(contradicted(rows)):
        _refused(row, (wrong[0], wrong[1]))
    return [row for row in rows if row[WRONG[1]] is None]


def _splits(rows: Iterable[_Row]) -> dict[tuple[str, date], list[_Row]]:
    """The rows of each split, which is of one school on one day."""
    found: dict[tuple[str, date], list[_Row]] = {}
    for row in rows:
        if row["what"] == Ending.SPLIT and not row["left_out"]:
            found.setdefault((row["school"], row["on"]), []).append(row)
    return found


def _refuse_halves(rows: Iterable[_Row]) -> None:
    """A split is one deed: with a row that is refused, here or because it stands twice, go the others."""
    for some in _splits(rows).values():
        times = Counter(row["into"] for row in some)
        good = [row for row in some if row[WRONG[1]] is None and times[row["into"]] == 1]
        if len(good) < len(some):
            for row in good:
                _refused(row, ("into", Reason.HALF_SPLIT))


def _not_there(into: Life | None, day: date) -> _Wrong:
    return _wrong("into", into.why_not_there(day)) if into is not None else None


def _wrong(field: str, reason: str | None) -> _Wrong:
    return None if reason is None else (field, reason)


def _refused(row: _Row, wrong: _Wrong) -> bool:
    if wrong is not None:
        row |= dict(zip(WRONG, (*wrong, row[wrong[0]]), strict=True))
    return wrong is not None
