"""The answer at the head of the first page, and why."""

from __future__ import annotations

from collections import Counter

from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.dashboards.queries.gap import Gap, PartGap
from lianmeng.schools.vocabulary import Stage
from lianmeng.web.components import digits


def city_headline(gap: Gap) -> Sentence:
    """How many districts are within every limit, and how many were a year before."""
    known = [count for _, count in gap.within if count is not None]
    now = known[-1] if known else 0
    told = say_count(
        "{within} of {count} district is within every limit",
        "{within} of {count} districts are within every limit",
        gap.districts,
        within=now,
    )
    return say("{told}, {before} a year before", told=told, before=known[-2]) if len(known) > 1 else told


def city_lead(gap: Gap, language: str) -> list[Sentence]:
    """How many coefficients are over, and of which indicator most."""
    if not gap.over:
        return [say("No coefficient is over its limit.")]
    over: Counter[str] = Counter()
    labels = {strip.measure.code: strip.measure.indicator.label for strip in gap.strips}
    for strip in gap.strips:
        over[strip.measure.code] += strip.spread.over
    code, count = over.most_common(1)[0]
    return [
        say_count(
            "{count} coefficient is over its limit,", "{count} coefficients are over their limit,", gap.over
        ),
        say_count(
            "{count} of them for “{indicator}”.",
            "{count} of them for “{indicator}”.",
            count,
            indicator=labels[code].spoken(language),
        ),
    ]


def part_headline(own: PartGap) -> Sentence:
    if not own.judged:
        return say("{name}: no coefficient can be assessed", name=own.name)
    return say_count(
        "{name}: {within} of {count} coefficient within the limit",
        "{name}: {within} of {count} coefficients within the limit",
        own.judged,
        name=own.name,
        within=own.judged - len(own.over),
    )


def part_lead(own: PartGap) -> list[Sentence]:
    return [
        say(
            "Over: {indicator}, {stage}, {value}.",
            indicator=one.label,
            stage=Stage(one.stage).label,
            value=digits(one.value, 2),
        )
        for one in own.over
    ]
