"""The drawings of the first page: where their marks stand, and the drawings themselves, kept with what they show."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.rules.life import Step, next_step
from lianmeng.alliances.vocabulary import State as States
from lianmeng.balance.queries.overview import Spread
from lianmeng.core.keeping import kept_answers
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.dashboards.queries.gap import Gap, Strip
from lianmeng.schools.vocabulary import Stage
from lianmeng.standards.rules import shown
from lianmeng.web.charts import Dots, coefficient_axis, dots
from lianmeng.web.components import Axis, State, digits

_FOOT, _TALLEST = 108.0, 92.0
_KEPT = 8  # in either language


@dataclass(frozen=True, slots=True)
class Bar:
    year: int
    count: int | None
    latest: bool
    x: float
    width: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def label_y(self) -> float:
        return round(self.y - 5, 1)


@kept_answers(_KEPT)
def drawn_bars(gap: Gap, language: str) -> SafeString:
    """How many districts are within every limit, year by year; nothing where there is one year only."""
    if len(gap.within) < 2:
        return SafeString()
    with override(language):
        return render_to_string("dashboards/_bars.html", {"gap": gap, "bars": bars(gap)})


@kept_answers(_KEPT)
def drawn_strips(gap: Gap, language: str) -> SafeString:
    """Where the gap is, all indicators; the same for every reader."""
    shown = {
        "gap": gap,
        "backgrounds": backgrounds(gap),
        "indicators": strips_by_indicator(gap, language),
    }
    with override(language):
        return render_to_string("dashboards/_strips.html", shown)


@dataclass(frozen=True, slots=True)
class StateBar:
    state: States
    shown: State
    count: int
    next: Step | None
    width: float


@kept_answers(_KEPT)
def drawn_states(
    counts: tuple[tuple[States, int], ...], by_form: tuple[tuple[str, int, int], ...], language: str
) -> SafeString:
    """How many alliances there are in each state and what comes next, and for the city's officer of each form."""
    most = max((count for _, count in counts), default=0)
    if not most:
        return SafeString()
    labels = {one.code: one.label for one in forms()}
    shown = {
        "states": [
            StateBar(one, State(one.shape, one.label), count, next_step(one), round(100 * count / most, 1))
            for one, count in counts
        ],
        "most": most,
        "all": sum(count for _, count in counts),
        "by_form": [(code, labels[code], effective, every) for code, effective, every in by_form],
    }
    with override(language):
        return render_to_string("dashboards/_states.html", shown)


def bars(gap: Gap) -> list[Bar]:
    """One a year: how many districts are within every limit."""
    step = 100 / len(gap.within)
    tallest = max((count or 0 for _, count in gap.within), default=0) or 1
    drawn = []
    for at, (year, count) in enumerate(gap.within):
        height = round(_TALLEST * (count or 0) / tallest * 0.9, 1)
        latest = at == len(gap.within) - 1
        place = round(at * step + step * 0.1, 2)
        drawn.append(Bar(year, count, latest, place, round(step * 0.8, 2), round(_FOOT - height, 1), height))
    return drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """One stage of an indicator: its strip, and where the limit stands."""

    stage: Sentence
    background: str
    dots: Dots
    over: int
    state: State
    widest: Sentence


@dataclass(frozen=True, slots=True)
class Indicator:
    label: str
    stages: list[Drawn]


@dataclass(frozen=True, slots=True)
class Background:
    """What all strips of one stage share: the axis and the limit."""

    key: str
    axis: Axis
    limit: float


def backgrounds(gap: Gap) -> list[Background]:
    limits = dict.fromkeys((strip.stage, strip.limit) for strip in gap.strips)
    return [Background(f"z-{stage}", _axis(gap), limit) for stage, limit in limits]


def _axis(gap: Gap) -> Axis:
    values = [value for strip in gap.strips for value, _ in strip.spread.values]
    return coefficient_axis(values, max(strip.limit for strip in gap.strips))


def strips_by_indicator(gap: Gap, language: str) -> list[Indicator]:
    """The indicators in the standard's order, each with its stages."""
    axis = _axis(gap)
    order = {code: at for at, code in enumerate(dict.fromkeys(strip.measure.code for strip in gap.strips))}
    strips = sorted(gap.strips, key=lambda strip: order[strip.measure.code])
    return [
        Indicator(same[0].measure.indicator.label.spoken(language), [_drawn(axis, strip) for strip in same])
        for _, each in groupby(strips, key=lambda strip: strip.measure.code)
        if (same := list(each))
    ]


def _drawn(axis: Axis, strip: Strip) -> Drawn:
    spread: Spread = strip.spread
    label = say_count("{count} over", "{count} over", spread.over) if spread.over else say("All within")
    bound = strip.limit_exact
    value = digits(spread.widest_value, shown(spread.widest_value, bound, decimals=2))
    return Drawn(
        Stage(strip.stage).label,
        f"z-{strip.stage}",
        dots(axis, spread.values),
        spread.over,
        State("over" if spread.over else "met", label),
        say("widest {group} {value}", group=spread.widest, value=value),
    )
