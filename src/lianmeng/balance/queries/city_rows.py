"""The sections of one stage in one school year, from the register's own returns, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lianmeng.balance.queries.reading import Group, Reading, taking_part, units_of
from lianmeng.balance.rules.columns import Columns, Resource
from lianmeng.balance.rules.comparison import Comparison, comparison
from lianmeng.core.keeping import kept_answers
from lianmeng.mechanisms.dispersion import measure
from lianmeng.schools import queries as schools
from lianmeng.schools.queries import SectionFigures, SentReturn, Standing, YearsStanding, YearsVersion
from lianmeng.standards.queries import standard_named
from lianmeng.tables import Groups, Origin, Table
from lianmeng.tables.table import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

STANDARD = "cn-2017"
PUPILS = "pupils"
_KEPT_YEARS = 24


@dataclass(frozen=True, eq=False)
class YearOfCity:
    """`sections` by school code; amounts (k, n) in the order of `keys`, NaN where not sent.

    `both` are the schools with a section in another stage too; `unsent` the sections that should have sent a return
    and did not, by code. One object a version of what held in the year: it is its own key.
    """

    year: int
    stage: str
    keys: tuple[str, ...]
    sections: Sequence[SectionFigures]
    both: frozenset[str]
    pupils: NDArray[np.float64]
    amounts: NDArray[np.float64]
    standing: YearsStanding
    unsent: tuple[SectionFigures, ...]

    @cached_property
    def against(self) -> Comparison:
        return comparison(standard_named(STANDARD), self.stage, self.keys, indicators_only=True)

    @cached_property
    def columns(self) -> Columns:
        named = tuple(Resource(key, (key,)) for key in self.keys)
        return Columns(("district",), (PUPILS,), named, "year", "school", "code", kind="kind")

    @cached_property
    def by_code(self) -> dict[str, SectionFigures]:
        return {one.code: one for one in self.sections}

    @cached_property
    def districts(self) -> NDArray[np.str_]:
        return np.array([one.district for one in self.sections], dtype=np.str_)

    @cached_property
    def layers(self) -> NDArray[np.int64]:
        return np.array([one.layer or 0 for one in self.sections], dtype=np.int64)

    @cached_property
    def settings(self) -> NDArray[np.str_]:
        return np.array([one.setting for one in self.sections], dtype=np.str_)

    def reading(self, rows: NDArray[np.intp], codes: NDArray[np.int32], groups: Sequence[str]) -> Reading:
        """These rows as a reading, grouped by `codes`."""
        table = self._table(rows)
        pupils, amounts = self.pupils[rows], self.amounts[:, rows]
        takes_part = taking_part(table, self.columns, pupils, self.against)
        counted = np.where(takes_part, codes, np.int32(-1))
        found = measure(pupils, amounts, counted, group_count=len(groups))
        return Reading(
            self.columns,
            table,
            tuple(Group(name, str(self.year)) for name in groups),
            codes,
            takes_part,
            pupils,
            amounts,
            found,
            units_of(self.columns, found, self.against),
        )

    def _table(self, rows: NDArray[np.intp]) -> Table:
        chosen = [self.sections[at] for at in rows.tolist()]
        places = Places()
        places.extend(0, range(1, len(chosen) + 1))
        labels = list(dict.fromkeys(one.kind for one in chosen))
        at = {kind: number for number, kind in enumerate(labels)}
        kinds = Groups(
            np.array([at[one.kind] for one in chosen], dtype=np.int32),
            [_kind_in_words(one) for one in labels],
        )
        texts = {"school": [one.name for one in chosen], "code": [one.code for one in chosen]}
        return Table(len(chosen), {}, {"kind": kinds}, texts, Origin("csv"), places)


def _kind_in_words(kind: str) -> str:
    """As registers write it, so that one list of words tells who takes no part: a special school, a teaching point."""
    return f"{kind.replace('_', ' ')} school"


@kept_answers(_KEPT_YEARS)
def year_of_city(year: int, stage: str, version: YearsVersion) -> YearOfCity:
    """Kept in this process's memory until something changes that held in that year: an edit of today changes none."""
    return _year_of_city(year, stage, version.returns, _standing(year, version.register))


