"""The cast of the demonstration: invented people who can be signed in as with one click, in demo mode only."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import OPERATOR
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say
from lianmeng.people.models import Account, RoleHeld
from lianmeng.people.rules.cast import members
from lianmeng.schools.queries.staff import record_numbered


@transaction.atomic
def make_cast(places: Mapping[str, str], records: Mapping[str, str] | None = None) -> dict[str, Account]:
    """The cast by key, each with the one role, held for a year; made once, and placed anew when called again.

    `places`: the public ids of `district`, `other_district`, `school`, `other_school` and `group`; `records`: the staff
    numbers of those of the cast who work at a school.
    A member has no password: nobody can sign in as one except by the page of the demonstration.
    """
    found = {"city": CITY, **places}
    cast = {one.key: _account(one.username, one.name) for one in members()}
    for one in members():
        known = record_numbered((records or {}).get(one.record, ""), timezone.localdate())
        cast[one.key].record = known.public_id if known is not None else ""
        cast[one.key].save(update_fields=["record"])
    RoleHeld.objects.filter(account__in=cast.values()).delete()
    since = timezone.localdate() - timedelta(days=365)
    RoleHeld.objects.bulk_create(
        RoleHeld(
            account=cast[one.key], role=one.role, place=found[one.place], since=since, given_by=OPERATOR.id
        )
        for one in members()
    )
    record(say("Made the invented cast of the demonstration"), by=OPERATOR, place=CITY)
    return cast


def _account(username: str, name: str) -> Account:
    account, new = Account.objects.get_or_create(
        username=username, defaults={"name": name, "is_demo": True, "created_by": OPERATOR.id}
    )
    if new:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account
