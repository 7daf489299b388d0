"""Whoever tries to give or end a role without the power stands in the security log, whatever the page answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.people.actions.security import note
from lianmeng.people.models import Account
from lianmeng.people.queries.places import seat_of
from lianmeng.people.rules.powers import may_give
from lianmeng.people.views.frame import today
from lianmeng.people.vocabulary import Happening
from lianmeng.web.asking import asker

View = Callable[..., HttpResponse]
_REFUSED = 422


def noting_refusals(view: View) -> View:
    """A slip in a form that somebody may send is no attempt: it is not noted."""

    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        account = named.get("account_id", "")
        try:
            found = view(request, **named)
        except (PermissionDenied, Http404):
            _note(request, account)
            raise
        if found.status_code == _REFUSED and not _had_the_power(request, account):
            _note(request, account)
        return found

    return answer


def _had_the_power(request: HttpRequest, account: str) -> bool:
    by = asker(request)
    if by.id == account:
        return False
    if "role" not in request.POST:
        return True  # the view has asked for the power to end this role
    try:
        return _may_give(by, Role(request.POST["role"]), request.POST.get("place", ""))
    except ValueError:
        return False


def _may_give(by: Actor, role: Role, place: str) -> bool:
    try:
        return may_give(by, role, seat_of(place, today()))
    except Refused:  # no such place: a slip
        return True


def _note(request: HttpRequest, account: str) -> None:
    """What was sent is not kept, but for the name of a role that there is."""
    if request.method != "POST":
        return
    role = request.POST.get("role", "")
    known = Account.objects.filter(public_id=account).exists()
    detail = role if role in set(Role) else ""
    note(Happening.ROLE_REFUSED, account if known else "", by=asker(request).id, detail=detail)
