"""Writes workbooks and cells of CSV in which no text can act as a formula."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

Value = str | float | int | None

_ACTS_AS_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # Excel folds full-width forms
_FORBIDDEN_IN_TITLE = str.maketrans("[]:*?/\\", "       ")
_TITLE_LENGTH = 31
_CELL_LENGTH = 32_767


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `number_format` as spreadsheets write it ("0.000"); `width` in standard letters."""

    heading: str
    number_format: str | None = None
    width: float = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: one value per column in each row; None and NaN leave the cell empty."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = field(default_factory=tuple)


def neutral(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula: an apostrophe before what acts as one.

    Source: OWASP, "CSV Injection". For workbooks this is not needed: `write_workbook` marks text as text.
    """
    return f"'{text}" if text.lstrip(" ").startswith(_ACTS_AS_FORMULA) else text


def write_workbook(target: str | Path | BinaryIO, sheets: Sequence[Sheet]) -> None:
    """Writes an XLSX file of these sheets, with bold, frozen headings. Text is text, whatever it begins with.

    Cost: rows are streamed. A text beyond 32,767 letters, which a cell cannot hold, is cut.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for title, sheet in zip(_titles(sheets), sheets, strict=True):
            _write(
                book.add_worksheet(title), sheet, bold, [_format(book, column) for column in sheet.columns]
            )


def _format(book: Any, column: Column) -> Any:
    return book.add_format({"num_format": column.number_format}) if column.number_format else None


def _write(page: Any, sheet: Sheet, bold: Any, formats: Sequence[Any]) -> None:
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.heading, bold)
    page.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows, 1):
        for at, (value, style) in enumerate(zip(row, formats, strict=True)):
            if isinstance(value, str):
                page.write_string(number, at, value[:_CELL_LENGTH])
            elif value is not None and math.isfinite(value):
                page.write_number(number, at, value, style)


def _titles(sheets: Sequence[Sheet]) -> list[str]:
    """Titles that a workbook allows: short, without special signs, each once whatever its capitals."""
    titles: list[str] = []
    for sheet in sheets:
        base = sheet.title.translate(_FORBIDDEN_IN_TITLE).strip(" '")[:_TITLE_LENGTH] or "Sheet"
        title, count = base, 1
        while title.casefold() in (other.casefold() for other in titles):
            count += 1
            title = f"{base[: _TITLE_LENGTH - 3]} {count}"
        titles.append(title)
    return titles
