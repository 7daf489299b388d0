"""Accounts by name and by public id, with the roles they hold and who may see and change them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Prefetch, Q, QuerySet

from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.database.prepared import Prepared, columns_of, record_of
from lianmeng.people.models import Account, RoleHeld
from lianmeng.people.queries.places import schools_seen_by, seats_of
from lianmeng.people.rules.cast import members
from lianmeng.people.rules.powers import CITY_SEAT, Seat, SeatKind, may_manage, sees_everybody


def signed_in_account(key: int, day: date) -> Account | None:
    """The account that a session names by its key, with the roles it holds on a day; every page asks."""
    rows = _BY_KEY.rows(key, day)
    if not rows:
        return None
    account = record_of(Account, rows[0])
    account.roles_read = day, frozenset((role, place) for *_, role, place in rows if role)
    return account


def _by_key(key: int, day: date) -> QuerySet[Account, tuple[Any, ...]]:
    holds = Q(roles__since__lte=day) & (Q(roles__until__isnull=True) | Q(roles__until__gt=day))
    found = Account.objects.filter(pk=key).annotate(held=FilteredRelation("roles", condition=holds))
    return found.order_by().values_list(*columns_of(Account), "held__role", "held__place")


_BY_KEY = Prepared(_by_key)


def account_of_provider(name: str) -> Account | None:
    """The open account of somebody whom the city's sign-in service names so."""
    return Account.objects.filter(provider_name=name, is_active=True).first() if name else None


def account_of(public_id: str) -> Account:
    found = Account.objects.filter(public_id=public_id).first()
    if found is None:
        raise Refused(say("There is no such account."))
    return found


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts by public id, in one query; what is no account is left out."""
    return dict(_NAMES.rows(tuple(sorted(set(ids)))))


def _names(ids: tuple[str, ...]) -> QuerySet[Account, tuple[str, str]]:
    return Account.objects.filter(public_id__in=ids).values_list("public_id", "name")


_NAMES = Prepared(_names)


def cast_ids() -> dict[str, str]:
    """The public ids of the demonstration's cast, by key."""
    known = dict(Account.objects.filter(is_demo=True).values_list("username", "public_id"))
    return {one.key: known[one.username] for one in members() if one.username in known}


def roles_now(day: date) -> QuerySet[RoleHeld]:
    """The roles that are held on a day, or will be later."""
    return RoleHeld.objects.filter(Q(until__isnull=True) | Q(until__gt=day))


def people_seen_by(actor: Actor, day: date) -> QuerySet[Account]:
    """The accounts that somebody may see: everybody's, or those who hold or held a role in the own places."""
    everybody = Account.objects.prefetch_related(Prefetch("roles", roles_now(day), to_attr="held"))
    if sees_everybody(actor):
        return everybody
    own = RoleHeld.objects.filter(place__in=schools_seen_by(actor, day)).values("account")
    return everybody.filter(Q(pk__in=own) | Q(created_by=actor.id))


def found_people(
    people: QuerySet[Account], day: date, *, text: str = "", role: str = "", place: str = ""
) -> QuerySet[Account]:
    """Those whose name, initials or username holds the text, who hold the role, at the place, all together."""
    if text:
        people = people.filter(
            Q(name__icontains=text) | Q(username__icontains=text) | Q(initials__startswith=text.lower())
        )
    if role or place:
        held = roles_now(day)
        held = held.filter(role=role) if role else held
        held = held.filter(place=place) if place else held
        people = people.filter(pk__in=held.values("account"))
    return people


def may_manage_account(actor: Actor, account: Account, day: date) -> bool:
    held = list(roles_now(day).filter(account=account))
    return may_manage(actor, seats_held(held, day), created_by=account.created_by)


def seats_held(held: Iterable[RoleHeld], day: date) -> list[tuple[Role, Seat]]:
    """Each role with its place; a place that the register does not know any more is the city's concern."""
    rows = list(held)
    known = seats_of([one.place for one in rows], day)
    return [
        (Role(one.role), known.get(one.place, Seat(one.place, SeatKind.SCHOOL, frozenset({CITY_SEAT.place}))))
        for one in rows
    ]
