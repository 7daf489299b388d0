"""Where the marks of drawings stand: strips of coefficients, trends over years, a map of points."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lianmeng.web.components import Axis
from lianmeng.web.maps import OF_DISTRICT, Sheet, sheet

USUAL_TOP = 0.8


def coefficient_axis(values: Iterable[float | None], limit: float | None) -> Axis:
    """From 0 to 0.80, further where a coefficient or the limit lies beyond; ends on a full tenth."""
    largest = max([value for value in values if value is not None] + [limit or 0.0, 0.0])
    return Axis(max(USUAL_TOP, math.ceil(largest * 10 - 1e-9) / 10))


@dataclass(frozen=True, slots=True)
class Dots:
    """Coefficients of many groups on one strip: places of those within the limit and of those over it, in per cent."""

    within: list[float]
    over: list[float]


def dots(axis: Axis, values: Iterable[tuple[float, bool]]) -> Dots:
    """Groups that would stand on the same half per cent are one mark."""
    within: set[float] = set()
    beyond: set[float] = set()
    for value, is_over in values:
        (beyond if is_over else within).add(round(axis.at(value) * 2) / 2)
    return Dots(sorted(within), sorted(beyond))


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Places in per cent across and pixels down; `last` is the last known year."""

    lines: list[Line]
    last: tuple[float, float]
    first: tuple[float, float]


PANEL_FOOT, PANEL_HEIGHT = 84, 80


def down(axis: Axis, value: float) -> float:
    return round(PANEL_FOOT - PANEL_HEIGHT * min(value, axis.top) / axis.top, 1)


def trend(axis: Axis, values: Sequence[float | None]) -> Trend | None:
    """A line through the years; where a year is missing there is a gap. None if no year is known."""
    step = 88 / max(len(values) - 1, 1)
    places = [
        None if value is None else (round(6 + at * step, 2), down(axis, value))
        for at, value in enumerate(values)
    ]
    known = [place for place in places if place is not None]
    if not known:
        return None
    pairs = ((a, b) for a, b in itertools.pairwise(places) if a is not None and b is not None)
    return Trend([Line(*a, *b) for a, b in pairs], known[-1], known[0])


@dataclass(frozen=True, slots=True)
class PointMap:
    """Points on a sheet: above the mean, below it, left out."""

    sheet: Sheet
    above: list[tuple[float, float]]
    below: list[tuple[float, float]]
    out: list[tuple[float, float]]

    @property
    def drawn(self) -> int:
        return len(self.above) + len(self.below) + len(self.out)


def point_map(kept: dict[str, Any] | None, resource: int) -> PointMap | None:
    """None without places."""
    points = (kept or {}).get("points") or []
    on = sheet([(one[0], one[1]) for one in points], OF_DISTRICT)
    if on is None:
        return None
    sides: dict[int, list[tuple[float, float]]] = {1: [], -1: [], 0: []}
    for longitude, latitude, side in points:
        sides[side[resource]].append(on.at(longitude, latitude))
    return PointMap(on, sides[1], sides[-1], sides[0])
