"""Entries, and what the signs look at."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from lianmeng.database.prepared import Prepared
from lianmeng.ledger.models import Entry, Question, Trace
from lianmeng.ledger.rules.signs import Seen
from lianmeng.ledger.vocabulary import Gift, Path, Unit


def entries_of_alliance(alliance: str) -> QuerySet[Entry]:
    """Newest first, with reversals."""
    return Entry.objects.filter(alliance=alliance).select_related("reverses")


def entries_of_school(school: str) -> QuerySet[Entry]:
    """Given and received, newest first, with reversals."""
    return Entry.objects.filter(Q(giver=school) | Q(receiver=school)).select_related("reverses")


def entry_in(alliance: str, entry: str) -> Entry | None:
    """One entry of an alliance that still stands: neither a reversal nor taken back."""
    found = Entry.objects.filter(alliance=alliance, public_id=entry, reverses=None, reversed_by=None)
    return found.first()


def gift_of(entry: Entry) -> Gift:
    """What was booked, as it would be booked again."""
    return Gift(
        path=Path(entry.path),
        giver=entry.giver,
        receiver=entry.receiver,
        day=entry.day,
        unit=Unit(entry.unit),
        quantity=Decimal(entry.quantity),
        source=(entry.source_kind, entry.source),
        alliance=entry.alliance,
        minutes=entry.minutes,
        cost_yuan=Decimal(entry.cost_yuan),
        traces=tuple(Trace.objects.filter(entry=entry).values_list("kind", "digest")),
    )


def questions_of_alliance(alliance: str) -> QuerySet[Question]:
    return Question.objects.filter(alliance=alliance)


_QUESTIONS = Prepared(questions_of_alliance)


def all_questions_of_alliance(alliance: str) -> list[Question]:
    """The same for its page."""
    return _QUESTIONS.records(alliance)


def unanswered_questions(asked: tuple[date, date]) -> QuerySet[Question]:
    """Those that were put on one of these days, the first and the last included."""
    return Question.objects.filter(answer="", asked_at__date__range=asked)


def seen_entries(alliance: str) -> list[Seen]:
    """The alliance's entries that stand, in three queries."""
    standing = Entry.objects.filter(alliance=alliance, reverses=None, reversed_by=None)
    digests: dict[int, dict[str, set[str]]] = defaultdict(lambda: {"text": set(), "photo": set()})
    for entry, kind, digest in Trace.objects.filter(entry__in=standing).values_list(
        "entry", "kind", "digest"
    ):
        digests[entry][kind].add(digest)
    sources = {
        entry: (kind, source)
        for entry, kind, source in Entry.objects.filter(alliance=alliance, reverses=None).values_list(
            "public_id", "source_kind", "source"
        )
    }
    return [
        Seen(
            one.public_id,
            one.giver,
            one.day,
            one.unit,
            _record_of(one.public_id, sources),
            frozenset(digests[one.pk]["text"]),
            frozenset(digests[one.pk]["photo"]),
        )
        for one in standing
    ]


def _record_of(entry: str, sources: Mapping[str, tuple[str, str]]) -> str:
    """What was recorded first: a corrected entry comes from the one that was wrong, and that from a record."""
    kind, source = sources[entry]
    while kind == "correction":
        kind, source = sources[source]
    return source.partition(":")[0]
