"""A first guess of what the columns are, from their headings, for a person to correct."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from lianmeng.imports.rules.columns import Columns, Headings
from lianmeng.imports.rules.fields import FIGURE, shape_of
from lianmeng.imports.vocabulary import Kind

_ROWS_OF_TITLES = 10  # that may stand above the headings


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("lianmeng.imports").joinpath("data/headings.toml").read_text("utf-8")
    return tomllib.loads(text)


def _folded(heading: str) -> str:
    return re.sub(r"[\s._\-]", "", heading).lower()


def guess_columns(kind: Kind, headings: Sequence[str], second: Sequence[str] = ()) -> Columns:
    """The fields that the headings suggest; what is not recognised is not used."""
    first = _guessed(kind, headings)
    shape = shape_of(kind)
    found = _guessed(kind, second)
    joined = {shape.head, *(key for key in shape.joins if key in first)}
    return Columns(first, {key: names for key, names in found.items() if key not in first or key in joined})


def heading_row(kind: Kind, rows: Sequence[Sequence[str]]) -> int:
    """In which row, from 1, the headings stand: the first of those in which most fields are recognised; where none
    is, the first that is more than a title."""
    first = rows[:_ROWS_OF_TITLES]
    fields = [len(_guessed(kind, row)) for row in first]
    if any(fields):
        return 1 + fields.index(max(fields))
    filled = [sum(bool(cell.strip()) for cell in row) for row in first]
    most = max(filled, default=0)
    return 1 + next((at for at, cells in enumerate(filled) if cells >= min(2, most)), 0)


def _guessed(kind: Kind, headings: Sequence[str]) -> dict[str, Headings]:
    folded = {_folded(heading): heading for heading in reversed(headings) if heading}
    shape = shape_of(kind)
    found: dict[str, Headings] = {}
    for field, names in _words()[kind.value].items():
        wanted = [[name] if isinstance(name, str) else name for name in names]
        fits = next((one for one in wanted if all(_folded(name) in folded for name in one)), None)
        if fits:
            found[field] = tuple(folded[_folded(name)] for name in fits)
    figures = {one.key.removeprefix(FIGURE) for one in shape.fields if one.type == "figure"}
    for key, lists in _words()["figures"].items():
        fits = next((one for one in lists if all(_folded(name) in folded for name in one)), None)
        if fits and key in figures:
            found[FIGURE + key] = tuple(folded[_folded(name)] for name in fits)
    return found
