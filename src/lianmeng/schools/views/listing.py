"""The list of schools: found, counted, a page at a time, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say_count
from lianmeng.schools.forms.finding import FindForm
from lianmeng.schools.queries.finding import (
    FoundSchool,
    SectionNow,
    Wanted,
    counted_by_stage,
    found_schools,
    latest_year,
    listed_schools,
    sections_of,
)
from lianmeng.schools.queries.regions import districts
from lianmeng.schools.rules.permissions import may_keep_regions, may_search_staff
from lianmeng.schools.views.downloads import schools_file
from lianmeng.schools.vocabulary import Stage
from lianmeng.web.asking import asker
from lianmeng.web.files import FORMATS

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    school: FoundSchool
    sections: list[SectionNow]


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    form, wanted = asked(request)
    found = found_schools(wanted)
    page = Paginator(listed_schools(found), A_PAGE).get_page(request.GET.get("page"))
    year = latest_year(wanted.day)
    counts = counted_by_stage(found, wanted.day)
    query = request.GET.copy()
    query.pop("page", None)
    shown = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": _rows(page, wanted, year),
        "year": year,
        "title": heading(page.paginator.count, narrowed=form.narrowed),
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
    _form, wanted = asked(request)
    return schools_file(suffix, wanted, found_schools(wanted))


def asked(request: HttpRequest) -> tuple[FindForm, Wanted]:
    today = localdate()
    form = FindForm(request.GET, regions=districts(today).values_list("public_id", "name"))
    return form, form.wanted(today)


def may_open_schools(by: Actor) -> bool:
    return may_keep_regions(by) or by.holds(Role.DISTRICT_OFFICER)


def heading(count: int, *, narrowed: bool) -> Sentence:
    if narrowed:
        return say_count("{count} school fits", "{count} schools fit", count)
    return say_count("{count} school in the register", "{count} schools in the register", count)


def _rows(page: Page[tuple[Any, ...]], wanted: Wanted, year: int | None) -> list[Row]:
    listed = [FoundSchool(*row) for row in page.object_list]
    held = sections_of([one.school for one in listed], wanted.day, year)
    return [Row(one, held.get(one.school, [])) for one in listed]
