"""From a register file to arrays: pupils, amounts and groups of its rows, and how unequally they are shared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from lianmeng.balance.rules.columns import Columns, Resource, why_not_columns
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.balance.rules.units import Unit, unit_of
from lianmeng.balance.vocabulary import kind_of
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.mechanisms.dispersion import Dispersion, measure
from lianmeng.tables import Groups, Layout, Table, peek, read_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALL = "all"
LARGEST, SMALLEST = 1e15, 1e-9
Progress = Callable[[int, int], None]
Numbers = Mapping[str, "NDArray[np.float64]"]


@dataclass(frozen=True, slots=True)
class Group:
    """A district, or what else the register is grouped by, in one year where the register has years."""

    name: str
    year: str


@dataclass(frozen=True, slots=True)
class Reading:
    """n rows, k resources, g groups. `codes` is -1 for a row that names no group; `takes_part` is False for a row
    that the standard leaves out. The dispersion is that of the rows that take part."""

    columns: Columns
    table: Table
    groups: tuple[Group, ...]
    codes: NDArray[np.int32]
    takes_part: NDArray[np.bool_]
    pupils: NDArray[np.float64]
    amounts: NDArray[np.float64]
    dispersion: Dispersion
    units: tuple[Unit, ...]

    @property
    def ungrouped(self) -> int:
        return int((self.codes < 0).sum())


def read_register(
    path: Path,
    columns: Columns,
    *,
    against: Comparison | None = None,
    second: Path | None = None,
    whole: str = ALL,
    progress: Progress | None = None,
) -> Reading:
    """The register's rows and their dispersion. Refused with row and column if a cell cannot be what it should be.

    `second` is a file whose rows complete those of the first by `columns.second_key`: its numbers are added up.
    `whole` names the one group of a register without a column of groups.
    """
    sentence = why_not_columns(columns)
    if sentence is not None:
        raise Refused(sentence)
    table, numbers = _read(path, columns, second=second, progress=progress)
    pupils = _added(numbers, columns.pupils)
    amounts = _amounts(numbers, columns, pupils)
    # The columns that were added up are not needed any more; on a million rows they would weigh a third of all.
    table, numbers = replace(table, numbers={}), {}
    codes, groups = _grouped(table, columns, whole)
    if not groups:
        raise Refused(
            say("No row names a group: column {columns} is empty. Choose another.", columns=columns.groups)
        )
    takes_part = taking_part(table, columns, pupils, against)
    counted = codes if takes_part.all() else np.where(takes_part, codes, np.int32(-1))
    found = measure(pupils, amounts, counted, group_count=len(groups))
    units = units_of(columns, found, against)
    return Reading(columns, table, groups, codes, takes_part, pupils, amounts, found, units)


def _read(
    path: Path, columns: Columns, *, second: Path | None, progress: Progress | None
) -> tuple[Table, Numbers]:
    """The first file's table, and the numbers of both files row by row of the first."""
    numbers, layout = columns.numbers, layout_of(columns)
    completing = _only_in_second(path, second, numbers, layout) if second is not None else ()
    categories = [
        *columns.groups,
        columns.year,
        columns.kind,
        columns.second_key if second is not None else "",
    ]
    table = read_table(
        path,
        numbers=[name for name in numbers if name not in completing],
        categories=list(dict.fromkeys(name for name in categories if name)),
        texts=[name for name in (columns.school, columns.code, columns.longitude, columns.latitude) if name],
        layout=layout,
        progress=progress,
    )
    _refuse_extremes(table)
    if second is None:
        return table, table.numbers
    more = completed(table.categories[columns.second_key], second, columns.second_key, completing)
    return table, {**table.numbers, **more}


def _refuse_extremes(table: Table) -> None:
    """Numbers that no register can mean, and with which sums would lose their digits."""
    for name, values in table.numbers.items():
        wild = np.flatnonzero((values > LARGEST) | ((values > 0) & (values < SMALLEST)))
        if len(wild):
            row = table.row_number(int(wild[0]))
            sentence = say(
                "Row {row}, column {column}: {value} is too large or too small to be meant. Correct it.",
                row=row,
                column=name,
                value=f"{values[wild[0]]:g}",
            )
            raise Refused(sentence)


def layout_of(columns: Columns) -> Layout:
    """What the person said of the file's layout; the rest is found out."""
    sign: Literal[".", ","] | None = (
        "." if columns.decimal == "." else "," if columns.decimal == "," else None
    )
    return Layout(heading_row=columns.heading_row, decimal=sign)


