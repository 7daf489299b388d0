"""The verdict on one school section."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lianmeng.core.figures import Absence, Figure
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.standards.rules.definition import Bound, Exclusion, Measure, SchoolTest, Standard
from lianmeng.standards.rules.digits import settled
from lianmeng.standards.vocabulary import IndicatorState, SchoolKind, SchoolState


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """One indicator of the section: its value, what was asked, and where it stands."""

    measure: Measure
    figure: Figure
    threshold: Bound
    state: IndicatorState


@dataclass(frozen=True, slots=True)
class SchoolVerdict:
    """`excluded` is set where, and only where, the state is `NOT_ASSESSED`; then there are no standings."""

    state: SchoolState
    standings: tuple[IndicatorStanding, ...] = ()
    excluded: Exclusion | None = None

    @property
    def reached(self) -> int:
        return sum(standing.state is IndicatorState.REACHED for standing in self.standings)


def exclusion_of(standard: Standard, *, kind: SchoolKind, pupils: Figure) -> Exclusion | None:
    """Why a section of this kind with so many pupils of the stage takes no part; None if it does, or may."""
    return next((each for each in _of_kind(standard, kind) if _few_enough(each, pupils)), None)


def _of_kind(standard: Standard, kind: SchoolKind) -> list[Exclusion]:
    return [each for each in standard.exclusions if each.kind in (None, kind)]


def _few_enough(exclusion: Exclusion, pupils: Figure) -> bool:
    if exclusion.under_pupils is None:
        return True
    return pupils.value is not None and pupils.value < exclusion.under_pupils


def school_verdict(
    standard: Standard,
    stage: str,
    *,
    values: Mapping[str, Figure],
    pupils: Figure,
    kind: SchoolKind = SchoolKind.ORDINARY,
) -> SchoolVerdict:
    """Whether a section meets the standard's rule for schools; `values` by indicator key, in its unit.

    An indicator without an entry was not sent. Where values or the number of pupils are missing, the verdict
    is given if all that they could be leads to the same one, and is open otherwise. Values are compared
    unrounded (see `settled`).
    Refused if the standard has no rule for schools; KeyError if it does not know the stage.
    """
    if standard.school_test is None:
        raise Refused(
            say(
                "{standard} sets no rule for a single school. Choose another standard.",
                standard=standard.code,
            )
        )
    excluded = exclusion_of(standard, kind=kind, pupils=pupils)
    if excluded is not None:
        return SchoolVerdict(SchoolState.NOT_ASSESSED, excluded=excluded)
    standings = tuple(
        _standing(standard.school_test, each, stage=stage, values=values) for each in standard.measures
    )
    if not pupils.known and _of_kind(standard, kind):  # with few enough pupils it would take no part
        return SchoolVerdict(SchoolState.OPEN, standings)
    return SchoolVerdict(_state(standard.school_test, [standing.state for standing in standings]), standings)


def _standing(
    test: SchoolTest, measure: Measure, *, stage: str, values: Mapping[str, Figure]
) -> IndicatorStanding:
    figure = values.get(measure.indicator.key, Figure.missing(Absence.NOT_SENT))
    threshold = measure.thresholds[stage]
    return IndicatorStanding(
        measure, figure, threshold, _indicator_state(test, figure, threshold=threshold.value)
    )


def _indicator_state(test: SchoolTest, figure: Figure, *, threshold: Decimal) -> IndicatorState:
    if figure.value is None:
        return IndicatorState.ABSENT
    value = settled(figure.value)
    if value >= threshold:
        return IndicatorState.REACHED
    if test.floor_percent is not None and 100 * value < test.floor_percent.value * threshold:
        return IndicatorState.UNDER_FLOOR
    return IndicatorState.SHORT


def _state(test: SchoolTest, states: list[IndicatorState]) -> SchoolState:
    """More is never worse, so the best and the worst the missing ones could be decide for all between."""
    worst = IndicatorState.SHORT if test.floor_percent is None else IndicatorState.UNDER_FLOOR
    if _passes(test, _completed(states, worst)):
        return SchoolState.MEETS
    if _passes(test, _completed(states, IndicatorState.REACHED)):
        return SchoolState.OPEN
    return SchoolState.DOES_NOT_MEET


def _completed(states: Iterable[IndicatorState], guess: IndicatorState) -> list[IndicatorState]:
    return [guess if state is IndicatorState.ABSENT else state for state in states]


def _passes(test: SchoolTest, states: list[IndicatorState]) -> bool:
    reached = sum(state is IndicatorState.REACHED for state in states)
    return reached >= test.reach.value and IndicatorState.UNDER_FLOOR not in states
