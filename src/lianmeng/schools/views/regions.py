"""Regions: what lies in them, and the names and codes they had."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.core.sentences import say_count
from lianmeng.schools.models import Region
from lianmeng.schools.queries.areas import line_above, parts_of, with_schools
from lianmeng.schools.queries.on_day import register_on, version_to_keep
from lianmeng.schools.queries.region_states import otherwise_on
from lianmeng.schools.queries.regions import city, codes_of, places_of, region_of
from lianmeng.schools.rules.permissions import may_keep_regions
from lianmeng.schools.views.frame import asked_day
from lianmeng.web.asking import asker

A_PAGE = 100


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    day = asked_day(request)
    register = register_on(day, version_to_keep())
    rows = with_schools(register.districts, register)
    title = say_count("{count} district in the register", "{count} districts in the register", len(rows))
    shown = {"title": title, "rows": rows, "city": city(), "day": day, "on_day": _on_day(day)}
    shown["may_keep"] = may_keep_regions(asker(request))
    return render(request, "schools/regions.html", shown)


@require_safe
def region(request: HttpRequest, region_id: str) -> HttpResponse:
    day = asked_day(request)
    try:
        found = region_of(region_id)
    except Region.DoesNotExist:
        raise Http404 from None
    register, then = register_on(day, version_to_keep()), otherwise_on(day)
    parts: Any = parts_of(found, day, then)
    page = Paginator(parts, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "here": with_schools([then.get(region_id, found)], register)[0],
        "until": found.until if found.until and found.until <= day else None,
        "above": line_above(found, then),
        "page": page,
        "rows": with_schools(page.object_list, register),
        "codes": list(codes_of(found)),
        "places": places_of(found),
        "may_keep": may_keep_regions(asker(request)) and found.until is None,
        "day": day,
        "on_day": _on_day(day),
    }
    return render(request, "schools/region.html", shown)


def _on_day(day: date) -> str:
    """What links add to ask for the same day."""
    return f"day={day.isoformat()}&" if day != localdate() else ""
