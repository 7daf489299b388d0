"""What others do when a school ends: domains above the register are told, inside the same transaction.

`follows_ends` registers a function of such a domain; its `apps.py` imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol


class Follower(Protocol):
    """Gets the school's public id, the first day without it, and who carries it on."""

    def __call__(self, school: str, day: date, *, successors: Sequence[str], merged: bool) -> object: ...


Concerned = Callable[[Iterable[str]], Iterable[str]]
_FOLLOWERS: list[tuple[Follower, Concerned]] = []


def follows_ends(concerned: Concerned) -> Callable[[Follower], Follower]:
    """Have a function told of every school that closes, merges or is split up.

    `concerned` chooses, of many that a file closes at once, those of which the function has to hear.
    """

    def registered(follower: Follower) -> Follower:
        _FOLLOWERS.append((follower, concerned))
        return follower

    return registered


def tell_of_end(school: str, day: date, *, successors: Sequence[str] = (), merged: bool = False) -> None:
    for follower, _concerned in _FOLLOWERS:
        follower(school, day, successors=successors, merged=merged)


def tell_of_ends(days: Mapping[str, date]) -> None:
    """Of many schools, each with its first day without it."""
    for follower, concerned in _FOLLOWERS:
        for school in sorted(concerned(days)):
            follower(school, days[school], successors=(), merged=False)
