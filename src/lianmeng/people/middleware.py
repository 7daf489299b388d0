"""Every request knows who asks, `request.actor`, looked up at the first question; idle and long sessions end."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lianmeng.core.actors import NOBODY, Actor
from lianmeng.people.actions.hearing import BEGAN, SEEN
from lianmeng.people.models import Account
from lianmeng.people.queries.actors import actor_of
from lianmeng.people.rules.policy import policy

Answer = Callable[[HttpRequest], HttpResponse]
NOTED_SECONDS = 60  # a session is written once a minute at most, not with every page


def know_the_actor(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return answer(request)

    return middleware


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return actor_of(user, timezone.localdate()) if isinstance(user, Account) and user.is_active else NOBODY


def end_idle_sessions(answer: Answer) -> Answer:
    """Whoever let the session lie, or used it, longer than the policy allows is signed out before the page comes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.get("_auth_user_id"):
            now = int(time.time())
            idle_seconds = now - request.session.get(SEEN, 0)
            busy_seconds = now - request.session.get(BEGAN, 0)
            if idle_seconds > policy().idle_minutes * 60 or busy_seconds > policy().longest_hours * 3600:
                logout(request)
            elif idle_seconds >= NOTED_SECONDS:
                request.session[SEEN] = now
        return answer(request)

    return middleware
