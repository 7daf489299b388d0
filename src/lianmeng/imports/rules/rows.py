"""A block of rows as the register would keep them, with the first thing that is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lianmeng.imports.rules.columns import LEFT_OUT, Columns, Headings
from lianmeng.imports.rules.fields import Field, Shape
from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.rules.understanding import Known, Read, read_field

if TYPE_CHECKING:
    import polars as pl

WRONG = ("wrong_field", "wrong_why", "wrong_value")


class Rows:
    """The columns of some rows while they are understood field by field."""

    def __init__(self, texts: Mapping[str, pl.Series], numbers: Sequence[int]) -> None:
        import polars as pl

        self._texts = texts
        self._count = len(numbers)
        self._left_out = pl.repeat(False, self._count, dtype=pl.Boolean, eager=True)
        self._wrong: pl.Series | None = None
        self._told: list[tuple[pl.Series, str, pl.Series, pl.Series]] = []
        self.columns: dict[str, pl.Series] = {"row": pl.Series(numbers, dtype=pl.UInt32)}

    def add(self, one: Field, headings: Headings, lone: str, *, columns: Columns, known: Known) -> None:
        """The field from its columns; from one value for the whole file where it has none."""
        cells = [self._texts[heading] for heading in headings] or [self._repeated(lone)]
        if one.type == "figure" or len(cells) == 1:
            reads = [read_field(one, each, columns, known) for each in cells]
        else:
            reads = [read_field(one, _joined(cells), columns, known)]
        if one.required:
            self._refuse(one, Reason.EMPTY, cells[0] == "", cells[0])
        for cell, read in zip(cells, reads, strict=False):
            self._note(one, cell, read)
        values = reads[0].values
        for read in reads[1:]:
            values = values + read.values
        if one.blank is not None:
            values = (
                values.replace("", one.blank) if isinstance(one.blank, str) else values.fill_null(one.blank)
            )
        if one.type == "choice":
            self._left_out |= (values == LEFT_OUT).fill_null(False)
        self.columns[one.key] = values

    def _repeated(self, value: str) -> pl.Series:
        import polars as pl

        return pl.repeat(value, self._count, dtype=pl.String, eager=True)

    def _note(self, one: Field, cells: pl.Series, read: Read) -> None:
        if read.bad is None:
            return
        if one.type == "region":
            self._refuse(one, Reason.TWO_REGIONS, (read.values == "?").fill_null(False), cells)
        self._refuse(one, read.why, read.bad, cells)

    def _refuse(self, one: Field, reason: str | pl.Series, bad: pl.Series, cells: pl.Series) -> None:
        """The first reason of a row stays."""
        if not bad.any():
            return
        bad = bad.fill_null(False)
        reasons = self._repeated(reason) if isinstance(reason, str) else reason
        self._told.append((bad if self._wrong is None else bad & ~self._wrong, one.key, reasons, cells))
        self._wrong = bad if self._wrong is None else self._wrong | bad

    def check_days(self, opened: Field) -> None:
        """A school closes after it has opened."""
        if "opened_on" in self.columns and "closed_on" in self.columns:
            days = self.columns["closed_on"]
            self._refuse(opened, Reason.ENDS_FIRST, days <= self.columns["opened_on"], days.cast(str))

    def frame(self) -> pl.DataFrame:
        import polars as pl

        nothing = pl.repeat(None, self._count, dtype=pl.String, eager=True)
        wrong = dict.fromkeys(WRONG, nothing)
        for bad, field, reason, cells in self._told:
            told = (self._repeated(field), reason, cells)
            for name, shown in zip(WRONG, told, strict=True):
                wrong[name] = shown.zip_with(bad, wrong[name])
        return pl.DataFrame({**self.columns, "left_out": self._left_out, **wrong})


def _joined(cells: Sequence[pl.Series]) -> pl.Series:
    """Texts in one, with a blank between."""
    import polars as pl

    return pl.select(pl.concat_str(cells, separator=" ")).to_series().str.strip_chars()


def understood(
    texts: Mapping[str, pl.Series],
    numbers: Sequence[int],
    *,
    shape: Shape,
    columns: Columns,
    known: Known,
) -> pl.DataFrame:
    """The rows of a block of the first file: `row`, the fields, `left_out`, and what is wrong (`WRONG`)."""
    rows = Rows(texts, numbers)
    for one in shape.fields:
        headings, lone = columns.first.get(one.key, ()), columns.lone.get(one.key, "")
        if headings or (lone and one.key not in columns.second):
            rows.add(one, headings, lone, columns=columns, known=known)
    if (
        shape.parts[0].name == "school" and "name" in rows.columns
    ):  # a school without a name is called by its code
        name = rows.columns["name"]
        rows.columns["name"] = rows.columns["code"].zip_with(name == "", name)
    if "closed_on" in rows.columns:
        rows.check_days(shape.field("closed_on"))
    return rows.frame()


def completing(
    texts: Mapping[str, pl.Series], numbers: Sequence[int], *, shape: Shape, columns: Columns, known: Known
) -> pl.DataFrame:
    """The rows of a block of the second file."""
    rows = Rows(texts, numbers)
    for one in shape.fields:
        if one.key in columns.second:
            rows.add(one, columns.second[one.key], "", columns=columns, known=known)
    return rows.frame()


def parted(
    frames: Sequence[pl.DataFrame], shape: Shape, columns: Columns
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The second file's rows that can be taken, and all rows of each thing of which one is wrong: a sum without it
    would be another figure."""
    import polars as pl

    rows = pl.concat(frames).filter(~pl.col("left_out"))
    keys = _join_keys(shape, columns)
    bad = rows.filter(pl.col("wrong_why").is_not_null()).select(keys).unique()
    return tuple(rows.join(bad, on=keys, how=how, nulls_equal=True) for how in ("anti", "semi"))  # type: ignore[return-value]


