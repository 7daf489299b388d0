"""Blocks of delimited text, cut between rows: a fast reader for plain blocks, an exact one for the rest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.tables.encodings import zero_byte

if TYPE_CHECKING:
    import polars

MAX_ROW_BYTES = 1 << 20
_QUOTE, _LF, _CR = b'"', b"\n", b"\r"


class Shape(NamedTuple):
    """What all rows of a file share: the delimiter (one byte), the number of fields, the line end."""

    delimiter: bytes
    fields: int
    line_end: bytes


class Plan(NamedTuple):
    """The wanted columns by place, from 0; plain numbers in those of `numbers` are read as that type."""

    columns: list[int]
    numbers: dict[int, type[polars.DataType]]


class Rows(NamedTuple):
    """Wanted columns of some rows, as text or numbers (null = empty), and each row's spreadsheet number."""

    cells: list[polars.Series]
    numbers: range | list[int]


def cut(buffer: bytes, shape: Shape) -> int:
    """How many bytes at the start are whole rows, as far as the quotation marks show; 0 if there are none."""
    end = buffer.rfind(shape.line_end)
    if _QUOTE not in buffer:
        return end + 1
    quotes = int(np.count_nonzero(np.frombuffer(buffer, np.uint8, end + 1) == _QUOTE[0]))
    while end >= 0 and quotes % 2:
        if len(buffer) - end > MAX_ROW_BYTES:  # the exact reader will say what is wrong
            return 0
        before = buffer.rfind(shape.line_end, 0, end)
        quotes -= buffer.count(_QUOTE, before + 1, end)
        end = before
    return end + 1


def plain_rows(block: bytes, shape: Shape) -> int | None:
    """The number of rows if every row has the right number of fields and no oddity, else None.

    The block's skeleton (its delimiters, line ends, quotation marks and control bytes) is compared with that
    of a plain block. Oddities are blank lines, mixed line ends, control bytes, and quotation marks that do
    not enclose a whole field; polars and the csv module might not agree on those.
    """
    structure = bytes({*range(9), 11, 12, *range(14, 32), *_LF, *_CR, *_QUOTE, *shape.delimiter})
    skeleton = block.translate(None, _all_but(structure))
    if _QUOTE in skeleton:
        if not _encloses_fields(block, shape):
            return None
        skeleton = _outside_quotes(skeleton)
    ends = [shape.line_end, _CR + _LF] if shape.line_end == _LF else [shape.line_end]
    for end in ends:
        if end == _CR + _LF and block.count(_CR) != block.count(end):
            continue  # a CR with something between it and the LF is no part of this line end
        row = shape.delimiter * (shape.fields - 1) + end
        rows = len(skeleton) // len(row)
        if skeleton == row * rows:
            return rows
    return None


def _all_but(kept: bytes) -> bytes:
    return bytes(set(range(256)) - set(kept))


def _encloses_fields(block: bytes, shape: Shape) -> bool:
    """Whether quotation marks come in pairs, each pair around a whole field (or doubled inside one)."""
    edged = np.frombuffer(_LF + block + _LF, np.uint8)
    marks = np.flatnonzero(edged == _QUOTE[0])
    if len(marks) % 2:
        return False
    edges = np.zeros(256, bool)
    edges[list(_QUOTE + _LF + _CR + shape.delimiter)] = True
    pairs = marks.reshape(-1, 2)
    return bool(edges[edged[pairs[:, 0] - 1]].all() and edges[edged[pairs[:, 1] + 1]].all())


def _outside_quotes(skeleton: bytes) -> bytes:
    """What of a skeleton stands outside quotation marks, given that they enclose fields."""
    rest = skeleton.replace(_QUOTE * 2, b"")
    if _QUOTE not in rest:  # no field had structure inside
        return rest
    letters = np.frombuffer(skeleton, np.uint8)
    marks = (letters == _QUOTE[0]).view(np.uint8)
    inside = np.bitwise_xor.accumulate(marks)
    outside: bytes = letters[(inside | marks) == 0].tobytes()
    return outside


def plain_cells(block: bytes, shape: Shape, plan: Plan, row_numbers: range) -> Rows:
    """The wanted columns of a plain block by polars; blank rows are left out."""
    frame = _with_numbers(block, shape, plan)
    if frame is None:
        frame = _parsed(block, shape, plan.columns)
    if frame.height != len(row_numbers):  # a rule of polars that is not known here; the csv module decides
        return exact_rows(block, shape, plan.columns, first=row_numbers.start, final=True).rows
    wanted = [frame[f"column_{at}"] for at in plan.columns]
    if not _blank(wanted).any():
        return Rows(wanted, row_numbers)
    kept = ~_blank(_parsed(block, shape, range(shape.fields)).get_columns())
    numbers = [row_numbers[at] for at in kept.arg_true().to_list()]
    return Rows([series.filter(kept) for series in wanted], numbers)


