"""A year of the ledger: how much stands in it, and its closing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.ledger.actions.booking import close_year
from lianmeng.ledger.forms import CloseForm
from lianmeng.ledger.queries.sums import cost_by_path
from lianmeng.ledger.queries.years import Year, years_of_ledger
from lianmeng.ledger.rules.booking import FIRST_DAY
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer


@require_safe
def year_(request: HttpRequest, year: int) -> HttpResponse:
    """For the city bureau, and for those who evaluate."""
    by, today = asker(request), localdate()
    if not by.is_city_officer and not by.holds(Role.EVALUATOR):
        return _turned_away(request)
    years = years_of_ledger(today.year)
    costs = (
        cost_by_path(date(year, 1, 1), date(year + 1, 1, 1)) if year in {one.year for one in years} else []
    )
    shown = {
        "title": say("The ledger of {year}", year=str(year)),
        "one": _year(years, year),
        "years": years,
        "entries": sum(one.entries for one in costs),
        "closes": by.is_city_officer and year < today.year,
    }
    return render(request, "ledger/year.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, year: int) -> HttpResponse:
    by, today = asker(request), localdate()
    if not by.is_city_officer:
        return _turned_away(request)
    _year(years_of_ledger(today.year), year)

    def act(filled: dict[str, Any]) -> Done:
        close_year(year, by=by)
        told = say("{year} is closed: from now on an entry of that year needs a reason.", year=str(year))
        return Done(reverse("ledger:year", args=[year]), (told, say("It cannot be opened again.")))

    title = say("Close the year {year} of the ledger", year=str(year))
    crumbs = (
        (say("Alliances"), reverse("alliances:alliances")),
        (say("The ledger of {year}", year=str(year)), reverse("ledger:year", args=[year])),
    )
    return answer(request, Deed(title=title, verb=title, form=CloseForm, act=act, crumbs=crumbs))


def _year(years: list[Year], year: int) -> Year:
    """404 for a year in which nothing can have been booked."""
    if year < FIRST_DAY.year or year > years[0].year:
        raise Http404
    return next((one for one in years if one.year == year), Year(year, None))


def _turned_away(request: HttpRequest) -> HttpResponse:
    if not asker(request).id:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied
