"""Accounts that can do nothing."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lianmeng.database.prepared import Prepared
from lianmeng.people.models import Account, RoleHeld


def accounts_without_role(day: date) -> int:
    """Open accounts that hold no role on the day."""
    return _IDLE.count(day)


def _idle(day: date) -> QuerySet[Account, Any]:
    held = RoleHeld.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
    idle = Account.objects.filter(is_active=True).exclude(pk__in=held.order_by().values("account"))
    return idle.order_by().values_list("pk")


_IDLE = Prepared(_idle)
