"""What the digest of a line covers, and the heads of the days."""

from collections.abc import Iterator
from datetime import UTC
from itertools import groupby

from lianmeng.audit.models import DayHead, Head, Line
from lianmeng.audit.rules.chain import day_digest


def line_fields(line: Line) -> dict[str, object]:
    """What the digest of a line covers."""
    return {
        "place": line.place,
        "day": line.day.isoformat(),
        "number": line.number,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": line.actor,
        "text": [line.text, line.plural],
        "subject": [line.subject_kind, line.subject],
        "rows_digest": line.rows_digest,
        "digests": line.digests,
        "previous": line.previous,
    }


def days(*, after: DayHead | None = None) -> Iterator[DayHead]:
    """The heads of all days that have lines, computed from those of the places; those after a known one if it is given.

    One day at a time, not saved.
    """
    before = after.digest if after else ""
    heads = Head.objects.order_by("day", "place")
    if after:
        heads = heads.filter(day__gt=after.day)
    for day, of_day in groupby(heads.iterator(chunk_size=2_000), key=lambda head: head.day):
        found = [(one.place, one.count, one.digest) for one in of_day]
        before = day_digest(day.isoformat(), before, sorted(found))
        yield DayHead(day=day, digest=before, lines=sum(count for _, count, _ in found), places=len(found))


def newest_days(most: int) -> list[DayHead]:
    """The newest days, the newest first: those kept, and those since."""
    kept = list(DayHead.objects.order_by("-day")[:most])
    since = list(days(after=kept[0] if kept else None))
    return [*reversed(since), *kept][:most]
