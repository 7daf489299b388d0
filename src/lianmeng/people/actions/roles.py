"""Giving and ending roles. Both take hold of the account first, so that two givers cannot pass each other."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.people.actions.security import note
from lianmeng.people.models import Account, RoleHeld
from lianmeng.people.queries.places import seat_of, seats_of
from lianmeng.people.rules.powers import CITY_SEAT, Seat, SeatKind, why_not_end, why_not_give
from lianmeng.people.vocabulary import Happening


@transaction.atomic
def give_role(
    account_id: str, role: Role, place: str, *, since: date, until: date | None = None, by: Actor
) -> RoleHeld:
    """`place` is an id, or what people call it. The role begins today or later, and ends before `until`."""
    today = timezone.localdate()
    account = locked_account(account_id)
    seat = seat_of(place, today)
    going_on = RoleHeld.objects.filter(Q(until__isnull=True) | Q(until__gt=today), account=account)
    held = [Role(one) for one in going_on.values_list("role", flat=True)]
    if (reason := why_not_give(by, role, seat, to=account.public_id, held=held)) is not None:
        raise Refused(reason)
    _check_days(account, since, until, today=today)
    same = going_on.filter(role=role, place=seat.place)
    if same.exclude(until__isnull=False, until__lte=since).exists():
        raise Refused(
            say("{name} holds this role there already. End it first.", name=account.name), field="role"
        )
    given = RoleHeld.objects.create(
        account=account, role=role, place=seat.place, since=since, until=until, given_by=by.id
    )
    note(Happening.ROLE_GIVEN, account.public_id, by=by.id, detail=f"{role} {seat.place}")
    told = say("Gave the role {role} to {name} from {since}", role=role.label, name=account.name, since=since)
    record(told, by=by, place=seat.place, subject=("account", account.public_id), person=account.public_id)
    return given


@transaction.atomic
def end_role(role_id: str, *, until: date, by: Actor) -> RoleHeld:
    """The role is held for the last time on the day before `until`; with today it ends at once."""
    today = timezone.localdate()
    held = RoleHeld.objects.select_related("account").filter(public_id=role_id).first()
    if held is None:
        raise Refused(say("There is no such role."))
    account = locked_account(held.account.public_id)
    held.refresh_from_db()
    role, seat = Role(held.role), _seat_of(held, today)
    if (reason := why_not_end(by, role, seat, of=account.public_id)) is not None:
        raise Refused(reason)
    if held.until is not None and held.until <= today:
        raise Refused(say("This role has ended already."))
    if until < today:
        raise Refused(say("A role ends today or later: what was done under it stays done."), field="until")
    held.until, held.ended_by = max(until, held.since), by.id
    held.save(update_fields=["until", "ended_by"])
    note(Happening.ROLE_ENDED, account.public_id, by=by.id, detail=f"{role} {seat.place}")
    told = say("Ended the role {role} of {name} on {until}", role=role.label, name=account.name, until=until)
    record(told, by=by, place=seat.place, subject=("account", account.public_id), person=account.public_id)
    return held


def locked_account(public_id: str) -> Account:
    account = Account.objects.select_for_update().filter(public_id=public_id).first()
    if account is None:
        raise Refused(say("There is no such account."))
    return account


def _seat_of(held: RoleHeld, today: date) -> Seat:
    """Where a role is held; a school that is closed since is the city's concern."""
    closed = Seat(held.place, SeatKind.SCHOOL, frozenset({CITY_SEAT.place}))
    return seats_of([held.place], today).get(held.place, closed)


def _check_days(account: Account, since: date, until: date | None, *, today: date) -> None:
    if not account.is_active:
        raise Refused(say("The account of {name} is closed. Open it again first.", name=account.name))
    if since < today:
        raise Refused(say("A role begins today or later."), field="since")
    if until is not None and until <= since:
        raise Refused(say("A role ends after it begins."), field="until")
