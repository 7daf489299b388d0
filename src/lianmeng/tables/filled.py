"""Numbers as a sheet shows them where the format of a cell fills them up with zeros, as codes are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?:\$[^\]]*|[A-Za-z]+)\]'
    r"|(?P<place>[0#?])|(?P<plain>[-() :])|(?P<odd>.)",
    re.DOTALL,
)
_ROW_OF_ZEROS = 2  # a single one is in the format of any whole number
Pieces = tuple[tuple[str, str], ...]  # "place" or "sign", and what stands there


@cache
def pieces_of(form: str) -> Pieces:
    """A format that fills up with zeros; empty for every other one, which tells how a figure is to look."""
    found: list[tuple[str, str]] = []
    for match in _PIECE.finditer(form):
        if match["odd"] == ";":  # after it stands how negative numbers look
            break
        if match["odd"]:
            return ()
        if match["place"]:
            found.append(("place", match["place"]))
        elif sign := match["quoted"] or match["escaped"] or match["plain"]:
            found.append(("sign", sign))
    zeros = sum(piece == ("place", "0") for piece in found)
    written = any(kind == "sign" and any(map(str.isdigit, sign)) for kind, sign in found)
    places = any(kind == "place" for kind, _ in found)
    return tuple(found) if zeros >= _ROW_OF_ZEROS or (written and places) else ()


def filled(value: object, form: str) -> object:
    """The text that the cell shows, where its format fills a whole number up; else the value."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        return value
    pieces = pieces_of(form)
    return _written(str(int(value)), pieces) if pieces else value


def _written(digits: str, pieces: Pieces) -> str:
    """From the right a digit for each place; what is left over stands at the first place."""
    first = next(at for at, (kind, _) in enumerate(pieces) if kind == "place")
    shown: list[str] = []
    for at in range(len(pieces) - 1, -1, -1):
        kind, piece = pieces[at]
        if kind == "sign":
            shown.append(piece)
            continue
        take = len(digits) if at == first else 1
        digits, taken = digits[: len(digits) - take], digits[len(digits) - take :]
        shown.append(taken or ("0" if piece == "0" else ""))
    return "".join(reversed(shown)).strip()


def as_shown(cells: Sequence[Any]) -> list[object]:
    """The values of cells that openpyxl gives with their formats."""
    return [
        filled(cell.value, cell.number_format) if isinstance(cell.value, int | float) else cell.value
        for cell in cells
    ]
