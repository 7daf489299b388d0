"""The school calendar of a year: what cannot be, and whether a day is a school day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.rules.years import census_day, years_end
from lianmeng.schools.vocabulary import DayKind

_WORKING_DAYS = 5  # Monday to Friday; every other working day is data, as a make-up day


class TermDays(NamedTuple):
    """A term by its first and last day, both inclusive, as people say it."""

    first: date
    last: date


class SpecialDay(NamedTuple):
    day: date
    kind: str
    name: str = ""


class YearPlan(NamedTuple):
    terms: Sequence[TermDays]
    days: Sequence[SpecialDay] = ()


def is_school_day(day: date, terms: Sequence[TermDays], special: Mapping[date, str]) -> bool:
    """Within a term, and a working day: Monday to Friday without holidays, and the days that are made up for."""
    if not any(term.first <= day <= term.last for term in terms):
        return False
    if day in special:
        return special[day] == DayKind.MAKE_UP
    return is_weekday(day)


def is_weekday(day: date) -> bool:
    return day.weekday() < _WORKING_DAYS


def why_not_planned(year: int, plan: YearPlan) -> Sentence | None:
    return next(_wrong_terms(year, plan.terms), None) or next(_wrong_days(year, plan.days), None)


def _wrong_terms(year: int, terms: Sequence[TermDays]) -> Iterator[Sentence]:
    if not terms:
        yield say("A school year needs at least one term. Write its first and last day.")
    for before, term in zip((None, *terms), terms, strict=False):
        if term.last < term.first:
            yield say(
                "The term that begins on {first} ends before, on {last}. Correct it.",
                first=term.first,
                last=term.last,
            )
        if before is not None and term.first <= before.last:
            yield say(
                "The term from {first} begins before the one before has ended. Correct it.", first=term.first
            )
        if not (_within(year, term.first) and _within(year, term.last)):
            yield _outside(year, term.first)


def _wrong_days(year: int, days: Sequence[SpecialDay]) -> Iterator[Sentence]:
    told: set[date] = set()
    for one in days:
        if one.kind not in set(DayKind):
            yield say("“{word}” is not one of the words for this. Choose from the list.", word=one.kind)
        if one.day in told:
            yield say("{day} stands there twice. Take one out.", day=one.day)
        if one.kind == DayKind.MAKE_UP and is_weekday(one.day):
            yield say("{day} is a working day anyway: it needs no make-up day. Take it out.", day=one.day)
        if not _within(year, one.day):
            yield _outside(year, one.day)
        told.add(one.day)


def _within(year: int, day: date) -> bool:
    return census_day(year) <= day < years_end(year)


def _outside(year: int, day: date) -> Sentence:
    return say(
        "{day} is not in the school year {year}. Correct the day, or choose another year.", day=day, year=year
    )
