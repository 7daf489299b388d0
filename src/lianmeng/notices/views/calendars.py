"""The address of one's calendar, and the calendar that it gives to whoever has it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import say
from lianmeng.notices.actions.calendars import renew_calendar
from lianmeng.notices.forms import Nothing
from lianmeng.notices.queries import inbox as queries
from lianmeng.notices.rules.icalendar import calendar
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer


@require_safe
@login_required
def address(request: HttpRequest) -> HttpResponse:
    token = queries.calendar_token(asker(request).id)
    found = request.build_absolute_uri(reverse("notices:feed", args=[token])) if token else ""
    return render(request, "notices/calendar.html", {"address": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        renew_calendar(by=asker(request))
        return Done(reverse("notices:calendar"), (say("Your calendar has a new address."),))

    deed = Deed(
        title=say("A new address for my calendar"),
        verb=say("Make the address"),
        form=Nothing,
        act=act,
        lead=say("An address that you had before stops working at once."),
        crumbs=((say("Notices"), reverse("notices:inbox")), (say("Calendar"), reverse("notices:calendar"))),
        plain=True,
    )
    return answer(request, deed)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Calendar programs do not sign in: the secret in the address is the key, and it opens nothing else."""
    account = queries.calendar_reader(token)
    if not account:
        raise Http404
    language = get_language() or CHINESE
    text = calendar(
        spoken(say("Lianmeng: what is due"), language), queries.events(account, language, settings.SITE)
    )
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
