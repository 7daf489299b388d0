"""Every request knows who asks: `request.actor`, looked up at the first question."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lianmeng.core.actors import NOBODY, Actor
from lianmeng.people.models import Account
from lianmeng.people.queries.actors import actor_of

Answer = Callable[[HttpRequest], HttpResponse]


def know_the_actor(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return answer(request)

    return middleware


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return actor_of(user, timezone.localdate()) if isinstance(user, Account) and user.is_active else NOBODY
