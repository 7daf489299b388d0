"""What a cell of a number column says: a number, "not sent", or something that nobody should guess at."""

import math
import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from lianmeng.core.sentences import Sentence, say
from lianmeng.tables.table import Decimal

# Marks that registers write where a figure was not sent. Compared without surrounding blanks, without regard
# to capitals, and after full-width forms are made plain (so "－" is "-" and "…" is "...").
ABSENT_MARKS = frozenset(
    mark.casefold()
    for mark in (
        *("", "-", "--", "---", "----", "–", "—", "——", "―", "_", "__", "___"),  # strokes
        *(".", "..", "...", "......", "*", "**"),  # Stata, the World Bank, Eurostat, suppressed figures
        *("NA", "N/A", "#N/A", "n.a.", "n.d.", "NaN", "null", "None", "nil", "(blank)", "missing"),
        *("未报送", "未報送", "未填报", "未填報", "未填", "未报", "未提供", "无", "無", "无数据", "無資料"),
        *("不详", "不詳", "缺", "缺失", "暂缺", "暫缺", "空"),
    )
)

_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_COMMA_DECIMAL = re.compile(r"[+-]?(?:[0-9]+,[0-9]*|,[0-9]+)")
_THREE_AFTER = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_COMMA_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_DOT_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?")
_SPACE_GROUPS = re.compile(r"([+-]?[0-9]{1,3}(?:[ '’][0-9]{3})+)([.,][0-9]+)?")


class Kind(Enum):
    """What was found in a cell. The last two can be read in two ways; the rest of the column decides."""

    PLAIN = auto()
    ABSENT = auto()
    BAD = auto()
    DOT_IS_DECIMAL = auto()
    COMMA_IS_DECIMAL = auto()
    DOT_AND_THREE = auto()
    COMMA_AND_THREE = auto()


class Reading(NamedTuple):
    kind: Kind
    value: float


_BAD = Reading(Kind.BAD, math.nan)
_ABSENT = Reading(Kind.ABSENT, math.nan)


class Cells:
    """Reads the text of number cells. `decimal` None leaves open what "," and "." mean: see `Kind`.

    A cell of the kinds `…_AND_THREE` ("1,234") has its value read as thousands (1234). A thousandth of it is
    the other reading, to the last bit: dividing whole numbers below 2**53 rounds as reading "1.234" does.
    """

    def __init__(
        self, decimal: Decimal | None, absent_marks: Sequence[str] = (), *, negative: bool = False
    ) -> None:
        self._decimal = decimal
        self._absent = ABSENT_MARKS | {_folded(mark) for mark in absent_marks}
        self._negative = negative
        self._seen: dict[str, Reading] = {}

    @property
    def decimal(self) -> Decimal | None:
        return self._decimal

    @property
    def negative(self) -> bool:
        return self._negative

    def read(self, text: str) -> Reading:
        reading = self._seen.get(text)
        if reading is None:
            if len(self._seen) > 100_000:  # a bound on memory; a column rarely has so many different cells
                self._seen.clear()
            reading = self._seen[text] = self._judged(_folded(text))
        return reading

    def _judged(self, text: str) -> Reading:
        if text in self._absent:
            return _ABSENT
        reading = _written(text)
        if not math.isfinite(reading.value) or (reading.value < 0 and not self._negative):
            return _BAD
        return reading if self._decimal is None else _settled(reading, self._decimal)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip().casefold()


def _written(text: str) -> Reading:
    """The number as written, with what its point and comma show about the rest of the column."""
    spaced = _SPACE_GROUPS.fullmatch(text)
    if spaced:
        return _pointed(re.sub("[ '’]", "", spaced[1]) + (spaced[2] or ""))
    if _THREE_AFTER.fullmatch(text):
        kind = Kind.DOT_AND_THREE if "." in text else Kind.COMMA_AND_THREE
        return Reading(kind, float(re.sub("[.,]", "", text)))
    return _pointed(text)


def _pointed(text: str) -> Reading:
    """The number as written, where point and comma can be read in one way only."""
    if _PLAIN.fullmatch(text):
        return Reading(Kind.DOT_IS_DECIMAL if "." in text else Kind.PLAIN, float(text))
    if _COMMA_DECIMAL.fullmatch(text):
        return Reading(Kind.COMMA_IS_DECIMAL, float(text.replace(",", ".")))
    if _COMMA_GROUPS.fullmatch(text):
        return Reading(Kind.DOT_IS_DECIMAL, float(text.replace(",", "")))
    if _DOT_GROUPS.fullmatch(text):
        return Reading(Kind.COMMA_IS_DECIMAL, float(text.replace(".", "").replace(",", ".")))
    return _BAD


def _settled(reading: Reading, decimal: Decimal) -> Reading:
    """The reading once it is known which sign is the decimal one."""
    mine, other = (
        (Kind.DOT_AND_THREE, Kind.COMMA_IS_DECIMAL)
        if decimal == "."
        else (Kind.COMMA_AND_THREE, Kind.DOT_IS_DECIMAL)
    )
    if reading.kind is other:
        return _BAD
    return Reading(Kind.PLAIN, reading.value / 1000 if reading.kind is mine else reading.value)


def why_not_a_number(text: str, *, row: int, column: str, decimal: Decimal | None) -> Sentence:
    """The sentence for a cell that was judged BAD."""
    values = {"row": row, "column": column, "value": shown(text)}
    plain = _folded(text)
    if plain.startswith("="):
        return say(
            "Row {row}, column {column}: “{value}” is a formula. "
            "Save the file with its value in place of it.",
            **values,
        )
    if _written(plain).value < 0:
        return say(
            "Row {row}, column {column}: “{value}” is below zero. "
            "Correct it, or leave the cell empty if it was not sent.",
            **values,
        )
    if decimal and math.isfinite(_written(plain).value):
        return say(
            "Row {row}, column {column}: “{value}” does not fit the decimal sign “{decimal}”. "
            "Say which decimal sign the file uses, or correct the cell.",
            decimal=decimal,
            **values,
        )
    return say(
        "Row {row}, column {column}: “{value}” is not a number. "
        "Write a number, or leave the cell empty if it was not sent.",
        **values,
    )


def shown(text: str, limit: int = 40) -> str:
    """A cell's text fit for a sentence: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
