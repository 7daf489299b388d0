"""A table as a file: CSV or a workbook, with the words of the page in the reader's language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import get_language

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import Sentence
from lianmeng.tables import Column, Sheet, neutral, write_workbook
from lianmeng.tables.writing import Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("csv", "xlsx")
_MARK = "\ufeff"  # so that spreadsheets read the file as UTF-8


def table_file(
    suffix: str, name: str, *, sheet: Sentence, columns: Sequence[Column], rows: Iterable[list[Value]]
) -> HttpResponse:
    """`suffix` is one of `FORMATS`, `name` the file's without it."""
    title = spoken(sheet, get_language() or CHINESE)
    content = _csv(columns, rows) if suffix == "csv" else _xlsx(title, columns, rows)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8" if suffix == "csv" else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer


def _csv(columns: Sequence[Column], rows: Iterable[list[Value]]) -> bytes:
    text = io.StringIO(_MARK, newline="")
    text.seek(0, io.SEEK_END)
    sheet = csv.writer(text)
    sheet.writerow([one.heading for one in columns])
    sheet.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def _xlsx(title: str, columns: Sequence[Column], rows: Iterable[list[Value]]) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, [Sheet(title, columns, rows)])
    return stream.getvalue()
