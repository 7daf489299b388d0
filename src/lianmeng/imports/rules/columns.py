"""A column map: which columns of a file are which field of the register. Kept as JSON, used again next year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.imports.rules.fields import FIGURE, Field, Shape
from lianmeng.tables import Layout

LEFT_OUT = "-"
_NO_YEAR = say("The file has yearly figures. Say of which school year they are.")
_NO_STAGE = say("The file has yearly figures. Say of which stage they are, primary or junior.")
_BLOCK_BYTES = 3 << 19  # of a file, held at once many times over as text, values and digests
Headings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """`first` and `second` name the headings of each field in the file and in the one that completes it.

    The second file is joined by the fields that both have, of which the head of the rows must be one.


    Several headings: figures are added up, texts joined with a blank. `lone` holds values for the whole file, `words`
    what words of the file mean beyond the known ones ("-" leaves the row out). From `day` on the file's facts hold.
    `heading_row` and `second_row`: where the headings of the two stand; `sheet`: of a workbook of several.
    """

    first: Mapping[str, Headings]
    second: Mapping[str, Headings] = field(default_factory=dict)
    lone: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    scheme: str = ""
    day: str = ""
    adds_regions: bool = False
    heading_row: int = 1
    second_row: int = 1
    sheet: str = ""
    decimal: str = ""

    @property
    def sent(self) -> frozenset[str]:
        """The fields of which the files tell something."""
        return (
            frozenset(self.first)
            | frozenset(self.second)
            | {key for key, value in self.lone.items() if value}
        )

    @property
    def layout(self) -> Layout:
        sign: Literal[".", ","] | None = "." if self.decimal == "." else "," if self.decimal == "," else None
        sheet = self.sheet or None
        return Layout(heading_row=self.heading_row, sheet=sheet, decimal=sign, block_bytes=_BLOCK_BYTES)

    @property
    def second_layout(self) -> Layout:
        return replace(self.layout, heading_row=self.second_row, sheet=None)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def columns_from(kept: Mapping[str, Any]) -> Columns:
    known = {name: kept[name] for name in Columns.__dataclass_fields__ if name in kept}
    for name in ("first", "second"):
        known[name] = {key: tuple(headings) for key, headings in known.get(name, {}).items()}
    return Columns(**known)


def headings_of(columns: Mapping[str, Headings], more: Sequence[str] = ()) -> list[str]:
    """Every heading that is read, once."""
    return list(dict.fromkeys([*more, *(heading for headings in columns.values() for heading in headings)]))


def sent_fields(shape: Shape, columns: Columns) -> list[Field]:
    """The fields that the files tell of, in the shape's order."""
    return [one for one in shape.fields if one.key in columns.sent]


def why_not_columns(shape: Shape, columns: Columns) -> Refused | None:
    """Why the file cannot be read by these columns, and by which setting it could; nothing if it can."""
    missing = [one for one in shape.fields if one.required and one.key not in columns.sent]
    if missing:
        return Refused(
            say("No column is “{field}”. Choose the column that holds it.", field=missing[0].label)
        )
    if columns.second and shape.head not in columns.second:
        head = shape.field(shape.head).label
        return Refused(
            say("No column of the second file is “{field}”. Both files need it, to be joined.", field=head)
        )
    if not _has_figures(columns):
        return None
    if "year" not in columns.sent:
        return Refused(_NO_YEAR, field="lone-year")
    if "stage" not in columns.sent:
        return Refused(_NO_STAGE, field="lone-stage")
    return None


def _has_figures(columns: Columns) -> bool:
    return any(key.startswith(FIGURE) for key in columns.sent)
