"""The school calendar: terms, holidays and make-up working days of a year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.schools.queries.calendars import calendar_of, years_of_calendar
from lianmeng.schools.queries.regions import city
from lianmeng.schools.rules.years import school_year


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
        "years": years,
        "calendar": calendar_of(place, known[0]) if place else None,
    }
    return render(request, "schools/calendar.html", shown)
