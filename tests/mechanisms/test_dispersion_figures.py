"""The figures that others published or worked out, and every status a group can have."""

import csv
from pathlib import Path

import numpy as np
import pytest

from lianmeng.mechanisms.dispersion import (
    Reason,
    Status,
    between_and_within,
    coefficients,
    measure,
    shares_of_schools,
)

NAN = float("nan")
FIVE_PUPILS = [45, 37, 89, 76, 55]
FIVE_BOOKS = [279, 137, 935, 160, 402]
REGISTER = Path(__file__).parents[2] / "src/lianmeng/balance/samples/taiwan_elementary_113_north.csv"


def one_group(pupils, amounts):
    return measure(pupils, [amounts], np.zeros(len(pupils), int), group_count=1)


def test_the_worked_example_of_five_schools():
    five = one_group(FIVE_PUPILS, FIVE_BOOKS)
    assert five.mean[0, 0] == pytest.approx(6.334, abs=5e-4)
    assert five.mean[0, 0] * five.cv[0, 0] == pytest.approx(3.264, abs=5e-4)
    assert five.cv[0, 0] == pytest.approx(0.5153, abs=5e-5)


def test_it_is_not_the_unweighted_coefficient():
    per_pupil = np.divide(FIVE_BOOKS, FIVE_PUPILS)
    cv = one_group(FIVE_PUPILS, FIVE_BOOKS).cv[0, 0]
    assert per_pupil.std() / per_pupil.mean() == pytest.approx(0.489, abs=5e-4)
    assert per_pupil.std(ddof=1) / per_pupil.mean() == pytest.approx(0.546, abs=5e-4)
    assert cv == pytest.approx(0.515, abs=5e-4)


def test_the_register_of_northern_taiwan():
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["縣市名稱"] for row in rows})
    north = measure(
        [number(row["學生人數"]) for row in rows],
        [[number(row["男專任教師"]) + number(row["女專任教師"]) for row in rows]],
        [names.index(row["縣市名稱"]) for row in rows],
        group_count=len(names),
    )
    new_taipei, taipei = names.index("新北市"), names.index("臺北市")
    assert (north.schools + north.no_pupils + north.not_sent).sum() == len(rows)
    assert north.schools[0, new_taipei] == 222
    assert north.mean[0, new_taipei] == pytest.approx(0.074969, abs=5e-7)
    assert north.cv[0, new_taipei] == pytest.approx(0.427951, abs=5e-7)
    assert north.cv[0, taipei] == pytest.approx(0.232743, abs=5e-7)


def number(text):
    try:
        return float(text)
    except ValueError:
        return NAN


def test_a_row_without_pupils_is_left_out_and_counted():
    told = one_group([10, 0, 20], [5, 7, 6])
    assert (told.schools[0, 0], told.no_pupils[0, 0], told.not_sent[0, 0]) == (2, 1, 0)
    assert told.cv[0, 0] == one_group([10, 20], [5, 6]).cv[0, 0]


def test_a_number_that_was_not_sent_is_not_zero():
    not_sent, zero = one_group([10, 20, 30], [5, 6, NAN]), one_group([10, 20, 30], [5, 6, 0])
    assert (not_sent.schools[0, 0], not_sent.not_sent[0, 0]) == (2, 1)
    assert (zero.schools[0, 0], zero.not_sent[0, 0]) == (3, 0)
    assert not_sent.pupils[0, 0] == 30
    assert not_sent.cv[0, 0] == one_group([10, 20], [5, 6]).cv[0, 0]
    assert not_sent.cv[0, 0] != zero.cv[0, 0]


def test_pupils_not_sent_come_before_no_pupils_and_those_before_amounts_not_sent():
    told = one_group([NAN, NAN, 0, 0, 10], [NAN, 5, NAN, 5, NAN])
    assert (told.not_sent[0, 0], told.no_pupils[0, 0], told.schools[0, 0]) == (3, 2, 0)
    reasons = shares_of_schools([NAN, NAN, 0, 0, 10, 10], [NAN, 5, NAN, 5, NAN, 5]).reasons
    not_sent, no_pupils = Reason.NOT_SENT, Reason.NO_PUPILS
    assert reasons.tolist() == [not_sent, not_sent, no_pupils, no_pupils, not_sent, Reason.COUNTED]


def test_one_school_has_no_dispersion_and_says_so():
    alone = one_group([10, 0], [5, 5])
    assert alone.status[0, 0] == Status.ONE_SCHOOL
    assert (alone.cv[0, 0], alone.theil[0, 0], alone.gini[0, 0], alone.range_ratio[0, 0]) == (0, 0, 0, 0)
    assert alone.mcloone[0, 0] == 1
    assert Status(alone.status[0, 0]).has_number


@pytest.mark.parametrize(
    ("pupils", "amounts", "status"),
    [
        ([10, 20], [0, 0], Status.MEAN_ZERO),
        ([10], [0], Status.MEAN_ZERO),
        ([0, NAN, 5], [3, 3, NAN], Status.NOTHING_LEFT),
        ([], [], Status.NOTHING_LEFT),
    ],
)
def test_what_cannot_be_assessed_has_a_status_and_no_number(pupils, amounts, status):
    told = one_group(pupils, amounts)
    assert told.status[0, 0] == told.range_ratio_status[0, 0] == told.mcloone_status[0, 0] == status
    assert not status.has_number
    for measured in (told.cv, told.theil, told.gini, told.range_ratio, told.mcloone):
        assert np.isnan(measured[0, 0])


