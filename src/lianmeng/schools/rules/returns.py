"""Yearly figures: what may be sent, and what looks unlikely."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lianmeng.core.figures import Absence
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.vocabulary import YearlyFigure

Values = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of one figure: only whole numbers, and usually at most another figure of the same return."""

    whole: bool
    at_most: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """`times`: so many times the year before, or so small a part of it, is worth a second look."""

    of: Mapping[str, Check]
    times: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that looks unlikely about a figure; it can be so."""

    figure: str
    sentence: Sentence


def why_not_sent(values: Values, checks: Checks) -> tuple[str, Sentence] | None:
    """The first figure that cannot be, with the reason."""
    for key, value in values.items():
        if key not in checks.of:
            return key, say("“{word}” is not one of the words for this. Choose from the list.", word=key)
        wrong = _why_no_word(value) if isinstance(value, str) else _why_no_number(value, checks.of[key])
        if wrong is not None:
            return key, wrong
    return None


def _why_no_word(word: str) -> Sentence | None:
    if word in set(Absence):
        return None
    return say("“{word}” is no reason for a missing figure. Choose from the list.", word=word)


def _why_no_number(value: float, check: Check) -> Sentence | None:
    if not math.isfinite(value) or value < 0:
        return say("A figure is 0 or more. Correct it, or say why it is missing.")
    if check.whole and value != int(value):
        return say("Whole numbers only. Correct it.")
    return None


def doubts(values: Values, checks: Checks, before: Values | None = None) -> Iterator[Doubt]:
    """What looks unlikely within the return, and against the year before."""
    for key, value in values.items():
        check = checks.of.get(key)
        if isinstance(value, str) or check is None:
            continue
        most = values.get(check.at_most)
        if isinstance(most, int | float) and value > most:
            yield Doubt(key, _more_than(value, check.at_most, most))
        last = (before or {}).get(key)
        if isinstance(last, int | float) and last > 0 and _far(value, last, checks.times):
            told = say(
                "{value} is far from last year's {last}. Is it right?", value=_plain(value), last=_plain(last)
            )
            yield Doubt(key, told)


def _more_than(value: float, other: str, most: float) -> Sentence:
    return say(
        "{value} is more than all {most} of “{other}”. Is it right?",
        value=_plain(value),
        most=_plain(most),
        other=YearlyFigure(other).label,
    )


def _far(value: float, last: float, times: float) -> bool:
    return value > last * times or value * times < last


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value
