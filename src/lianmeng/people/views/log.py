"""The security log, for the security administrator and the auditor."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianmeng.audit.queries.declared import keepings
from lianmeng.people.models import SecurityEvent
from lianmeng.people.queries.accounts import names_of
from lianmeng.people.rules.powers import reads_the_log
from lianmeng.people.views.frame import read
from lianmeng.people.vocabulary import Happening
from lianmeng.web.asking import asker

A_PAGE = 100


@read
def log(request: HttpRequest) -> HttpResponse:
    actor = asker(request)
    if not reads_the_log(actor):
        raise PermissionDenied
    page = Paginator(SecurityEvent.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    events = list(page.object_list)
    names = names_of({one.account for one in events} | {one.by for one in events})
    rows = [
        (one, Happening(one.happening).label, names.get(one.account, ""), names.get(one.by, one.by))
        for one in events
    ]
    return render(
        request, "people/log.html", {"page": page, "rows": rows, "days": keepings()["security-log"].days}
    )
