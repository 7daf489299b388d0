"""One's own account: who one is here, how one signs in, what is kept."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianmeng.core.roles import CITY, Role
from lianmeng.core.sentences import say
from lianmeng.people.actions.accounts import end_sessions
from lianmeng.people.forms import Nothing
from lianmeng.people.models import Account, RoleHeld, SecurityEvent
from lianmeng.people.queries.accounts import names_of
from lianmeng.people.rules.policy import policy
from lianmeng.people.views.frame import change, read, today
from lianmeng.people.vocabulary import CAN, Happening
from lianmeng.schools.queries.places import place_names
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer

_LATEST = 10


@read
def account(request: HttpRequest) -> HttpResponse:
    own, day = cast(Account, request.user), today()
    held = list(RoleHeld.objects.filter(account=own).order_by("-since", "-pk"))
    names: dict[str, Any] = dict(place_names({one.place for one in held}, day))
    names[CITY] = names.get(CITY) or say("The whole city")
    givers = names_of({one.given_by for one in held})
    events = SecurityEvent.objects.filter(account=own.public_id)[:_LATEST]
    roles = [
        (
            one,
            Role(one.role).label,
            names.get(one.place, say("Not in the register")),
            givers.get(one.given_by, ""),
            CAN[Role(one.role)],
        )
        for one in held
    ]
    return render(
        request,
        "people/account.html",
        {
            "account": own,
            "roles": roles,
            "teaches": asker(request).holds(Role.TEACHER),
            "events": [(one.at, Happening(one.happening).label) for one in events],
            "second_step": Authenticator.objects.filter(user=own, type=Authenticator.Type.TOTP).exists(),
            "policy": policy(),
            "by_provider": bool(settings.OIDC_ISSUER) and bool(own.provider_name),
        },
    )


@change
def sessions(request: HttpRequest) -> HttpResponse:
    """End the sessions on all other devices; this one goes on."""
    own = cast(Account, request.user)

    def act(filled: dict[str, Any]) -> Done:
        end_sessions(own)
        update_session_auth_hash(request, own)
        return Done(reverse("people:account"), (say("You are signed out everywhere else."),))

    deed = Deed(
        title=say("Sign out everywhere else"),
        verb=say("Sign out everywhere else"),
        form=Nothing,
        act=act,
        lead=say(
            "Every other browser and device with this account has to sign in again. You stay signed in here."
        ),
        crumbs=((say("My account"), reverse("people:account")),),
        plain=True,
    )
    return answer(request, deed)
