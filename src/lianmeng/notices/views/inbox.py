"""The inbox, and its one button."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from lianmeng.core.language import CHINESE
from lianmeng.core.refusal import Refused
from lianmeng.notices.actions.telling import mark_read
from lianmeng.notices.queries import inbox as queries
from lianmeng.web.asking import asker

PAGE = 30


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    done = request.GET.get("done") == "1"
    page = Paginator(queries.inbox(asker(request).id, done=done), PAGE).get_page(request.GET.get("page"))
    language = get_language() or CHINESE
    rows = [queries.told_in(language, one) for one in page.object_list]
    found = {"page": page, "rows": rows, "done": done, "page_prefix": "done=1&" if done else ""}
    return render(request, "notices/inbox.html", found)


@require_POST
@login_required
def open_(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Somebody else's notice is not there."""
    try:
        address = mark_read(notice_id, by=asker(request))
    except Refused as refused:
        raise Http404 from refused
    return HttpResponseRedirect(reverse("dashboards:home") + address)
