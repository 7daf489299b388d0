"""Who gave whom among schools, and which places an alliance binds together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Q, QuerySet

from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.queries.finding import Wanted, found_alliances, members_of, taking_part_on
from lianmeng.alliances.queries.parties import names_on
from lianmeng.core.actors import Actor
from lianmeng.database.prepared import Prepared
from lianmeng.ledger.queries.sums import Tie, network
from lianmeng.schools.queries.on_day import RegisterOnDay

MOST_SCHOOLS, MOST_TIES = 60, 150  # that a picture holds legibly
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Web:
    """`schools` are numbered from 1 in their order; `ties` hold those between them, the most minutes first."""

    schools: list[tuple[str, str]]
    ties: list[Tie]
    all: int


@dataclass(frozen=True, slots=True)
class Bond:
    """One alliance, by its key, and names and places of those of its schools that give one; the first is the lead."""

    alliance: int
    schools: list[tuple[str, float, float]]


def web_of_district(wanted: Wanted, by: Actor) -> Web:
    """Of the schools that the alliances of a district bind together, within it and beyond.

    Asked for a form, a name or a state, it shows what went between them within these alliances only.
    """
    found = found_alliances(wanted, by)
    parties = set(members_of(found, wanted.day).order_by().values_list("party", flat=True))
    return _web(
        parties, wanted.day, set(found.values_list("public_id", flat=True)) if wanted.narrows else None
    )


def web_of_alliance(alliance: Alliance, day: date) -> Web:
    """Of its parties, or of those of the alliances that it frames."""
    return _web({party for (party,) in _PARTIES.rows(alliance.pk)}, day)


def _parties(alliance: int) -> QuerySet[Membership, tuple[str]]:
    framed = Alliance.objects.filter(Q(pk=alliance) | Q(frame=alliance)).order_by()
    return Membership.objects.filter(alliance__in=framed.values("pk")).order_by().values_list("party")


def _web(parties: Iterable[str], day: date, alliances: Collection[str] | None = None) -> Web:
    found = network(set(parties), day - A_YEAR, day + timedelta(days=1), alliances)
    kept: list[Tie] = []
    drawn: set[str] = set()
    for tie in found[:MOST_TIES]:
        if len(drawn | {tie.giver, tie.receiver}) <= MOST_SCHOOLS:
            drawn |= {tie.giver, tie.receiver}
            kept.append(tie)
    names = names_on(drawn, day)
    schools = sorted((names.get(one, one), one) for one in drawn)
    return Web([(one, name) for name, one in schools], kept, len(found))


def bonds_of(
    found: QuerySet[Alliance], register: RegisterOnDay, day: date, most: int
) -> tuple[list[Bond], int]:
    """Those of the newest alliances that bind two placed schools or more; and how many alliances there are in all."""
    keys = list(found.values_list("pk", flat=True))
    parties = _TAKING_PART.rows(tuple(keys[:most]), day)
    places = _places(register)
    members: dict[int, list[tuple[str, float, float]]] = {}
    for alliance, party in parties:
        if party in places:
            members.setdefault(alliance, []).append(places[party])
    return [Bond(key, members[key]) for key in keys[:most] if len(members.get(key, ())) > 1], len(keys)


def _taking_part(alliances: tuple[int, ...], day: date) -> QuerySet[Membership, tuple[int, str]]:
    found = Membership.objects.filter(taking_part_on(day), alliance__in=alliances)
    return found.order_by("position", "id").values_list("alliance", "party")


def named_alliances(keys: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """By key: public id, title and form."""
    return {key: (public_id, title, form) for key, public_id, title, form in _CALLED.rows(tuple(keys))}


def _called(keys: tuple[int, ...]) -> QuerySet[Alliance, tuple[int, str, str, str]]:
    found = Alliance.objects.filter(pk__in=keys).order_by()
    return found.values_list("pk", "public_id", "title", "form")


@lru_cache(maxsize=4)
def _places(register: RegisterOnDay) -> Mapping[str, tuple[str, float, float]]:
    """By public id, the names of the schools that give a place, and where it is."""
    return {
        one.public_id: (one.name, one.longitude, one.latitude)
        for one in register.schools
        if one.longitude is not None and one.latitude is not None
    }


_PARTIES, _TAKING_PART, _CALLED = Prepared(_parties), Prepared(_taking_part), Prepared(_called)
