"""Who can join whom: by distance between places, or by a table of travel times."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.grouping.problem import Ways, Whole

Floats = NDArray[np.float64]

EARTH_M = 6_371_008.8  # mean radius
_LONGEST_M, _MOST_PAIRS = 2**25, 2**38  # more than half way round; and both fit into one number
_PAIRS_AT_ONCE = 30_000  # few enough that the arrays of one block stay in the cache
_WIDER, _SLACK = 1 + 1e-9, 1e-7  # a factor, degrees: the search may look a little too far, never too near
_LOWEST_BELT = 1e-3  # degrees: with lower ones, the number of a belt would swallow digits of the longitude


def ways_within(reach_m: float, member_places: ArrayLike, core_places: ArrayLike) -> Ways:
    """Every pair at most `reach_m` apart, with the distance rounded to whole metres.

    The distance is the great circle's, on a sphere of radius 6,371,008.8 m: it knows neither roads nor rivers.
    Shapes: member_places (n, 2), core_places (k, 2): longitude -180 … 180 and latitude -90 … 90 in degrees.
    Errors: ValueError for a place that is not on the globe or not known (NaN), a reach below 0, n·k ≥ 2³⁸.
    Cost: O((n + k)·log k + pairs looked at); for schools spread evenly that is about two for each pair found.
    Guarantee: all pairs within reach, but for the rounding of the distance itself (a millimetre) at its edge.

    >>> ways_within(12_000, [[120.00, 30.0]], [[120.1, 30.0], [120.2, 30.0]]).costs.tolist()
    [9630]
    """
    members, cores = _places(member_places), _places(core_places)
    if not 0 <= reach_m < np.inf:
        raise ValueError("the reach is a number of metres, at least 0")
    from_points, to_points = _on_sphere(members), _on_sphere(cores)
    longest = 2 * np.sin(min(reach_m / EARTH_M / 2, np.pi / 2))
    if len(members) * len(cores) >= _MOST_PAIRS:
        raise ValueError("too many schools at once")
    found = [np.empty(0, np.int64)]
    for member, core in _near(members, cores, np.degrees(reach_m / EARTH_M) * _WIDER + _SLACK):
        chords_squared = np.zeros(member.size)
        for from_axis, to_axis in zip(from_points, to_points, strict=True):
            chords_squared += (from_axis[member] - to_axis[core]) ** 2
        near = chords_squared <= longest**2
        arcs = 2 * EARTH_M * np.arcsin(np.minimum(np.sqrt(chords_squared[near]) / 2, 1.0))
        pairs = member[near] * len(cores) + core[near]
        found.append(pairs * _LONGEST_M + np.rint(arcs).astype(np.int64))
    pairs, costs = np.divmod(
        np.sort(np.concatenate(found)), _LONGEST_M
    )  # one number sorts quicker than three
    return Ways(*np.divmod(pairs, max(len(cores), 1)), costs)


def ways_in(table: ArrayLike, *, most: float) -> Ways:
    """Every pair whose entry in the table (n, k) is at most `most`, rounded to whole units; NaN is no way.

    The entries are in any unit, such as seconds of travel; ValueError for one below 0.
    """
    entries = np.asarray(table, dtype=np.float64)
    if entries.ndim != 2 or (entries < 0).any():
        raise ValueError("the table has the shape (members, cores) and nothing below 0")
    members, cores = np.nonzero(entries <= most)
    return Ways(members, cores, np.rint(entries[members, cores]))


def _places(given: ArrayLike) -> Floats:
    places = np.asarray(given, dtype=np.float64)
    places = places.reshape(-1, 2) if places.size == 0 else places
    if places.ndim != 2 or places.shape[1] != 2:
        raise ValueError("places are pairs of longitude and latitude")
    if not (np.abs(places) <= (180, 90)).all():
        raise ValueError("a longitude is within -180 … 180 degrees, a latitude within -90 … 90")
    return places


def _on_sphere(places: Floats) -> Floats:
    """(3, n) on the unit sphere."""
    longitude, latitude = np.radians(places).T
    parallel = np.cos(latitude)
    return np.stack((parallel * np.cos(longitude), parallel * np.sin(longitude), np.sin(latitude)))


def _near(members: Floats, cores: Floats, reach: float) -> Iterator[tuple[Whole, Whole]]:
    """Pairs that may be within reach (degrees), and none of the others is: blocks of (members, cores).

    Cores lie on belts as high as the reach, from west to east. A member looks at its own belt and at the two
    beside it, as far east and west as the reach goes at its latitude: everywhere, where that crosses the
    date line or holds a pole.
    """
    height = max(reach, _LOWEST_BELT)
    stride = 1024.0  # degrees between the numbers of two belts: more than the longitudes need
    places = np.floor(cores[:, 1] / height) * stride + cores[:, 0]
    order = np.argsort(places, kind="stable")
    places = places[order]
    widths = _half_widths(members, reach)
    belts = np.floor(members[:, 1] / height)
    for step in (-1, 0, 1):
        centre = (belts + step) * stride
        west = np.searchsorted(places, centre + np.maximum(members[:, 0] - widths, -180.0), "left")
        east = np.searchsorted(places, centre + np.minimum(members[:, 0] + widths, 180.0), "right")
        yield from _ranges(west, east, order)


def _half_widths(members: Floats, reach: float) -> Floats:
    """(n) how far east and west the circle of this radius goes, in degrees; 360 where it is no interval."""
    longitude, latitude = members.T
    ratio = np.sin(np.radians(min(reach, 90.0))) / np.maximum(np.cos(np.radians(latitude)), 1e-300)
    widths = np.degrees(np.arcsin(np.minimum(ratio, 1.0))) * _WIDER + _SLACK
    pole = np.abs(latitude) + reach >= 90
    return np.where(pole | (np.abs(longitude) + widths > 180), 360.0, widths)


def _ranges(first: Whole, end: Whole, order: Whole) -> Iterator[tuple[Whole, Whole]]:
    """(member, order[j]) for each j of each member's range, in blocks of bounded size."""
    counts = end - first
    ends = np.cumsum(counts)
    begin = 0
    while begin < counts.size:
        done = ends[begin - 1] if begin else 0
        stop = max(int(np.searchsorted(ends, done + _PAIRS_AT_ONCE, "right")), begin + 1)
        block = counts[begin:stop]
        member = np.repeat(np.arange(begin, stop), block)
        within = np.arange(member.size) - np.repeat(np.cumsum(block) - block, block)
        yield member, order[first[member] + within]
        begin = stop