def _join_keys(shape: Shape, columns: Columns) -> list[str]:
    return [key for key in shape.joins if key in columns.second and key in columns.first]


def refused_by(rows: pl.DataFrame, wrong: pl.DataFrame, shape: Shape, columns: Columns) -> pl.DataFrame:
    """The first file's rows, refused where the second says what cannot be taken."""
    import polars as pl

    keys = _join_keys(shape, columns)
    told = wrong.filter(pl.col("wrong_why").is_not_null())
    told = told.select(*keys, *(pl.col(name).alias(f"second_{name}") for name in ("row", *WRONG))).unique(
        keys, keep="first", maintain_order=True
    )
    joined = rows.join(told, on=keys, how="left", maintain_order="left")
    refused = pl.col("wrong_why").is_null() & pl.col("second_row").is_not_null()
    reason = pl.format("{}:{}:{}", pl.lit(Reason.SECOND.value), "second_row", "second_wrong_why")
    says = {name: pl.col(f"second_{name}") for name in WRONG} | {"wrong_why": reason}
    taken = [pl.when(refused).then(one).otherwise(name).alias(name) for name, one in says.items()]
    return joined.with_columns(taken).select(rows.columns)


def gathered(frames: Sequence[pl.DataFrame], shape: Shape, columns: Columns) -> pl.DataFrame:
    """The second file's rows as one for each thing of the register: figures added up, the rest of the first row."""
    import polars as pl

    keys = [key for key in shape.joins if key in columns.second]
    figures = {one.key for one in shape.fields if one.type == "figure"}
    kept = pl.concat(frames).filter(~pl.col("left_out")).drop("row", "left_out", *WRONG)
    adding = [
        pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name)
        if name in figures
        else pl.col(name).first()
        for name in kept.columns
        if name not in keys
    ]
    return kept.group_by(keys, maintain_order=True).agg(adding)


def completed(rows: pl.DataFrame, second: pl.DataFrame, shape: Shape, columns: Columns) -> pl.DataFrame:
    """Every row with what the second file tells of it; a school with two sections there becomes two rows."""
    import polars as pl

    keys = _join_keys(shape, columns)
    joined = rows.join(second, on=keys, how="left", maintain_order="left")
    blank = [
        pl.col(name).fill_null("")
        for name, kind in joined.schema.items()
        if kind == pl.String and name not in WRONG
    ]
    return joined.with_columns(blank)
