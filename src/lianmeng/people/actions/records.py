"""An account is tied to its person's own record among the staff, so that they see what is kept of them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say
from lianmeng.people.models import Account
from lianmeng.people.queries.accounts import roles_now
from lianmeng.schools.queries.staff import NumberedRecord, record_numbered


@transaction.atomic
def tie_to_record(account: Account, staff_number: str, *, by: Actor) -> None:
    """Only to the record of somebody who works at a school at which the account holds a role; no number unties it."""
    found = record_numbered(staff_number, timezone.localdate()) if staff_number else None
    record_id = found.public_id if found is not None else ""
    if staff_number and found is None:
        raise _refused(staff_number)
    if record_id == account.record:
        return
    if found is not None:
        _refuse(account, found, staff_number)
    account.record = record_id
    account.save(update_fields=["record"])
    told = (
        say("Tied the account of {name} to a record of the staff", name=account.name)
        if record_id
        else say("Untied the account of {name} from its record of the staff", name=account.name)
    )
    record(told, by=by, place=CITY, subject=("account", account.public_id), person=account.public_id)


def _refuse(account: Account, found: NumberedRecord, staff_number: str) -> None:
    held = roles_now(timezone.localdate()).filter(account=account, place__in=found.schools)
    if not held.exists():
        raise _refused(staff_number)
    if Account.objects.filter(record=found.public_id).exclude(pk=account.pk).exists():
        raise Refused(
            say("Another account is tied to this staff number already. Untie it there first."),
            field="staff_number",
        )


def _refused(staff_number: str) -> Refused:
    """The same for a number that nobody has and for somebody of another school: it tells nothing of others' staff."""
    return Refused(
        say(
            "Nobody with the staff number {number} works at a school where this account holds a role. Correct it.",
            number=staff_number,
        ),
        field="staff_number",
    )
