"""Who may read the audit at all, before a page of it is made."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from lianmeng.core.actors import Actor
from lianmeng.web.asking import asker

Page = Callable[[HttpRequest, Actor], HttpResponse]


def for_readers(may: Callable[[Actor], bool]) -> Callable[[Page], Callable[[HttpRequest], HttpResponse]]:
    """Let those in who may; send whoever is not signed in to sign in."""

    def decorated(page: Page) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest) -> HttpResponse:
            actor = asker(request)
            if not actor.id:
                return redirect_to_login(request.get_full_path())
            if not may(actor):
                raise PermissionDenied
            return page(request, actor)

        return view

    return decorated
