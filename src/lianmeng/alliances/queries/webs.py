"""Who gave whom among schools, and which places an alliance binds together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.effect import in_effect_on
from lianmeng.alliances.queries.parties import names_on
from lianmeng.ledger.queries.sums import Tie, network
from lianmeng.schools.queries import schools_at

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
    """One alliance and the schools of it that give a place: name, longitude, latitude; the first is the lead."""

    alliance: Alliance
    schools: list[tuple[str, float, float]]


def web_of_district(district: str, day: date) -> Web:
    lying = Membership.objects.filter(held_on(day), district=district, alliance__in=in_effect_on(day))
    members = Membership.objects.filter(held_on(day), alliance__in=lying.values("alliance"))
    return _web(members.values_list("party", flat=True), day)


def web_of_alliance(alliance: Alliance, day: date) -> Web:
    """Of its parties, or of those of the alliances that it frames."""
    own = Membership.objects.filter(alliance=alliance) | Membership.objects.filter(alliance__frame=alliance)
    return _web(own.values_list("party", flat=True), day)


def _web(parties: Iterable[str], day: date) -> Web:
    found = network(set(parties), day - A_YEAR, day + timedelta(days=1))
    kept: list[Tie] = []
    drawn: set[str] = set()
    for tie in found[:MOST_TIES]:
        if len(drawn | {tie.giver, tie.receiver}) <= MOST_SCHOOLS:
            drawn |= {tie.giver, tie.receiver}
            kept.append(tie)
    names = names_on(drawn, day)
    schools = sorted((names.get(one, one), one) for one in drawn)
    return Web([(one, name) for name, one in schools], kept, len(found))


def bonds_on(day: date, most: int) -> list[Bond]:
    """The alliances in effect on a day that bind two placed schools or more, the newest first."""
    states = schools_at(day).filter(longitude__isnull=False, latitude__isnull=False)
    columns = states.values_list("school__public_id", "name", "longitude", "latitude")
    places = {one: (name, east, north) for one, name, east, north in columns}
    members: dict[int, list[str]] = {}
    alliances = {one.pk: one for one in in_effect_on(day)[:most]}
    rows = Membership.objects.filter(held_on(day), alliance__in=in_effect_on(day))
    for alliance, party in rows.values_list("alliance", "party"):
        members.setdefault(alliance, []).append(party)
    bonds = []
    for key, alliance_ in alliances.items():
        placed = [places[one] for one in members.get(key, []) if one in places]
        if len(placed) > 1:
            bonds.append(Bond(alliance_, [(n, float(e or 0), float(w or 0)) for n, e, w in placed]))
    return bonds
