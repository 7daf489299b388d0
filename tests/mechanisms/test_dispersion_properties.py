"""What holds for every register, and the two opinions side by side."""

import math
from dataclasses import fields
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lianmeng.mechanisms.dispersion import (
    Dispersion,
    Status,
    between_and_within,
    coefficients,
    judge,
    ladder,
    measure,
    shares_of_schools,
)

MEASURES = ("mean", "cv", "theil", "gini", "range_ratio", "mcloone")
JUDGED = ("schools", "no_pupils", "not_sent", "pupils", *MEASURES)
UNITLESS = ("cv", "theil", "gini", "range_ratio", "mcloone")
CLOSE = {"rtol": 1e-9, "atol": 1e-14, "equal_nan": True}

missing = st.just(float("nan"))
whole_pupils = st.integers(0, 3000).map(float)
pupil_numbers = st.one_of(whole_pupils, st.floats(0.01, 5000), missing)
amount_numbers = st.one_of(st.integers(0, 400).map(float), st.floats(1e-3, 1e6), missing)
present = st.tuples(
    st.integers(1, 3000).map(float), st.one_of(st.integers(0, 400).map(float), st.floats(1e-3, 1e6))
)


@st.composite
def registers(draw):
    """Pupils (n), amounts (2, n), groups (n) of 4 and -1, in any order or by group."""
    row = st.tuples(pupil_numbers, amount_numbers, amount_numbers, st.integers(-1, 3))
    rows = draw(st.lists(row, max_size=30))
    if draw(st.booleans()):
        rows.sort(key=lambda each: each[3])
    table = np.array(rows, dtype=float).reshape(-1, 4)
    return table[:, 0], table[:, 1:3].T, table[:, 3].astype(int)


@st.composite
def counties(draw):
    """One group of schools that all count, with something to share: pupils (n), amounts (n)."""
    schools = np.array(draw(st.lists(present, min_size=2, max_size=25)))
    assume(schools[:, 1].any())
    return schools[:, 0], schools[:, 1]


def of_one(pupils, amounts):
    return measure(pupils, np.atleast_2d(amounts), np.zeros(len(pupils), int), group_count=1)


def same(one, other, names=MEASURES, **tolerance):
    for name in names:
        np.testing.assert_allclose(
            getattr(one, name), getattr(other, name), **(CLOSE | tolerance), err_msg=name
        )


def tables(told):
    return {name: getattr(told, name).tolist() for name in JUDGED}


@given(registers())
def test_the_judge_agrees(register):
    pupils, amounts, groups = register
    told = tables(measure(pupils, amounts, groups, group_count=4))
    assert list(judge.disagreements(pupils.tolist(), amounts.tolist(), groups.tolist(), told)) == []


def test_the_judge_names_a_wrong_figure():
    told = tables(of_one([10, 20, 30], [1, 2, 9]))
    told["cv"][0][0] *= 1 + 1e-8
    found = list(judge.disagreements([10, 20, 30], [[1, 2, 9]], [0, 0, 0], told))
    assert [(each.resource, each.group, each.measure) for each in found] == [(0, 0, "cv")]
    told["cv"][0][0] = math.nan
    assert len(list(judge.disagreements([10, 20, 30], [[1, 2, 9]], [0, 0, 0], told))) == 1


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=6))
def test_pupil_by_pupil(schools):
    """The definitions spelled out over single pupils, all pairs of them included."""
    each = sorted(Fraction(n, a) for a, n in schools for _ in range(a))
    mean = sum(each) / len(each)
    assume(mean)
    told = of_one([a for a, _ in schools], [n for _, n in schools])
    cv = math.sqrt(sum((x - mean) ** 2 for x in each) / len(each) / mean**2)
    gini = sum(abs(x - y) for x in each for y in each) / (2 * len(each) ** 2 * mean)
    theil = math.fsum(x / mean * math.log(x / mean) for x in each if x) / len(each)
    wanted = [mean, cv, gini, theil]
    found = [told.mean[0, 0], told.cv[0, 0], told.gini[0, 0], told.theil[0, 0]]
    np.testing.assert_allclose(found, np.array(wanted, float), rtol=1e-12, atol=1e-15)
    median = next(x for i, x in enumerate(each, 1) if 2 * i >= len(each))
    if median:
        lower = [x for x in each if x <= median]
        assert told.mcloone[0, 0] == pytest.approx(float(sum(lower) / len(lower) / median), rel=1e-12)


@given(registers())
def test_the_quick_answer_is_the_same(register):
    quick, full = (function(*register, group_count=4) for function in (coefficients, measure))
    same(quick, full, [field.name for field in fields(quick)])


