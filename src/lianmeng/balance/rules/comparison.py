"""What a standard says of a register's resources: which are its indicators, and where each coefficient stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lianmeng.core.figures import Figure
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.standards.rules import GroupVerdict, Measure, Standard, group_verdict, indicator_named, settled
from lianmeng.standards.vocabulary import GroupRule, LimitState


@dataclass(frozen=True, slots=True)
class Comparison:
    """A standard and a stage, held against a register. `measures` has the resources that are indicators of it.

    `indicators_only`: a register without any indicator is not set beside the limit, for it says nothing of its amounts.
    """

    standard: Standard
    stage: str
    measures: Mapping[str, Measure]
    indicators_only: bool = False

    @property
    def limit(self) -> Decimal:
        return self.standard.stages[self.stage].limit.value

    @property
    def judges_each(self) -> bool:
        """Whether each coefficient has the limit to itself, or only the mean of all, or nothing is judged."""
        silent = self.indicators_only and not self.measures
        return self.standard.group_test.judges is GroupRule.EACH and not silent

    def state_of(self, coefficient: Figure) -> LimitState:
        """Where one coefficient stands; a resource that is no indicator is set beside the limit for comparison."""
        if not self.judges_each:
            return LimitState.NOT_JUDGED
        if coefficient.value is None:
            return LimitState.ABSENT
        return LimitState.WITHIN if settled(coefficient.value) <= self.limit else LimitState.OVER

    def verdict(self, coefficients: Mapping[str, Figure]) -> GroupVerdict | None:
        """The standard's own verdict on a group, by resource name; None if no resource is an indicator of it."""
        if not self.measures:
            return None
        known = {
            measure.indicator.key: coefficients[name]
            for name, measure in self.measures.items()
            if name in coefficients
        }
        return group_verdict(self.standard, self.stage, coefficients=known)


def comparison(
    standard: Standard, stage: str, resources: Iterable[str], *, indicators_only: bool = False
) -> Comparison:
    """Refused if the standard does not know the stage."""
    if stage not in standard.stages:
        known = tuple(standard.stages)
        sentence = say(
            "{standard} has no stage “{stage}”. Choose one of: {known}.",
            standard=standard.code,
            stage=stage,
            known=known,
        )
        raise Refused(sentence, field="stage")
    found = ((name, indicator_named(name, standard)) for name in resources)
    measures = {name: measure for name, measure in found if measure is not None}
    return Comparison(standard, stage, measures, indicators_only)
