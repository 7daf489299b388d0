"""What lies in the frame of a district pair: its school pairs, how many there were, and what went either way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from lianmeng.alliances.models import Alliance, Membership
from lianmeng.alliances.queries.parties import names_on
from lianmeng.alliances.queries.record import Exchange, both_ways
from lianmeng.database.prepared import Prepared
from lianmeng.ledger.queries.sums import given_by_each
from lianmeng.ledger.vocabulary import Unit

# Key, public id and form of an alliance, and a time in which it was in effect, if there was any.
Framed = tuple[int, str, str, date | None, date | None]
Member = tuple[int, str, str, str]  # key and public id of an alliance, a district, and a party there
# By alliance and district: the names of its parties there.
Sides = dict[int, dict[str, list[str]]]


def framed_alliances(frame: Alliance) -> list[Framed]:
    """All that lie within the frame, each once for every time in which it was in effect."""
    return _FRAMED.rows(frame.pk)


def framed_counts(framed: Collection[Framed], today: date) -> list[tuple[date, int]]:
    """Pairs in effect on each last day of a year, from the first year with one, and today; the latest first.

    Only twinnings are pairs, as in the counts of a year; the frame may hold led and entrusted schools beside.
    """
    pairs = [(key, since, until) for key, _, form, since, until in framed if form == "twinning"]
    spans = [(key, since, until or date.max) for key, since, until in pairs if since and since <= today]
    if not spans:
        return []
    first = min(since.year for _, since, _ in spans)
    days = [today, *(date(year, 12, 31) for year in range(today.year - 1, first - 1, -1))]
    return [(day, len({one for one, since, until in spans if since <= day < until})) for day in days]


def framed_members(framed: Collection[Framed]) -> list[Member]:
    """The parties of these alliances, those that left included."""
    named = {key: public_id for key, public_id, *_ in framed}
    rows = _MEMBERS.rows(
        tuple(named)
    )  # by their keys: PostgreSQL would look through all members for a frame's
    return [(key, named[key], district, party) for key, district, party in dict.fromkeys(rows)]


def sides_of(members: Collection[Member], keys: Collection[int], day: date) -> Sides:
    """Who takes part in the alliances with these keys on which side."""
    found = [(key, district, party) for key, _, district, party in members if key in keys]
    names = names_on({party for *_, party in found}, day)
    sides: Sides = defaultdict(lambda: defaultdict(list))
    for alliance, district, party in found:
        sides[alliance][district].append(names.get(party, party))
    return sides


def framed_exchanges(members: Collection[Member], one: str) -> list[Exchange]:
    """What the schools of the district `one` gave within the frame, and what they were given."""
    own = {(alliance, party) for _, alliance, district, party in members if district == one}
    alliances = sorted({alliance for _, alliance, *_ in members})
    sums: dict[bool, dict[Unit, Decimal]] = {True: {}, False: {}}
    for given in given_by_each(alliances):
        side = sums[(given.alliance, given.giver) in own]
        side[given.unit] = side.get(given.unit, Decimal(0)) + given.quantity
    return both_ways(sums[True], sums[False])


def _framed(frame: int) -> QuerySet[Alliance, Framed]:
    framed = Alliance.objects.filter(frame=frame).order_by("pk")
    return framed.values_list("pk", "public_id", "form", "spans__since", "spans__until")


def _members(alliances: tuple[int, ...]) -> QuerySet[Membership, tuple[int, str, str]]:
    return Membership.objects.filter(alliance__in=alliances).values_list("alliance", "district", "party")


_FRAMED, _MEMBERS = Prepared(_framed), Prepared(_members)
