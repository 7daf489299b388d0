"""What lies in the frame of a district pair: its school pairs, how many there were, and what went either way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from lianmeng.alliances.models import Alliance, Membership, Span
from lianmeng.alliances.queries.parties import names_on
from lianmeng.alliances.queries.record import Exchange, both_ways
from lianmeng.database.prepared import Prepared
from lianmeng.ledger.queries.sums import given_by_each
from lianmeng.ledger.vocabulary import Unit

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


def sides_of(alliances: Collection[Alliance], day: date) -> Sides:
    """Who takes part on which side, those that left included."""
    found: list[tuple[int, str, str]] = list(dict.fromkeys(_SIDES.rows(tuple(one.pk for one in alliances))))
    names = names_on({party for _, _, party in found}, day)
    sides: Sides = defaultdict(lambda: defaultdict(list))
    for alliance, district, party in found:
        sides[alliance][district].append(names.get(party, party))
    return sides


def framed_exchanges(frame: Alliance, one: str) -> list[Exchange]:
    """What the schools of the district `one` gave within the frame, and what they were given."""
    own = set(_OF_DISTRICT.rows(frame.pk, one))
    alliances = [public_id for (public_id,) in _FRAMED.rows(frame.pk)]
    sums: dict[bool, dict[Unit, Decimal]] = {True: {}, False: {}}
    for given in given_by_each(alliances):
        side = sums[(given.alliance, given.giver) in own]
        side[given.unit] = side.get(given.unit, Decimal(0)) + given.quantity
    return both_ways(sums[True], sums[False])


def _framed_spans(frame: int) -> QuerySet[Span, tuple[int, date, date | None]]:
    framed = Span.objects.filter(alliance__frame=frame, alliance__form="twinning")
    return framed.values_list("alliance", "since", "until")


def _sides(alliances: tuple[int, ...]) -> QuerySet[Membership, tuple[int, str, str]]:
    return Membership.objects.filter(alliance__in=alliances).values_list("alliance", "district", "party")


def _of_district(frame: int, district: str) -> QuerySet[Membership, tuple[str, str]]:
    members = Membership.objects.filter(alliance__frame=frame, district=district)
    return members.order_by().values_list("alliance__public_id", "party")


def _framed(frame: int) -> QuerySet[Alliance, tuple[str]]:
    return Alliance.objects.filter(frame=frame).order_by().values_list("public_id")


_FRAMED_SPANS, _SIDES = Prepared(_framed_spans), Prepared(_sides)
_OF_DISTRICT, _FRAMED = Prepared(_of_district), Prepared(_framed)
