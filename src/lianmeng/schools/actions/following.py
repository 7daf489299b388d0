"""What others do when a school ends: domains above the register are told, inside the same transaction.

`follows_ends` registers a function of such a domain; its `apps.py` imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class Follower(Protocol):
    """Gets the school's public id, the first day without it, and who carries it on."""

    def __call__(self, school: str, day: date, *, successors: Sequence[str], merged: bool) -> object: ...


_FOLLOWERS: list[Follower] = []


def follows_ends(follower: Follower) -> Follower:
    """Have this function told of every school that closes, merges or is split up."""
    _FOLLOWERS.append(follower)
    return follower


def tell_of_end(school: str, day: date, *, successors: Sequence[str] = (), merged: bool = False) -> None:
    for follower in _FOLLOWERS:
        follower(school, day, successors=successors, merged=merged)
