"""Who gets to a form: whoever may do it; somebody who has not signed in is asked to, everybody else is told no."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lianmeng.core.actors import Actor
from lianmeng.schools.rules.permissions import may_declare, may_keep, may_see_staff
from lianmeng.schools.views.frame import SchoolFrame, school_frame
from lianmeng.web.asking import asker

View = Callable[..., HttpResponse]  # of the request, the school, and what else the address names
form_verbs = require_http_methods(["GET", "HEAD", "POST"])
page_verbs = require_http_methods(["GET", "HEAD"])


def turned_away(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who may not: sign in first, or no."""
    if not asker(request).id:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def for_keepers(view: View) -> View:
    """A form about a school for officers of its district and of the city."""
    return form_verbs(_door(view, lambda by, frame: may_keep(by, frame.over)))


def for_declarers(view: View) -> View:
    """A form about what a school declares of itself: for its leaders too."""
    return form_verbs(_door(view, lambda by, frame: may_declare(by, frame.school.public_id, frame.over)))


def for_readers_of_staff(view: View) -> View:
    """A page that names the staff of a school."""
    return page_verbs(_door(view, lambda by, frame: may_see_staff(by, frame.school.public_id, frame.over)))


def _door(view: View, may: Callable[[Actor, SchoolFrame], bool]) -> View:
    @wraps(view)
    def door(request: HttpRequest, school_id: str, **more: object) -> HttpResponse:
        frame = school_frame(request, school_id)
        return view(request, frame, **more) if may(frame.actor, frame) else turned_away(request)

    return door
