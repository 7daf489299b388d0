"""The refused rows as they stood in the file, to be mended and loaded again, with what is wrong beside each.

Identity numbers leave sealed; the seal is opened where the row comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from lianmeng.core.sentences import Sentence, say
from lianmeng.database.sealed_files import SealedFile
from lianmeng.database.secrets import as_sent
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import first_file, second_file
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.vocabulary import RowState
from lianmeng.tables import Column, Layout, Sheet, peek, text_blocks, write_workbook

MOST = 50_000
_AT_ONCE = 1_000
_WHY = say("What is wrong")


def write_refused(one: Import, target: BinaryIO, speak: Callable[[Sentence], str]) -> None:
    """A workbook in which every cell is text. Beyond `MOST` rows it ends: then a column was named wrongly."""
    shown = Shown(one)
    secret = shown.columns.first.get("identity", ())
    told, layout = dict(_told(shown, speak)), shown.columns.layout
    _write(target, first_file(one), layout, told, secret=frozenset(secret), speak=speak)


def write_refused_of_second(one: Import, target: BinaryIO, speak: Callable[[Sentence], str]) -> None:
    """Of the second file all rows of each thing of which one is wrong, so that they add up when mended."""
    shown, path = Shown(one), second_file(one)
    assert path is not None
    told = {number: speak(wrong) if wrong else "" for number, wrong in shown.second_refused()}
    secret = shown.columns.second.get("identity", ())
    _write(target, path, shown.columns.second_layout, told, secret=frozenset(secret), speak=speak)


def _write(
    target: BinaryIO,
    path: SealedFile,
    layout: Layout,
    told: Mapping[int, str],
    *,
    secret: frozenset[str],
    speak: Callable[[Sentence], str],
) -> None:
    headings = [heading for heading in dict.fromkeys(peek(path, layout=layout).headings) if heading]
    columns = [Column(heading) for heading in headings] + [Column(speak(_WHY), width=60)]

    def rows() -> Iterator[list[str]]:
        for block in text_blocks(path, headings, layout=layout):
            places = {number: at for at, number in enumerate(block.numbers) if number in told}
            for number, at in places.items():
                cells = ((heading, block.texts[heading][at]) for heading in headings)
                yield [*(as_sent(text) if name in secret else text for name, text in cells), told[number]]

    write_workbook(target, [Sheet(speak(RowState.REFUSED.label), columns, rows())])


def _told(shown: Shown, speak: Callable[[Sentence], str]) -> Iterator[tuple[int, str]]:
    for first in range(0, MOST, _AT_ONCE):
        rows = shown.rows(RowState.REFUSED, first, _AT_ONCE)
        for row in rows:
            if row.number is not None and row.refusal is not None:
                yield row.number, speak(row.refusal)
        if len(rows) < _AT_ONCE:
            return
