"""A published figure is a value or a named reason for its absence; arithmetic carries the reason along."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lianmeng.core.sentences import Sentence, say


class Absence(StrEnum):
    """Why a figure is not there. Never zero, never blank."""

    NOT_SENT = "not_sent"
    NOT_DUE = "not_due"
    TOO_FEW = "too_few"
    DOES_NOT_APPLY = "does_not_apply"
    CANNOT_BE_ASSESSED = "cannot_be_assessed"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


_LABELS = {
    Absence.NOT_SENT: say("Not sent"),
    Absence.NOT_DUE: say("Not due"),
    Absence.TOO_FEW: say("Too few to show"),
    Absence.DOES_NOT_APPLY: say("Does not apply"),
    Absence.CANNOT_BE_ASSESSED: say("Cannot be assessed"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Either `value` (finite) or `absence`, never both; made by `Figure.of` and `Figure.missing`."""

    value: float | None
    absence: Absence | None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.absence is None):
            raise ValueError("a figure has a value or a reason for its absence, and not both")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError("a figure's value is finite")

    @classmethod
    def of(cls, value: float) -> Figure:
        return cls(float(value), None)

    @classmethod
    def missing(cls, absence: Absence) -> Figure:
        return cls(None, absence)

    @property
    def known(self) -> bool:
        return self.absence is None

    def _with(self, other: Figure | float, combine: Callable[[float, float], float]) -> Figure:
        right = other if isinstance(other, Figure) else Figure.of(other)
        if self.value is None:
            return self
        if right.value is None:
            return right
        return Figure.of(combine(self.value, right.value))

    def __add__(self, other: Figure | float) -> Figure:
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: Figure | float) -> Figure:
        return self._with(other, lambda a, b: a - b)

    def __mul__(self, other: Figure | float) -> Figure:
        return self._with(other, lambda a, b: a * b)

    def __truediv__(self, other: Figure | float) -> Figure:
        right = other if isinstance(other, Figure) else Figure.of(other)
        if self.known and right.value == 0:
            return Figure.missing(Absence.CANNOT_BE_ASSESSED)
        return self._with(right, lambda a, b: a / b)
