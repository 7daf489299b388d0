"""What domains above the register know of a school: each has a section on the school's page.

`part_of_school` registers a function of such a domain; its `apps.py` imports it.
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


def parts_of(school: str, by: Actor, day: date) -> list[Part]:
    """The sections that have something to tell."""
    told = (Part(heading, teller(school, by, day)) for heading, teller in _TELLERS)
    return [part for part in told if part.lines]
