"""The verdict on one school section: the cases of the rule, and every completion of what is missing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianmeng.core.figures import Absence, Figure
from lianmeng.core.refusal import Refused
from lianmeng.standards.queries import standard_named
from lianmeng.standards.rules import Bound, Measure, SchoolTest, SchoolVerdict, Standard, school_verdict
from lianmeng.standards.vocabulary import IndicatorState, SchoolKind, SchoolState

QUALITY = standard_named("cn-2017")
THRESHOLDS = [measure.thresholds["primary"].value for measure in QUALITY.measures]
KEYS = [measure.indicator.key for measure in QUALITY.measures]
MANY = Figure.of(300)
NOT_SENT = Figure.missing(Absence.NOT_SENT)


def judged(
    *values: float | None,
    pupils: Figure = MANY,
    kind: SchoolKind = SchoolKind.ORDINARY,
    standard: Standard = QUALITY,
) -> SchoolVerdict:
    figures = {
        key: NOT_SENT if value is None else Figure.of(value) for key, value in zip(KEYS, values, strict=True)
    }
    return school_verdict(standard, "primary", values=figures, pupils=pupils, kind=kind)


ALL_REACHED = (4.9, 1.05, 1.05, 7.4, 24.5, 3150, 3.15)


@pytest.mark.parametrize(
    ("changed", "state", "reached"),
    [
        ({}, SchoolState.MEETS, 7),
        ({2: 0.89}, SchoolState.MEETS, 6),
        ({2: 0.765}, SchoolState.MEETS, 6),
        ({2: 0.7649}, SchoolState.DOES_NOT_MEET, 6),
        ({2: 0.89, 5: 1999.99}, SchoolState.DOES_NOT_MEET, 5),
        ({4: None}, SchoolState.OPEN, 6),
        ({1: 0.99, 4: None}, SchoolState.OPEN, 5),
        ({1: 0.5, 4: None}, SchoolState.DOES_NOT_MEET, 5),
        ({1: 0.99, 2: 0.89, 4: None}, SchoolState.DOES_NOT_MEET, 4),
        (dict.fromkeys(range(7)), SchoolState.OPEN, 0),
    ],
)
def test_the_rule_of_2017(changed: dict[int, float | None], state: SchoolState, reached: int) -> None:
    verdict = judged(*(changed.get(at, value) for at, value in enumerate(ALL_REACHED)))
    assert (verdict.state, verdict.reached) == (state, reached)


def test_each_indicator_says_where_it_stands() -> None:
    verdict = judged(4.2, 0.85, 0.764, None, 7.5, 2000, 2.3)
    assert [standing.state for standing in verdict.standings] == [
        IndicatorState.REACHED,
        IndicatorState.SHORT,
        IndicatorState.UNDER_FLOOR,
        IndicatorState.ABSENT,
        *[IndicatorState.REACHED] * 3,
    ]
    assert verdict.standings[3].figure.absence is Absence.NOT_SENT
    assert verdict.standings[6].threshold.value == Decimal("2.3")


def test_an_indicator_that_nobody_names_was_not_sent() -> None:
    verdict = school_verdict(QUALITY, "junior", values={}, pupils=MANY)
    assert {standing.figure for standing in verdict.standings} == {NOT_SENT}


@pytest.mark.parametrize(
    ("kind", "pupils", "why"),
    [
        (SchoolKind.SPECIAL, 300, "special_school"),
        (SchoolKind.VOCATIONAL, 300, "vocational_school"),
        (SchoolKind.TEACHING_POINT, 49, "small_teaching_point"),
        (SchoolKind.ORDINARY, 0, "no_pupils"),
    ],
)
def test_those_who_take_no_part_are_told_why(kind: SchoolKind, pupils: int, why: str) -> None:
    verdict = judged(*ALL_REACHED, pupils=Figure.of(pupils), kind=kind)
    assert verdict.state is SchoolState.NOT_ASSESSED
    assert verdict.excluded is not None
    assert (verdict.excluded.code, verdict.standings) == (why, ())


@pytest.mark.parametrize(("kind", "pupils"), [(SchoolKind.TEACHING_POINT, 50), (SchoolKind.ORDINARY, 1)])
def test_small_schools_at_the_edge_take_part(kind: SchoolKind, pupils: int) -> None:
    assert judged(*ALL_REACHED, pupils=Figure.of(pupils), kind=kind).state is SchoolState.MEETS


def test_without_the_number_of_pupils_the_verdict_is_open_unless_the_kind_decides() -> None:
    assert judged(*ALL_REACHED, pupils=NOT_SENT).state is SchoolState.OPEN
    assert judged(*ALL_REACHED, pupils=NOT_SENT, kind=SchoolKind.SPECIAL).state is SchoolState.NOT_ASSESSED
    everybody = replace(QUALITY, exclusions=())
    assert judged(*ALL_REACHED, pupils=NOT_SENT, standard=everybody).state is SchoolState.MEETS


def test_a_standard_without_a_rule_for_schools_refuses() -> None:
    with pytest.raises(Refused, match="cn-2012 sets no rule for a single school"):
        school_verdict(standard_named("cn-2012"), "primary", values={}, pupils=MANY)


RULES = st.builds(
    SchoolTest,
    st.integers(1, 7).map(lambda reach: Bound(Decimal(reach), ())),
    st.sampled_from([None, 1, 85, 100]).map(lambda floor: floor and Bound(Decimal(floor), ())),
)
SHARES = st.lists(st.sampled_from([None, 0, 0.5, 0.86, 1, 1.3]), min_size=7, max_size=7).filter(
    lambda shares: shares.count(None) <= 4
)


@given(test=RULES, shares=SHARES)
def test_a_verdict_is_given_exactly_when_every_completion_agrees(
    test: SchoolTest, shares: list[float | None]
) -> None:
    possible = {
        completion_passes(test, [next(filled) if share is None else share for share in shares])
        for filled in map(iter, product((0, 0.005, 0.5, 0.86, 1, 1.3), repeat=shares.count(None)))
    }
    expected = {
        (True,): SchoolState.MEETS,
        (False,): SchoolState.DOES_NOT_MEET,
        (False, True): SchoolState.OPEN,
    }[tuple(sorted(possible))]
    values = [
        None if share is None else float(Decimal(str(share)) * least)
        for share, least in zip(shares, THRESHOLDS, strict=True)
    ]
    assert judged(*values, standard=replace(QUALITY, school_test=test)).state is expected


def completion_passes(test: SchoolTest, shares: list[float]) -> bool:
    floor = 0 if test.floor_percent is None else float(test.floor_percent.value) / 100
    return len([share for share in shares if share >= 1]) >= test.reach.value and min(shares) >= floor


@given(
    measure=st.sampled_from(QUALITY.measures),
    stage=st.sampled_from(["primary", "junior"]),
    pupils=st.integers(1, 20_000),
    parts=st.lists(st.integers(0, 10**7), min_size=1, max_size=3),
    nudge=st.sampled_from([None, -1, 0, 1]),
)
def test_amounts_in_hundredths_are_judged_as_exact_fractions_would_be(
    measure: Measure, stage: str, pupils: int, parts: list[int], nudge: int | None
) -> None:
    """The amount is a noisy sum of floats, or lies within a hundredth of the threshold or of its floor."""
    threshold, per = measure.thresholds[stage].value, measure.indicator.per
    if nudge is not None:
        edge = threshold * pupils * (85 if parts[0] % 2 else 100) / per  # in hundredths
        first = parts[0] % (int(edge) + 1)
        parts = [first, max(0, int(edge) + nudge - first)]
    exact = Fraction(sum(parts), 100) * per / pupils
    value = Figure.of(sum(part / 100 for part in parts) / pupils * per)
    verdict = school_verdict(QUALITY, stage, values={measure.indicator.key: value}, pupils=Figure.of(pupils))
    state = verdict.standings[QUALITY.measures.index(measure)].state
    assert (state is IndicatorState.REACHED) == (exact >= threshold)
    assert (state is IndicatorState.UNDER_FLOOR) == (exact < Fraction(85, 100) * Fraction(threshold))