def _only_in_second(path: Path, second: Path, numbers: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    here, there = peek(path, layout=layout).headings, peek(second).headings
    return tuple(name for name in numbers if name not in here and name in there)


def completed(keys: Groups, second: Path, key: str, names: tuple[str, ...]) -> Numbers:
    """The second file's numbers added up for each key of the first; not sent where it has no row, or one without."""
    table = read_table(second, numbers=names, categories=[key])
    theirs = table.categories[key]
    _refuse_keys(keys, theirs, key)
    place = {label: code for code, label in enumerate(theirs.labels)}
    codes = np.array([place.get(label, -1) for label in keys.labels], dtype=np.int64)
    of_rows = np.where(keys.codes < 0, -1, codes[keys.codes]) if len(codes) else np.full(len(keys.codes), -1)
    named = theirs.codes >= 0
    found = {}
    for name in names:
        totals = np.bincount(theirs.codes[named], weights=table.numbers[name][named], minlength=len(place))
        found[name] = np.where(of_rows < 0, np.nan, np.append(totals, np.nan)[of_rows])
    return found


def _refuse_keys(keys: Groups, theirs: Groups, key: str) -> None:
    """A school that stands twice would be counted twice; keys of which none fits are written differently."""
    counts = np.bincount(keys.codes[keys.codes >= 0], minlength=len(keys.labels))
    if len(counts) and counts.max() > 1:
        twice = keys.labels[int(counts.argmax())]
        raise Refused(
            say(
                "“{value}” stands more than once in column {key} of the first file. Keep one row a school.",
                value=twice,
                key=key,
            )
        )
    if keys.labels and not set(keys.labels) & set(theirs.labels):
        raise Refused(
            say(
                "No school of the first file is found in the second: column {key} is written differently there.",
                key=key,
            )
        )


def places_of(reading: Reading) -> NDArray[np.float64] | None:
    """(2, n) longitude and latitude; NaN for what is no place on Earth. None if the register gives none."""
    if not reading.columns.located:
        return None
    named = ((reading.columns.longitude, 180.0), (reading.columns.latitude, 90.0))
    found = np.stack([[_degrees(cell, most) for cell in reading.table.texts[name]] for name, most in named])
    nowhere = np.isnan(found).any(axis=0) | (found == 0).all(axis=0)
    found[:, nowhere] = np.nan
    return found


def _degrees(cell: str, most: float) -> float:
    try:
        value = float(cell)
    except ValueError:
        return np.nan
    return value if abs(value) <= most else np.nan


def units_of(columns: Columns, found: Dispersion, against: Comparison | None) -> tuple[Unit, ...]:
    measures = against.measures if against is not None else {}
    return tuple(
        unit_of(one, measures.get(one.name), found.mean[at][np.isfinite(found.mean[at])].tolist())
        for at, one in enumerate(columns.resources)
    )


def _added(numbers: Numbers, names: tuple[str, ...]) -> NDArray[np.float64]:
    """The sum of columns; not sent where any of them was not sent."""
    total = numbers[names[0]]
    for name in names[1:]:
        total = total + numbers[name]
    return total


def _amounts(numbers: Numbers, columns: Columns, pupils: NDArray[np.float64]) -> NDArray[np.float64]:
    """(k, n), filled row by row so that no second copy is made of a million rows."""
    amounts = np.empty((len(columns.resources), len(pupils)))
    for at, one in enumerate(columns.resources):
        amounts[at] = _amount(numbers, one, pupils)
    return amounts


def _amount(numbers: Numbers, resource: Resource, pupils: NDArray[np.float64]) -> NDArray[np.float64]:
    total = _added(numbers, resource.columns)
    return total * pupils if resource.per_pupil else total


def _grouped(table: Table, columns: Columns, whole: str) -> tuple[NDArray[np.int32], tuple[Group, ...]]:
    """A code for every combination of group names and year that occurs, in the order of first appearance."""
    codes = np.zeros(table.rows, dtype=np.int32)
    names: list[tuple[str, ...]] = [()]
    for name in [*columns.groups, *([columns.year] if columns.year else [])]:
        codes, names = _crossed(codes, names, table.categories[name])
    years = [name[-1] if columns.year else "" for name in names]
    own = [name[:-1] if columns.year else name for name in names]
    return codes, tuple(Group(" · ".join(name) or whole, year) for name, year in zip(own, years, strict=True))


def _crossed(
    codes: NDArray[np.int32], names: list[tuple[str, ...]], more: Groups
) -> tuple[NDArray[np.int32], list[tuple[str, ...]]]:
    labels = more.labels
    if names == [()]:
        return more.codes, [(label,) for label in labels]
    unnamed = (codes < 0) | (more.codes < 0)
    pairs = np.where(unnamed, np.int64(-1), codes.astype(np.int64) * len(labels) + more.codes)
    kept, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    order = [at for at in np.argsort(first) if kept[at] >= 0]
    place = np.full(len(kept), -1, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    crossed = [(*names[kept[at] // len(labels)], labels[kept[at] % len(labels)]) for at in order]
    return place[inverse], crossed


def taking_part(
    table: Table, columns: Columns, pupils: NDArray[np.float64], against: Comparison | None
) -> NDArray[np.bool_]:
    """False where the standard leaves out a school of this kind and size; without a column of kinds, all take part.

    A section without pupils is counted under its own reason, so only exclusions that name a kind are asked.
    """
    taking = np.ones(len(pupils), dtype=np.bool_)
    if against is None or not columns.kind:
        return taking
    kinds = table.categories[columns.kind]
    for code, label in enumerate(kinds.labels):
        kind = kind_of(label)
        for rule in (one for one in against.standard.exclusions if one.kind is kind):
            leaves = kinds.codes == code
            taking &= ~(leaves if rule.under_pupils is None else leaves & (pupils < rule.under_pupils))
    return taking
