"""Streams the wanted columns of a file as text, block by block, so that memory does not grow with the file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.tables.delimited import blocks_of
from lianmeng.tables.encodings import GB18030, NotUtf8
from lianmeng.tables.formats import Kept, format_of, opened
from lianmeng.tables.heads import positions
from lianmeng.tables.table import Layout, Wanted
from lianmeng.tables.workbooks import ROWS_AT_ONCE, as_text, blank_row, head_rows, opened_sheet

if TYPE_CHECKING:
    import polars

_AS_THE_FILE_SAYS = Layout()


class TextBlock(NamedTuple):
    """Some rows: `texts` by heading (blank = "", no surrounding blanks), and their numbers in the spreadsheet.

    `done` of `total` tells how much is read. `anew`: the file is read again from its start in another encoding, so
    the blocks before this one do not count.
    """

    texts: dict[str, polars.Series]
    numbers: Sequence[int]
    done: int
    total: int
    anew: bool = False


def text_blocks(
    path: Path | Kept, headings: Sequence[str], *, layout: Layout = _AS_THE_FILE_SAYS, name: str = ""
) -> Iterator[TextBlock]:
    """Blocks of rows in the file's order, blank rows left out. Refuses as `read_table` does, when it comes to it."""
    with opened(path) as file:
        if format_of(file, name or path.name) == "xlsx":
            yield from _of_workbook(file, name or path.name, headings, layout)
            return
        try:
            yield from _of_text(file, headings, layout, encoding=None)
        except NotUtf8:
            file.seek(0)
            yield from _of_text(file, headings, layout, encoding=GB18030)


def _of_text(
    file: BinaryIO, headings: Sequence[str], layout: Layout, *, encoding: str | None
) -> Iterator[TextBlock]:
    total, found = file.seek(0, os.SEEK_END), False
    file.seek(0)
    for at, rows, done in blocks_of(file, Wanted(texts=headings), layout, encoding=encoding):
        texts = _stripped(dict(zip(at, rows.cells, strict=True)))
        yield TextBlock(texts, rows.numbers, done, total, anew=encoding is not None and not found)
        found = True
    _refuse_empty(found)


def _of_workbook(file: BinaryIO, name: str, headings: Sequence[str], layout: Layout) -> Iterator[TextBlock]:
    import polars

    with opened_sheet(file, name, layout.sheet) as sheet:
        at = positions(head_rows(sheet), Wanted(texts=headings), layout)
        merged = sheet.merged(layout.heading_row)
        if merged:
            raise Refused(
                say(
                    "The cells {range} are merged, so only one row has their value. Split them and fill each cell.",
                    range=merged,
                )
            )
        rows = islice(enumerate(sheet.rows(), 1), layout.heading_row, None)
        found = False
        while block := list(islice(rows, ROWS_AT_ONCE)):
            kept = [row for row in block if not blank_row(row[1])]
            cells = [
                polars.Series(
                    [as_text(row[place]) if place < len(row) else "" for _, row in kept], dtype=polars.String
                )
                for place in at.values()
            ]
            numbers = [number for number, _ in kept]
            found = found or bool(kept)
            yield TextBlock(_stripped(dict(zip(at, cells, strict=True))), numbers, block[-1][0], block[-1][0])
        _refuse_empty(found)


def _stripped(cells: dict[str, polars.Series]) -> dict[str, polars.Series]:
    import polars

    return polars.DataFrame(cells).select(polars.all().fill_null("").str.strip_chars()).to_dict()


def _refuse_empty(found: bool) -> None:
    if not found:
        raise Refused(say("The file has headings, but no rows below them. Choose a file with data."))
