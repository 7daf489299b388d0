"""Reads the wanted columns of a delimited text file, in one pass and in little memory."""

import codecs
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.tables.cells import Cells
from lianmeng.tables.columns import Block, Growing
from lianmeng.tables.encodings import GB18030, NotUtf8, Utf8Stream, encoding_of, no_text, zero_byte
from lianmeng.tables.heads import (
    delimiter_of,
    first_rows,
    positions,
    refuse_words,
)
from lianmeng.tables.rows import (
    MAX_ROW_BYTES,
    Plan,
    Rows,
    Shape,
    cut,
    exact_rows,
    length_of,
    plain_cells,
    plain_rows,
    too_long,
    whole_lines,
)
from lianmeng.tables.table import Decimal, Layout, Origin, Request, Table, Wanted

HEAD_BYTES = 1 << 20
Job = Callable[[], Rows]

_AT_ONCE = 2


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
    delimiter = _checked(layout.delimiter) or delimiter_of(text, whole=whole)
    rows = first_rows(text, delimiter, whole=whole)
    return Head(encoding, delimiter, b"\n" if "\n" in text else b"\r", text, rows, whole)


def _named(encoding: str | None) -> str | None:
    try:
        "a".encode(encoding or GB18030)
    except (LookupError, ValueError):
        raise Refused(
            say("There is no encoding {name}. Use utf-8, gb18030 or utf-16.", name=encoding)
        ) from None
    return encoding


def _checked(delimiter: str | None) -> str | None:
    if delimiter is not None and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0'):
        raise Refused(
            say(
                "“{delimiter}” cannot part cells. Name one sign, such as “,”, “;” or a tab.",
                delimiter=delimiter,
            )
        )
    return delimiter


def read_delimited(file: BinaryIO, request: Request) -> Table:
    """The table. A text that shows itself to be GB18030 only further on is read a second time."""
    try:
        return _read(file, head_of(file, request.layout), request)
    except NotUtf8:
        file.seek(0)
        return _read(file, head_of(file, request.layout, encoding=GB18030), request)


def _read(file: BinaryIO, head: Head, request: Request) -> Table:
    wanted, layout = request.wanted, request.layout
    at = positions(head.rows, wanted, layout)
    decimal = layout.decimal or _decimal_by(head.delimiter)
    cells = Cells(decimal, layout.absent_marks, negative=layout.negative)
    refuse_words(head.rows, at, wanted=wanted, layout=layout, cells=cells)
    table = Growing(wanted, cells)
    shape = Shape(head.delimiter.encode(), len(head.rows[layout.heading_row - 1]), head.line_end)
    stream = Utf8Stream(file, head.encoding, layout.block_bytes)
    cutter = _Cutter(stream, shape, _plan(wanted, at, cells), layout.heading_row + 1)
    jobs = cutter.jobs(skipped=length_of(head.text, head.delimiter, layout.heading_row))
    total = os.fstat(file.fileno()).st_size
    for block in _in_order(
        jobs, lambda rows: table.parse(dict(zip(at, rows.cells, strict=True)), rows.numbers)
    ):
        table.add(block)
        if request.progress:
            request.progress(stream.bytes_read, total)
    if not table.rows:
        raise Refused(say("The file has headings, but no rows below them. Choose a file with data."))
    return table.finish(head.origin)


def blocks_of(
    file: BinaryIO, wanted: Wanted, layout: Layout, *, encoding: str | None = None
) -> Iterator[tuple[dict[str, int], Rows, int]]:
    """The rows of a text block by block: where the wanted columns stand, their cells, and how many bytes are read.

    `NotUtf8` comes out where a text that was taken for UTF-8 shows itself to be something else.
    """
    head = head_of(file, layout, encoding=encoding)
    at = positions(head.rows, wanted, layout)
    shape = Shape(head.delimiter.encode(), len(head.rows[layout.heading_row - 1]), head.line_end)
    stream = Utf8Stream(file, head.encoding, layout.block_bytes)
    cutter = _Cutter(stream, shape, Plan(list(at.values()), {}), layout.heading_row + 1)
    for job in cutter.jobs(skipped=length_of(head.text, head.delimiter, layout.heading_row)):
        yield at, job(), stream.bytes_read


def _plan(wanted: Wanted, at: dict[str, int], cells: Cells) -> Plan:
    """Where "." is the decimal sign, a plain number may have one; elsewhere only whole numbers are plain."""
    import polars

    as_text = {at[name] for name in (*wanted.categories, *wanted.texts)}
    kind = polars.Float64 if cells.decimal == "." else polars.Int64
    return Plan(list(at.values()), {at[name]: kind for name in wanted.numbers if at[name] not in as_text})


def _decimal_by(delimiter: str) -> Decimal | None:
    """Where "," parts the fields, "." is the decimal sign; elsewhere the numbers themselves must tell."""
    return "." if delimiter == "," else None


def _in_order(jobs: Iterator[Job], parse: Callable[[Rows], Block]) -> Iterator[Block]:
    """The parsed blocks of all jobs in their order, some at work at once (polars lets other threads run).

    What stops the jobs is raised after the blocks before it, so that a file's earliest fault is the one told.
    """
    failure: Refused | NotUtf8 | None = None
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        ahead: deque[Future[Block]] = deque()
        while not failure:
            try:
                job = next(jobs)
            except StopIteration:
                break
            except (Refused, NotUtf8) as error:
                failure = error
                break
            ahead.append(pool.submit(_done, job, parse))
            if len(ahead) > _AT_ONCE:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    if failure:
        raise failure


def _done(job: Job, parse: Callable[[Rows], Block]) -> Block:
    return parse(job())


class _Cutter:
    """Cuts a stream into blocks of whole rows and makes the job of reading each."""

    def __init__(self, stream: Utf8Stream, shape: Shape, plan: Plan, number: int) -> None:
        self._stream = stream
        self._shape = shape
        self._plan = plan
        self._number = number
        self._failure: Refused | None = None

    def jobs(self, *, skipped: int) -> Iterator[Job]:
        """The jobs for all rows after the `skipped` bytes of the headings."""
        buffer, final = b"", False
        while not final:
            block, final = self._stream.read()
            buffer += block
            if len(buffer) < skipped:
                continue
            buffer, skipped = buffer[skipped:], 0
            while buffer:
                job, taken = self._next(buffer, final=final)
                if taken:
                    buffer = buffer[taken:]
                    yield job
                if self._failure:
                    raise self._failure
                if not taken:
                    break

    def _next(self, buffer: bytes, *, final: bool) -> tuple[Job, int]:
        """The job for rows from the start of the buffer, and how many bytes they take (0: read on)."""
        number = self._number
        end = self._shape.line_end
        ended = buffer + end if final and not buffer.endswith(end) else buffer
        block = self._stream.checked(ended[: cut(ended, self._shape)], number)
        count = plain_rows(block, self._shape)
        if count:
            self._number += count
            return partial(plain_cells, block, self._shape, self._plan, range(number, self._number)), len(
                block
            )
        part = buffer if final else block or whole_lines(buffer)
        if len(part) > MAX_ROW_BYTES:  # as Python text it takes many times its bytes
            part, final = whole_lines(part[:MAX_ROW_BYTES]), False
        part = self._stream.checked(part, number)
        exact = exact_rows(part, self._shape, self._plan.columns, first=number, final=final)
        if not (exact.taken or exact.failure) and len(buffer) > MAX_ROW_BYTES:
            raise Refused(too_long(number))
        self._number = exact.next_number
        self._failure = exact.failure
        return lambda: exact.rows, exact.taken
