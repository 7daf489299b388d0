"""Switching the second step on: also for somebody without a password, who signs in by the city's service."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

_CAME = "came_by_the_service"


def note_coming(request: HttpRequest) -> None:
    """This session has just signed in by the city's service."""
    request.session[_CAME] = int(time.time())


def came_just_now(request: HttpRequest) -> bool:
    came: int = request.session.get(_CAME, 0)
    return time.time() - came < int(REAUTHENTICATION_TIMEOUT)


@login_required
def switch_on(request: HttpRequest) -> HttpResponseBase:
    """Whoever has neither password nor code, and did not just come by the service, is told what to do."""
    stuck = not get_adapter().get_reauthentication_methods(request.user)
    if stuck and is_reauthentication_required(request, app="allauth.mfa"):
        told = {
            "minutes": REAUTHENTICATION_TIMEOUT // 60,
            "by_provider": bool(settings.OIDC_ISSUER and getattr(request.user, "provider_name", "")),
        }
        return render(request, "mfa/sign_in_again.html", told, status=403)
    answer: HttpResponseBase = totp.activate_totp(request)
    return answer
