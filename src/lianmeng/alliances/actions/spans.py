"""Opening and closing the times in which an alliance is in effect."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Value
from django.db.models.functions import Greatest

from lianmeng.alliances.models import Agreement, Alliance, Membership, Span
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.vocabulary import Ground, State
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

ONE_DAY = timedelta(days=1)


def put_in_force(alliance: Alliance, agreement: Agreement, day: date) -> None:
    """The agreement holds from its first day, but not before the decision; a paused alliance stays paused."""
    content = content_of(agreement.content)
    if content.term is None:
        raise Refused(say("The term is not yet defined."))
    since, until = content.term
    start = max(since, day)
    if until < start:
        raise Refused(say("Its last day, {day}, lies before the decision.", day=until))
    if alliance.state != State.PAUSED:
        _hold_for(alliance, start, until)
    agreement.approved_on = day
    agreement.save()
    alliance.in_force = agreement
    alliance.since = alliance.since or start
    alliance.until = until
    alliance.title = content.title
    members = Membership.objects.filter(alliance=alliance, until=None)
    members.filter(since=None).update(since=start)
    coming = content.newcomers(members.values_list("party", flat=True))
    for at, one in enumerate(coming, len(content.parties)):
        let_in(alliance, one, since=start, position=at)


def let_in(alliance: Alliance, party: Party, *, since: date, position: int) -> None:
    """A party is a member from a day on; one that left on that very day stays on."""
    staying = {"role": party.role, "district": party.district, "position": position}
    Membership.objects.update_or_create(
        alliance=alliance,
        party=party.party,
        since=since,
        defaults={**staying, "until": None, "ground": ""},
    )


def open_span(alliance: Alliance, since: date, until: date) -> None:
    """A span that begins where another ends carries it on."""
    carried_on = Span.objects.filter(alliance=alliance, until=since).update(until=until)
    if not carried_on:
        Span.objects.create(alliance=alliance, since=since, until=until)


def close_spans(alliance: Alliance, day: date) -> None:
    """From `day` on it is not in effect; what would have begun later never does."""
    Span.objects.filter(alliance=alliance, since__gte=day).delete()
    Span.objects.filter(alliance=alliance, until__gt=day).update(until=day)


def resume_spans(alliance: Alliance, day: date) -> None:
    if alliance.until is None or day > alliance.until:
        raise Refused(say("Its term is over. Sign a next agreement, or propose the end."))
    close_spans(alliance, day)
    agreed = Agreement.objects.filter(alliance=alliance, approved_on__isnull=False).order_by("number")
    for term in filter(None, (content_of(one.content).term for one in agreed)):
        _hold_for(alliance, max(term[0], day), term[1])


def _hold_for(alliance: Alliance, start: date, last: date) -> None:
    """From its first day on an agreement takes the place of the one before; between two terms nothing holds."""
    close_spans(alliance, start)
    if start <= last:
        open_span(alliance, start, last + ONE_DAY)


def end_memberships(alliance: Alliance, day: date, ground: Ground) -> None:
    """Who was still to come never was a member."""
    members = Membership.objects.filter(alliance=alliance, until__isnull=True, since__isnull=False)
    members.update(until=Greatest(F("since"), Value(day)), ground=ground.value)
