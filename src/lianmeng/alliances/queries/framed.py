"""What lies in the frame of a district pair: its school pairs, how many there were, and what went either way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from lianmeng.alliances.models import Alliance, Membership, Span
from lianmeng.alliances.queries.parties import names_on
from lianmeng.alliances.queries.record import Exchange, both_ways
from lianmeng.ledger.queries.sums import given_by_each
from lianmeng.ledger.vocabulary import Unit

# By alliance and district: the names of its parties there.
Sides = dict[int, dict[str, list[str]]]


def framed_counts(frame: Alliance, today: date) -> list[tuple[date, int]]:
    """Pairs in effect on each last day of a year, from the first year with one, and today; the latest first.

    Only twinnings are pairs, as in the counts of a year; the frame may hold led and entrusted schools beside.
    """
    framed = Span.objects.filter(alliance__frame=frame, alliance__form="twinning")
    rows = framed.values_list("alliance", "since", "until")
    spans = [(one, since, until or date.max) for one, since, until in rows if since <= today]
    if not spans:
        return []
    first = min(since.year for _, since, _ in spans)
    days = [today, *(date(year, 12, 31) for year in range(today.year - 1, first - 1, -1))]
    return [(day, len({one for one, since, until in spans if since <= day < until})) for day in days]


def sides_of(alliances: Collection[Alliance], day: date) -> Sides:
    """Who takes part on which side, those that left included."""
    rows = Membership.objects.filter(alliance__in=alliances).values_list("alliance", "district", "party")
    found = list(dict.fromkeys(rows))
    names = names_on({party for _, _, party in found}, day)
    sides: Sides = defaultdict(lambda: defaultdict(list))
    for alliance, district, party in found:
        sides[alliance][district].append(names.get(party, party))
    return sides


def framed_exchanges(frame: Alliance, one: str) -> list[Exchange]:
    """What the schools of the district `one` gave within the frame, and what they were given."""
    members = Membership.objects.filter(alliance__frame=frame)
    own = set(members.filter(district=one).values_list("alliance__public_id", "party"))
    alliances = list(Alliance.objects.filter(frame=frame).values_list("public_id", flat=True))
    sums: dict[bool, dict[Unit, Decimal]] = {True: {}, False: {}}
    for given in given_by_each(alliances):
        side = sums[(given.alliance, given.giver) in own]
        side[given.unit] = side.get(given.unit, Decimal(0)) + given.quantity
    return both_ways(sums[True], sums[False])
