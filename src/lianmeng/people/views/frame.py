"""What the pages of people share: whose account it is, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.people.models import Account
from lianmeng.people.queries.accounts import people_seen_by
from lianmeng.web.asking import asker

# Who has people to look after, or looks after those who do.
READERS = (
    Role.CITY_OFFICER,
    Role.DISTRICT_OFFICER,
    Role.SCHOOL_LEADER,
    Role.SECURITY_ADMINISTRATOR,
    Role.AUDITOR,
)
Crumbs = tuple[tuple[Sentence | str, str], ...]


def today() -> date:
    return timezone.localdate()


def reader_of(request: HttpRequest) -> Actor:
    """Who asks, if they may see people at all."""
    actor = asker(request)
    if not any(actor.holds(role) for role in READERS):
        raise PermissionDenied
    return actor


def seen_account(request: HttpRequest, account_id: str) -> Account:
    """The account, if who asks may see it; otherwise it is not there."""
    account = people_seen_by(reader_of(request), today()).filter(public_id=account_id).first()
    if account is None:
        raise Http404
    return account


def crumbs(account: Account | None = None) -> Crumbs:
    people: Crumbs = ((say("People"), reverse("people:people")),)
    return people + (((account.name, person_address(account)),) if account else ())


def person_address(account: Account) -> str:
    return reverse("people:person", args=[account.public_id])


def read(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page for whoever is signed in."""
    return require_safe(login_required(view))


def change(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A form for whoever is signed in."""
    return require_http_methods(["GET", "HEAD", "POST"])(login_required(view))
