"""From the cells of a block to values of the register: whole columns at a time, and for a bad row the first reason.

What comes out: `row`, a column for each field that the file tells of (text "", numbers and dates null where not sent),
`left_out`, and `wrong_field`, `wrong_why`, `wrong_value` (null for a good row).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from lianmeng.imports.rules.columns import Columns
from lianmeng.imports.rules.fields import FIGURE, Field
from lianmeng.imports.rules.reasons import Reason
from lianmeng.schools.rules.codes import Structure
from lianmeng.schools.vocabulary import YearlyFigure
from lianmeng.tables.cells import Cells, Kind

if TYPE_CHECKING:
    import polars as pl

NOTHING, AMBIGUOUS, ADDED = "none", "?", "+"
_SIGNS = r"^[\p{L}\p{N}][\p{L}\p{N}._/\-]*$"
_THOUSANDS_OR_NOT = r"^[1-9]\d{0,2}\.\d{3}$"  # 1.234 pupils are no pupil and a bit
_COUNTED = frozenset(
    FIGURE + one.value
    for one in set(YearlyFigure)
    - {YearlyFigure.TEACHING_ROOMS, YearlyFigure.SPORTS_AREA, YearlyFigure.EQUIPMENT_VALUE}
)
_HALF_WIDTH = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)}
_WIDE = r"^[\p{L}\p{N}._/\-\x{FF0D}-\x{FF0F}\x{FF3F}]*[\x{FF0D}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF3F}\x{FF41}-\x{FF5A}]"
_FIRST_YEAR = 1000  # of a school; what is earlier was written with two digits
_REPUBLIC_BEGINS = 1911  # Taiwan counts the years of the Republic: year 113 is 2024


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may refer to: regions by name and code ("?" where two share a name), codes of schools.

    `elsewhen`: why schools that are not there on the day cannot be named. `districts`: each region's, by their ids.
    """

    regions: Mapping[str, str] = field(default_factory=dict)
    schools: frozenset[str] = frozenset()
    codes: Structure | None = None
    adds_regions: bool = False
    elsewhen: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)