def test_ratios_to_a_percentile_of_zero_have_a_status_of_their_own():
    low = one_group([6, 50, 44], [0, 50, 88])
    assert (low.status[0, 0], low.range_ratio_status[0, 0]) == (Status.ASSESSED, Status.DIVISOR_ZERO)
    assert np.isnan(low.range_ratio[0, 0])
    assert low.mcloone_status[0, 0] == Status.ASSESSED
    half = one_group([50, 50], [0, 50])
    assert half.mcloone_status[0, 0] == Status.DIVISOR_ZERO
    assert np.isnan(half.mcloone[0, 0])


def test_the_measures_by_hand():
    """Pupils 1, 2, 1 with 1, 2, 3 each: mean 2, p = ¼ ½ ¼, y = ½ 1 1½."""
    told = one_group([1, 2, 1], [1, 4, 3])
    assert told.mean[0, 0] == 2
    assert told.cv[0, 0] == pytest.approx(np.sqrt(1 / 8), rel=1e-15)
    assert told.gini[0, 0] == pytest.approx(3 / 16, rel=1e-15)
    assert told.theil[0, 0] == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 4, rel=1e-14)
    assert told.range_ratio[0, 0] == 2
    assert told.mcloone[0, 0] == pytest.approx((1 + 4) / (2 * 3), rel=1e-15)


def test_a_pupil_with_nothing_counts_with_zero_in_theil():
    assert one_group([1, 1], [0, 2]).theil[0, 0] == pytest.approx(np.log(2), rel=1e-15)


def test_rows_in_no_group_and_groups_without_rows():
    told = measure([10, 20, 10], [[1, 2, 9]], [2, 2, -1], group_count=4)
    assert told.schools.tolist() == [[0, 0, 2, 0]]
    assert told.status.tolist() == [[Status.NOTHING_LEFT] * 2 + [Status.ASSESSED, Status.NOTHING_LEFT]]
    assert np.isnan(told.mean[0, [0, 1, 3]]).all()


@pytest.mark.parametrize(
    ("pupils", "amounts", "groups"),
    [
        ([-1, 2], [[1, 2]], [0, 0]),
        ([1, 2], [[1, -2]], [0, 0]),
        ([float("inf"), 2], [[1, 2]], [0, 0]),
        ([1, 2], [[1, float("inf")]], [0, 0]),
        ([1, 2], [[1e308, 1e308]], [0, 0]),
        ([1, 2], [[1, 2]], [0, 1]),
        ([1, 2], [[1, 2]], [0, -2]),
        ([1, 2], [[1, 2]], [0.0, 0.0]),
        ([1, 2], [[1, 2, 3]], [0, 0]),
        ([1, 2], [1, 2], [0, 0]),
        ([1, 2], np.empty((0, 2)), [0, 0]),
        ([1, 2], [[1, 2]], [0]),
    ],
)
def test_a_broken_contract_is_a_value_error(pupils, amounts, groups):
    for function in (coefficients, measure):
        with pytest.raises(ValueError, match=r"pupils|amounts|group"):
            function(pupils, amounts, groups, group_count=1)


def test_shares_of_the_five_schools():
    """The terms of the printed table, Σ = S², with the mean to more digits."""
    told = shares_of_schools(FIVE_PUPILS, FIVE_BOOKS)
    assert told.status == Status.ASSESSED
    assert told.shares.sum() == pytest.approx(1, abs=1e-15)
    assert told.sides.tolist() == [-1, -1, 1, -1, 1]
    assert (told.shares * (told.mean * told.cv) ** 2)[2] == pytest.approx(5.13, abs=0.02)
    assert told.per_pupil[2] == pytest.approx(10.51, abs=0.005)


def test_no_gap_has_no_shares():
    for amounts, status in (
        ([1, 2], Status.ALL_EQUAL),
        ([0, 0], Status.MEAN_ZERO),
        ([1, NAN], Status.ONE_SCHOOL),
    ):
        told = shares_of_schools([10, 20], amounts)
        assert told.status == status
        assert np.isnan(told.shares).all()
        parts = between_and_within([10, 20], amounts, [0, 1], group_count=2)
        assert parts.status == status
        assert np.isnan(parts.between_shares).all()
        assert np.isnan(parts.within_shares).all()


def test_between_and_within_of_the_five_schools():
    parts = between_and_within(FIVE_PUPILS, FIVE_BOOKS, [0, 0, 1, 1, 1], group_count=3)
    assert parts.cv_squared == pytest.approx(0.51525663**2, rel=1e-7)
    assert parts.between_shares.sum() + parts.within_shares.sum() == pytest.approx(1, abs=1e-15)
    assert parts.schools.tolist() == [2, 3, 0]
    assert (parts.between[2], parts.within[2]) == (0, 0)
    town = parts.pupils[0] * (parts.means[0] / parts.mean - 1) ** 2 / parts.pupils.sum()
    assert parts.between[0] == pytest.approx(town, rel=1e-13)
