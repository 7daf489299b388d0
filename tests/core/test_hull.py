"""The convex hull: holds every point, has no corner too many, by brute force on small cases."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from lianmeng.core.hull import Point, hull, turn

POINTS = st.lists(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), max_size=9)


def corners_by_brute_force(points: list[Point]) -> set[Point]:
    """A point is a corner if it lies between or within no two or three of the others."""
    there = set(points)
    return {
        one
        for one in there
        if not any(_within(one, three) for three in permutations(there - {one}, 3))
        and not any(_between(one, two) for two in permutations(there - {one}, 2))
    }


def _within(point: Point, three: tuple[Point, ...]) -> bool:
    a, b, c = three
    return turn(a, b, c) != 0 and all(turn(*side, point) >= 0 for side in ((a, b), (b, c), (c, a)))


def _between(point: Point, two: tuple[Point, ...]) -> bool:
    a, b = two
    return turn(a, b, point) == 0 and min(a, b) <= point <= max(a, b)


@given(POINTS)
def test_the_corners_are_those_of_brute_force(points: list[Point]) -> None:
    found = hull(points)
    assert set(found) == corners_by_brute_force(points)
    assert len(found) == len(set(found))


@given(POINTS)
def test_every_point_lies_on_the_left_of_every_side(points: list[Point]) -> None:
    found = hull(points)
    sides = list(zip(found, [*found[1:], *found[:1]], strict=True)) if len(found) > 2 else []
    assert all(turn(a, b, point) >= 0 for a, b in sides for point in points)


def test_few_points() -> None:
    assert hull([]) == []
    assert hull([(1, 2), (1, 2)]) == [(1, 2)]
    assert hull([(0, 0), (2, 2), (1, 1)]) == [(0, 0), (2, 2)]
