"""Who holds a role at a place, and how they are reached: for those who have something to tell them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lianmeng.core.roles import Role
from lianmeng.people.models import Account, RoleHeld


def holders(seats: Iterable[tuple[Role, str]], day: date) -> list[tuple[str, str]]:
    """(account, place) of everybody with an open account who holds one of these roles at its place on the day."""
    return sorted(set(_held(seats, day).values_list("account__public_id", "place")))


def posts(seats: Iterable[tuple[Role, str]], day: date) -> list[tuple[str, str, str]]:
    """(role, account, name) of the same."""
    return sorted(set(_held(seats, day).values_list("role", "account__public_id", "account__name")))


def _held(seats: Iterable[tuple[Role, str]], day: date) -> QuerySet[RoleHeld]:
    at: dict[str, set[str]] = {}
    for role, place in seats:
        at.setdefault(role.value, set()).add(place)
    if not at:
        return RoleHeld.objects.none()
    wanted = Q(pk__in=[])
    for name, places in at.items():
        wanted |= Q(role=name, place__in=places)
    return RoleHeld.objects.filter(
        wanted, Q(until__isnull=True) | Q(until__gt=day), since__lte=day, account__is_active=True
    )


def mail_addresses(ids: Iterable[str]) -> dict[str, str]:
    """The mail addresses of open accounts that have one."""
    found = Account.objects.filter(public_id__in=set(ids), is_active=True).exclude(email="")
    return dict(found.values_list("public_id", "email"))


def closed_before(moment: datetime) -> list[str]:
    """Accounts that were closed before a moment and not opened again."""
    closed = Account.objects.filter(is_active=False, closed_at__lt=moment)
    return list(closed.values_list("public_id", flat=True))


def is_open(public_id: str) -> bool:
    return Account.objects.filter(public_id=public_id, is_active=True).exists()
