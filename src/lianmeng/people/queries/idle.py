"""Accounts that can do nothing."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from lianmeng.people.models import Account, RoleHeld


def accounts_without_role(day: date) -> int:
    """Open accounts that hold no role on the day."""
    held = RoleHeld.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), account=OuterRef("pk"), since__lte=day
    )
    return Account.objects.filter(~Exists(held), is_active=True).count()
