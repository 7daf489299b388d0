"""What the page of one group shows beyond its figures: who contributes, where the schools are, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lianmeng.balance.queries.reading import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.intp]

TOP = 5
MOST_POINTS = 1200
MOST_MISSING = 20


@dataclass(frozen=True, slots=True)
class Shares:
    """Of every row and resource, arrays of shape (k, n): amount per pupil, and its part of its group's CV².

    Both are NaN for a row that is left out; the parts of a group add up to 1 where its coefficient is above 0.
    """

    per_pupil: NDArray[np.float64]
    parts: NDArray[np.float64]


def shares_of_rows(reading: Reading) -> Shares:
    """All groups at once; cost O(k·n)."""
    counted = reading.takes_part & (reading.codes >= 0) & (reading.pupils > 0)
    per_pupil = np.where(counted, reading.amounts / np.where(counted, reading.pupils, 1.0), np.nan)
    at = np.maximum(reading.codes, 0)
    found = reading.dispersion
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = reading.pupils / found.pupils[:, at]
        parts = weight * (per_pupil / found.mean[:, at] - 1.0) ** 2 / found.cv[:, at] ** 2
    return Shares(per_pupil, np.where(np.isfinite(parts), parts, np.nan))


def rows_by_group(reading: Reading) -> list[Rows]:
    """The rows of each group, in the register's order."""
    order = np.argsort(reading.codes, kind="stable")
    edges = np.searchsorted(reading.codes[order], np.arange(len(reading.groups) + 1))
    return [order[edges[at] : edges[at + 1]] for at in range(len(reading.groups))]


def detail_record(reading: Reading, shares: Shares, rows: Rows) -> dict[str, Any]:
    """For keeping beside a group: the largest parts of each resource, points of the map, what is missing."""
    return {
        "top": [_top(reading, shares, at, rows) for at in range(len(reading.amounts))],
        "points": _points(reading, shares, rows),
        **_missing(reading, rows),
    }


def name_of(reading: Reading, row: int) -> str:
    """The school's name, else its code, else the row in the file."""
    texts = reading.table.texts
    for column in (reading.columns.school, reading.columns.code):
        if column and texts[column][row]:
            return texts[column][row]
    return f"#{reading.table.row_number(row)}"


def _top(reading: Reading, shares: Shares, at: int, rows: Rows) -> dict[str, Any]:
    parts = shares.parts[at, rows]
    counted = np.flatnonzero(~np.isnan(parts))
    chosen = counted[np.argsort(-parts[counted], kind="stable")][:TOP]
    mean = reading.dispersion.mean[at, reading.codes[rows[0]]]
    schools = [
        {
            "name": name_of(reading, row),
            "pupils": float(reading.pupils[row]),
            "value": float(shares.per_pupil[at, row]),
            "share": float(shares.parts[at, row]),
            "above": bool(shares.per_pupil[at, row] > mean),
        }
        for row in rows[chosen].tolist()
    ]
    return {"schools": schools, "others": int(len(counted) - len(chosen))}


def _points(reading: Reading, shares: Shares, rows: Rows) -> dict[str, Any] | None:
    """[longitude, latitude, [side for each resource]]: side 1 above the mean, -1 below it, 0 left out."""
    if not reading.columns.located:
        return None
    east = reading.table.numbers[reading.columns.longitude][rows]
    north = reading.table.numbers[reading.columns.latitude][rows]
    placed = np.flatnonzero(np.isfinite(east) & np.isfinite(north))
    kept = placed if len(placed) <= MOST_POINTS else placed[:: -(-len(placed) // MOST_POINTS)]
    means = reading.dispersion.mean[:, reading.codes[rows[0]]][:, None]
    sides = np.nan_to_num(np.sign(shares.per_pupil[:, rows[kept]] - means)).astype(int)
    points = [
        [round(float(east[at]), 5), round(float(north[at]), 5), sides[:, place].tolist()]
        for place, at in enumerate(kept.tolist())
    ]
    return {"placed": len(placed), "of": len(rows), "points": points}


def _missing(reading: Reading, rows: Rows) -> dict[str, Any]:
    """The first rows of which something was not sent, and how many there are."""
    columns = reading.columns
    no_pupils_sent = np.isnan(reading.pupils[rows])
    absent = np.isnan(reading.amounts[:, rows])
    affected = np.flatnonzero((no_pupils_sent | absent.any(axis=0)) & reading.takes_part[rows])
    named = [
        {
            "name": name_of(reading, int(rows[at])),
            "row": reading.table.row_number(int(rows[at])),
            "pupils": bool(no_pupils_sent[at]),
            "resources": [one.name for place, one in enumerate(columns.resources) if absent[place, at]],
        }
        for at in affected[:MOST_MISSING].tolist()
    ]
    left_out = [name_of(reading, int(row)) for row in rows[~reading.takes_part[rows]][:MOST_MISSING]]
    return {"missing": named, "missing_count": len(affected), "excluded": left_out}
