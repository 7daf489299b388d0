"""From an account to the actor that rules and actions know."""

from datetime import date

from django.db.models import Q

from lianmeng.core.actors import Actor
from lianmeng.people.models import Account, RoleHeld


def actor_of(account: Account, day: date) -> Actor:
    """The account with the roles it holds on that day, in one query."""
    held = RoleHeld.objects.filter(Q(until__isnull=True) | Q(until__gt=day), account=account, since__lte=day)
    return Actor(account.public_id, frozenset(held.values_list("role", "place")), account.record)
