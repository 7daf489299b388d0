"""Printed digits never say another thing than the verdict."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lianmeng.standards.rules import settled, shown


@pytest.mark.parametrize(
    ("value", "limit", "usual", "decimals", "printed"),
    [
        (2.29, "2.3", 1, 2, "2.29"),
        (2.21, "2.3", 1, 1, "2.2"),
        (0.4996, "0.50", 2, 4, "0.4996"),
        (0.5004, "0.50", 2, 4, "0.5004"),
        (0.4, "0.50", 2, 2, "0.40"),
        (0.5, "0.50", 2, 2, "0.50"),
        (1999.6, "2000", 0, 1, "1999.6"),
        (0.505, "0.505", 2, 3, "0.505"),
        (0.1 + 0.2, "0.3", 1, 1, "0.3"),
        (2.295, "2.3", 2, 3, "2.295"),
    ],
)
def test_as_many_decimals_as_keep_the_side(
    value: float, limit: str, usual: int, decimals: int, printed: str
) -> None:
    assert shown(value, Decimal(limit), decimals=usual) == decimals
    assert f"{value:.{decimals}f}" == printed


def test_without_a_limit_the_usual_decimals_stay() -> None:
    assert shown(0.49996, None, decimals=2) == 2


def side(value: Decimal, limit: Decimal) -> int:
    return (value > limit) - (value < limit)


LIMITS = st.decimals("0.01", "5000", places=2)
NEAR = st.integers(-2000, 2000).map(lambda step: step * 1e-6)


@given(limit=LIMITS, away=NEAR | st.floats(-5000, 5000), usual=st.integers(0, 3))
@example(limit=Decimal("2.30"), away=-0.005, usual=2)
def test_what_is_printed_stands_where_the_value_stands(limit: Decimal, away: float, usual: int) -> None:
    """On a page, which rounds the binary value, and in a spreadsheet, which rounds its 15 digits half up."""
    value = float(limit) + away
    decimals = shown(value, limit, decimals=usual)
    page = Decimal(f"{value:.{decimals}f}")
    spreadsheet = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert decimals >= usual
    assert side(page, limit) == side(spreadsheet, limit) == side(settled(value), limit)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_value_can_be_printed(value: float) -> None:
    assert shown(value, Decimal("0.45"), decimals=2) >= 2


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(0, 8), st.sampled_from([-4e-16, 0, 4e-16]))
def test_a_decimal_of_twelve_digits_is_found_again_under_its_noise(
    whole: int, places: int, noise: float
) -> None:
    assert settled(whole / 10**places * (1 + noise)) == Decimal(whole).scaleb(-places)
