"""What the page of one group shows beyond its figures: who contributes, where the schools are, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lianmeng.balance.queries.reading import Reading
from lianmeng.mechanisms.dispersion import SchoolShares, Status, between_and_within, shares_of_schools

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.intp]

TOP = 5
MOST_POINTS = 1200
MOST_MISSING = 20


def shares_of_group(reading: Reading, rows: Rows) -> list[SchoolShares]:
    """For each resource, the parts that the group's rows have of its CV²; a row that takes no part has none."""
    pupils = np.where(reading.takes_part[rows], reading.pupils[rows], np.nan)
    return [shares_of_schools(pupils, amounts[rows]) for amounts in reading.amounts]


def rows_by_group(reading: Reading) -> list[Rows]:
    """The rows of each group, in the register's order."""
    order = np.argsort(reading.codes, kind="stable")
    edges = np.searchsorted(reading.codes[order], np.arange(len(reading.groups) + 1))
    return [order[edges[at] : edges[at + 1]] for at in range(len(reading.groups))]


def detail_record(
    reading: Reading, shares: list[SchoolShares], rows: Rows, places: NDArray[np.float64] | None
) -> dict[str, Any]:
    """For keeping beside a group: the largest parts of each resource, points of the map, what is missing."""
    return {
        "top": [_top(reading, one, rows) for one in shares],
        "points": _points(shares, places[:, rows]) if places is not None else None,
        **_missing(reading, rows),
    }


def parts_of_year(reading: Reading, year: str) -> list[dict[str, float | None]]:
    """For each resource: the coefficient of all schools of the year together, and which share of its square lies
    between the groups and within them. None where there is no gap or nothing to assess."""
    place = np.full(len(reading.groups) + 1, -1)
    chosen = [number for number, group in enumerate(reading.groups) if group.year == year]
    place[chosen] = np.arange(len(chosen))
    codes = np.where(reading.takes_part, place[reading.codes], -1)
    found = [
        between_and_within(reading.pupils, one, codes, group_count=len(chosen)) for one in reading.amounts
    ]
    return [
        {
            "cv": one.cv_squared**0.5 if one.status.has_number else None,
            "between": float(one.between_shares.sum()) if one.status is Status.ASSESSED else None,
            "within": float(one.within_shares.sum()) if one.status is Status.ASSESSED else None,
        }
        for one in found
    ]


def name_of(reading: Reading, row: int) -> str:
    """The school's name, else its code, else the row in the file."""
    texts = reading.table.texts
    for column in (reading.columns.school, reading.columns.code):
        if column and texts[column][row]:
            return texts[column][row]
    return f"#{reading.table.row_number(row)}"


def code_of(reading: Reading, row: int) -> str:
    """The school's code, empty where the register gives none."""
    return reading.table.texts[reading.columns.code][row] if reading.columns.code else ""


def _top(reading: Reading, shares: SchoolShares, rows: Rows) -> dict[str, Any]:
    counted = np.flatnonzero(~np.isnan(shares.shares))
    chosen = counted[np.argsort(-shares.shares[counted], kind="stable")][:TOP].tolist()
    schools = [
        {
            "name": name_of(reading, int(rows[at])),
            "code": code_of(reading, int(rows[at])),
            "pupils": float(reading.pupils[rows[at]]),
            "value": float(shares.per_pupil[at]),
            "share": float(shares.shares[at]),
            "above": bool(shares.sides[at] > 0),
        }
        for at in chosen
    ]
    return {"schools": schools, "others": len(counted) - len(chosen)}


def _points(shares: list[SchoolShares], places: NDArray[np.float64]) -> dict[str, Any]:
    """[longitude, latitude, [side for each resource]]: side 1 above the mean, -1 at or below it, 0 left out."""
    east, north = places
    placed = np.flatnonzero(np.isfinite(east))
    kept = placed if len(placed) <= MOST_POINTS else placed[:: -(-len(placed) // MOST_POINTS)]
    sides = np.stack([np.where(np.isnan(one.per_pupil), 0, np.where(one.sides > 0, 1, -1)) for one in shares])
    points = [
        [round(float(east[at]), 5), round(float(north[at]), 5), sides[:, at].tolist()] for at in kept.tolist()
    ]
    return {"placed": len(placed), "of": len(east), "points": points}


def _missing(reading: Reading, rows: Rows) -> dict[str, Any]:
    """The first rows of which something was not sent, and how many there are."""
    columns = reading.columns
    no_pupils_sent = np.isnan(reading.pupils[rows])
    absent = np.isnan(reading.amounts[:, rows])
    affected = np.flatnonzero((no_pupils_sent | absent.any(axis=0)) & reading.takes_part[rows])
    named = [
        {
            "name": name_of(reading, int(rows[at])),
            "code": code_of(reading, int(rows[at])),
            "row": reading.table.row_number(int(rows[at])),
            "pupils": bool(no_pupils_sent[at]),
            "resources": [one.name for place, one in enumerate(columns.resources) if absent[place, at]],
        }
        for at in affected[:MOST_MISSING].tolist()
    ]
    left_out = [name_of(reading, int(row)) for row in rows[~reading.takes_part[rows]][:MOST_MISSING]]
    empty = rows[(reading.pupils[rows] == 0) & reading.takes_part[rows]]
    no_pupils = [name_of(reading, int(row)) for row in empty[:MOST_MISSING]]
    return {
        "missing": named,
        "missing_count": len(affected),
        "no_pupils": no_pupils,
        "no_pupils_count": len(empty),
        "excluded": left_out,
    }
