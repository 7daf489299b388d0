"""Whether the audit is the one of which a head was mailed: that no day up to then was written anew."""

from datetime import date

from lianmeng.audit.models import Line
from lianmeng.audit.queries.chains import days
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say


def why_not_whole(head: str) -> Sentence | None:
    """What speaks against a head, `DAY:DIGEST` of a whole day or `DAY/PLACE/COUNT/DIGEST` of one chain."""
    if "/" in head:
        return _chain_fault(head)
    day, _, digest = head.strip().partition(":")
    wanted = _day(day, head)
    for found in days():
        if found.day == wanted:
            return None if found.digest == digest else _rewritten(day)
    return _rewritten(day)


def _chain_fault(head: str) -> Sentence | None:
    parts = head.strip().split("/")
    if len(parts) != 4 or not parts[2].isdecimal():
        raise _unreadable(head)
    day, place, count, digest = parts
    lines = Line.objects.filter(place=place, day=_day(day, head), number=int(count))
    return None if lines.values_list("digest", flat=True).first() == digest else _rewritten(day)


def _day(text: str, head: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unreadable(head) from None


def _unreadable(head: str) -> Refused:
    return Refused(
        say(
            "“{head}” is no head. Copy it from the mail or the page: a day, a colon, 64 letters.",
            head=head[:80],
        )
    )


def _rewritten(day: str) -> Sentence:
    return say("the head of {day} is another: what was recorded up to then was written anew", day=day)
