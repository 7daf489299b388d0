"""The slow second opinion: exact fractions in plain Python, sharing nothing with what it judges.

It reads the definitions off differently: CV² as A·ΣNᵢ²/aᵢ / N² - 1, Gini from ranks, quantiles by walking the
schools one by one. Sums are exact; only roots, logarithms and the last comparison are floating point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

School = tuple[Fraction, Fraction]  # pupils, amount


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The two opinions on one measure of one group."""

    resource: int
    group: int
    measure: str
    found: float
    expected: float


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of one group, by what becomes of them."""

    counted: list[School]
    no_pupils: int
    not_sent: int


def expected(pupils: Sequence[float], amounts: Sequence[float]) -> dict[str, float]:
    """Every measure of one group and one resource; NaN where there is no number."""
    rows = _sorted_rows(pupils, amounts)
    figures = {
        "schools": float(len(rows.counted)),
        "no_pupils": float(rows.no_pupils),
        "not_sent": float(rows.not_sent),
    }
    figures |= dict.fromkeys(("mean", "cv", "theil", "gini", "range_ratio", "mcloone"), math.nan)
    everybody = sum((a for a, _ in rows.counted), Fraction(0))
    figures["pupils"] = float(everybody)
    if not rows.counted:
        return figures
    amount = sum((n for _, n in rows.counted), Fraction(0))
    figures["mean"] = float(amount / everybody)
    if amount:
        figures |= _measures(rows.counted, everybody, amount)
    return figures


def disagreements(
    pupils: Sequence[float],
    amounts: Sequence[Sequence[float]],
    groups: Sequence[int],
    found: Mapping[str, Sequence[Sequence[float]]],
) -> Iterable[Disagreement]:
    """Where `found` (measure -> resource by group) differs from the definition by more than rounding.

    Give it all rows of the groups it holds. Time: about 0.05 ms a row and resource, so give it a sample of
    the groups of a nation.
    """
    rows_of: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        rows_of.setdefault(group, []).append(row)
    some = next(iter(found.values()))
    for resource, of_schools in enumerate(amounts):
        for group in range(len(some[resource])):
            rows = rows_of.get(group, [])
            opinion = expected([pupils[row] for row in rows], [of_schools[row] for row in rows])
            for measure, values in found.items():
                if not _same(float(values[resource][group]), opinion[measure]):
                    yield Disagreement(
                        resource, group, measure, float(values[resource][group]), opinion[measure]
                    )


def _same(found: float, right: float) -> bool:
    if math.isnan(found) or math.isnan(right):
        return math.isnan(found) and math.isnan(right)
    return math.isclose(found, right, rel_tol=1e-9, abs_tol=1e-15)


def _sorted_rows(pupils: Sequence[float], amounts: Sequence[float]) -> Sorted:
    counted, no_pupils, not_sent = [], 0, 0
    for a, n in zip(pupils, amounts, strict=True):
        if math.isnan(a):
            not_sent += 1
        elif a == 0:
            no_pupils += 1
        elif math.isnan(n):
            not_sent += 1
        else:
            counted.append((Fraction(a), Fraction(n)))
    return Sorted(counted, no_pupils, not_sent)


def _measures(schools: list[School], everybody: Fraction, amount: Fraction) -> dict[str, float]:
    ladder = sorted(schools, key=lambda school: school[1] / school[0])
    squares = sum((n * n / a for a, n in schools), Fraction(0))
    figures = {
        "cv": math.sqrt(everybody * squares / amount**2 - 1),
        "theil": math.fsum(_theil_term(a / everybody, n / amount) for a, n in schools),
        "gini": float(_gini(ladder, everybody, amount)),
        "range_ratio": math.nan,
        "mcloone": math.nan,
    }
    low, median, high = (_quantile(ladder, everybody * share) for share in _SHARES)
    if low:
        figures["range_ratio"] = float((high - low) / low)
    if median:
        lower = [(a, n) for a, n in schools if n / a <= median * (1 + _TIE)]
        figures["mcloone"] = float(sum(n for _, n in lower) / (median * sum(a for a, _ in lower)))
    return figures


_SHARES = (Fraction(1, 20), Fraction(1, 2), Fraction(19, 20))
_TIE = Fraction(1, 10**12)  # both comparisons of the definition are to twelve digits


def _theil_term(pupils: Fraction, amount: Fraction) -> float:
    """A share of the amount, times the logarithm of it over the share of the pupils."""
    return float(amount) * math.log(amount / pupils) if amount else 0.0


def _gini(ladder: list[School], everybody: Fraction, amount: Fraction) -> Fraction:
    """Σ of amount times (pupils below - pupils above): twice the area between the diagonal and the curve."""
    below, area = Fraction(0), Fraction(0)
    for a, n in ladder:
        above = everybody - below - a
        area += n * (below - above)
        below += a
    return area / (everybody * amount)


def _quantile(ladder: list[School], target: Fraction) -> Fraction:
    reached = Fraction(0)
    for a, n in ladder:
        reached += a
        if reached >= target * (1 - _TIE):
            return n / a
    raise AssertionError("the last school reaches every target")
