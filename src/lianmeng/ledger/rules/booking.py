"""When a gift may be booked, and what a reversal says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lianmeng.core.sentences import Sentence, say
from lianmeng.ledger.vocabulary import Gift

FIRST_DAY = date(1990, 1, 1)  # before hand-in-hand ties existed (early 1990s): a slip of the pen


def why_not_booked(gift: Gift, *, today: date, year_is_closed: bool) -> Sentence | None:
    """None if it may be booked; a reversal is judged as the gift that it takes back."""
    problems = (
        (
            gift.giver == gift.receiver,
            say("A school cannot give to itself. Choose two different schools."),
        ),
        (
            gift.day > today,
            say("{day} has not come yet. Book what was given, after it was given.", day=gift.day),
        ),
        (gift.day < FIRST_DAY, say("{day} is too far in the past. Check the year.", day=gift.day)),
        (gift.quantity <= 0, say("The quantity must be above 0.")),
        (gift.minutes < 0 or gift.cost_yuan < 0, say("Minutes and cost cannot be below 0.")),
        (
            gift.cost_yuan != gift.cost_yuan.quantize(Decimal("0.01")),
            say("The cost has at most two decimals."),
        ),
        (
            year_is_closed and not gift.reason.strip(),
            say("The year {year} is closed. Give a reason for an entry of that year.", year=gift.day.year),
        ),
    )
    return next((sentence for wrong, sentence in problems if wrong), None)


def taken_back(gift: Gift, *, entry: str, reason: str) -> Gift:
    """The same with a minus sign, on the same day, with the entry as its source."""
    return replace(
        gift,
        quantity=-gift.quantity,
        minutes=-gift.minutes,
        cost_yuan=-gift.cost_yuan,
        source=("reversal", entry),
        reason=reason,
        traces=(),
    )
