"""Maps drawn here: where places stand on a sheet, and the ground of each district with its name.

Equirectangular about the middle latitude, which is true enough for a city.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

FOOT = 28.0  # below the map, for the scale bar
KM_A_DEGREE = 111.2
BARS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
LETTER = 12.5  # the width of a Chinese letter of a name; others take 0.6 of it
LINE = 15.0  # the height of a name
EDGE = 10.0  # how far the ground goes beyond its outermost schools

Place = tuple[float, float]  # longitude and latitude in degrees
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a map is drawn on, in pixels."""

    width: float
    tallest: float
    margin: float


OF_CITY, OF_DISTRICT = Paper(720.0, 480.0, 26.0), Paper(360.0, 420.0, 12.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`across` and `down` are pixels a degree; `height` holds the scale bar of `bar_km` that ends at `bar_end`."""

    paper: Paper
    west: float
    north: float
    across: float
    down: float
    left: float
    height: float
    bar_end: float
    bar_km: int

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        x = self.left + (longitude - self.west) * self.across
        return round(x, 1), round(self.paper.margin + (self.north - latitude) * self.down, 1)

    @property
    def foot(self) -> float:
        return self.height - 8


@dataclass(frozen=True, slots=True)
class Ground:
    """A district: the path around its schools, and where its name stands. No name where there is no room for it."""

    path: str
    name: str
    x: float
    y: float


def sheet(places: Sequence[Place], paper: Paper = OF_CITY) -> Sheet | None:
    """The sheet that holds these places and no more. None without places."""
    if not places:
        return None
    east, north = [one[0] for one in places], [one[1] for one in places]
    squeeze = math.cos(math.radians((min(north) + max(north)) / 2))
    wide, tall = (max(east) - min(east)) * squeeze, max(north) - min(north)
    free = (paper.width - 2 * paper.margin, paper.tallest - 2 * paper.margin)
    down = min(free[0] / max(wide, 1e-3), free[1] / max(tall, 1e-3))
    bar_km = max((km for km in BARS_KM if km / KM_A_DEGREE * down <= paper.width / 3), default=1)
    return Sheet(
        paper,
        min(east),
        max(north),
        squeeze * down,
        down,
        (paper.width - wide * down) / 2,
        round(tall * down + 2 * paper.margin + FOOT, 1),
        round(paper.margin + bar_km / KM_A_DEGREE * down, 1),
        bar_km,
    )


def grounds(on: Sheet, districts: Iterable[tuple[str, Sequence[Place]]]) -> list[Ground]:
    """Each district's corners, joined; its name above or below them if nothing is there, or else amid them."""
    shapes = [(name, [on.at(*one) for one in corners]) for name, corners in districts]
    boxes = [_around(points) for _, points in shapes]
    names: list[Box] = []
    found = []
    for number, (name, points) in enumerate(shapes):
        others = [box for at, box in enumerate(boxes) if at != number]
        place = _room(name, boxes[number], on, (names, others))
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + ("Z" if len(points) > 1 else "h0")
        found.append(Ground(path, name if place else "", *(place or (0.0, 0.0))))
    return found


def drawn(found: Sequence[Ground]) -> tuple[SafeString, SafeString]:
    """The grounds, two strokes each, the wider one as the line around; and the names, to stand on top of all."""
    paths = format_html_join(
        "", '<path class="k-round" d="{0}"/><path class="k-ground" d="{0}"/>', ((one.path,) for one in found)
    )
    named = ((one.x, one.y, one.name) for one in found if one.name)
    return paths, format_html_join("", '<text class="k-name" x="{}" y="{}">{}</text>', named)


def _room(name: str, own: Box, on: Sheet, taken: tuple[list[Box], list[Box]]) -> Place | None:
    names, others = taken
    wide = LETTER * sum(1.0 if ord(letter) > 0x2E7F else 0.6 for letter in name)
    x = min(max((own[0] + own[2]) / 2, wide / 2), on.paper.width - wide / 2)
    for y, avoided in (
        (own[1] - 2, names + others),
        (own[3] + LINE, names + others),
        ((own[1] + own[3] + LINE) / 2, names),
    ):
        box = (x - wide / 2, y - LINE, x + wide / 2, y + 2)
        if box[1] >= 0 and box[3] <= on.foot - LINE and not any(_meet(box, other) for other in avoided):
            names.append(box)
            return round(x, 1), round(y, 1)
    return None


def _around(points: Sequence[Place]) -> Box:
    across, down = [one[0] for one in points], [one[1] for one in points]
    return min(across) - EDGE, min(down) - EDGE, max(across) + EDGE, max(down) + EDGE


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
