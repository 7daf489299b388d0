"""What an account was told: the inbox, and the days of its calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from lianmeng.database.secrets import keyed_hash, unsealed
from lianmeng.notices.models import CalendarAddress, Notice
from lianmeng.notices.rules.icalendar import Event
from lianmeng.notices.rules.keeping import spoken_again
from lianmeng.people.queries.holders import is_open

MOST_DAYS = 500  # a calendar is read whole each time


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in the reader's language."""

    public_id: str
    what: str
    why: str
    verb: str
    due: date | None
    asks: bool
    made_at: datetime
    read_at: datetime | None


def inbox(account: str, *, done: bool = False) -> QuerySet[Notice]:
    """What is open, the next day that is due first; or what is done, the newest first."""
    own = Notice.objects.filter(account=account, done_at__isnull=not done)
    return own if done else own.order_by("-asks", F("due").asc(nulls_last=True), "-made_at", "-id")


def told_in(language: str, notice: Notice) -> Told:
    return Told(
        notice.public_id,
        spoken_again(notice.what, language),
        spoken_again(notice.why, language),
        spoken_again(notice.verb, language),
        notice.due,
        notice.asks,
        notice.made_at,
        notice.read_at,
    )


def unread_count(account: str) -> int:
    return inbox(account).filter(read_at__isnull=True).count()


def calendar_token(account: str) -> str:
    """The secret of the account's calendar; empty if it has none."""
    found = CalendarAddress.objects.filter(account=account).first()
    return unsealed(found.sealed) if found else ""


def calendar_reader(token: str) -> str:
    """Whose calendar the secret opens; empty if nobody's, or if the account is closed."""
    found = CalendarAddress.objects.filter(hashed=keyed_hash(token)).first() if token else None
    return found.account if found and is_open(found.account) else ""


def events(account: str, language: str) -> list[Event]:
    """What is open and has a day."""
    dated = inbox(account).filter(due__isnull=False)[:MOST_DAYS]
    return [
        Event(
            one.public_id,
            one.due,
            one.made_at,
            spoken_again(one.what, language),
            spoken_again(one.why, language),
        )
        for one in dated
        if one.due
    ]
