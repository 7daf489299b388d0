"""The cast of the demonstration: who they are, what each can do, and one click to be one of them. Only in demo mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say
from lianmeng.people.models import Account, RoleHeld
from lianmeng.people.rules.cast import members
from lianmeng.people.views.frame import today
from lianmeng.people.vocabulary import CAN
from lianmeng.schools.queries.places import place_names


@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    _only_in_demo_mode()
    held = {
        one.account.username: one.place
        for one in RoleHeld.objects.filter(account__is_demo=True, account__is_active=True).select_related(
            "account"
        )
    }
    names: dict[str, Any] = dict(place_names(set(held.values()), today()))
    names[CITY] = names.get(CITY) or say("The whole city")
    rows = [
        (one, names.get(held[one.username], ""), CAN[one.role]) for one in members() if one.username in held
    ]
    return render(request, "people/demo.html", {"rows": rows})


@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    _only_in_demo_mode()
    member = next((one for one in members() if one.key == key), None)
    if member is None:
        raise Http404
    account = get_object_or_404(Account, username=member.username, is_demo=True, is_active=True)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))


def _only_in_demo_mode() -> None:
    if not settings.DEMO:
        raise Http404
