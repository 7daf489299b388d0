"""How far the objectives have come: a state, and where the marks of the small drawing stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from lianmeng.alliances.models import Alliance, Evidence
from lianmeng.alliances.queries.targets import Target, evidence_of, targets_of
from lianmeng.alliances.rules.content import Content
from lianmeng.alliances.rules.targets import Standing, key_of
from lianmeng.core.sentences import Sentence, say
from lianmeng.web.components import State, digits

_START, _LENGTH, _BEYOND = 12, 76, 0.08  # in per cent of the width; what lies beyond either end, as a share
_KINDS: dict[Standing, Literal["met", "near", "over", "now", "none"]] = {
    Standing.REACHED: "met",
    Standing.ON_THE_WAY: "now",
    Standing.BEHIND: "near",
    Standing.MISSED: "over",
    Standing.UNKNOWN: "none",
}


def _placed(share: float) -> float:
    return round(_START + _LENGTH * share, 2)


@dataclass(frozen=True, slots=True)
class Way:
    """The baseline on the left, the target on the right, whichever is larger; in per cent of the drawing's width."""

    now: float
    covered: str
    even: float | None  # where an even pace would have come

    @classmethod
    def of(cls, target: Target) -> Way | None:
        share = target.share.value
        if share is None:
            return None
        held = min(max(share, -_BEYOND), 1 + _BEYOND)
        even = target.even_pace
        return cls(_placed(held), f"{digits(100 * share, 0)}%", None if even is None else _placed(even))

    @property
    def left(self) -> float:
        return min(self.now, _START)

    @property
    def width(self) -> float:
        return round(abs(self.now - _START), 2)


@dataclass(frozen=True, slots=True)
class Row:
    target: Target
    state: State
    way: Way | None
    why_unknown: Sentence | None
    evidence: Sequence[Evidence]

    @classmethod
    def of(cls, target: Target, evidence: Mapping[str, Sequence[Evidence]], day: date) -> Row:
        given = evidence.get(key_of(target.objective), ()) if evidence else ()
        standing, absence = target.standing, target.now.absence
        state = (
            State(_KINDS[standing], standing.label) if target.indicator else _described(target, given, day)
        )
        return cls(target, state, Way.of(target), absence.label if absence else None, given)


def _described(target: Target, given: Sequence[Evidence], day: date) -> State:
    """Of an outcome that words describe."""
    if given:
        return State("met", say("Evidence given"))
    due = target.objective.due
    if due and due < day.isoformat():
        return State("over", say("No evidence by its day"))
    return State("none", say("No evidence yet"))


def shown_targets(
    alliance: Alliance, content: Content, day: date, *, evidenced: bool = True, latest: int | None = None
) -> dict[str, Any]:
    """The objectives of an agreement for its page, with how far they have come; `evidenced`: there may be evidence.

    `latest`: the year of the latest returns, where it is known already.
    """
    names = {one.party: one.name for one in content.parties}
    wanted = evidenced and any(not one.indicator for one in content.objectives)
    evidence = evidence_of(alliance, day) if wanted else {}
    rows = [Row.of(one, evidence, day) for one in targets_of(content, names, day, latest=latest)]
    return {"targets": rows, "counted": any(one.target.indicator for one in rows)}