def _with_numbers(block: bytes, shape: Shape, plan: Plan) -> polars.DataFrame | None:
    """The block with its number columns as numbers; None if a cell of them is more than a plain number.

    Once this has failed it is not tried again: the next blocks will have such cells too.
    """
    import polars

    if not plan.numbers:
        return None
    try:
        frame = _parsed(block, shape, plan.columns, plan.numbers)
    except polars.exceptions.PolarsError:
        plan.numbers.clear()
        return None
    odd = (polars.col(polars.Float64).is_finite().not_() | (polars.col(polars.Float64) < 0)).any()
    odd_whole = (polars.col(polars.Int64) < 0).any()
    return None if True in frame.select(odd, odd_whole).row(0) else frame


def _blank(columns: Sequence[polars.Series]) -> polars.Series:
    """Where all columns are blank."""
    import polars

    blank = polars.repeat(True, len(columns[0]), dtype=polars.Boolean, eager=True)
    for column in columns:
        empty = column.is_null()
        blank &= empty | (column.str.strip_chars() == "") if column.dtype == polars.String else empty
        if not blank.any():
            break
    return blank


def _parsed(
    block: bytes,
    shape: Shape,
    columns: Sequence[int],
    numbers: Mapping[int, type[polars.DataType]] = MappingProxyType({}),
) -> polars.DataFrame:
    import polars

    return polars.read_csv(
        block,
        has_header=False,
        columns=sorted(set(columns)),
        separator=shape.delimiter.decode(),
        eol_char=shape.line_end.decode(),
        infer_schema=False,
        schema_overrides={f"column_{at}": kind for at, kind in numbers.items()},
    )


class Exact(NamedTuple):
    """What the exact reader made of a buffer: rows, their bytes, the next row's number, and what stopped it."""

    rows: Rows
    taken: int
    next_number: int
    failure: Refused | None


def exact_rows(buffer: bytes, shape: Shape, columns: Sequence[int], *, first: int, final: bool) -> Exact:
    """The wanted columns by the csv module, which follows every rule of quoting; at most all whole rows.

    It is stopped by a row with another number of fields, a quotation mark that is never closed or is closed
    inside a field, a zero byte, and a cell beyond the csv module's bound of 131,072 letters.
    """
    import polars

    lines = list(io.StringIO(buffer.decode(), newline=""))
    kept: list[list[str]] = []
    numbers: list[int] = []
    number, taken, failure = first, 0, None
    try:
        for row, lines_taken in _records(lines, shape, first, final=final):
            if any(cell.strip() for cell in row):
                kept.append(row)
                numbers.append(number)
            number, taken = number + 1, lines_taken
    except Refused as refused:
        failure = refused
    cells = [polars.Series([row[at] or None for row in kept], dtype=polars.String) for at in columns]
    return Exact(Rows(cells, numbers), len("".join(lines[:taken]).encode()), number, failure)


def _records(lines: list[str], shape: Shape, first: int, *, final: bool) -> Iterator[tuple[list[str], int]]:
    """Each row with the number of lines taken up to its end; a row that may go on after the lines is left."""
    reader = csv.reader(iter(lines), delimiter=shape.delimiter.decode(), strict=True)
    for number in count(first):
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error) and not final:
                return
            raise Refused(_why_broken(str(error), number)) from None
        if any("\0" in cell for cell in row):
            raise Refused(zero_byte(number))
        if len(row) != shape.fields and any(cell.strip() for cell in row):
            last = reader.line_num == len(lines) and not lines[-1].endswith(("\n", "\r"))
            cut_off = last and len(row) < shape.fields
            raise Refused(_why_ragged(len(row), shape.fields, number, cut_off=cut_off))
        yield row, reader.line_num


def length_of(text: str, delimiter: str, rows: int) -> int:
    """How many bytes of UTF-8 the first rows of a text take, with their line ends."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    for _ in range(rows):
        next(reader)
    return len(text[: lines.tell()].encode())


def whole_lines(buffer: bytes) -> bytes:
    """The buffer without its last line, which may go on in the next block."""
    return buffer[: buffer.rfind(_LF) + 1 or buffer.rfind(_CR, 0, len(buffer) - 1) + 1]


def _why_broken(error: str, number: int) -> Sentence:
    if "unexpected end" in error:
        return say(
            "Row {row} opens a quotation mark that is never closed. Close it, or delete it.", row=number
        )
    if "expected after" in error:
        return say(
            "Row {row} has letters after a closing quotation mark. "
            "Double the marks inside a cell, or delete them.",
            row=number,
        )
    return too_long(number)


def _why_ragged(found: int, expected: int, number: int, *, cut_off: bool) -> Sentence:
    values = {"row": number, "found": found, "expected": expected}
    if cut_off:
        return say(
            "The file ends inside row {row}: {found} of {expected} cells. "
            "It may be cut off; ask for the whole file.",
            **values,
        )
    return say(
        "Row {row} has {found} cells, the headings have {expected}. "
        "Look for a missing or surplus delimiter or quotation mark there.",
        **values,
    )


def too_long(number: int) -> Sentence:
    return say(
        "Row {row} is too long to be a row of a register. "
        "Look for a quotation mark there that is never closed, or choose another file.",
        row=number,
    )
