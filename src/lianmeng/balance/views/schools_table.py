"""The table of a group's schools: value per resource, verdict, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lianmeng.balance.models import RegisterSchool
from lianmeng.balance.views.frame import Frame, ResourceWords
from lianmeng.core.figures import Absence, Figure
from lianmeng.core.sentences import Sentence
from lianmeng.standards.rules import shown
from lianmeng.standards.vocabulary import IndicatorState, SchoolState
from lianmeng.web.components import State, digits

VERDICTS = {
    SchoolState.MEETS: State("met", SchoolState.MEETS.label),
    SchoolState.DOES_NOT_MEET: State("over", SchoolState.DOES_NOT_MEET.label),
    SchoolState.OPEN: State("none", SchoolState.OPEN.label),
    SchoolState.NOT_ASSESSED: State("none", SchoolState.NOT_ASSESSED.label),
}
_MARKS = {IndicatorState.SHORT: "y", IndicatorState.UNDER_FLOOR: "x"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value ready to print with its mark, or the name of its absence."""

    text: str
    mark: str
    absence: Sentence | None


@dataclass(frozen=True, slots=True)
class SchoolRow:
    name: str
    code: str
    pupils: Figure
    verdict: State | None
    reached: str
    cells: list[Cell]
    too_few: Sentence | None
    address: str = ""


def threshold(frame: Frame, words: ResourceWords) -> Decimal | None:
    """What the standard asks of a section; None for a resource that is no indicator, or has no threshold."""
    if words.measure is None or frame.against is None:
        return None
    bound = words.measure.thresholds.get(frame.against.stage)
    return bound.value if bound is not None else None


def school_rows(frame: Frame, schools: list[RegisterSchool]) -> Iterator[SchoolRow]:
    for school in schools:
        yield _row(frame, school)


def _row(frame: Frame, school: RegisterSchool) -> SchoolRow:
    kept = school.figures
    verdict = VERDICTS[SchoolState(kept["verdict"])] if "verdict" in kept else None
    taken = kept.get("verdict") != SchoolState.NOT_ASSESSED
    few = Absence.TOO_FEW.label if kept.get("too_few") else None
    cells = [] if few else [_cell(frame, words, kept, at) for at, words in enumerate(frame.resources)]
    count = len(frame.against.standard.measures) if frame.against is not None else 0
    reached = f"{kept['reached']}/{count}" if verdict is not None and taken else ""
    pupils = kept["pupils"]
    figure = Figure.of(pupils) if pupils is not None else Figure.missing(Absence.NOT_SENT)
    return SchoolRow(school.name, school.code, figure, verdict, reached, cells, few)


def _cell(frame: Frame, words: ResourceWords, kept: dict[str, Any], at: int) -> Cell:
    value = kept["values"][at]
    if value is None:
        absence = Absence.DOES_NOT_APPLY if kept["pupils"] == 0 else Absence.NOT_SENT
        return Cell("", "", absence.label)
    asked = threshold(frame, words)
    in_unit = value * words.per
    decimals = shown(in_unit, asked, decimals=words.decimals)
    state = kept.get("states", {}).get(words.measure.indicator.key) if words.measure is not None else None
    return Cell(digits(in_unit, decimals), _MARKS.get(IndicatorState(state), "") if state else "", None)


def verdict_counts(verdicts: dict[str, int]) -> list[tuple[State, int]]:
    """Every state that occurs, in a steady order, with how many sections are in it."""
    return [(VERDICTS[state], verdicts[state]) for state in SchoolState if verdicts.get(state)]
