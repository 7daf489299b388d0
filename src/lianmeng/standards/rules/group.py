"""The verdict on a group of sections (a district, a county) from its coefficients of variation."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lianmeng.core.figures import Absence, Figure
from lianmeng.standards.rules.definition import Bound, Measure, Standard
from lianmeng.standards.rules.digits import settled
from lianmeng.standards.vocabulary import GroupRule, LimitState


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One indicator's coefficient of variation; not judged by itself where the standard judges the mean."""

    measure: Measure
    figure: Figure
    state: LimitState


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """`composite` is None where each coefficient is judged by itself."""

    state: LimitState
    limit: Bound
    coefficients: tuple[Coefficient, ...]
    composite: Figure | None

    @property
    def within(self) -> int:
        return sum(each.state is LimitState.WITHIN for each in self.coefficients)


def composite(coefficients: Iterable[Figure]) -> Figure:
    """The plain mean if all are known; else absent, for the reason of the first that is missing.

    The mean of no coefficients cannot be assessed.
    """
    figures = tuple(coefficients)
    missing = next((figure for figure in figures if not figure.known), None)
    if missing is not None:
        return missing
    values = [figure.value for figure in figures if figure.value is not None]
    return Figure.of(math.fsum(values)) / len(values)


def group_verdict(standard: Standard, stage: str, *, coefficients: Mapping[str, Figure]) -> GroupVerdict:
    """The coefficients (by indicator key) against the stage's limit, each by itself or as their mean.

    A coefficient without an entry was not sent. The group is over if one judged figure is over, within if all
    are within, and cannot be judged otherwise. At the limit is within. KeyError if the stage is unknown.
    """
    limit = standard.stages[stage].limit
    figures = [
        coefficients.get(each.indicator.key, Figure.missing(Absence.NOT_SENT)) for each in standard.measures
    ]
    if standard.group_test.judges is GroupRule.EACH:
        states = [_against(limit.value, figure) for figure in figures]
        mean, state = None, _of_all(states)
    else:
        states = [LimitState.NOT_JUDGED if figure.known else LimitState.ABSENT for figure in figures]
        mean = composite(figures)
        state = _against(limit.value, mean)
    judged = tuple(map(Coefficient, standard.measures, figures, states))
    return GroupVerdict(state, limit, judged, mean)


def _against(limit: Decimal, figure: Figure) -> LimitState:
    if figure.value is None:
        return LimitState.ABSENT
    return LimitState.WITHIN if settled(figure.value) <= limit else LimitState.OVER


def _of_all(states: list[LimitState]) -> LimitState:
    for state in (LimitState.OVER, LimitState.ABSENT):
        if state in states:
            return state
    return LimitState.WITHIN
