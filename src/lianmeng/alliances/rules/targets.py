"""How far an objective has come from its frozen baseline to its target."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum

from lianmeng.alliances.rules.content import Objective, named
from lianmeng.core.figures import Absence, Figure
from lianmeng.core.sentences import Sentence, say


class Standing(StrEnum):
    """Where an objective with an indicator stands."""

    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"
    MISSED = "missed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


_LABELS = {
    Standing.REACHED: say("Target reached"),
    Standing.ON_THE_WAY: say("On the way"),
    Standing.BEHIND: say("Behind the baseline"),
    Standing.MISSED: say("Not reached by its day"),
    Standing.UNKNOWN: say("Not known"),
}


def share_of_way(baseline: Figure, now: Figure, target: Figure) -> Figure:
    """The part of the way that is covered: 0 at the baseline, 1 at the target, whichever is larger; below 0 behind it.

    Where the target is to keep the baseline, 1 if it is kept or better, else it cannot be assessed.
    """
    way = target - baseline
    if way.value == 0 and now.value is not None and baseline.value is not None:
        kept = now.value >= baseline.value
        return Figure.of(1) if kept else Figure.missing(Absence.CANNOT_BE_ASSESSED)
    return (now - baseline) / way


def even_pace(baseline_year: int, year: int, due_year: int) -> float | None:
    """The part of the way that would be covered by a year if each year brought the same; None if there is no way."""
    if not baseline_year < due_year:
        return None
    return min(max((year - baseline_year) / (due_year - baseline_year), 0.0), 1.0)


def standing(share: Figure, *, over: bool) -> Standing:
    """`over`: the figure that the share comes from is of the school year of the objective's day, or a later one."""
    if share.value is None:
        return Standing.UNKNOWN
    if share.value >= 1:
        return Standing.REACHED
    if over:
        return Standing.MISSED
    return Standing.BEHIND if share.value < 0 else Standing.ON_THE_WAY


def key_of(objective: Objective) -> str:
    """Names an objective through all versions that hold it word for word."""
    text = json.dumps(named(objective), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
