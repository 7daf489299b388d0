"""The indicators of all standards, and their values from what a school sent."""

from __future__ import annotations

from collections.abc import Mapping

from lianmeng.core.figures import Figure
from lianmeng.schools.queries.figures import PUPILS, figure_in
from lianmeng.standards.queries.catalogue import standards
from lianmeng.standards.rules import Indicator


def indicators() -> dict[str, Indicator]:
    """By key; each once, whatever number of standards use it."""
    return {one.indicator.key: one.indicator for standard in standards() for one in standard.measures}


def value_in(values: Mapping[str, float | str], indicator: Indicator) -> Figure:
    """The indicator's value from the return of one section; absent as its amount or its pupils are."""
    sent = dict(values)
    return figure_in(sent, indicator.key) * indicator.per / figure_in(sent, PUPILS)
