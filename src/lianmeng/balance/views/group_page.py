"""The parts of a group's page: strips of coefficients, contributions, trend, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lianmeng.balance.models import RegisterGroup
from lianmeng.balance.queries.records import figure_in
from lianmeng.balance.views.frame import Frame, ResourceWords
from lianmeng.core.figures import Figure
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.standards.rules import shown
from lianmeng.standards.vocabulary import LimitState, SchoolState
from lianmeng.web.charts import Trend, coefficient_axis, trend
from lianmeng.web.components import Axis, State, digits

COEFFICIENT_DECIMALS = 2

STATES = {
    LimitState.WITHIN: State("met", LimitState.WITHIN.label),
    LimitState.OVER: State("over", LimitState.OVER.label),
    LimitState.ABSENT: State("none", LimitState.ABSENT.label),
    LimitState.NOT_JUDGED: State("none", LimitState.NOT_JUDGED.label),
}


def coefficient_shown(value: float, bound: Decimal | None) -> str:
    """With two decimals, or as many as keep it on its side of the limit."""
    return digits(value, shown(value, bound, decimals=COEFFICIENT_DECIMALS))


@dataclass(frozen=True)
class Coefficient:
    """One resource of the group: this year's coefficient, last year's, and where they stand."""

    words: ResourceWords
    record: dict[str, Any]
    figure: Figure
    before: Figure | None
    axis: Axis
    bound: Decimal | None

    @property
    def text(self) -> str:
        return coefficient_shown(self.figure.value or 0.0, self.bound)

    @property
    def mean(self) -> str:
        mean = self.record["mean"]
        return digits(mean * self.words.per, self.words.decimals) if mean is not None else ""

    @property
    def at(self) -> float:
        return self.axis.at(self.figure.value or 0.0)

    @property
    def was_at(self) -> float | None:
        return (
            self.axis.at(self.before.value)
            if self.before is not None and self.before.value is not None
            else None
        )

    @property
    def verdict(self) -> LimitState:
        return LimitState(self.record.get("verdict", LimitState.NOT_JUDGED))

    @property
    def is_over(self) -> bool:
        return self.verdict is LimitState.OVER

    @property
    def state(self) -> State:
        return STATES[self.verdict]

    @property
    def distance(self) -> Figure | None:
        """How far below the limit; negative beyond it."""
        return Figure.of(float(self.bound)) - self.figure if self.bound is not None else None

    @property
    def change(self) -> Figure | None:
        """Between the printed digits, so that the three figures fit."""
        if self.before is None or self.before.value is None or self.figure.value is None:
            return self.before
        now, then = (
            float(coefficient_shown(one.value or 0.0, self.bound)) for one in (self.figure, self.before)
        )
        return Figure.of(now - then)

    @property
    def left_out(self) -> int:
        return sum(self.record["left_out"].values())


def coefficients(frame: Frame, group: RegisterGroup, before: RegisterGroup | None) -> list[Coefficient]:
    records = group.reading["resources"]
    earlier: list[dict[str, Any] | None] = before.reading["resources"] if before else [None] * len(records)
    axis = coefficient_axis((one["cv"] for one in [*records, *filter(None, earlier)]), frame.limit)
    return [
        Coefficient(
            words=words,
            record=records[at],
            figure=figure_in(records[at], "cv"),
            before=figure_in(was, "cv") if (was := earlier[at]) is not None else None,
            axis=axis,
            bound=frame.bound,
        )
        for at, words in enumerate(frame.resources)
    ]


def headline(frame: Frame, group: RegisterGroup, found: Sequence[Coefficient]) -> Sentence:
    """The answer: how many coefficients are within the limit, or where the gap is widest if nothing judges."""
    judged = [one for one in found if one.verdict in {LimitState.WITHIN, LimitState.OVER}]
    over = sum(one.is_over for one in judged)
    if judged:
        return coefficients_told(group.name, len(judged), over)
    widest = widest_of(found)
    if widest is None:
        return say("{group}: no coefficient can be assessed", group=group.name)
    value = widest.text
    return say(
        "{group}: the gap is widest in {resource}, {value}",
        group=group.name,
        resource=widest.words.label,
        value=value,
    )


def coefficients_told(group: str, count: int, over: int) -> Sentence:
    """How many of a group's coefficients are within the limit."""
    if not over:
        return say_count(
            "{group}: the one coefficient is within the limit",
            "{group}: all {count} coefficients are within the limit",
            count,
            group=group,
        )
    return say_count(
        "{group}: the one coefficient is over the limit",
        "{group}: of {count} coefficients, {within} within the limit, {over} over",
        count,
        group=group,
        within=count - over,
        over=over,
    )


