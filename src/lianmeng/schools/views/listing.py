"""The list of schools: found, counted, a page at a time, and as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say_count
from lianmeng.schools.forms.finding import FindForm
from lianmeng.schools.queries.finding import (
    Wanted,
    counted_by_stage,
    found_schools,
    latest_year,
    sections_of,
)
from lianmeng.schools.queries.on_day import RegisterOnDay, register_on, version_to_keep
from lianmeng.schools.rules.permissions import may_keep_regions, may_search_staff
from lianmeng.schools.views.downloads import schools_file
from lianmeng.schools.vocabulary import Stage
from lianmeng.web.asking import asker
from lianmeng.web.files import FORMATS

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for in the register as it is on the day of which they ask."""

    form: FindForm
    wanted: Wanted
    register: RegisterOnDay


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    of = asked(request)
    found = found_schools(of.register, of.wanted)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    listed, year = list(page.object_list), latest_year(of.wanted.day)
    counts = counted_by_stage(found)
    query = request.GET.copy()
    query.pop("page", None)
    shown = {
        "form": of.form,
        "wanted": of.wanted,
        "page": page,
        "rows": list(zip(listed, sections_of(listed, year), strict=True)),
        "year": year,
        "title": heading(page.paginator.count, narrowed=of.form.narrowed),
        "stages": [(stage.label, counts.get(stage, 0)) for stage in Stage],
        "query": query.urlencode(),
        "may_open": may_open_schools(asker(request)),
        "may_search_staff": may_search_staff(asker(request)),
        "page_prefix": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "schools/schools.html", shown)


@require_safe
def schools_download(request: HttpRequest, suffix: str) -> HttpResponse:
    if suffix not in FORMATS:
        raise Http404
    of = asked(request)
    return schools_file(suffix, of.wanted.day, found_schools(of.register, of.wanted))


def asked(request: HttpRequest) -> Asked:
    today, version = localdate(), version_to_keep()
    now = register_on(today, version)
    form = FindForm(request.GET, regions=[(one.public_id, one.name) for one in now.districts])
    wanted = form.wanted(today)
    return Asked(form, wanted, now if wanted.day == today else register_on(wanted.day, version))


def may_open_schools(by: Actor) -> bool:
    return may_keep_regions(by) or by.holds(Role.DISTRICT_OFFICER)


def heading(count: int, *, narrowed: bool) -> Sentence:
    if narrowed:
        return say_count("{count} school fits", "{count} schools fit", count)
    return say_count("{count} school in the register", "{count} schools in the register", count)
