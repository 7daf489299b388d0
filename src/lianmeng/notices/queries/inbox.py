"""What an account was told: the inbox, and the days of its calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from lianmeng.database.prepared import Prepared
from lianmeng.database.secrets import keyed_hash, unsealed
from lianmeng.notices.models import CalendarAddress, Notice
from lianmeng.notices.rules.icalendar import Event
from lianmeng.notices.rules.keeping import address_on, spoken_again
from lianmeng.people.queries.holders import is_open

NEAREST_FIRST = (F("due").asc(nulls_last=True), "-made_at", "-id")
MOST_ASKED = 200
MOST_DAYS = 300  # a calendar is read whole each time


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in the reader's language."""

    public_id: str
    subject: str
    topic: str
    address: str
    what: str
    why: str
    verb: str
    due: date | None
    asks: bool
    made_at: datetime
    read_at: datetime | None
    done_at: datetime | None
    done_by: str  # an account

    def overdue(self, day: date) -> bool:
        return self.asks and self.done_at is None and self.due is not None and self.due < day


@dataclass(frozen=True, slots=True)
class Row:
    """`doer` is who did what was asked, empty if it was the reader or is not known."""

    told: Told
    overdue: bool
    own: bool
    doer: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a notice is about and where its button leads, without its words: to speak hundreds takes long."""

    public_id: str
    subject: str
    topic: str
    address: str
    due: date | None


def inbox(account: str, *, done: bool = False) -> QuerySet[Notice]:
    """What is open, the next day that is due first; or what is done, the newest first."""
    own = Notice.objects.filter(account=account, done_at__isnull=not done)
    return own if done else own.order_by("-asks", *NEAREST_FIRST)


def asked(account: str) -> list[Asked]:
    """What is open and asks to act, the nearest day first; not more than anybody looks through."""
    return [Asked(*row) for row in _ASKED.rows(account)]


def _asked(account: str) -> QuerySet[Notice, Any]:
    open_ones = inbox(account).filter(asks=True).order_by(*NEAREST_FIRST)
    return open_ones.values_list("public_id", "subject", "topic", "address", "due")[:MOST_ASKED]


_ASKED = Prepared(_asked)


def told_again(asked: Sequence[Asked], account: str, language: str) -> list[Told]:
    """The same notices with their words, in the same order."""
    wanted = tuple(one.public_id for one in asked)
    found = {one.public_id: one for one in _THESE.records(account, wanted)}
    return [told_in(language, found[one]) for one in wanted if one in found]


_THESE = Prepared(lambda account, ids: Notice.objects.filter(account=account, public_id__in=ids).order_by())


def told_in(language: str, notice: Notice) -> Told:
    return Told(
        notice.public_id,
        notice.subject,
        notice.topic,
        notice.address,
        spoken_again(notice.what, language),
        spoken_again(notice.why, language),
        spoken_again(notice.verb, language),
        notice.due,
        notice.asks,
        notice.made_at,
        notice.read_at,
        notice.done_at,
        notice.done_by,
    )


def overdue_count(account: str, day: date) -> int:
    """How many ask to act by a day that is over."""
    return _OVERDUE.count(account, day)


def _overdue(account: str, day: date) -> QuerySet[Notice, Any]:
    late = Notice.objects.filter(account=account, done_at=None, asks=True, due__lt=day)
    return late.order_by().values_list("pk")


_OVERDUE = Prepared(_overdue)


def notice_of(public_id: str, account: str) -> Notice | None:
    """The notice, if it is this account's."""
    return Notice.objects.filter(public_id=public_id, account=account).first()


_UNREAD = Prepared(
    lambda account: (
        Notice.objects.filter(account=account, done_at=None, read_at=None).order_by().values_list("pk")
    )
)


def unread_count(account: str) -> int:
    """How many are open and were not read; one look at an index of exactly these."""
    return _UNREAD.count(account)


def calendar_token(account: str) -> str:
    """The secret of the account's calendar; empty if it has none."""
    found = CalendarAddress.objects.filter(account=account).first()
    return unsealed(found.sealed) if found else ""


def calendar_reader(token: str) -> str:
    """Whose calendar the secret opens; empty if nobody's, or if the account is closed."""
    found = CalendarAddress.objects.filter(hashed=keyed_hash(token)).first() if token else None
    return found.account if found and is_open(found.account) else ""


def events(account: str, language: str, site: str) -> list[Event]:
    """What is open and has a day; with links where the site's address is known."""
    return [
        Event(
            public_id,
            due,
            made_at,
            spoken_again(what, language),
            spoken_again(why, language),
            address_on(site, language, public_id) if site else "",
        )
        for public_id, due, made_at, what, why in _DATED.rows(account)
    ]


def _dated(account: str) -> QuerySet[Notice, Any]:
    return (
        inbox(account)
        .filter(due__isnull=False)
        .values_list("public_id", "due", "made_at", "what", "why")[:MOST_DAYS]
    )


_DATED = Prepared(_dated)
