"""The daily digest: one message for each account with what is open and was not mailed yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.language import LANGUAGES, spoken
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say, say_count
from lianmeng.notices.models import Notice
from lianmeng.notices.rules.keeping import address_on, spoken_again
from lianmeng.people.queries.holders import mail_addresses

MOST_LINES = 50  # the rest stands in the inbox


def mail_notices(*, by: Actor) -> int | None:
    """How many people were written to; None where no mail server is set.

    A notice counts as mailed only after the server took its message; who has no address reads the inbox. A run that
    wrote to anybody is one line of the audit, also where the server gave up in the middle.
    """
    if not settings.EMAIL_HOST:
        return None
    waiting = Notice.objects.filter(done_at__isnull=True, mailed_at__isnull=True).order_by()
    addresses = mail_addresses(waiting.values_list("account", flat=True).distinct())
    count = 0
    try:
        for account, address in sorted(addresses.items()):
            count += _mailed(account, address)
    finally:
        if count:
            text = say_count(
                "Mailed their notices to {count} person", "Mailed their notices to {count} people", count
            )
            record(text, by=by, place=CITY)
    return count


@transaction.atomic
def _mailed(account: str, address: str) -> bool:
    locked = Notice.objects.select_for_update().filter(account=account, done_at=None, mailed_at=None)
    notices = list(locked.order_by("made_at", "id"))
    if not notices:
        return False
    try:
        _message(notices, address).send()
    except OSError as problem:  # SMTP's own errors are among these
        reason = type(problem).__name__
        raise Refused(say("The mail server did not take a message: {reason}.", reason=reason)) from problem
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=timezone.now())
    return True


def _message(notices: Sequence[Notice], address: str) -> EmailMessage:
    """In both languages: nobody knows which one the reader chose last."""
    count = len(notices)
    subject = say_count("Lianmeng: {count} new notice", "Lianmeng: {count} new notices", count)
    body = "\n\n".join(_part(notices, language) for language in LANGUAGES)
    return EmailMessage(" / ".join(spoken(subject, one) for one in LANGUAGES), body, to=[address])


def _part(notices: Sequence[Notice], language: str) -> str:
    lines = [spoken(say("Sign in and open your notices; each has the button that leads there."), language)]
    if settings.SITE:
        lines.append(address_on(settings.SITE, language))
    for one in notices[:MOST_LINES]:
        day = spoken(say(" (by {day})", day=one.due), language) if one.due else ""
        lines.append(f"- {spoken_again(one.what, language)}{day}\n  {spoken_again(one.why, language)}")
        if settings.SITE:
            lines.append(f"  {address_on(settings.SITE, language, one.public_id)}")
    return "\n".join(lines)
