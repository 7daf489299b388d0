"""Reads the wanted columns of a sheet of an XLSX workbook, row by row."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

import numpy as np

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.tables.cells import Cells
from lianmeng.tables.columns import Growing, refuse_earliest
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


@contextmanager
def opened_sheet(file: BinaryIO, name: str, sheet: str | None) -> Iterator[tuple[Any, list[str]]]:
    """A sheet (the first, or the one named) open for streaming, and the names of all sheets."""
    refuse_bomb(file, name)
    import openpyxl

    with _as_refusals(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter here
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            names = [each.title for each in book.worksheets]
            if not names or (sheet is not None and sheet not in names):
                raise Refused(
                    say(
                        "There is no sheet {sheet}. The file has: {sheets}.",
                        sheet=sheet,
                        sheets=", ".join(names),
                    )
                )
            chosen = book[sheet or names[0]]
            chosen.reset_dimensions()  # what a file declares as its size may be far too large
            yield chosen, names
        finally:
            book.close()


@contextmanager
def _as_refusals(name: str) -> Iterator[None]:
    """openpyxl fails in many ways on a damaged file; each means that the file is damaged."""
    try:
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


def head_rows(sheet: Any) -> list[list[str]]:
    rows = islice(sheet.iter_rows(values_only=True), _HEAD_ROWS)
    return [[as_text(cell) for cell in row] for row in rows]


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
    with opened_sheet(file, name, layout.sheet) as (sheet, _):
        head = head_rows(sheet)
        at = positions(checked_headings(head, layout), wanted, head, layout)
        cells = Cells(layout.decimal or ".", layout.absent_marks, negative=layout.negative)
        refuse_words(head, wanted, at, layout, cells)
        table = Growing(wanted, cells)
        rows = enumerate(
            sheet.iter_rows(min_row=layout.heading_row + 1, values_only=True), layout.heading_row + 1
        )
        while block := list(islice(rows, ROWS_AT_ONCE)):
            if block[-1][0] > MAX_ROWS:
                raise damaged(name)
            _add(table, [row for row in block if not _blank(row[1])], at)
            if progress:
                progress(block[-1][0], block[-1][0])
        if not table.rows:
            raise Refused(say("The file has headings, but no rows below them. Choose a file with data."))
        return table.finish(Origin("xlsx", sheet=sheet.title))


def _blank(row: Sequence[object]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _add(table: Growing, block: list[tuple[int, Sequence[object]]], at: dict[str, int]) -> None:
    import polars

    numbers = [number for number, _ in block]
    columns = {
        name: [row[place] if place < len(row) else None for _, row in block] for name, place in at.items()
    }
    faults = []
    for name, column in table.numbers.items():
        values = np.full(len(block), np.nan)
        odd = []
        for index, cell in enumerate(columns[name]):
            if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell >= 0:
                values[index] = cell
            elif cell is not None:
                odd.append((index, as_text(cell)))
        faults.append(column.add(values, odd, numbers.__getitem__))
    refuse_earliest(faults)
    words = [*table.categories, *table.texts]
    table.add_words(
        {
            name: polars.Series([as_text(cell) or None for cell in columns[name]], dtype=polars.String)
            for name in words
        },
        numbers,
    )
