"""The inbox, a notice by itself, and its one button."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from lianmeng.core.language import CHINESE
from lianmeng.core.refusal import Refused
from lianmeng.notices.actions.telling import mark_read
from lianmeng.notices.models import Notice
from lianmeng.notices.queries import inbox as queries
from lianmeng.people.queries.accounts import names_of
from lianmeng.web.asking import asker

PAGE = 20


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    done = request.GET.get("done") == "1"
    reader = asker(request).id
    page = Paginator(queries.inbox(reader, done=done), PAGE).get_page(request.GET.get("page"))
    rows = _rows(page.object_list, reader)
    overdue = 0 if done else queries.overdue_count(reader, localdate())
    found = {"page": page, "rows": rows, "done": done, "overdue": overdue}
    return render(request, "notices/inbox.html", found | {"page_prefix": "done=1&" if done else ""})


@require_safe
@login_required
def notice(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Where the links in mails and calendars lead: whatever became of it since. Somebody else's is not there."""
    reader = asker(request).id
    found = queries.notice_of(notice_id, reader)
    if found is None:
        raise Http404
    return render(request, "notices/notice.html", {"row": _rows([found], reader)[0]})


@require_POST
@login_required
def open_(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Somebody else's notice is not there."""
    try:
        address = mark_read(notice_id, by=asker(request))
    except Refused as refused:
        raise Http404 from refused
    return HttpResponseRedirect(reverse("dashboards:home") + address)


def _rows(notices: Iterable[Notice], reader: str) -> list[queries.Row]:
    language, day = get_language() or CHINESE, localdate()
    told = [queries.told_in(language, one) for one in notices]
    others = {one.done_by for one in told if one.asks and one.done_by not in ("", reader)}
    names = names_of(others) if others else {}
    return [
        queries.Row(one, one.overdue(day), one.done_by == reader, names.get(one.done_by, "")) for one in told
    ]
