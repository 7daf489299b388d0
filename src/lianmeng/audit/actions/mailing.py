"""Mail the heads of the days that are over, so that somebody outside holds what nobody inside can change."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from lianmeng.audit.models import DayHead
from lianmeng.audit.queries.chains import days
from lianmeng.core.language import LANGUAGES, spoken
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say, say_count


@transaction.atomic
def close_days() -> int:
    """Keep the head of every day that is over and has none yet; how many there were."""
    last = DayHead.objects.select_for_update().last()
    over = [one for one in days(after=last) if one.day < timezone.localdate()]
    DayHead.objects.bulk_create(over)
    return len(over)


def mail_heads() -> int:
    """Mail every head that was not mailed yet, in one message; how many there were.

    Refused where there is one and no server or nobody to mail it to is set: a head counts as mailed only after the
    server took the message.
    """
    close_days()
    with transaction.atomic():
        heads = list(DayHead.objects.select_for_update().filter(mailed_at=None))
        if heads:
            _refuse_without_mail(len(heads))
            _send(heads)
            DayHead.objects.filter(pk__in=[head.pk for head in heads]).update(mailed_at=timezone.now())
    return len(heads)


def _refuse_without_mail(count: int) -> None:
    if not settings.EMAIL_HOST or not settings.AUDIT_MAIL_TO:
        raise Refused(
            say(
                "{count} heads are not mailed: no mail server or no address is set. "
                "Set LIANMENG_MAIL_URL and LIANMENG_AUDIT_MAIL_TO.",
                count=count,
            )
        )


def _send(heads: Sequence[DayHead]) -> None:
    try:
        _message(heads).send()
    except OSError as problem:  # SMTP's own errors are among these
        reason = type(problem).__name__
        raise Refused(say("The mail server did not take the heads: {reason}.", reason=reason)) from problem


def _message(heads: Sequence[DayHead]) -> EmailMessage:
    """In both languages: nobody knows which one the holder of the heads reads."""
    count = len(heads)
    words = (
        say_count("Audit: the head of {count} day", "Audit: the heads of {count} days", count),
        say(
            "Keep this message. Each line below vouches for its day and all days before it; "
            "lianmeng audit verify --against LINE shows whether anything was written anew."
        ),
    )
    subject, lead = ([spoken(sentence, language) for language in LANGUAGES] for sentence in words)
    lines = "\n".join(str(head) for head in heads)
    return EmailMessage(" / ".join(subject), "\n\n".join([*lead, lines]), to=settings.AUDIT_MAIL_TO)
