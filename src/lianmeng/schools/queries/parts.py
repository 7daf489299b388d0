"""What domains above the register know of a school: each has a section on the school's page.

`part_of_school` and `knows_allies` register functions of such a domain; its `apps.py` imports them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section; `view` with `id` is the address that it leads to."""

    label: Sentence
    view: str
    id: str


# Gets the school's public id, the reader, who sees only what they may, and the day.
Teller = Callable[[str, Actor, date], list[Line]]


@dataclass(frozen=True, slots=True)
class Part:
    heading: Sentence
    lines: list[Line]


_TELLERS: list[tuple[Sentence, Teller]] = []


def part_of_school(heading: Sentence) -> Callable[[Teller], Teller]:
    """Have this function tell a section of the page of each school."""

    def registered(teller: Teller) -> Teller:
        _TELLERS.append((heading, teller))
        return teller

    return registered


# Gets the school's public id, the reader and the day: whether a school of the reader is in an alliance with it.
Allied = Callable[[str, Actor, date], bool]
_ALLIED: list[Allied] = []


def knows_allies(function: Allied) -> Allied:
    """Have this function say who is allied with a school, and so sees what it tells its allies."""
    _ALLIED.append(function)
    return function


def is_allied(school: str, by: Actor, day: date) -> bool:
    return any(known(school, by, day) for known in _ALLIED)


def parts_of(school: str, by: Actor, day: date) -> list[Part]:
    """The sections that have something to tell."""
    told = (Part(heading, teller(school, by, day)) for heading, teller in _TELLERS)
    return [part for part in told if part.lines]
