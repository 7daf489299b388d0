"""The page of a school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.audit.queries.lines import Entry, lines_about
from lianmeng.core.figures import Figure
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.schools.models import Section
from lianmeng.schools.queries.figures import PUPILS
from lianmeng.schools.queries.finding import latest_year
from lianmeng.schools.queries.needs import needs_of
from lianmeng.schools.queries.parts import is_allied, parts_of
from lianmeng.schools.queries.profile import (
    MOST_YEARS,
    SectionYears,
    campuses_at,
    life,
    sections_with_years,
    staff_count,
)
from lianmeng.schools.rules.permissions import may_declare, may_keep, may_see_staff
from lianmeng.schools.rules.years import FIRST_YEAR, school_year
from lianmeng.schools.templatetags.schools import school_year as written
from lianmeng.schools.views.frame import SchoolFrame, school_frame
from lianmeng.schools.vocabulary import YearlyFigure
from lianmeng.web.components import digits


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A section's figures in the years that it sent; `unsent` names the others. Returns can be entered of all open
    years: of those `at_hand`, and of the `further` ones."""

    section: Section
    years: list[int]
    rows: list[tuple[Sentence, list[Figure]]]  # a figure's label, and its values year by year
    unsent: list[str]
    at_hand: list[int]
    further: list[int]


@require_safe
def school(request: HttpRequest, school_id: str) -> HttpResponse:
    frame = school_frame(request, school_id)
    last = latest_year(frame.day) or school_year(frame.day)
    sections = sections_with_years(frame.school, frame.day, last)
    years, due = list(range(last, last - MOST_YEARS, -1)), school_year(localdate())
    shown = {
        "frame": frame,
        **_rights(frame),
        "state": frame.state,
        "title": _title(frame, sections, last),
        "sections": [_table(one, years, due=due) for one in sections],
        "campuses": campuses_at(frame.school, frame.day),
        "events": life(frame.school, frame.states, frame.day),
        "staff": staff_count(frame.school, frame.day) if frame.actor.id else None,
        "needs": list(needs_of(frame.school, frame.actor, frame.day, allied=_allied(frame))),
        "parts": parts_of(frame.school.public_id, frame.actor, frame.day),
        "changed": _changed(frame),
    }
    return render(request, "schools/school.html", shown)


def _allied(frame: SchoolFrame) -> bool:
    """Today, of whatever day the page speaks."""
    return is_allied(frame.school.public_id, frame.actor, localdate())


def _changed(frame: SchoolFrame) -> Sequence[Entry] | None:
    """What the audit tells of this school, for those who change it; its lines quote neither needs nor names."""
    school = frame.school.public_id
    if not may_declare(frame.actor, school, frame.over):
        return None
    return lines_about(("school", school))


def _rights(frame: SchoolFrame) -> dict[str, bool]:
    own = (frame.actor, frame.school.public_id, frame.over)
    return {
        "may_keep": may_keep(frame.actor, frame.over),
        "may_declare": may_declare(*own),
        "may_see_staff": may_see_staff(*own),
    }


def _title(frame: SchoolFrame, sections: list[SectionYears], year: int) -> Sentence:
    if not frame.there:
        closed = frame.state.until is not None and frame.state.until <= frame.day
        return (
            say("{name}: closed", name=frame.name) if closed else say("{name}: not open yet", name=frame.name)
        )
    pupils = [one.figures(PUPILS, [year])[0] for one in sections]
    if not pupils or not all(one.known for one in pupils):
        return say("{name}: number of pupils {year} not sent", name=frame.name, year=written(year))
    count = int(sum(one.value or 0 for one in pupils))
    return say_count(
        "{name}: {number} pupil, {year}",
        "{name}: {number} pupils, {year}",
        count,
        name=frame.name,
        number=digits(count, 0),
        year=written(year),
    )


def _table(one: SectionYears, years: list[int], *, due: int) -> SectionTable:
    sent = [year for year in years if year in one.returns]
    first = max(FIRST_YEAR, school_year(one.section.since))
    unsent = [year for year in years if year not in one.returns and year >= first]
    until = one.section.until
    last = due if until is None else min(due, school_year(until - timedelta(days=1)))
    at_hand = sorted({*sent[:1], last})
    further = [year for year in range(last, first - 1, -1) if year not in at_hand]
    return SectionTable(one.section, sent, _rows(one, sent), [*spans_of(unsent)], at_hand, further)


def spans_of(years: Iterable[int]) -> Iterator[str]:
    """School years, the earliest first; three or more that follow each other together: 2013–14 … 2015–16."""
    listed = sorted(years)
    for _, run in groupby(enumerate(listed), key=lambda one: one[1] - one[0]):
        same = [year for _, year in run]
        if len(same) < 3:
            yield from map(written, same)
        else:
            yield f"{written(same[0])} … {written(same[-1])}"


def _rows(one: SectionYears, years: list[int]) -> list[tuple[Sentence, list[Figure]]]:
    return [(key.label, one.figures(key, years)) for key in YearlyFigure]
