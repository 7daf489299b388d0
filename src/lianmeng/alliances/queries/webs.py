"""Who gave whom among schools, and which places an alliance binds together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from django.db.models import Count, Q, QuerySet, Value

from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.queries.finding import Wanted, members_of, taking_part_on
from lianmeng.alliances.queries.found import About, rows_about
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
    parties = {party for (party,) in rows_about(_parties_of, wanted, by)}
    within = [one for (one,) in rows_about(_public_ids, wanted, by)] if wanted.narrows else None
    return _web(parties, wanted.day, within)


def _parties_of(found: QuerySet[Alliance], day: date) -> QuerySet[Membership, tuple[str]]:
    return members_of(found.order_by(), day).order_by().values_list("party").distinct()


def _public_ids(found: QuerySet[Alliance], day: date) -> QuerySet[Alliance, tuple[str]]:
    return found.order_by().values_list("public_id")


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


def bonds_of(wanted: Wanted, by: Actor, register: RegisterOnDay, most: int) -> tuple[list[Bond], int]:
    """Those of the newest alliances that bind two placed schools or more; and how many alliances there are in all."""
    keys = [key for (key,) in rows_about(_newest(most), wanted, by)]
    count = len(keys) if len(keys) < most else rows_about(_counted, wanted, by)[0][1]
    places = _places(register)
    members: dict[int, list[tuple[str, float, float]]] = {key: [] for key in keys}
    for alliance, party in _TAKING_PART.rows(tuple(keys), wanted.day):
        if party in places:
            members[alliance].append(places[party])
    return [Bond(key, schools) for key, schools in members.items() if len(schools) > 1], count


@cache
def _newest(most: int) -> About:
    def about(found: QuerySet[Alliance], day: date) -> QuerySet[Alliance, tuple[int]]:
        return found.values_list("pk")[:most]

    return about


def _taking_part(alliances: tuple[int, ...], day: date) -> QuerySet[Membership, tuple[int, str]]:
    found = Membership.objects.filter(taking_part_on(day), alliance__in=alliances)
    return found.order_by("position", "id").values_list("alliance", "party")


def _counted(found: QuerySet[Alliance], day: date) -> QuerySet[Alliance, tuple[int, int]]:
    return found.order_by().values_list(Value(0)).annotate(count=Count("pk"))


@lru_cache(maxsize=4)
def _places(register: RegisterOnDay) -> Mapping[str, tuple[str, float, float]]:
    """By public id, the names of the schools that give a place, and where it is."""
    return {
        one.public_id: (one.name, one.longitude, one.latitude)
        for one in register.schools
        if one.longitude is not None and one.latitude is not None
    }


_PARTIES, _TAKING_PART = Prepared(_parties), Prepared(_taking_part)
