"""What is read from a file of rows, and how a caller says what the file cannot say itself."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Decimal = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out, where the caller knows better than the reader.

    `heading_row` counts as a spreadsheet does, from 1. `decimal`, `encoding` and `delimiter` are found out
    where they are None. `absent_marks` are further marks for "not sent", beside `cells.ABSENT_MARKS`.
    `negative` lets numbers below zero pass. `block_bytes` is how much of the file is held at once.
    """

    heading_row: int = 1
    sheet: str | None = None
    decimal: Decimal | None = None
    encoding: str | None = None
    delimiter: str | None = None
    absent_marks: Sequence[str] = ()
    negative: bool = False
    block_bytes: int = 3 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """The headings to read, by what their cells become. A heading may be wanted in more than one way."""

    numbers: Sequence[str] = ()
    categories: Sequence[str] = ()
    texts: Sequence[str] = ()

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys([*self.numbers, *self.categories, *self.texts]))


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a reader; `progress` is told how much is read, of how much."""

    wanted: Wanted
    layout: Layout
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """How the file is written. A workbook has no encoding and no delimiter, a text file no sheet."""

    format: Literal["csv", "xlsx"]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """A column that names a group: `codes` int32[n] point into `labels`; -1 stands for a blank cell.

    Labels are in order of first appearance, without surrounding blanks, each once.
    """

    codes: NDArray[np.int32]
    labels: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The wanted columns of `rows` rows: numbers float64[n] (NaN = not sent), groups, texts (blank = "").

    Rows whose cells are all blank are not rows of the table.
    """

    rows: int
    numbers: Mapping[str, NDArray[np.float64]]
    categories: Mapping[str, Groups]
    texts: Mapping[str, Sequence[str]]
    origin: Origin
    places: "Places"

    def row_number(self, index: int) -> int:
        """The number that a spreadsheet shows beside the row at `index` (from 0)."""
        return self.places.row_number(index)


@dataclass(frozen=True, slots=True)
class Peek:
    """The head of a file: enough to ask which columns are meant.

    `rows` are the first rows under the headings, as text. `row_count` is None where it is not known.
    `sheets` names the sheets of a workbook.
    """

    origin: Origin
    heading_row: int
    headings: list[str]
    rows: list[list[str]]
    row_count: int | None
    sheets: list[str] = field(default_factory=list)


class Places:
    """Which spreadsheet row each row of a table came from, kept as the few places where the count jumps."""

    def __init__(self) -> None:
        self._indices: list[int] = []
        self._numbers: list[int] = []

    def extend(self, index: int, numbers: range | list[int]) -> None:
        """The rows from `index` on have these numbers."""
        if isinstance(numbers, range):  # without a gap
            numbers = [*numbers[:1]]
        for at, number in enumerate(numbers, index):
            if not self._indices or self.row_number(at) != number:
                self._indices.append(at)
                self._numbers.append(number)

    def row_number(self, index: int) -> int:
        at = bisect_right(self._indices, index) - 1
        return self._numbers[at] + index - self._indices[at]
