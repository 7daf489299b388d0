"""How much waits behind a way of the frame: told by domains above, asked once where a frame is drawn."""

from __future__ import annotations

from collections.abc import Callable

Count = Callable[[str], int]  # gets the reader's account
_COUNTS: dict[str, Count] = {}


def count_at_way(view: str, count: Count) -> None:
    """Have the frame show this number beside the way to the view."""
    _COUNTS[view] = count


def count_at(view: str, account: str) -> int:
    """0 for nobody, and for a view of which nobody tells."""
    count = _COUNTS.get(view)
    return count(account) if count and account else 0
