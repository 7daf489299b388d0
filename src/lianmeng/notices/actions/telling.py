"""Telling people, and closing what they were told when it is done. Part of the action that it tells of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils import timezone

from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.notices.models import Notice
from lianmeng.notices.rules.keeping import kept
from lianmeng.notices.vocabulary import Tidings
from lianmeng.people.queries.holders import holders

Seat = tuple[Role, str]  # a role at a place


def tell(
    tidings: Tidings, seats: Iterable[Seat], *, but_not: Collection[str] = frozenset()
) -> frozenset[str]:
    """Tell everybody who holds one of these roles at its place today, but for some accounts; the places at which
    there is somebody to be told."""
    found = [one for one in holders(seats, timezone.localdate()) if one[0] not in but_not]
    tell_accounts(tidings, found)
    return frozenset(place for _, place in found)


def remind(
    tidings: Tidings, seats: Iterable[Seat], *, but_not: Collection[str] = frozenset()
) -> tuple[int, frozenset[str]]:
    """The same for a day that comes; how many were told now, because they had not been told of this occasion,
    and the places at which there is somebody to be told."""
    subject = ":".join(tidings.subject)
    told = Notice.objects.filter(subject=subject, key__startswith=f"{subject}:{tidings.occasion}:")
    before = told.count()
    reached = tell(tidings, seats, but_not=but_not)
    return told.count() - before, reached


def tell_accounts(tidings: Tidings, told: Iterable[tuple[str, str]]) -> None:
    """Tell accounts, each on behalf of a place; who was told of this occasion already is not told again."""
    subject = ":".join(tidings.subject)
    sentences = {"what": kept(tidings.what), "why": kept(tidings.why), "verb": kept(tidings.verb)}
    rows = [
        Notice(
            account=account,
            place=place,
            subject=subject,
            key=f"{subject}:{tidings.occasion}:{place}",
            address=tidings.address,
            asks=tidings.asks,
            due=tidings.due,
            topic=tidings.topic,
            made_at=timezone.now(),
            **sentences,
        )
        for account, place in told
    ]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


def close(subject: tuple[str, str], *, by: str, place: str = "", account: str = "") -> None:
    """What was asked about this was done by an account: for one place or account, or for all."""
    notices = Notice.objects.filter(subject=":".join(subject), done_at__isnull=True)
    notices = notices.filter(place=place) if place else notices
    notices = notices.filter(account=account) if account else notices
    notices.update(done_at=timezone.now(), done_by=by)


def close_for(account: str, *, by: str, place: str, topic: str) -> None:
    """What was asked of one account for a place is no longer its to do."""
    open_ones = Notice.objects.filter(account=account, place=place, topic=topic, asks=True, done_at=None)
    open_ones.update(done_at=timezone.now(), done_by=by)


def let_pass(subject: tuple[str, str]) -> None:
    """News of this that was not read yet is old: newer news is about to be told. What was asked stays."""
    news = Notice.objects.filter(subject=":".join(subject), asks=False, done_at__isnull=True)
    news.update(done_at=timezone.now())


def mark_read(public_id: str, *, by: Actor) -> str:
    """The reader opened it; where its button leads. What asks for nothing is done with that."""
    notice = Notice.objects.filter(public_id=public_id, account=by.id).first() if by.id else None
    if notice is None:
        raise Refused(say("There is no such notice."))
    now = timezone.now()
    notice.read_at = notice.read_at or now
    notice.done_at = notice.done_at or (None if notice.asks else now)
    notice.save(update_fields=["read_at", "done_at"])
    return notice.address
