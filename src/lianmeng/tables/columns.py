"""Columns that grow block by block while a file is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.tables.cells import Cells, Kind, shown, why_not_a_number
from lianmeng.tables.table import Decimal, Groups, Origin, Places, Table, Wanted

if TYPE_CHECKING:
    import polars

Floats = NDArray[np.float64]
RowOf = Callable[[int], int]

_TEXTS_AT_ONCE = 10_000


class Fault(NamedTuple):
    """A cell that will not be read, and the sentence that says so. The earliest of a block is refused."""

    row: int
    sentence: Sentence


class Example(NamedTuple):
    row: int
    text: str


class NumberBlock(NamedTuple):
    """Values of some rows; the cells at the `odd` indices are still text."""

    values: Floats
    odd: list[int]
    odd_texts: list[str]


class GroupBlock(NamedTuple):
    """Group names of some rows: codes into the different cells of this block."""

    codes: NDArray[np.int32]
    different: list[str | None]


class Block(NamedTuple):
    """Some rows of the wanted columns, ready to be added, with the number of each row in the spreadsheet."""

    numbers: dict[str, NumberBlock]
    categories: dict[str, GroupBlock]
    texts: dict[str, polars.Series]
    row_numbers: range | list[int]


class NumberColumn:
    """float64 values with NaN for "not sent". What "," and "." mean may stay open until the last row."""

    def __init__(self, name: str, cells: Cells) -> None:
        self.name = name
        self._cells = cells
        self._blocks: list[Floats] = []
        self._rows = 0
        self._open: dict[Kind, list[int]] = {Kind.DOT_AND_THREE: [], Kind.COMMA_AND_THREE: []}
        self._examples: dict[Kind, Example] = {}

    def parse(self, texts: polars.Series) -> NumberBlock:
        """A block of cells, numbers or text; cells that are more than a plain number are left as text."""
        import polars

        if texts.dtype != polars.String:
            return NumberBlock(texts.cast(polars.Float64).to_numpy(), [], [])
        values: Floats = texts.cast(polars.Float64, strict=False).fill_null(np.nan).to_numpy().copy()
        odd = ~np.isfinite(values)
        if not self._cells.negative:
            odd |= values < 0
        if self._cells.decimal != ".":  # then "1.234" is not plain either
            odd |= texts.str.contains(".", literal=True).fill_null(False).to_numpy()
        odd &= texts.is_not_null().to_numpy()
        where = np.flatnonzero(odd)
        return NumberBlock(values, where.tolist(), texts.gather(where).to_list())

    def add(self, block: NumberBlock, row_of: RowOf) -> Fault | None:
        """A block of values, whose odd cells are read one by one."""
        values = block.values
        for index, text in zip(block.odd, block.odd_texts, strict=True):
            reading = self._cells.read(text)
            if reading.kind is Kind.BAD:
                row = row_of(index)
                sentence = why_not_a_number(text, row=row, column=self.name, decimal=self._cells.decimal)
                return Fault(row, sentence)
            values[index] = reading.value
            if reading.kind in self._open:
                self._open[reading.kind].append(self._rows + index)
            if reading.kind not in self._examples:
                self._examples[reading.kind] = Example(row_of(index), text)
        self._blocks.append(values)
        self._rows += len(values)
        return None

    @property
    def evidence(self) -> Decimal | None:
        """The decimal sign that this column's cells show, if they show one; refuses where they show both."""
        dot, comma = (self._examples.get(kind) for kind in (Kind.DOT_IS_DECIMAL, Kind.COMMA_IS_DECIMAL))
        if dot and comma:
            raise Refused(
                say(
                    "Column {column} has decimal points and decimal commas: “{first}” in row {row} and "
                    "“{second}” in row {other_row}. Write all its numbers one way.",
                    column=self.name,
                    first=shown(dot.text),
                    row=dot.row,
                    second=shown(comma.text),
                    other_row=comma.row,
                )
            )
        return "." if dot else "," if comma else None

    def finish(self, decimal_of_file: Decimal | None) -> Floats:
        """All values. `decimal_of_file` decides where this column's own cells do not."""
        values = np.concatenate(self._blocks) if self._blocks else np.empty(0)
        self._blocks = []
        if any(self._open.values()):
            decimal = self.evidence or decimal_of_file
            if decimal is None:
                raise Refused(self._undecided())
            at = self._open[Kind.DOT_AND_THREE if decimal == "." else Kind.COMMA_AND_THREE]
            values[at] /= 1000
        return values

    def _undecided(self) -> Sentence:
        kind = Kind.COMMA_AND_THREE if self._open[Kind.COMMA_AND_THREE] else Kind.DOT_AND_THREE
        example = self._examples[kind]
        return say(
            "Row {row}, column {column}: “{value}” can be read in two ways. "
            "Say which decimal sign the file uses, “.” or “,”.",
            row=example.row,
            column=self.name,
            value=example.text,
        )


