"""The cost of dispersion beside plain numpy passes over the same arrays: `python -m bench.dispersion`."""

from __future__ import annotations

import numpy as np
from bench.timing import Row, medians, report
from numpy.typing import NDArray

from lianmeng.mechanisms.dispersion import coefficients, measure

RESOURCES, SECTIONS_A_DISTRICT = 7, 200_000 / 2_800
ONE_READ, GROUPED, SORTED = "np.sum of each", "np.bincount of each", "np.argsort of each"


class Register:
    """Made-up sections of districts: pupils (n), amounts (7, n), groups (n)."""

    def __init__(self, sections: int, *, by_group: bool) -> None:
        rng = np.random.default_rng(20_260_101)
        self.districts = round(sections / SECTIONS_A_DISTRICT)
        self.groups: NDArray[np.int64] = rng.integers(0, self.districts, sections)
        if by_group:
            self.groups.sort()
        self.pupils = rng.integers(20, 2_000, sections).astype(float)
        self.amounts = np.round(self.pupils * rng.lognormal(0, 0.4, (RESOURCES, sections)), 1)

    def one_read(self) -> None:
        for row in (self.pupils, *self.amounts):
            row.sum()

    def grouped(self) -> None:
        for row in (self.pupils, *self.amounts):
            np.bincount(self.groups, row, self.districts)

    def sorted(self) -> None:
        for row in self.amounts:
            np.argsort(row)

    def coefficients(self) -> None:
        coefficients(self.pupils, self.amounts, self.groups, group_count=self.districts)

    def measure(self) -> None:
        measure(self.pupils, self.amounts, self.groups, group_count=self.districts)


def compare(sections: int, *, by_group: bool, rounds: int) -> dict[str, float]:
    register = Register(sections, by_group=by_group)
    rivals = {
        ONE_READ: register.one_read,
        GROUPED: register.grouped,
        SORTED: register.sorted,
        "coefficients": register.coefficients,
        "measure": register.measure,
    }
    taken = medians(rivals, rounds=rounds)
    order = "by district" if by_group else "in any order"
    report(
        f"{sections:,} sections {order}, {register.districts:,} districts, {RESOURCES} resources "
        f"(median of {rounds})",
        [
            Row("coefficients and counts", taken["coefficients"], GROUPED, taken[GROUPED], goal=5),
            Row("coefficients and counts", taken["coefficients"], ONE_READ, taken[ONE_READ]),
            Row("with Theil, Gini, range, McLoone", taken["measure"], GROUPED, taken[GROUPED]),
            Row("with Theil, Gini, range, McLoone", taken["measure"], SORTED, taken[SORTED]),
        ],
    )
    return taken


def main() -> None:
    """The binding size in both orders, then growth from 10⁴ to 10⁶ rows."""
    compare(200_000, by_group=True, rounds=9)
    compare(200_000, by_group=False, rounds=9)
    print("\nGrowth: one resource, 71 sections a district, in any order (nanoseconds a row)")
    for sections in (10_000, 100_000, 1_000_000):
        register = Register(sections, by_group=False)
        register.amounts = register.amounts[:1]
        taken = medians({"coefficients": register.coefficients, "measure": register.measure}, rounds=5)
        print(f"  {sections:>9,} rows", *(f"  {name} {s / sections * 1e9:6.0f}" for name, s in taken.items()))


if __name__ == "__main__":
    main()
