"""Reads the wanted columns of a delimited text file, in one pass and in little memory."""

import codecs
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.tables.cells import Cells
from lianmeng.tables.columns import Growing
from lianmeng.tables.encodings import GB18030, NotUtf8, Utf8Stream, encoding_of, no_text, zero_byte
from lianmeng.tables.heads import (
    checked_headings,
    delimiter_of,
    first_rows,
    positions,
    refuse_words,
)
from lianmeng.tables.rows import (
    MAX_ROW_BYTES,
    Rows,
    Shape,
    cut,
    exact_rows,
    fast_rows,
    length_of,
    plain_rows,
    too_long,
    whole_lines,
)
from lianmeng.tables.table import Decimal, Layout, Origin, Table, Wanted

HEAD_BYTES = 1 << 20
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a file, understood: how it is written, and its first rows."""

    encoding: str
    delimiter: str
    line_end: bytes
    text: str
    rows: list[list[str]]
    whole: bool

    @property
    def origin(self) -> Origin:
        return Origin("csv", self.encoding, self.delimiter)


def head_of(file: BinaryIO, layout: Layout, *, encoding: str | None = None) -> Head:
    """Reads up to `HEAD_BYTES` and goes back to the start."""
    raw = file.read(HEAD_BYTES)
    file.seek(0)
    whole = len(raw) < HEAD_BYTES
    encoding = encoding or _named(layout.encoding) or encoding_of(raw, whole=whole)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(raw, whole).removeprefix("\ufeff")
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise no_text(at, 1 + raw.count(b"\n", 0, at)) from None
    if "\0" in text:
        raise Refused(zero_byte(1 + text.count("\n", 0, text.index("\0"))))
    if not whole and "\n" not in text and "\r" not in text:
        raise Refused(too_long(1))
    delimiter = layout.delimiter or delimiter_of(text, whole=whole)
    rows = first_rows(text, delimiter, whole=whole)
    return Head(encoding, delimiter, b"\n" if "\n" in text else b"\r", text, rows, whole)


def _named(encoding: str | None) -> str | None:
    try:
        return encoding and codecs.lookup(encoding).name
    except LookupError:
        raise Refused(
            say("There is no encoding {name}. Use utf-8, gb18030 or utf-16.", name=encoding)
        ) from None


def read_delimited(file: BinaryIO, wanted: Wanted, layout: Layout, progress: Progress | None) -> Table:
    """The table. A text that shows itself to be GB18030 only further on is read a second time."""
    try:
        return _read(file, head_of(file, layout), wanted, layout, progress)
    except NotUtf8:
        file.seek(0)
        return _read(file, head_of(file, layout, encoding=GB18030), wanted, layout, progress)


def _read(file: BinaryIO, head: Head, wanted: Wanted, layout: Layout, progress: Progress | None) -> Table:
    headings = checked_headings(head.rows, layout)
    at = positions(headings, wanted, head.rows, layout)
    cells = Cells(
        layout.decimal or _decimal_by(head.delimiter), layout.absent_marks, negative=layout.negative
    )
    refuse_words(head.rows, wanted, at, layout, cells)
    table = Growing(wanted, cells)
    shape = Shape(head.delimiter.encode(), len(headings), head.line_end)
    stream = Utf8Stream(file, head.encoding, layout.block_bytes)
    skipped = length_of(head.text, head.delimiter, layout.heading_row)
    total = os.fstat(file.fileno()).st_size
    for series, numbers in _blocks(stream, shape, list(at.values()), skipped, layout.heading_row + 1):
        table.add(dict(zip(at, series, strict=True)), numbers)
        if progress:
            progress(stream.bytes_read, total)
    if not table.rows:
        raise Refused(say("The file has headings, but no rows below them. Choose a file with data."))
    return table.finish(head.origin)


def _decimal_by(delimiter: str) -> Decimal | None:
    """Where "," parts the fields, "." is the decimal sign; elsewhere the numbers themselves must tell."""
    return "." if delimiter == "," else None


def _blocks(
    stream: Utf8Stream, shape: Shape, columns: list[int], skipped: int, number: int
) -> Iterator[Rows]:
    """The wanted columns block by block, after the `skipped` bytes of the headings; `number` is the next row."""
    buffer, final = b"", False
    while not final:
        block, final = stream.read()
        buffer += block
        if len(buffer) < skipped:
            continue
        buffer, skipped = buffer[skipped:], 0
        if final and buffer and not buffer.endswith(shape.line_end):
            buffer += shape.line_end
        while buffer:
            rows, taken, number = _next_rows(stream, buffer, shape, columns, number, final=final)
            if not taken:
                break
            buffer = buffer[taken:]
            yield rows


def _next_rows(
    stream: Utf8Stream, buffer: bytes, shape: Shape, columns: list[int], number: int, *, final: bool
) -> tuple[Rows, int, int]:
    """Rows from the start of the buffer, the bytes they took (0: read on), and the next row's number."""
    end = cut(buffer, shape)
    block = stream.checked(buffer[:end], number)
    count = plain_rows(block, shape)
    if count:
        rows = fast_rows(block, shape, columns, count=count, first=number)
        if rows:
            return rows, end, number + count
    part = buffer if final else block or whole_lines(buffer)
    exact = exact_rows(stream.checked(part, number), shape, columns, first=number, final=final)
    if not exact.taken and len(buffer) > MAX_ROW_BYTES:
        raise Refused(too_long(number))
    return exact.rows, exact.taken, exact.next_number
