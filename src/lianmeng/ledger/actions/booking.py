"""Every path books here, inside the action that records the exchange: both are kept, or neither."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say
from lianmeng.ledger.models import ClosedYear, Entry, MonthSum, PathSum, Trace
from lianmeng.ledger.queries.entries import gift_of
from lianmeng.ledger.queries.years import year_is_closed
from lianmeng.ledger.rules.booking import taken_back, why_not_booked
from lianmeng.ledger.vocabulary import Gift


@transaction.atomic
def book(gift: Gift, *, by: Actor) -> str:
    """Add one entry and its sums; the public id. The calling action has checked who may record the exchange.

    The same source never books twice. Costs the same however many entries there are: one row of entries, two of sums.
    """
    closed = year_is_closed(gift.day.year)
    if why := why_not_booked(gift, today=timezone.localdate(), year_is_closed=closed):
        raise Refused(why)
    return _added(gift, by=by).public_id


@transaction.atomic
def reverse(entry: str, *, reason: str, by: Actor) -> str:
    """Take an entry back by one with a minus sign; the public id of the reversal."""
    found = Entry.objects.filter(public_id=entry).first()
    if found is None:
        raise Refused(say("There is no such entry in the ledger."))
    if found.reverses_id is not None:
        raise Refused(say("This entry is itself a reversal. Book the right entry instead."))
    if Entry.objects.filter(reverses=found).exists():
        raise Refused(say("This entry was taken back already. Open the page again."))
    if not reason.strip():
        raise Refused(say("Say why the entry is taken back."), field="reason")
    added = _added(taken_back(gift_of(found), entry=entry, reason=reason), by=by, reverses=found)
    record(
        say("Reversed the ledger's entry {entry}: {reason}", entry=entry, reason=reason),
        by=by,
        place=found.giver,
        subject=("entry", entry),
    )
    return added.public_id


@transaction.atomic
def correct(entry: str, right: Gift, *, reason: str, by: Actor) -> str:
    """Reverse an entry and book the right one, whose source is the entry that was wrong."""
    reverse(entry, reason=reason, by=by)
    return book(replace(right, source=("correction", entry), reason=right.reason or reason), by=by)


@transaction.atomic
def close_year(year: int, *, by: Actor) -> None:
    """From now on an entry of that year needs a reason."""
    if not by.is_city_officer:
        raise Refused(say("Only an officer of the city bureau closes a year of the ledger."))
    if year >= timezone.localdate().year:
        raise Refused(say("The year {year} is not over.", year=year), field="year")
    made = ClosedYear.objects.get_or_create(
        year=year, defaults={"closed_at": timezone.now(), "closed_by": by.id}
    )[1]
    if not made:
        raise Refused(say("The year {year} is closed already.", year=year), field="year")
    record(say("Closed the year {year} of the ledger", year=year), by=by, place=CITY)


def _added(gift: Gift, *, by: Actor, reverses: Entry | None = None) -> Entry:
    entry = Entry(
        path=gift.path.value,
        giver=gift.giver,
        receiver=gift.receiver,
        alliance=gift.alliance,
        day=gift.day,
        unit=gift.unit.value,
        quantity=gift.quantity,
        minutes=gift.minutes,
        cost_yuan=gift.cost_yuan,
        source_kind=gift.source[0],
        source=gift.source[1],
        reverses=reverses,
        reason=gift.reason,
        booked_at=timezone.now(),
        booked_by=by.id,
    )
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        raise Refused(say("This record is in the ledger already; it is booked once.")) from None
    author = gift.author or gift.giver
    Trace.objects.bulk_create(
        Trace(entry=entry, kind=kind, digest=digest, author=author) for kind, digest in gift.traces
    )
    _sum_up(gift)
    return entry


def _sum_up(gift: Gift) -> None:
    """The sum of the city last: everybody books there, so its row is locked as shortly as may be."""
    what: dict[str, Any] = {
        "month": gift.day.replace(day=1),
        "path": gift.path.value,
        "unit": gift.unit.value,
    }
    sides: dict[str, Any] = {"alliance": gift.alliance, "giver": gift.giver, "receiver": gift.receiver}
    one, _ = MonthSum.objects.get_or_create(**what, **sides)
    MonthSum.objects.filter(pk=one.pk).update(**_more(gift))
    all_, _ = PathSum.objects.get_or_create(**what)
    PathSum.objects.filter(pk=all_.pk).update(**_more(gift))


def _more(gift: Gift) -> dict[str, Any]:
    return {
        "entries": F("entries") + (1 if gift.quantity > 0 else -1),
        "quantity": F("quantity") + gift.quantity,
        "minutes": F("minutes") + gift.minutes,
        "cost_yuan": F("cost_yuan") + gift.cost_yuan,
    }
