"""What lies in the frame of a district pair: its school pairs, how many there were, and what went either way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from lianmeng.alliances.models import Alliance, Span
from lianmeng.alliances.queries.parties import names_on
from lianmeng.alliances.queries.record import Exchange, both_ways
from lianmeng.database.prepared import Prepared
from lianmeng.ledger.queries.sums import given_by_each
from lianmeng.ledger.vocabulary import Unit

Member = tuple[
    int, str, str | None, str | None
]  # key and public id of an alliance, a district, and a party there
# By alliance and district: the names of its parties there.
Sides = dict[int, dict[str, list[str]]]


def framed_counts(frame: Alliance, today: date) -> list[tuple[date, int]]:
    """Pairs in effect on each last day of a year, from the first year with one, and today; the latest first.

    Only twinnings are pairs, as in the counts of a year; the frame may hold led and entrusted schools beside.
    """
    rows = _FRAMED_SPANS.rows(frame.pk)
    spans = [(one, since, until or date.max) for one, since, until in rows if since <= today]
    if not spans:
        return []
    first = min(since.year for _, since, _ in spans)
    days = [today, *(date(year, 12, 31) for year in range(today.year - 1, first - 1, -1))]
    return [(day, len({one for one, since, until in spans if since <= day < until})) for day in days]


def framed_members(frame: Alliance) -> list[Member]:
    """The parties of every alliance within the frame, those that left included."""
    return list(dict.fromkeys(_MEMBERS.rows(frame.pk)))


def sides_of(members: Collection[Member], keys: Collection[int], day: date) -> Sides:
    """Who takes part in the alliances with these keys on which side."""
    found = [(key, district or "", party) for key, _, district, party in members if key in keys and party]
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


def _framed_spans(frame: int) -> QuerySet[Span, tuple[int, date, date | None]]:
    framed = Span.objects.filter(alliance__frame=frame, alliance__form="twinning")
    return framed.values_list("alliance", "since", "until")


def _members(frame: int) -> QuerySet[Alliance, tuple[Any, ...]]:
    """None for district and party where an alliance has none."""
    framed = Alliance.objects.filter(frame=frame)
    ordered = framed.order_by("pk", "memberships__position", "memberships__id")
    return ordered.values_list("pk", "public_id", "memberships__district", "memberships__party")


_FRAMED_SPANS, _MEMBERS = Prepared(_framed_spans), Prepared(_members)
