"""The convex hull of places: the ground on which the schools of a district stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Point = tuple[float, float]


def hull(points: Iterable[Point]) -> list[Point]:
    """The corners of the smallest convex ground that holds all the points, counterclockwise from the leftmost one.

    One point is its own hull, points in a line have two corners, no points none. O(n log n): A. M. Andrew, Another
    efficient algorithm for convex hulls in two dimensions, Information Processing Letters 9 (1979), 216-219.
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _below(ordered)[:-1] + _below(ordered[::-1])[:-1]


def _below(ordered: Sequence[Point]) -> list[Point]:
    """The corners from the first point to the last, of which none lies to the right of the way."""
    corners: list[Point] = []
    for point in ordered:
        while len(corners) > 1 and turn(corners[-2], corners[-1], point) <= 0:
            corners.pop()
        corners.append(point)
    return corners


def turn(first: Point, second: Point, third: Point) -> float:
    """Twice the area of the triangle: above 0 if its corners go counterclockwise."""
    return (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (third[0] - first[0])