@kept_answers(_KEPT_YEARS)
def _standing(year: int, register: str) -> YearsStanding:
    """The one that was known before where the year is as it was: then everything made from it is still good."""
    found, known = _register(register).in_year(year), _last_standing.get(year)
    if known is None or not known.says_the_same_as(found):
        _last_standing[year] = known = found
    return known


_last_standing: dict[int, YearsStanding] = {}


@kept_answers(1)
def _register(_version: str) -> Standing:
    return schools.standing()


@kept_answers(_KEPT_YEARS)
def _year_of_city(year: int, stage: str, returns: str, standing: YearsStanding) -> YearOfCity:
    sent = _sent(year, returns)[stage]
    states = standing.states
    order = [at for at, one in enumerate(sent.returns) if one.school in states]
    order.sort(key=lambda at: states[sent.returns[at].school].code)
    chosen = [sent.returns[at] for at in order]
    sections = tuple(SectionFigures(one.section, *states[one.school], one.values) for one in chosen)
    others = {
        one.school for other in _stages() if other != stage for one in _sent(year, returns)[other].returns
    }
    return YearOfCity(
        year,
        stage,
        sent.keys,
        sections,
        frozenset(states[one.school].school for one in chosen if one.school in others),
        sent.pupils[order],
        sent.amounts[:, order],
        standing,
        _unsent(stage, {one.section for one in sent.returns}, standing),
    )


def _unsent(stage: str, sent: set[str], standing: YearsStanding) -> tuple[SectionFigures, ...]:
    states = standing.states
    due = [
        SectionFigures(section, *states[school], {})
        for section, school, asked in standing.due
        if asked == stage and section not in sent and school in states
    ]
    return tuple(sorted(due, key=lambda one: one.code))


@dataclass(frozen=True)
class Sent:
    """What one stage sent of one year, as it came: wherever the schools lay and whatever they were called."""

    returns: list[SentReturn]
    keys: tuple[str, ...]
    pupils: NDArray[np.float64]
    amounts: NDArray[np.float64]


# What this process has read, by the year and the version of its returns; nothing once it stands in arrays.
_read: dict[tuple[int, str], list[SentReturn] | None] = {}


def read_together(versions: Mapping[int, YearsVersion]) -> None:
    """Of all years that this process never read, the returns in one query: a page of many years would ask for each."""
    new = {year: one.returns for year, one in versions.items() if (year, one.returns) not in _read}
    if len(new) > 1:
        _read.update({(year, new[year]): sent for year, sent in schools.returns_of_years(new).items()})


@kept_answers(_KEPT_YEARS)
def _sent(year: int, returns: str) -> dict[str, Sent]:
    found = _read.get((year, returns)) or schools.returns_of_years([year])[year]
    _read[year, returns] = None
    return {stage: _in_arrays([one for one in found if one.stage == stage]) for stage in _stages()}


def _in_arrays(sent: list[SentReturn]) -> Sent:
    keys = _keys(sent)
    rows = [[_number(one, key) for one in sent] for key in (PUPILS, *keys)]
    numbers = np.array(rows, dtype=np.float64).reshape(len(rows), len(sent))
    return Sent(sent, keys, numbers[0], numbers[1:])


def _stages() -> tuple[str, ...]:
    return tuple(standard_named(STANDARD).stages)


def _number(one: SentReturn, key: str) -> float:
    value = one.values.get(key)
    return float(value) if isinstance(value, int | float) else np.nan


def _keys(sections: Sequence[SentReturn]) -> tuple[str, ...]:
    """The standard's indicators if any of them was sent by anybody; else whatever was sent beside the pupils."""
    sent = {key for one in sections for key, value in one.values.items() if not isinstance(value, str)}
    judged = tuple(one.indicator.key for one in standard_named(STANDARD).measures)
    return judged if sent & set(judged) or not sent - {PUPILS} else tuple(sorted(sent - {PUPILS}))
