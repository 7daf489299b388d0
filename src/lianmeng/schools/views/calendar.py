"""The school calendar: terms, holidays and make-up working days of a year, shown and entered."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.schools.actions.calendars import plan_year
from lianmeng.schools.forms.calendar import CalendarForm
from lianmeng.schools.queries.calendars import YearsCalendar, calendar_of, years_of_calendar
from lianmeng.schools.queries.regions import city
from lianmeng.schools.rules.calendar import TermDays, YearPlan
from lianmeng.schools.rules.calendar_lines import days_in, written_lines
from lianmeng.schools.rules.permissions import may_keep_regions
from lianmeng.schools.rules.years import school_year
from lianmeng.schools.templatetags.schools import school_year as written_year
from lianmeng.schools.views.doors import form_verbs, turned_away
from lianmeng.schools.vocabulary import DayKind
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer

_YEARS = range(1900, 2200)
_TERMS = 2  # as many as a school year has; a year that has more gets room for all of them


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    place = city()
    years = years_of_calendar(place) if place else []
    now = school_year(localdate())
    asked = request.GET.get("year", "")
    known = (
        [one for one in years if str(one) == asked] or [one for one in years if one <= now] or years or [now]
    )
    shown = {
        "city": place,
        "year": known[0],
        "next_year": known[0] + 1,
        "years": years,
        "calendar": calendar_of(place, known[0]) if place else None,
        "may_keep": place is not None and may_keep_regions(asker(request)),
    }
    return render(request, "schools/calendar.html", shown)


@form_verbs
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """The calendar of the city in one school year, entered whole."""
    by, place = asker(request), city()
    if place is None or year not in _YEARS:
        raise Http404
    if not may_keep_regions(by):
        return turned_away(request)
    known = calendar_of(place, year)
    room = max(_TERMS, len(known.terms))
    address = reverse("schools:calendar")

    def act(filled: dict[str, Any]) -> Done:
        entered = _plan(filled, room)
        plan_year(place.public_id, year, entered, by=by, seen=filled["seen"])
        told = say(
            "The school calendar {year} is as entered. Terms: {terms}. Other days: {days}.",
            year=written_year(year),
            terms=len(entered.terms),
            days=len(entered.days),
        )
        return Done(f"{address}?year={year}", (told,))

    deed = Deed(
        title=say("Enter the school calendar {year}", year=written_year(year)),
        verb=say("Enter the calendar"),
        form=CalendarForm,
        act=act,
        crumbs=((say("Schools"), reverse("schools:schools")), (say("Calendar"), address)),
        initial={"seen": place.version, **_written(known)},
        choices={"terms": room},
    )
    return answer(request, deed)


def _written(known: YearsCalendar) -> dict[str, object]:
    terms = {f"first_{number}": first for number, first, _ in known.terms}
    terms |= {f"last_{number}": last for number, _, last in known.terms}
    days = {"holidays": known.holidays, "make_ups": known.make_ups}
    return {
        **terms,
        **{field: written_lines((one.day, one.name) for one in kept) for field, kept in days.items()},
    }


def _plan(filled: dict[str, Any], room: int) -> YearPlan:
    terms = []
    for number in range(1, room + 1):
        first, last = filled[f"first_{number}"], filled[f"last_{number}"]
        if first and last:
            terms.append(TermDays(first, last))
        elif first or last:
            told = say("Term {number} needs its first and its last day. Write both.", number=number)
            raise Refused(told, field=f"last_{number}" if first else f"first_{number}")
    days = days_in(filled["holidays"], DayKind.HOLIDAY, "holidays")
    return YearPlan(terms, [*days, *days_in(filled["make_ups"], DayKind.MAKE_UP, "make_ups")])
