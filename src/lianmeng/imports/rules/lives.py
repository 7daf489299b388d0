"""When schools are there, and in which district: what a file that names them may say of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from lianmeng.imports.rules.reasons import Reason


class Span(NamedTuple):
    """From `since` until `until` (exclusive) a school lies in a district (its public id; empty: in none)."""

    since: date
    until: date | None
    district: str

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True)
class Life:
    """The spans of a school in their order; `begins`: the last day on which something of it begins."""

    spans: list[Span] = field(default_factory=list)
    begins: date = date.min

    def district(self, day: date) -> str:
        """Where it lies on the day, or lay last, or will lie first."""
        begun = [span for span in self.spans if span.since <= day]
        return (begun[-1] if begun else self.spans[0]).district

    def why_not_there(self, day: date) -> str | None:
        if any(span.holds_on(day) for span in self.spans):
            return None
        ended = [span.until for span in self.spans if span.until is not None and span.until <= day]
        if ended:
            return f"{Reason.CLOSED_SINCE}:{max(ended)}"
        return f"{Reason.OPENS_LATER}:{self.spans[0].since}"

    def why_not_shut(self, day: date) -> str | None:
        begins = max(self.begins, self.spans[-1].since)
        return self.why_not_there(day) or (f"{Reason.BEGINS}:{begins}" if begins >= day else None)

    def shut(self, day: date) -> None:
        earlier = [span for span in self.spans if span.since < day]
        self.spans = [span._replace(until=day) if span.holds_on(day) else span for span in earlier]


def lives_of(states: Iterable[tuple[str, date, date | None, str]]) -> dict[str, Life]:
    """By code, from each school's states in the order of their days."""
    lives: dict[str, Life] = {}
    for code, since, until, district in states:
        lives.setdefault(code, Life()).spans.append(Span(since, until, district))
    return lives
