"""Accounts that can do nothing."""

from datetime import date

from django.db.models import Q

from lianmeng.people.models import Account, RoleHeld


def accounts_without_role(day: date) -> int:
    """Open accounts that hold no role on the day."""
    held = RoleHeld.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
    return Account.objects.filter(is_active=True).exclude(pk__in=held.order_by().values("account")).count()
