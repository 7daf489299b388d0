"""Whether what lies in one another comes round to itself."""

from __future__ import annotations

from collections.abc import Mapping


def circle_in(above: Mapping[int, int | None]) -> int | None:
    """The key of something that lies within itself; none where all lines end. Cost: linear."""
    clear: set[int] = set()
    for key in above:
        one: int | None = key
        passed: set[int] = set()
        while one is not None and one not in clear:
            if one in passed:
                return one
            passed.add(one)
            one = above.get(one)
        clear |= passed
    return None