@given(registers())
def test_every_row_is_counted_once_and_every_number_has_a_status(register):
    told = measure(*register, group_count=4)
    rows = np.bincount(register[2][register[2] >= 0], minlength=4)
    assert (told.schools + told.no_pupils + told.not_sent == rows).all()
    for names, status in (
        (("cv", "theil", "gini"), told.status),
        (("range_ratio",), told.range_ratio_status),
        (("mcloone",), told.mcloone_status),
    ):
        known = np.vectorize(lambda code: Status(code).has_number, otypes=[bool])(status)
        for name in names:
            assert (np.isfinite(getattr(told, name)) == known).all()


@given(registers())
def test_bounds(register):
    told = measure(*register, group_count=4)
    known = told.status <= Status.ONE_SCHOOL
    assert (told.cv[known] >= 0).all()
    assert (told.theil[known] >= 0).all()
    assert ((told.gini[known] >= 0) & (told.gini[known] < 1)).all()
    assert (told.range_ratio[told.range_ratio_status <= Status.ONE_SCHOOL] >= 0).all()
    mcloone = told.mcloone[told.mcloone_status <= Status.ONE_SCHOOL]
    assert ((mcloone >= 0) & (mcloone <= 1)).all()


@given(registers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(register, random):
    pupils, amounts, groups = register
    order = list(range(pupils.size))
    random.shuffle(order)
    one = measure(pupils, amounts, groups, group_count=4)
    same(one, measure(pupils[order], amounts[:, order], groups[order], group_count=4), JUDGED)


@given(registers())
def test_groups_do_not_influence_one_another(register):
    pupils, amounts, groups = register
    together = measure(pupils, amounts, groups, group_count=4)
    for group in range(4):
        those = groups == group
        alone = measure(pupils[those], amounts[:, those], groups[those] * 0, group_count=1)
        same_group = {name: getattr(together, name)[:, [group]] for name in field_names()}
        same(alone, Dispersion(**same_group), JUDGED)


def field_names():
    return [field.name for field in fields(Dispersion)]


@given(registers())
def test_a_register_in_blocks_is_the_same_register(register):
    whole = measure(*register, group_count=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ladder, "_BLOCK", 2)
        same(whole, measure(*register, group_count=4), JUDGED)


@given(counties(), st.sampled_from([1e-200, 1e-3, 100.0, 2.0**40, 1e200]))
def test_the_unit_of_the_amount_does_not_matter(county, factor):
    pupils, amounts = county
    same(of_one(pupils, amounts), of_one(pupils, amounts * factor), UNITLESS, atol=1e-12)


@given(counties(), st.integers(2, 9))
def test_replication_changes_nothing(county, times):
    """Every school times over, as more schools or as larger ones."""
    pupils, amounts = county
    same(of_one(pupils, amounts), of_one(np.repeat(pupils, times), np.repeat(amounts, times)))
    same(of_one(pupils, amounts), of_one(pupils * times, amounts * times))


@given(counties(), st.integers(1, 5), st.integers(1, 5))
def test_two_schools_with_the_same_value_count_as_one(county, part, other):
    pupils, amounts = county
    divided = [[part * column[0], other * column[0], *column[1:]] for column in (pupils, amounts)]
    merged = [[(part + other) * column[0], *column[1:]] for column in (pupils, amounts)]
    same(of_one(*divided), of_one(*merged))


@given(counties())
def test_shares_of_schools_add_up_to_one(county):
    told = shares_of_schools(*county)
    assume(told.status is Status.ASSESSED)
    assert told.shares.sum() == pytest.approx(1, abs=1e-14)
    assert (told.shares >= 0).all()
    pupils, amounts = county
    parts = pupils / pupils.sum() * (amounts / pupils / told.mean - 1) ** 2
    np.testing.assert_allclose(told.shares * told.cv**2, parts, rtol=1e-8, atol=1e-14)
    assert (told.sides == np.sign(told.per_pupil - told.mean)).all()


@given(registers())
def test_between_and_within_add_up_to_the_whole(register):
    pupils, amounts, groups = register
    parts = between_and_within(pupils, amounts[0], groups, group_count=4)
    whole = coefficients(pupils, amounts[:1], np.minimum(groups, 0), group_count=1)
    np.testing.assert_allclose(parts.cv_squared, whole.cv[0, 0] ** 2, **CLOSE)
    assert (parts.between >= 0).all()
    assert (parts.within >= 0).all()
    if parts.status is Status.ASSESSED:
        assert parts.between_shares.sum() + parts.within_shares.sum() == pytest.approx(1, abs=1e-14)


@given(registers())
def test_an_amount_that_was_not_sent_is_never_zero(register):
    pupils, amounts, groups = register
    assume((np.isnan(amounts[0]) & (pupils > 0) & (groups >= 0)).any())
    told = measure(pupils, amounts, groups, group_count=4)
    zero = measure(pupils, np.nan_to_num(amounts, nan=0.0), groups, group_count=4)
    assert (told.schools[0] <= zero.schools[0]).all()
    assert told.schools[0].sum() < zero.schools[0].sum()


def exact_cv(pupils, amounts):
    a, n = [Fraction(x) for x in pupils], [Fraction(x) for x in amounts]
    squares = sum(y * y / x for x, y in zip(a, n, strict=True))
    return math.sqrt(sum(a) * squares / sum(n) ** 2 - 1)


def test_tiny_values():
    pupils, amounts = [45, 37, 89, 76, 55], np.array([279, 137, 935, 160, 402]) * 1e-300
    same(of_one(pupils, amounts), of_one(pupils, amounts * 1e300), UNITLESS)


@pytest.mark.parametrize("mixed", [False, True])
def test_huge_means_with_small_differences(mixed):
    rng = np.random.default_rng(1)
    pupils = 2.0 ** rng.integers(0, 8, 6000)
    amounts = (1e9 + 1e-6 * rng.integers(0, 300, 6000)) * pupils
    groups = np.arange(6000) % 2 if mixed else np.arange(6000) // 3000
    told = coefficients(pupils, amounts[np.newaxis], groups, group_count=2)
    for group in range(2):
        expected = exact_cv(pupils[groups == group], amounts[groups == group])
        assert expected < 1e-13
        assert told.cv[0, group] == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize("large", [0, 1])
def test_a_group_of_parts_of_pupils_beside_a_group_of_another_size(large):
    pupils = np.array([1e7 / 3, 1e9 / 7, 1e8 / 9, 0.1, 0.2, 0.7])
    amounts = np.array([1e15, 1e14, 1e17, 1e-9, 3e-9, 5e-9])
    together = measure(pupils, [amounts], [large] * 3 + [1 - large] * 3, group_count=2)
    for group, those in ((large, slice(3)), (1 - large, slice(3, 6))):
        alone = judge.expected(pupils[those].tolist(), amounts[those].tolist())
        for name in UNITLESS:
            np.testing.assert_allclose(getattr(together, name)[0, group], alone[name], rtol=1e-13)


def test_tenths_of_a_pupil_reach_the_median_as_whole_ones_do():
    per_pupil = np.arange(1.0, 17.0)
    tenths, ones = (of_one(np.full(16, part), per_pupil * part) for part in (0.1, 1.0))
    assert np.cumsum(np.full(16, 0.1))[7] < 0.8
    same(tenths, ones, UNITLESS)


@pytest.mark.parametrize("whole", [False, True])
def test_a_larger_register_in_front_of_the_judge(whole):
    rng = np.random.default_rng(4)
    pupils = np.floor(rng.uniform(0, 60, 3000)) if whole else rng.uniform(0, 60, 3000)
    amounts = np.round(pupils * rng.lognormal(0, 0.5, (2, 3000)), 1)
    pupils[rng.random(3000) < 0.02] = np.nan
    amounts[rng.random((2, 3000)) < 0.05] = np.nan
    groups = rng.integers(-1, 20, 3000)
    told = tables(measure(pupils, amounts, groups, group_count=21))
    assert list(judge.disagreements(pupils.tolist(), amounts.tolist(), groups.tolist(), told)) == []


def test_equal_values_leave_no_trace():
    pupils = np.random.default_rng(2).integers(1, 3000, 1000).astype(float)
    told = of_one(pupils, pupils * 0.1)
    assert told.cv[0, 0] < 2**-52
    assert told.theil[0, 0] < 1e-15
    assert shares_of_schools(pupils, pupils * 0.1).status is Status.ALL_EQUAL


def test_more_groups_than_sixteen_bits_hold():
    rng = np.random.default_rng(3)
    groups = rng.permutation(np.repeat(np.arange(70_000), 3)).astype(np.int32)
    pupils, amounts = rng.integers(1, 900, groups.size), rng.integers(0, 90, (1, groups.size))
    told = measure(pupils, amounts, groups, group_count=70_000)
    assert (told.schools == 3).all()
    some = np.isin(groups, [0, 65_535, 65_536, 69_999])
    for group in (0, 65_535, 65_536, 69_999):
        those = some & (groups == group)
        alone = judge.expected(pupils[those].tolist(), amounts[0, those].tolist())
        for name in MEASURES:
            np.testing.assert_allclose(getattr(told, name)[0, group], alone[name], **CLOSE)
