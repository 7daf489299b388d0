"""All groups of a register, or all districts of the city, in one year as drawn."""

from __future__ import annotations

from dataclasses import dataclass

from lianmeng.balance.models import RegisterGroup
from lianmeng.balance.queries.overview import Spread, overview_in
from lianmeng.balance.queries.records import figure_in
from lianmeng.balance.views.frame import Frame, ResourceWords
from lianmeng.balance.views.group_page import coefficient_shown, coefficients_told
from lianmeng.core.figures import Figure
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.standards.vocabulary import LimitState
from lianmeng.web.charts import Dots, coefficient_axis, dots
from lianmeng.web.components import State, digits


@dataclass(frozen=True)
class Strip:
    """One resource over all groups of the year; `address` is where the rows of the widest group stand."""

    words: ResourceWords
    dots: Dots
    over: int
    widest: str
    widest_value: float
    shown: str
    state: State | None
    address: str = ""


@dataclass(frozen=True)
class Parts:
    """One resource over all schools of the year: the coefficient, and its square between and within groups (sum 1)."""

    words: ResourceWords
    cv: float
    between: float

    @property
    def between_percent(self) -> int:
        return round(100 * self.between)

    @property
    def within_percent(self) -> int:
        return 100 - self.between_percent


class OverviewPage:
    """All groups of a register in one year, as drawn."""

    def __init__(self, frame: Frame, year: str) -> None:
        self.frame = frame
        self.year = year
        kept = frame.register.reading or {}
        self.kept = overview_in(kept["overviews"][year])
        values = (value for one in self.kept.spreads if one is not None for value, _ in one.values)
        self.axis = coefficient_axis(values, frame.limit)
        known = zip(frame.resources, self.kept.spreads, strict=True)
        self.strips = [self._strip(words, spread) for words, spread in known if spread is not None]

    def _strip(self, words: ResourceWords, spread: Spread) -> Strip:
        state = None
        if self.frame.limit is not None:
            over = spread.over
            label = say_count("{count} over", "{count} over", over) if over else say("All within")
            state = State("over" if over else "met", label)
        return Strip(
            words,
            dots(self.axis, spread.values),
            spread.over,
            spread.widest,
            spread.widest_value,
            coefficient_shown(spread.widest_value, self.frame.bound),
            state,
        )

    @property
    def title(self) -> Sentence:
        if not self.strips:
            return say("No coefficient can be assessed in this register")
        widest = max(self.strips, key=lambda one: one.widest_value)
        if self.frame.limit is None:
            return say(
                "The gap is widest in {group}: {resource}, {value}",
                group=widest.widest,
                resource=widest.words.label,
                value=widest.shown,
            )
        if self.kept.groups == 1:
            over = sum(strip.over for strip in self.strips)
            return coefficients_told(self.strips[0].widest, len(self.strips), over)
        return say_count(
            "{within} of {count} group is within the limit in everything",
            "{within} of {count} groups are within the limit in everything",
            self.kept.groups,
            within=self.kept.within,
        )

    @property
    def base(self) -> list[Sentence | str]:
        """Of when, of how many, from where."""
        rows = digits(self.kept.rows, 0)
        counted = say_count(
            "{count} group, {rows} rows; weighted by pupils.",
            "{count} groups, {rows} rows; weighted by pupils.",
            self.kept.groups,
            rows=rows,
        )
        year = [say("Year {year}.", year=self.year)] if self.year else []
        lone = say_count(
            "{count} group has one school only: its coefficient is 0.",
            "{count} groups have one school only: their coefficient is 0.",
            self.kept.lone,
        )
        return [*year, counted, *([lone] if self.kept.lone else []), self.frame.source]

    @property
    def parts(self) -> list[Parts]:
        """What of the whole gap lies between the groups and what within; none where there is one group only."""
        if self.kept.groups < 2:
            return []
        kept = (self.frame.register.reading or {})["parts"][self.year]
        known = zip(self.frame.resources, kept, strict=True)
        return [Parts(words, one["cv"], one["between"]) for words, one in known if one["between"] is not None]


def figures_of(group: RegisterGroup) -> list[tuple[Figure, bool]]:
    """Each resource's coefficient, and whether it is over its limit."""
    records = group.reading["resources"]
    return [(figure_in(one, "cv"), one.get("verdict") == LimitState.OVER) for one in records]
