"""Reads the wanted columns of a sheet of an XLSX workbook, row by row."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.tables.cells import Cells
from lianmeng.tables.columns import Block, Growing, NumberBlock
from lianmeng.tables.formats import damaged
from lianmeng.tables.heads import checked_headings, positions, refuse_words
from lianmeng.tables.table import Layout, Origin, Table, Wanted

Progress = Callable[[int, int], None]

ROWS_AT_ONCE = 10_000
MAX_ROWS = 1_048_576  # a sheet cannot have more
# A workbook is compressed: these bounds keep a small file from unfolding into more than a register can need.
MAX_UNFOLDED_BYTES = 2 << 30
MAX_SHARED_TEXT_BYTES = 256 << 20
MAX_RATIO = 250
_RATIO_COUNTS_FROM_BYTES = 16 << 20
_HEAD_ROWS = 50


class OpenSheet(NamedTuple):
    """A sheet open for streaming: `rows()` gives its rows from the first, as often as it is called."""

    title: str
    titles: list[str]
    rows: Callable[[], Iterator[Sequence[object]]]


@contextmanager
def opened_sheet(file: BinaryIO, name: str, sheet: str | None) -> Iterator[OpenSheet]:
    """The first sheet of a workbook, or the one named. Cells are values; text where a formula has none saved."""
    refuse_bomb(file, name)
    with ExitStack() as books:
        values = _loaded(file, name, books, data_only=True)
        titles = [each.title for each in values.worksheets]
        title = sheet or next(iter(titles), "")
        if title not in titles:
            raise Refused(
                say(
                    "There is no sheet {sheet}. The file has: {sheets}.",
                    sheet=title,
                    sheets=", ".join(titles),
                )
            )
        formulas = None
        if _has_formulas(values[title], name):
            formulas = _loaded(file, name, books, data_only=False)[title]
        yield OpenSheet(title, titles, lambda: _rows(values[title], formulas, name))


def _loaded(file: BinaryIO, name: str, books: ExitStack, *, data_only: bool) -> Any:
    import openpyxl

    with _as_refusals(name):
        book = openpyxl.load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
    books.callback(book.close)
    return book


def _rows(values: Any, formulas: Any, name: str) -> Iterator[Sequence[object]]:
    with _as_refusals(name):
        rows = _streamed(values)
        if formulas:
            rows = (tuple(map(_value, *pair)) for pair in zip(rows, _streamed(formulas), strict=True))
        for number, row in enumerate(rows, 1):
            if number > MAX_ROWS:
                raise damaged(name)
            yield row


def _streamed(sheet: Any) -> Iterator[Sequence[object]]:
    sheet.reset_dimensions()  # what a file declares as its size may be far too large
    rows: Iterator[Sequence[object]] = sheet.iter_rows(values_only=True)
    return rows


def _has_formulas(sheet: Any, name: str) -> bool:
    with (
        _as_refusals(name),
        sheet._get_source() as source,
    ):  # the sheet as XML; openpyxl has no public way to it
        before = b""
        while piece := source.read(1 << 20):
            if b"<f" in before + piece:
                return True
            before = piece[-1:]
    return False


def _value(value: object, formula: object) -> object:
    """The value; where none was saved with a formula, the formula's text."""
    if value is not None or formula is None:
        return value
    text = getattr(formula, "text", formula)  # an array formula is an object with a text
    return text if isinstance(text, str) else None


@contextmanager
def _as_refusals(name: str) -> Iterator[None]:
    """openpyxl fails in many ways on a damaged file; each means that the file is damaged. It also warns of
    styles and extensions, which do not matter here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
    ) as error:
        raise damaged(name) from error
    except Exception as error:
        if type(error).__module__.split(".")[0] in ("zlib", "xml", "defusedxml", "openpyxl"):
            raise damaged(name) from error
        raise


def refuse_bomb(file: BinaryIO, name: str) -> None:
    """Refuses a workbook that would unfold beyond bounds. zipfile never reads more than is declared."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    file.seek(0)
    unfolded = sum(part.file_size for part in parts)
    folded = sum(part.compress_size for part in parts)
    shared = max((part.file_size for part in parts if part.filename.endswith("sharedStrings.xml")), default=0)
    if (
        unfolded > MAX_UNFOLDED_BYTES
        or shared > MAX_SHARED_TEXT_BYTES
        or unfolded > max(_RATIO_COUNTS_FROM_BYTES, MAX_RATIO * folded)
    ):
        raise Refused(
            say(
                "{name} would unfold to {megabytes} MB, more than a register needs. Save its rows as CSV.",
                name=name,
                megabytes=round(unfolded / 1e6),
            )
        )


def head_rows(sheet: OpenSheet) -> list[list[str]]:
    return [[as_text(cell) for cell in row] for row in islice(sheet.rows(), _HEAD_ROWS)]


def as_text(cell: object) -> str:
    """A cell as a person reads it in the sheet, to name it in a sentence or to keep it as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


def read_workbook(
    file: BinaryIO, name: str, wanted: Wanted, layout: Layout, progress: Progress | None
) -> Table:
    with opened_sheet(file, name, layout.sheet) as sheet:
        head = head_rows(sheet)
        at = positions(checked_headings(head, layout), wanted, head, layout)
        cells = Cells(layout.decimal or ".", layout.absent_marks, negative=layout.negative)
        refuse_words(head, wanted, at, layout, cells)
        table = Growing(wanted, cells)
        rows = islice(enumerate(sheet.rows(), 1), layout.heading_row, None)
        while block := list(islice(rows, ROWS_AT_ONCE)):
            table.add(_block(table, [row for row in block if not _blank(row[1])], at))
            if progress:
                progress(block[-1][0], block[-1][0])
        if not table.rows:
            raise Refused(say("The file has headings, but no rows below them. Choose a file with data."))
        return table.finish(Origin("xlsx", sheet=sheet.title))


def _blank(row: Sequence[object]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _block(table: Growing, rows: list[tuple[int, Sequence[object]]], at: dict[str, int]) -> Block:
    import polars

    columns = {
        name: [row[place] if place < len(row) else None for _, row in rows] for name, place in at.items()
    }
    words = {
        name: polars.Series([as_text(cell) or None for cell in columns[name]], dtype=polars.String)
        for name in (*table.categories, *table.texts)
    }
    return Block(
        {name: _numbers(columns[name]) for name in table.numbers},
        {name: column.parse(words[name]) for name, column in table.categories.items()},
        {name: column.parse(words[name]) for name, column in table.texts.items()},
        [number for number, _ in rows],
    )


def _numbers(cells: Sequence[object]) -> NumberBlock:
    values = np.full(len(cells), np.nan)
    odd = []
    for index, cell in enumerate(cells):
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell >= 0:
            values[index] = cell
        elif cell is not None:
            odd.append(index)
    return NumberBlock(values, odd, [as_text(cells[index]) for index in odd])
