"""The one answer to whether an alliance is in effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides: whether all signed the agreement in force, and the spans for which it was approved and not paused.

    A span is (since, until), until exclusive and None while open; a pause or an end closes it.
    """

    signed_by_all: bool
    approved: bool
    spans: Sequence[tuple[date, date | None]]
    paused: bool = False  # on the day that is asked for, where it lies between two spans

    def is_between(self, day: date) -> bool:
        """Whether it was in effect before this day, and is after it."""
        held = any(since <= day and (until is None or day < until) for since, until in self.spans)
        return not held and min(self.spans, default=(day,))[0] < day < max(self.spans, default=(day,))[0]


def in_effect(standing: Standing, day: date) -> bool:
    return why_not_in_effect(standing, day) is None


def why_not_in_effect(standing: Standing, day: date) -> Sentence | None:
    """All parties signed, the authority approved, the first day is reached, and it is neither paused nor over."""
    if not standing.signed_by_all:
        return say("Not every party has signed.")
    if not standing.approved:
        return say("The education bureau has not approved it.")
    if standing.spans and all(day < since for since, _ in standing.spans):
        return say("Its first day has not come.")
    if any(since <= day and (until is None or day < until) for since, until in standing.spans):
        return None
    if again := [since for since, _ in standing.spans if day < since]:
        begins = say("One term is over; the next begins on {day}.", day=min(again))
        return say("It was paused on that day.") if standing.paused else begins
    return say("It is over, or paused.")