class Read(NamedTuple):
    """A field's values, where they are bad, and why."""

    values: pl.Series
    bad: pl.Series | None
    why: str | pl.Series


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("lianmeng.imports").joinpath("data/words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def words_of(name: str) -> Mapping[str, str]:
    """What files write, in small letters, to the register's own word."""
    lists: dict[str, list[str]] = _words()[name]
    found = {said.casefold(): word for word, others in lists.items() for said in others}
    return found | {word: word for word in lists}


def read_field(one: Field, cells: pl.Series, columns: Columns, known: Known) -> Read:
    """The cells of a field as the register keeps them."""
    readers: dict[str, Callable[[], Read]] = {
        "choice": lambda: _choice(cells, one, columns),
        "region": lambda: _region(cells, known),
        "school": lambda: _school(cells, one, known),
        "date": lambda: _date(cells),
        "code": lambda: _or(
            _or(_code(cells, one, known), _formula(cells), Reason.FORMULA), _total(cells), Reason.TOTAL
        ),
        "identity": lambda: _identity(cells),
        "text": lambda: _or(
            Read(cells, _too_long(cells, one), Reason.TOO_LONG), _formula(cells), Reason.FORMULA
        ),
    }
    if one.type in readers:
        return readers[one.type]()
    read = _number(cells, one, columns)
    if not columns.decimal and one.key in _COUNTED:
        return _or(read, cells.str.contains(_THOUSANDS_OR_NOT), Reason.TWO_NUMBERS)
    return read


def _or(read: Read, bad: pl.Series, why: str) -> Read:
    """What is bad for another reason too; that one is told."""
    import polars as pl

    if not bad.any():
        return read
    given = pl.lit(read.why) if isinstance(read.why, str) else read.why
    reasons = pl.select(pl.when(bad).then(pl.lit(why)).otherwise(given)).to_series()
    return Read(read.values, bad if read.bad is None else bad | read.bad.fill_null(False), reasons)


def _too_long(cells: pl.Series, one: Field) -> pl.Series | None:
    longest: Any = cells.str.len_chars().max()
    return cells.str.len_chars() > one.most if longest and longest > one.most else None


def _formula(cells: pl.Series) -> pl.Series:
    """Where a spreadsheet left a formula, or what it shows for one that fails, in place of a value."""
    return cells.str.starts_with("=") | cells.is_in(_words()["failed_formulas"])


def _total(cells: pl.Series) -> pl.Series:
    """Where a row below the others adds them up, or says something about them."""
    return cells.str.to_lowercase().str.contains(_words()["totals"])


def _looked_up(cells: pl.Series, known: Mapping[str, str]) -> pl.Series:
    """Each different cell's meaning, null where there is none; the empty cell means the empty text."""
    import polars as pl

    different = cells.unique()
    meanings = [("" if not cell else known.get(cell.casefold())) for cell in different.to_list()]
    return cells.replace_strict(different, pl.Series(meanings, dtype=pl.String), return_dtype=pl.String)


def _choice(cells: pl.Series, one: Field, columns: Columns) -> Read:
    own = {said.casefold(): word for said, word in columns.words.items()}
    values = _looked_up(cells, {**words_of(one.words), **own})
    if one.words in ("stage", "ownership"):  # there is nothing of the kind
        values = values.replace(NOTHING, "")
    return Read(values, values.is_null(), Reason.NO_WORD)


def _region(cells: pl.Series, known: Known) -> Read:
    import polars as pl

    values = _looked_up(cells, {name.casefold(): place for name, place in known.regions.items()})
    if known.adds_regions:
        values = pl.select(pl.when(values.is_null()).then(ADDED + cells).otherwise(values)).to_series()
    return Read(values, values.is_null() | (values == AMBIGUOUS).fill_null(False), Reason.NO_REGION)


def _school(cells: pl.Series, one: Field, known: Known) -> Read:
    """A school's code; an employer may be a region instead, then it is the region's id after a "+"."""
    import polars as pl

    cells = _half_width(cells)
    is_school = cells.is_in(list(known.schools)) | (cells == "")
    if one.key != "employer":
        why = cells.replace_strict(known.elsewhen, default=Reason.NO_SCHOOL.value, return_dtype=pl.String)
        return Read(cells, ~is_school if not is_school.all() else None, why)
    regions = ADDED + _region(cells, known).values
    values = pl.select(pl.when(is_school).then(cells).otherwise(regions)).to_series()
    return Read(values, values.is_null() | (values == ADDED + AMBIGUOUS).fill_null(False), Reason.NO_SCHOOL)


def _date(cells: pl.Series) -> Read:
    """Days, with or without midnight. Where a cell shows that the month comes first, no other day is guessed."""
    import polars as pl

    cells = cells.str.replace(_words()["midnight"], "")
    days = pl.Series([None] * len(cells), dtype=pl.Date)
    for pattern in _words()["date_formats"]:
        if (days.is_null() & (cells != "")).any():
            days = days.zip_with(days.is_not_null(), cells.str.to_date(pattern, strict=False))
    bad = (days.is_null() | (days.dt.year() < _FIRST_YEAR)) & (cells != "")
    if bad.any():
        months = [cells.str.to_date(pattern, strict=False) for pattern in _words()["month_first"]]
        first = next((found for found in months if (bad & found.is_not_null()).any()), None)
        bad |= first.is_not_null() & (first != days) if first is not None else False
    return Read(days, bad, Reason.NO_DATE)


def _half_width(cells: pl.Series) -> pl.Series:
    """Codes typed in Chinese full-width signs: the same codes."""
    if cells.str.len_bytes().sum() == cells.str.len_chars().sum():
        return cells
    wide = cells.str.contains(_WIDE)
    return cells.scatter(wide.arg_true(), [text.translate(_HALF_WIDTH) for text in cells.filter(wide)])


def _code(cells: pl.Series, one: Field, known: Known) -> Read:
    cells = _half_width(cells)
    if one.part == "school" and known.codes is not None:
        good = cells.str.contains(f"^(?:{known.codes.pattern.pattern})$")
        for part in known.codes.parts:
            good &= cells.str.slice(part.first - 1, part.last - part.first + 1).is_in(list(part.values))
        return Read(cells, ~good if not good.all() else None, f"{Reason.CODE_SCHEME}:{known.codes.scheme}")
    bad = ~cells.str.contains(_SIGNS) | (cells.str.len_chars() > one.most)
    return Read(cells, bad & (cells != ""), Reason.CODE_SIGNS)


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"


def is_identity(text: str) -> bool:
    """Whether this is an identity number of 18 signs with the right check digit (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return text[-1] == _CHECKS[total % 11]


def _identity(cells: pl.Series) -> Read:
    import polars as pl

    upper = cells.str.to_uppercase()
    bad = [bool(text) and not is_identity(text) for text in upper.to_list()]
    return Read(upper, pl.Series(bad, dtype=pl.Boolean), Reason.NO_IDENTITY)


def _number(cells: pl.Series, one: Field, columns: Columns) -> Read:
    import polars as pl

    if columns.decimal == ",":
        cells = cells.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    numbers = cells.cast(pl.Float64, strict=False)
    if _plain(cells, numbers, one):
        return Read(numbers, None, "")
    odd = (numbers.is_null() & (cells != "")) | ~numbers.is_finite().fill_null(True)
    wrong = None
    if odd.any():
        numbers, wrong = _odd(cells, numbers, odd, one)
    if one.key == "year":
        numbers = _years(numbers)
    outside = ((numbers < one.least) | (numbers > one.most)).fill_null(False)
    if one.type == "whole":
        outside |= (numbers != numbers.floor()).fill_null(False)
    why = Reason.NO_NUMBER if one.type == "figure" else Reason.OUTSIDE
    if wrong is not None and wrong.any():
        return _or(Read(numbers, wrong, Reason.NO_NUMBER), outside, why)
    return Read(numbers, outside, why)


def _plain(cells: pl.Series, numbers: pl.Series, one: Field) -> bool:
    """Whether every cell is empty or a number that the field can hold as it is written."""
    if numbers.null_count() and numbers.null_count() != (cells == "").sum():
        return False
    least: Any = numbers.min()
    most: Any = numbers.max()
    if least is None:
        return True
    if not one.least <= least <= most <= one.most or numbers.is_nan().any():
        return False
    return one.type != "whole" or bool((numbers == numbers.floor()).all())


def _odd(cells: pl.Series, numbers: pl.Series, odd: pl.Series, one: Field) -> tuple[pl.Series, pl.Series]:
    """What is more than a plain number, cell by cell: marks of absence, thousands, full-width digits, school years."""
    import polars as pl

    reader = Cells(".", negative=one.type == "degrees")
    at = odd.arg_true()
    bad = pl.Series([False] * len(cells), dtype=pl.Boolean)
    found = [_reading(text, reader, one) for text in cells.gather(at).to_list()]
    values = pl.Series([value for value, _ in found], dtype=pl.Float64)
    return numbers.scatter(at, values), bad.scatter(at, pl.Series([wrong for _, wrong in found]))


def _reading(text: str, reader: Cells, one: Field) -> tuple[float | None, bool]:
    if one.key == "year" and (match := re.fullmatch(_words()["year_range"], text)):
        return float(match[1]), False
    reading = reader.read(text)
    if reading.kind is Kind.BAD:
        return None, True
    return (None if reading.kind is Kind.ABSENT else reading.value), False


def _years(numbers: pl.Series) -> pl.Series:
    """School years by the year in which they begin: 2016, 201617 and 105 (of the Republic) are the same."""
    import polars as pl

    long = pl.when(numbers >= 100_000).then((numbers / 100).floor())
    return pl.select(long.when(numbers < 200).then(numbers + _REPUBLIC_BEGINS).otherwise(numbers)).to_series()
