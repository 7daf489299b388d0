"""Parts of a page that several domains use: states, digits, positions in a chart, a page of a list."""

from dataclasses import dataclass
from typing import Literal

from lianmeng.core.sentences import Sentence

MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class State:
    """A state of the design guide: `kind` names shape and colour, `label` the word."""

    kind: Literal["met", "near", "over", "now", "none"]
    label: Sentence


def digits(value: float, decimals: int) -> str:
    """Half-width digits with thousands and a true minus sign: 1,236 and −0.04."""
    return f"{value:,.{decimals}f}".replace("-", MINUS)


@dataclass(frozen=True, slots=True)
class Axis:
    """A horizontal axis from 0 to `top` that leaves 2 % free on either side, in per cent of the drawing's width."""

    top: float

    def at(self, value: float) -> float:
        """Where a value stands, in per cent; a value beyond the end stands at the end."""
        return round(2 + 96 * min(max(value, 0.0), self.top) / self.top, 2)

    def width(self, value: float) -> float:
        """The width of the zone from a value to the end of the axis, in per cent."""
        return round(98 - self.at(value), 2)
