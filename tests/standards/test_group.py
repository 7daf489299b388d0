"""The verdict on a district from its coefficients, against published tables."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianmeng.core.figures import Absence, Figure
from lianmeng.standards.queries import standard_named
from lianmeng.standards.rules import GroupVerdict, composite, group_verdict
from lianmeng.standards.vocabulary import LimitState

JILIN = Path(__file__).parents[1] / "data" / "published_county_cv_jilin.csv"
TOO_FEW = Figure.missing(Absence.TOO_FEW)
NOT_DUE = Figure.missing(Absence.NOT_DUE)


def judged(code: str, stage: str, *coefficients: float | Figure) -> GroupVerdict:
    standard = standard_named(code)
    return group_verdict(
        standard,
        stage,
        coefficients={
            measure.indicator.key: value if isinstance(value, Figure) else Figure.of(value)
            for measure, value in zip(standard.measures, coefficients, strict=True)
        },
    )


def published() -> list[list[str]]:
    with JILIN.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["stat"] == "cv"]
    return [[row["county"], row["school_level"], *list(row.values())[5:14]] for row in rows]


def test_the_composite_of_every_published_row_is_the_mean_of_its_eight() -> None:
    """All ten agree to the three decimals that are printed: no row differs by more than rounding."""
    rows = published()
    assert len(rows) == 10
    for county, level, *coefficients, printed in rows:
        verdict = judged("cn-2012", {"小学": "primary", "初中": "junior"}[level], *map(float, coefficients))
        assert verdict.composite is not None
        assert verdict.composite.value == pytest.approx(float(printed), abs=0.0005), (county, level)
        assert verdict.state is LimitState.WITHIN


@pytest.mark.parametrize(
    ("stage", "coefficients", "printed"),
    [
        ("primary", (0.437, 0.419, 0.255, 0.188, 0.171, 0.263, 0.263, 0.420), "0.302"),  # Wanzhou
        ("primary", (0.633, 0.891, 0.435, 0.328, 0.351, 0.391, 0.379, 0.541), "0.494"),  # Qianjiang
        ("junior", (0.808, 0.445, 0.537, 0.472, 0.492, 0.243, 0.272, 0.265), "0.442"),  # Qianjiang
    ],
)
def test_the_composites_of_two_districts_of_chongqing(
    stage: str, coefficients: tuple[float, ...], printed: str
) -> None:
    verdict = judged("cn-2012", stage, *coefficients)
    assert verdict.composite is not None
    assert f"{verdict.composite.value:.3f}" == printed
    assert {each.state for each in verdict.coefficients} == {LimitState.NOT_JUDGED}


@pytest.mark.parametrize(
    ("stage", "coefficients"),
    [
        ("primary", (0.677, 0.674, 0.618, 0.519, 0.597, 0.167, 0.759)),
        ("junior", (0.542, 1.055, 0.507, 0.587, 0.686, 0.254, 0.496)),
    ],
)
def test_ningguo_is_within_the_limit_on_one_of_seven_in_each_stage(
    stage: str, coefficients: tuple[float, ...]
) -> None:
    verdict = judged("cn-2017", stage, *coefficients)
    assert verdict.within == 1
    assert verdict.coefficients[5].state is LimitState.WITHIN
    assert verdict.state is LimitState.OVER
    assert verdict.composite is None


@pytest.mark.parametrize(
    ("stage", "at_the_limit", "over"), [("primary", 0.5, 0.5000001), ("junior", 0.45, 0.4500001)]
)
def test_at_the_limit_is_within_it(stage: str, at_the_limit: float, over: float) -> None:
    assert judged("cn-2017", stage, *[at_the_limit] * 7).state is LimitState.WITHIN
    assert judged("cn-2017", stage, *[0.15 + at_the_limit - 0.15] * 7).state is LimitState.WITHIN
    assert judged("cn-2017", stage, *[at_the_limit] * 6, over).state is LimitState.OVER


def test_a_missing_coefficient_leaves_the_group_open_unless_another_is_over() -> None:
    assert judged("cn-2017", "primary", *[0.2] * 6, TOO_FEW).state is LimitState.ABSENT
    verdict = judged("cn-2017", "primary", *[0.2] * 5, 0.6, TOO_FEW)
    assert (verdict.state, verdict.within) == (LimitState.OVER, 5)
    assert verdict.coefficients[6].figure == TOO_FEW


def test_a_composite_is_absent_for_the_reason_of_the_first_that_is_missing() -> None:
    verdict = judged("cn-2012", "primary", *[0.2] * 5, TOO_FEW, NOT_DUE, 0.2)
    assert verdict.composite == TOO_FEW
    assert verdict.state is LimitState.ABSENT
    assert [each.state for each in verdict.coefficients[4:6]] == [LimitState.NOT_JUDGED, LimitState.ABSENT]


def test_a_coefficient_that_nobody_names_was_not_sent() -> None:
    verdict = group_verdict(
        standard_named("cn-2017"), "primary", coefficients={"key_teachers": Figure.of(0.3)}
    )
    assert [each.figure.absence for each in verdict.coefficients[:2]] == [Absence.NOT_SENT, None]


def test_the_mean_of_nothing_cannot_be_assessed() -> None:
    assert composite([]) == Figure.missing(Absence.CANNOT_BE_ASSESSED)


@given(st.lists(st.integers(0, 3000), min_size=8, max_size=8))
def test_the_composite_is_judged_as_exact_decimals_would_be(thousandths: list[int]) -> None:
    verdict = judged("cn-2012", "junior", *(each / 1000 for each in thousandths))
    within = Decimal(sum(thousandths)) / 8000 <= Decimal("0.55")
    assert (verdict.state is LimitState.WITHIN) == within
