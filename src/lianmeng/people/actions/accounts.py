"""Accounts: made by somebody who may give its first role, changed, closed and opened again, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY, Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.people.actions.records import tie_to_record
from lianmeng.people.actions.roles import give_role, locked_account
from lianmeng.people.actions.security import note
from lianmeng.people.models import Account
from lianmeng.people.queries.accounts import may_manage_account
from lianmeng.people.vocabulary import Happening


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an account says of its person."""

    username: str
    name: str
    email: str = ""
    provider_name: str = ""
    staff_number: str = ""


@transaction.atomic
def create_account(told: Particulars, role: Role, place: str, *, since: date, by: Actor) -> Account:
    """An account without a password, with its first role. A one-time link lets its person set the password."""
    _refuse_taken(told)
    account = Account(
        username=told.username,
        name=told.name,
        email=told.email,
        provider_name=told.provider_name,
        created_by=by.id,
    )
    account.set_unusable_password()
    account.save()
    note(Happening.CREATED, account.public_id, by=by.id)
    record(
        say("Made the account {username} for {name}", username=told.username, name=told.name),
        by=by,
        place=CITY,
        subject=("account", account.public_id),
        person=account.public_id,
    )
    give_role(account.public_id, role, place, since=since, by=by)
    tie_to_record(account, told.staff_number, by=by)
    return account


@transaction.atomic
def change_account(account_id: str, told: Particulars, *, seen: int, by: Actor) -> Account:
    """`seen`: the version that the form showed."""
    account = _managed(account_id, by)
    if account.version != seen:
        raise Refused(say("Somebody changed this account since you opened the form. Look at it again."))
    _refuse_taken(told, own=account.pk)
    before = (account.username, account.name)
    account.username, account.name = told.username, told.name
    account.email, account.provider_name = told.email, told.provider_name
    account.version += 1
    account.save()
    tie_to_record(account, told.staff_number, by=by)
    _tell(
        Happening.CHANGED,
        account,
        say(
            "Changed the account {old_username} of {old_name} to {username}, {name}",
            old_username=before[0],
            old_name=before[1],
            username=told.username,
            name=told.name,
        ),
        by=by,
    )
    return account


@transaction.atomic
def close_account(account_id: str, *, by: Actor) -> Account:
    """Ends every session at once. Its roles stay written down; they rest while the account is closed."""
    account = _managed(account_id, by)
    if account.public_id == by.id:
        raise Refused(say("Nobody closes their own account. Ask the security administrator."))
    if not account.is_active:
        raise Refused(say("The account of {name} is closed already.", name=account.name))
    _update(account, is_active=False)
    _tell(Happening.REMOVED, account, say("Closed the account of {name}", name=account.name), by=by)
    return account


@transaction.atomic
def reopen_account(account_id: str, *, by: Actor) -> Account:
    account = _managed(account_id, by)
    if account.is_active:
        raise Refused(say("The account of {name} is open already.", name=account.name))
    _update(account, is_active=True)
    _tell(Happening.RETURNED, account, say("Opened the account of {name} again", name=account.name), by=by)
    return account


@transaction.atomic
def prepare_link(account_id: str, *, by: Actor) -> Account:
    """Take the password away, so that only the one-time link made now leads in; earlier links and sessions end."""
    account = _managed(account_id, by)
    if not account.is_active:
        raise Refused(say("The account of {name} is closed. Open it again first.", name=account.name))
    if account.is_demo:
        raise Refused(say("The invented people of the demonstration have no password."))
    account.set_unusable_password()
    account.save(update_fields=["password"])
    _tell(Happening.INVITED, account, say("Made a one-time link for {name}", name=account.name), by=by)
    return account


@transaction.atomic
def end_sessions(account: Account) -> None:
    """End all sessions of an account, on every device."""
    Account.objects.filter(pk=account.pk).update(sessions_ended=F("sessions_ended") + 1)
    account.refresh_from_db()
    note(Happening.SESSIONS_ENDED, account.public_id)


def _managed(account_id: str, by: Actor) -> Account:
    account = locked_account(account_id)
    if not may_manage_account(by, account, timezone.localdate()):
        raise Refused(
            say("This account holds roles that are not yours to give. Ask the security administrator.")
        )
    return account


def _update(account: Account, *, is_active: bool) -> None:
    account.is_active = is_active
    account.closed_at = None if is_active else timezone.now()
    account.sessions_ended += 1
    account.version += 1
    account.save(update_fields=["is_active", "closed_at", "sessions_ended", "version"])


def _refuse_taken(told: Particulars, own: int | None = None) -> None:
    others = Account.objects.all() if own is None else Account.objects.exclude(pk=own)
    if others.filter(username__iexact=told.username).exists():
        raise Refused(
            say("The username {name} is taken. Choose another.", name=told.username), field="username"
        )
    if told.provider_name and others.filter(Q(provider_name=told.provider_name)).exists():
        raise Refused(
            say("Another account has this name at the sign-in service already."), field="provider_name"
        )


def _tell(happening: Happening, account: Account, told: Sentence, *, by: Actor) -> None:
    note(happening, account.public_id, by=by.id)
    record(told, by=by, place=CITY, subject=("account", account.public_id), person=account.public_id)
