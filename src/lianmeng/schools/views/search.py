"""Looking for somebody: the city's officers in the whole city, others in their district or their school."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.schools.models import Staff
from lianmeng.schools.queries.searching import posts_of, staff_found
from lianmeng.schools.rules.permissions import may_search_staff
from lianmeng.schools.views.doors import page_verbs, turned_away
from lianmeng.web.asking import asker

A_PAGE = 50


@page_verbs
def staff_search(request: HttpRequest) -> HttpResponse:
    """Nobody is listed before something is looked for: a page shows no more people than it is asked for."""
    by, today = asker(request), localdate()
    if not may_search_staff(by):
        return turned_away(request)
    text = request.GET.get("q", "").strip()[:60]
    found = staff_found(text, by, today) if text else Staff.objects.none()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    posts = posts_of(page.object_list, today) if page.object_list else {}
    query = request.GET.copy()
    query.pop("page", None)
    shown = {
        "title": _title(text, page.paginator.count),
        "text": text,
        "page": page,
        "people": [(one, posts.get(one.pk, [])) for one in page.object_list],
        "page_prefix": f"{query.urlencode()}&" if query else "",
        "whole_city": by.is_city_officer,
        "today": today,
    }
    return render(request, "schools/search.html", shown)


def _title(text: str, count: int) -> Sentence:
    if not text:
        return say("Look for somebody of the staff")
    return say_count("{count} person fits", "{count} persons fit", count)
