"""From an account to the actor that rules and actions know."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lianmeng.core.actors import Actor
from lianmeng.database.prepared import Prepared
from lianmeng.people.models import Account, RoleHeld


def _held(account: int, day: date) -> QuerySet[Any, Any]:
    held = RoleHeld.objects.filter(Q(until__isnull=True) | Q(until__gt=day), account=account, since__lte=day)
    return held.order_by().values_list("role", "place")


_HELD = Prepared(_held)


def actor_of(account: Account, day: date) -> Actor:
    """The account with the roles it holds on that day; in one query, where they were not read with it."""
    day_read, roles = account.roles_read or (None, None)
    held = roles if roles is not None and day_read == day else frozenset(_HELD.rows(account.pk, day))
    return Actor(account.public_id, held, account.record)
