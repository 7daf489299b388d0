"""All groups of a register in one year, small enough to keep beside it: a page need not read every group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lianmeng.balance.queries.figures import GroupFigures
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.standards.vocabulary import LimitState

_DIGITS = 3  # finer than any drawing


@dataclass(frozen=True, slots=True)
class Spread:
    """The coefficients of one resource over the groups: each once, with whether it is over; and the widest group."""

    values: list[tuple[float, bool]]
    over: int
    widest: str
    widest_value: float


@dataclass(frozen=True, slots=True)
class Overview:
    """`within` counts the groups whose coefficients are all known and within the limit, `lone` those with one school.

    `spreads` has None where nothing can be assessed.
    """

    groups: int
    rows: int
    within: int
    lone: int
    spreads: list[Spread | None]


def overview_record(
    groups: Sequence[GroupFigures], rows: int, against: Comparison | None, *, resources: int = 0
) -> dict[str, Any]:
    """`resources`: how many there would be, where there may be no group: a city without junior sections."""
    count = len(groups[0].resources) if groups else resources
    over = [[_is_over(one, at, against) for at in range(count)] for one in groups]
    return {
        "groups": len(groups),
        "rows": rows,
        "within": sum(_all_within(one, against) for one in groups),
        "lone": sum(any(each.one_school for each in one.resources) for one in groups),
        "spreads": [_spread_record(groups, at, [one[at] for one in over]) for at in range(count)],
    }


def _all_within(group: GroupFigures, against: Comparison | None) -> bool:
    """Whether every coefficient is known and within the limit; one that is missing is not."""
    return against is not None and all(
        against.state_of(one.cv) is LimitState.WITHIN for one in group.resources
    )


def _is_over(group: GroupFigures, at: int, against: Comparison | None) -> bool:
    return against is not None and against.state_of(group.resources[at].cv) is LimitState.OVER


def _spread_record(groups: Sequence[GroupFigures], at: int, over: list[bool]) -> dict[str, Any] | None:
    coefficients = [one.resources[at].cv.value for one in groups]
    known = [(value, place) for place, value in enumerate(coefficients) if value is not None]
    if not known:
        return None
    value, place = max(known)
    marks = {(round(value, _DIGITS), over[place]) for value, place in known}
    return {
        "values": sorted(marks),
        "over": sum(over),
        "widest": groups[place].group.name,
        "widest_value": value,
    }


def overview_in(record: dict[str, Any]) -> Overview:
    spreads = [
        Spread(
            [(value, over) for value, over in one["values"]], one["over"], one["widest"], one["widest_value"]
        )
        if one is not None
        else None
        for one in record["spreads"]
    ]
    return Overview(record["groups"], record["rows"], record["within"], record["lone"], spreads)
