"""The two ways into a file of rows: a look at its head, and its wanted columns."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from lianmeng.tables.delimited import head_of, read_delimited
from lianmeng.tables.formats import Kept, format_of, opened
from lianmeng.tables.heads import checked_headings
from lianmeng.tables.table import Layout, Origin, Peek, Request, Table, Wanted
from lianmeng.tables.workbooks import head_rows, opened_sheet, read_workbook

_AS_THE_FILE_SAYS = Layout()
_ROWS_SHOWN = 20


def peek(
    path: str | Path | Kept,
    *,
    layout: Layout = _AS_THE_FILE_SAYS,
    name: str = "",
    finds: Callable[[Sequence[Sequence[str]]], int] | None = None,
) -> Peek:
    """The headings and first rows of a file, read from its first megabyte. Refuses as `read_table` does, by `name`.

    `finds` tells from the first rows in which of them the headings stand, in place of the layout.
    """
    path = Path(path) if isinstance(path, str) else path
    name = name or path.name
    with opened(path) as file:
        if format_of(file, name) == "xlsx":
            with opened_sheet(file, name, layout.sheet) as sheet:
                origin = Origin("xlsx", sheet=sheet.title)
                rows = head_rows(sheet)
                layout = replace(layout, heading_row=finds(rows)) if finds else layout
                return _peek(rows, origin, layout, whole=False, sheets=sheet.titles)
        head = head_of(file, layout)
        layout = replace(layout, heading_row=finds(head.rows)) if finds else layout
        return _peek(head.rows, head.origin, layout, whole=head.whole, sheets=[])


def _peek(rows: list[list[str]], origin: Origin, layout: Layout, *, whole: bool, sheets: list[str]) -> Peek:
    headings = checked_headings(rows, layout)
    below = [row for row in rows[layout.heading_row :] if any(cell.strip() for cell in row)]
    return Peek(
        origin=origin,
        heading_row=layout.heading_row,
        headings=headings,
        rows=below[:_ROWS_SHOWN],
        row_count=len(below) if whole and len(rows) < 50 else None,
        sheets=sheets,
    )


def read_table(
    path: str | Path,
    *,
    numbers: Sequence[str] = (),
    categories: Sequence[str] = (),
    texts: Sequence[str] = (),
    layout: Layout = _AS_THE_FILE_SAYS,
    progress: Callable[[int, int], None] | None = None,
) -> Table:
    """The wanted columns of a CSV or XLSX file: see `Table`.

    CSV in UTF-8, GB18030, Big5 or UTF-16, parted by commas, semicolons, bars or tabs (both found out), quoted
    as RFC 4180 says, with any line ends. `numbers` are not negative unless `layout.negative`; marks such as "-" or
    "未报送" are NaN. `progress` is told after each block how much is read, of how much (bytes, or rows).

    Refuses, with row and column, whatever it would have to guess at; it never drops or shifts a cell.
    Cost: one pass; memory for one block (`layout.block_bytes`, some five times over) and the columns.
    """
    path = Path(path)
    request = Request(Wanted(numbers, categories, texts), layout, progress)
    with opened(path) as file:
        if format_of(file, path.name) == "xlsx":
            return read_workbook(file, path.name, request)
        return read_delimited(file, request)
