"""Reads the wanted columns of a sheet of an XLSX workbook, row by row."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from html import unescape
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.tables.cells import Cells
from lianmeng.tables.columns import Block, Growing, NumberBlock
from lianmeng.tables.filled import as_shown, pieces_of
from lianmeng.tables.formats import damaged
from lianmeng.tables.heads import positions, refuse_words
from lianmeng.tables.table import Origin, Request, Table

ROWS_AT_ONCE = 10_000
MAX_ROWS = 1_048_576  # a sheet cannot have more
# A workbook is compressed: these bounds keep a small file from unfolding into more than a register can need.
MAX_UNFOLDED_BYTES = 2 << 30
MAX_SHARED_TEXT_BYTES = 256 << 20
MAX_RATIO = 250
_RATIO_COUNTS_FROM_BYTES = 16 << 20
_HEAD_ROWS = 50
_LONGEST_CELL_BYTES = 64 << 10
_FORMULA_ALONE = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}([0-9]{1,7}))"')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAMAGE = (zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError, EOFError, OSError)
_Formulas = dict[int, dict[int, str]]


class OpenSheet(NamedTuple):
    """A sheet open for streaming: `rows()` gives its rows from the first, as often as it is called.

    `merged(row)` names the first merged cells that reach below a row: only the first of them holds a value.
    """

    title: str
    titles: list[str]
    rows: Callable[[], Iterator[Sequence[object]]]
    merged: Callable[[int], str | None]


@contextmanager
def opened_sheet(file: BinaryIO, name: str, sheet: str | None) -> Iterator[OpenSheet]:
    """The first sheet of a workbook that is not hidden, or the one named.

    Cells are values; text where a formula has none saved.
    """
    refuse_bomb(file, name)
    with _as_refusals(name):
        import openpyxl

        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    with closing(book):
        titles = [each.title for each in book.worksheets]
        seen = [each.title for each in book.worksheets if each.sheet_state == "visible"]
        title = sheet or next(iter([*seen, *titles]), "")
        if title not in titles:
            raise Refused(
                say(
                    "There is no sheet {sheet}. The file has: {sheets}.",
                    sheet=title,
                    sheets=tuple(titles),
                )
            )
        with _as_refusals(name):
            unsaved = _unsaved_formulas(book[title])
        yield OpenSheet(
            title, titles, lambda: _rows(book[title], unsaved, name), lambda row: _merged(book[title], row)
        )


def _merged(sheet: Any, below: int) -> str | None:
    rest = b""
    with sheet._get_source() as source:  # openpyxl tells merged cells only of workbooks that it holds whole
        while piece := source.read(1 << 20):
            rest = rest[-100:] + piece
            found = next((match for match in _MERGED.finditer(rest) if int(match[2]) > below), None)
            if found:
                return found[1].decode()
    return None


def _rows(sheet: Any, unsaved: _Formulas, name: str) -> Iterator[Sequence[object]]:
    sheet.reset_dimensions()  # what a file declares as its size may be far too large
    fills = any(map(pieces_of, sheet.parent._number_formats))  # openpyxl has no public list of the formats
    with _as_refusals(name):
        for number, row in enumerate(sheet.iter_rows(values_only=not fills), 1):
            if number > MAX_ROWS:
                raise damaged(name)
            cells = as_shown(row) if fills else row
            formulas = unsaved.get(number)
            yield [formulas.get(at, cell) for at, cell in enumerate(cells, 1)] if formulas else cells


def _unsaved_formulas(sheet: Any) -> _Formulas:
    """The formulas of a sheet with which no value is saved, by row and column from 1.

    openpyxl gives None for them, as for an empty cell; so this looks at the XML itself, one pass over it.
    """
    from openpyxl.utils import column_index_from_string

    found: _Formulas = {}
    rest = b""
    with sheet._get_source() as source:  # openpyxl has no public way to the XML
        while piece := source.read(1 << 20):
            rest += piece
            done = max(rest.rfind(b"<c "), len(rest) - _LONGEST_CELL_BYTES)
            for match in _FORMULA_ALONE.finditer(rest):
                done = max(done, match.end())
                if b't="str"' not in match[3]:  # there an empty value is an empty text
                    row = found.setdefault(int(match[2]), {})
                    row[column_index_from_string(match[1].decode())] = "=" + unescape(
                        (match[4] or b"").decode()
                    )
            rest = rest[max(0, done) :]
    return found


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
    except _DAMAGE as error:
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
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(cell))  # how XLSX writes a carriage return
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")  # half a letter is no letter


def read_workbook(file: BinaryIO, name: str, request: Request) -> Table:
    wanted, layout = request.wanted, request.layout
    with opened_sheet(file, name, layout.sheet) as sheet:
        head = head_rows(sheet)
        at = positions(head, wanted, layout)
        cells = Cells(layout.decimal or ".", layout.absent_marks, negative=layout.negative)
        refuse_words(head, at, wanted=wanted, layout=layout, cells=cells)
        table = Growing(wanted, cells)
        rows = islice(enumerate(sheet.rows(), 1), layout.heading_row, None)
        while block := list(islice(rows, ROWS_AT_ONCE)):
            table.add(_block(table, [row for row in block if not blank_row(row[1])], at))
            if request.progress:
                request.progress(block[-1][0], block[-1][0])
        if not table.rows:
            raise Refused(say("The file has headings, but no rows below them. Choose a file with data."))
        return table.finish(Origin("xlsx", sheet=sheet.title))


def blank_row(row: Sequence[object]) -> bool:
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


_LARGEST = 1e300  # beyond it lies what a float cannot hold


def _numbers(cells: Sequence[object]) -> NumberBlock:
    values = np.full(len(cells), np.nan)
    odd = []
    for index, cell in enumerate(cells):
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0 <= cell < _LARGEST:
            values[index] = cell
        elif cell is not None:
            odd.append(index)
    return NumberBlock(values, odd, [as_text(cells[index]) for index in odd])
