"""Which digits of a computed value count, and how many are printed."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

_SIGNIFICANT = 12
_WIDE = Context(prec=400)  # holds every finite float with its decimals


def settled(value: float) -> Decimal:
    """The value as the decimal of 12 significant digits nearest to it: what is compared with a limit.

    A sum or quotient of binary floats is off in its 16th digit (0.1 + 0.2 is not 0.3); a register never
    speaks in the 12th. So value ≥ limit is decided just as amount · per ≥ limit · denominator would be in
    exact fractions, as long as denominator · limit · 10^k < 10^11, where k is the number of decimals of the
    amount or of the limit, whichever has more.
    """
    return Decimal(f"{value:.{_SIGNIFICANT - 1}e}")


def shown(value: float, limit: Decimal | None, *, decimals: int) -> int:
    """How many decimals to print, `decimals` or more, so that what is printed stands where the value stands.

    Below the limit it prints below, at it equal, above it above, whichever way a printer rounds a tie (a page
    and a spreadsheet differ there). 2.29 against 2.3 needs two decimals, 0.4996 against 0.50 needs four.
    """
    # Rounding moves a value by half a step at most: nearly all are farther than a whole step from the limit.
    if limit is None or abs(value - float(limit)) > 10**-decimals:
        return decimals
    exact = settled(value)
    while not _stays(exact, limit, decimals=decimals):
        decimals += 1
    return decimals


def _stays(exact: Decimal, limit: Decimal, *, decimals: int) -> bool:
    step = Decimal(1).scaleb(-decimals)
    side = exact.compare(limit)
    return all(
        exact.quantize(step, rounding, _WIDE).compare(limit) == side
        for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN)
    )
