"""In which unit an amount per pupil is shown, and with how many decimals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lianmeng.balance.rules.columns import Resource
from lianmeng.core.sentences import Sentence, say
from lianmeng.standards.rules import Measure


@dataclass(frozen=True, slots=True)
class Unit:
    """`per` multiplies the amount per pupil; `label` is a sentence, or the standard's own words."""

    resource: str
    per: int
    label: Sentence
    decimals: int


PER_PUPIL = say("per pupil")
PER_HUNDRED = say("per 100 pupils")


def decimals_of(values: Iterable[float]) -> int:
    """So many that the smallest shown value keeps three digits: 7.50, 0.0751, 2,908."""
    sizes = [abs(value) for value in values if value]
    if not sizes:
        return 2
    return max(0, 2 - math.floor(math.log10(min(sizes))))


def unit_of(resource: Resource, measure: Measure | None, means: Iterable[float]) -> Unit:
    """The indicator's own unit; else per 100 pupils for totals, per pupil for what is per pupil already."""
    if measure is not None:
        label = PER_PUPIL if measure.indicator.per == 1 else PER_HUNDRED
        return Unit(resource.name, measure.indicator.per, label, measure.indicator.decimals)
    per = 1 if resource.per_pupil else 100
    label = PER_PUPIL if resource.per_pupil else PER_HUNDRED
    return Unit(resource.name, per, label, decimals_of(value * per for value in means))
