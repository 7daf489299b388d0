"""Regions: what lies in them, and the names and codes they had."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.core.sentences import say_count
from lianmeng.schools.models import Region
from lianmeng.schools.queries.areas import line_above, parts_of, with_schools
from lianmeng.schools.queries.on_day import register_on, version_to_keep
from lianmeng.schools.queries.regions import city, codes_of, places_of, region_of
from lianmeng.schools.rules.permissions import may_keep_regions
from lianmeng.web.asking import asker

A_PAGE = 100


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    today = localdate()
    register = register_on(today, version_to_keep())
    rows = with_schools(register.districts, register)
    title = say_count("{count} district in the register", "{count} districts in the register", len(rows))
    shown = {"title": title, "rows": rows, "city": city(), "today": today}
    shown["may_keep"] = may_keep_regions(asker(request))
    return render(request, "schools/regions.html", shown)


@require_safe
def region(request: HttpRequest, region_id: str) -> HttpResponse:
    today = localdate()
    try:
        found = region_of(region_id)
    except Region.DoesNotExist:
        raise Http404 from None
    register = register_on(today, version_to_keep())
    page = Paginator(parts_of(found, today), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "here": with_schools([found], register)[0],
        "above": line_above(found),
        "page": page,
        "rows": with_schools(page.object_list, register),
        "codes": list(codes_of(found)),
        "places": places_of(found),
        "may_keep": may_keep_regions(asker(request)) and found.until is None,
        "today": today,
    }
    return render(request, "schools/region.html", shown)
