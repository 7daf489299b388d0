"""The answer at the head of the first page, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.dashboards.queries.gap import Gap, PartGap
from lianmeng.schools.vocabulary import Stage
from lianmeng.standards.rules import shown
from lianmeng.web.components import digits


@dataclass(frozen=True, slots=True)
class Head:
    """The answer, why, and of what and when it speaks."""

    title: Sentence
    lead: list[Sentence] = field(default_factory=list)
    base: list[Sentence | str] = field(default_factory=list)


def city_head(gap: Gap, language: str) -> Head:
    base = say(
        "Coefficients of variation, school year {year}–{next}; {districts} districts, {sections} sections, "
        "each limit judged by itself.",
        year=gap.year,
        next=gap.year + 1,
        districts=gap.districts,
        sections=digits(gap.sections, 0),
    )
    return Head(city_headline(gap), city_lead(gap, language), [base])


def parts_head(own: Sequence[PartGap], language: str) -> Head:
    """Of the one district that an officer has, or of each of several."""
    sections = sum(one.sections for one in own)
    base = say_count(
        "Coefficients of variation between the schools, school year {year}–{next}; {sections} section, "
        "each limit judged by itself.",
        "Coefficients of variation between the schools, school year {year}–{next}; {sections} sections, "
        "each limit judged by itself.",
        sections,
        year=own[0].year,
        next=own[0].year + 1,
        sections=digits(sections, 0),
    )
    if len(own) == 1:
        return Head(part_headline(own[0]), part_lead(own[0], language), [base])
    title = say(
        "Your {count} districts: {within} of {all} coefficients within the limit",
        count=len(own),
        within=sum(len(one.judged) - len(one.over) for one in own),
        all=sum(len(one.judged) for one in own),
    )
    return Head(title, [say("{told}.", told=part_headline(one)) for one in own], [base])


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
        len(own.judged),
        name=own.name,
        within=len(own.judged) - len(own.over),
    )


def part_lead(own: PartGap, language: str) -> list[Sentence]:
    return [
        say(
            "Over: {indicator}, {stage}, {value}.",
            indicator=one.measure.indicator.label.spoken(language),
            stage=Stage(one.stage).label,
            value=digits(one.value, shown(one.value, one.limit, decimals=2)),
        )
        for one in own.over
    ]