def widest_of(found: Sequence[Coefficient]) -> Coefficient | None:
    known = [one for one in found if one.figure.value is not None]
    return max(known, key=lambda one: one.figure.value or 0.0, default=None)


def lead(frame: Frame, group: RegisterGroup, found: Sequence[Coefficient]) -> list[Sentence]:
    """Why: what is over, or how far the widest is from the limit; then how many sections meet the standard."""
    sentences = []
    over = [one for one in found if one.is_over]
    names = frame.say(say(", ")).join(f"{one.words.label} {one.text}" for one in over)
    widest = widest_of(found)
    if over:
        sentences.append(say("Over the limit of {limit}: {names}.", limit=f"{frame.limit:.2f}", names=names))
    elif widest is not None and frame.limit is not None:
        value = widest.text
        sentences.append(
            say(
                "The widest gap is in {resource}, {value}; the limit is {limit}.",
                resource=widest.words.label,
                value=value,
                limit=f"{frame.limit:.2f}",
            )
        )
    verdicts = group.reading.get("verdicts") or {}
    if verdicts:
        sentences.append(
            say_count(
                "{meets} of {count} section meets the standard.",
                "{meets} of {count} sections meet the standard.",
                sum(verdicts.values()) - verdicts.get(SchoolState.NOT_ASSESSED, 0),
                meets=verdicts.get("meets", 0),
            )
        )
    return sentences


@dataclass(frozen=True)
class Contribution:
    """Who makes one resource's gap: the largest parts and the rest."""

    coefficient: Coefficient
    schools: list[dict[str, Any]]
    others: int

    @property
    def title(self) -> Sentence:
        share_percent = sum(self.percent(one) for one in self.schools[: self.told])
        return say_count(
            "{resource}: one school makes {share}% of this gap",
            "{resource}: {count} schools make {share}% of this gap",
            self.told,
            resource=self.coefficient.words.label,
            share=share_percent,
        )

    @property
    def told(self) -> int:
        """One school if it makes half of the gap by itself, else all that are shown."""
        return 1 if self.schools[0]["share"] >= 0.5 else len(self.schools)

    @property
    def rest_percent(self) -> int:
        return max(0, 100 - sum(self.percent(one) for one in self.schools))

    @staticmethod
    def percent(school: dict[str, Any]) -> int:
        return round(100 * float(school["share"]))

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        largest = max(one["share"] for one in self.schools) or 1.0
        words = self.coefficient.words
        for one in self.schools:
            yield one | {
                "shown": digits(one["value"] * words.per, words.decimals),
                "count": round(one["pupils"]),
                "percent": self.percent(one),
                "width": round(100 * one["share"] / largest, 2),
            }


def contributions(found: Sequence[Coefficient], detail: dict[str, Any]) -> list[Contribution]:
    """Of the resources that are over; if none is, of the widest. A gap of 0 has no parts."""
    parts = [
        Contribution(one, top["schools"], top["others"])
        for one, top in zip(found, detail["top"], strict=True)
        if top["schools"] and top["schools"][0]["share"] is not None and (one.figure.value or 0) > 0
    ]
    over = [one for one in parts if one.coefficient.is_over]
    return over or sorted(parts, key=lambda one: -(one.coefficient.figure.value or 0.0))[:1]


@dataclass(frozen=True)
class Panel:
    """One resource over the years."""

    words: ResourceWords
    figures: list[Figure]
    drawing: Trend
    is_over: bool
    bound: Decimal | None

    @property
    def last(self) -> str:
        return coefficient_shown(self._known[-1], self.bound)

    @property
    def first(self) -> str:
        return coefficient_shown(self._known[0], self.bound)

    @property
    def _known(self) -> list[float]:
        return [one.value for one in self.figures if one.value is not None]


def panels(frame: Frame, by_year: Sequence[RegisterGroup]) -> tuple[Axis, list[Panel]]:
    """A panel for each resource, all on one axis; none where there is a single year."""
    if len(by_year) < 2:
        return Axis(1.0), []
    histories = [
        [figure_in(one.reading["resources"][at], "cv") for one in by_year]
        for at in range(len(frame.resources))
    ]
    axis = coefficient_axis((figure.value for history in histories for figure in history), frame.limit)
    drawn = []
    for words, history in zip(frame.resources, histories, strict=True):
        drawing = trend(axis, [figure.value for figure in history])
        if drawing is not None:
            last = next(one for one in reversed(history) if one.known)
            over = frame.against is not None and frame.against.state_of(last) is LimitState.OVER
            drawn.append(Panel(words, history, drawing, over, frame.bound))
    return axis, drawn