class GroupColumn:
    """int32 codes with their labels."""

    def __init__(self) -> None:
        self._blocks: list[NDArray[np.int32]] = []
        self._codes: dict[str, int] = {}

    @staticmethod
    def parse(texts: polars.Series) -> GroupBlock:
        import polars

        different = texts.unique(maintain_order=True)
        places = polars.Series(range(len(different)), dtype=polars.Int32)
        codes = texts.replace_strict(different, places).cast(polars.Int32)  # of no rows, it has no type
        return GroupBlock(codes.to_numpy(), different.to_list())

    def add(self, block: GroupBlock) -> None:
        codes = np.fromiter(map(self._code, block.different), np.int32, len(block.different))
        self._blocks.append(codes[block.codes])

    def _code(self, text: str | None) -> int:
        label = text.strip() if text else ""
        return self._codes.setdefault(label, len(self._codes)) if label else -1

    def finish(self) -> Groups:
        codes = np.concatenate(self._blocks) if self._blocks else np.empty(0, np.int32)
        self._blocks = []
        return Groups(codes, list(self._codes))


class Texts(Sequence[str]):
    """A column of text, held compactly; a sequence of str, without surrounding blanks."""

    def __init__(self, series: polars.Series) -> None:
        self._series = series

    def __len__(self) -> int:
        return len(self._series)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return self._series[at].to_list()
        return str(self._series[at])

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), _TEXTS_AT_ONCE):
            yield from self._series[start : start + _TEXTS_AT_ONCE].to_list()


class TextColumn:
    """Text as it stands in the file, without surrounding blanks."""

    def __init__(self) -> None:
        self._blocks: list[polars.Series] = []

    @staticmethod
    def parse(texts: polars.Series) -> polars.Series:
        return texts.fill_null("").str.strip_chars()

    def add(self, block: polars.Series) -> None:
        self._blocks.append(block)

    def finish(self) -> Texts:
        import polars

        column = polars.Series(dtype=polars.String)
        for block in self._blocks:
            column.append(block)
        self._blocks = []
        return Texts(column)


class Growing:
    """The wanted columns of a table that is being read."""

    def __init__(self, wanted: Wanted, cells: Cells) -> None:
        self.numbers = {name: NumberColumn(name, cells) for name in wanted.numbers}
        self.categories = {name: GroupColumn() for name in wanted.categories}
        self.texts = {name: TextColumn() for name in wanted.texts}
        self.places = Places()
        self.rows = 0

    def parse(self, cells: dict[str, polars.Series], row_numbers: range | list[int]) -> Block:
        """A block of rows from their text (null = empty). Changes nothing, so any thread may call it."""
        return Block(
            {name: column.parse(cells[name]) for name, column in self.numbers.items()},
            {name: column.parse(cells[name]) for name, column in self.categories.items()},
            {name: column.parse(cells[name]) for name, column in self.texts.items()},
            row_numbers,
        )

    def add(self, block: Block) -> None:
        """The next block. Refuses the earliest cell that is wrong."""
        row_of = block.row_numbers.__getitem__
        faults = [self.numbers[name].add(numbers, row_of) for name, numbers in block.numbers.items()]
        found = [fault for fault in faults if fault]
        if found:
            raise Refused(min(found, key=lambda fault: fault.row).sentence)
        for name, groups in block.categories.items():
            self.categories[name].add(groups)
        for name, texts in block.texts.items():
            self.texts[name].add(texts)
        self.places.extend(self.rows, block.row_numbers)
        self.rows += len(block.row_numbers)

    def finish(self, origin: Origin) -> Table:
        evidence = {sign for column in self.numbers.values() if (sign := column.evidence)}
        of_file = evidence.pop() if len(evidence) == 1 else None
        return Table(
            rows=self.rows,
            numbers={name: column.finish(of_file) for name, column in self.numbers.items()},
            categories={name: column.finish() for name, column in self.categories.items()},
            texts={name: column.finish() for name, column in self.texts.items()},
            origin=origin,
            places=self.places,
        )
