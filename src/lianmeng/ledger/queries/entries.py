"""Entries, and what the signs look at."""

from collections import defaultdict
from collections.abc import Collection, Iterable
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
    traces = list(Trace.objects.filter(entry=entry))
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
        traces=tuple((one.kind, one.digest) for one in traces),
        author=traces[0].author if traces else "",
    )


def questions_of_alliance(alliance: str) -> QuerySet[Question]:
    return Question.objects.filter(alliance=alliance)


_QUESTIONS = Prepared(questions_of_alliance)


def all_questions_of_alliance(alliance: str) -> list[Question]:
    """The same for its page."""
    return _QUESTIONS.records(alliance)


def unanswered_questions(asked: tuple[date, date]) -> list[Question]:
    """Those put on one of these days, the first and the last included; what stands in several alliances once."""
    found = Question.objects.filter(answer="", asked_at__date__range=asked)
    return list({(one.school, one.mark, one.asked_at): one for one in reversed(found)}.values())


def entries_named(entries: Collection[str]) -> QuerySet[Entry]:
    """The oldest first."""
    return Entry.objects.filter(public_id__in=entries).order_by("day", "id")


def seen_entries(alliance: str) -> list[Seen]:
    """The alliance's entries that stand, and those of others in which one of its authors wrote or showed the same.

    A handful of queries however many entries there are: what is alike is found by its digest and author.
    """
    standing = Entry.objects.filter(alliance=alliance, reverses=None, reversed_by=None)
    entries = {one.pk: one for one in standing}
    traces = list(Trace.objects.filter(entry__in=standing))
    alike = _alike(alliance, standing, {one.author for one in traces})
    entries |= {one.entry_id: one.entry for one in alike}
    of_entry = defaultdict(list)
    for trace in (*traces, *alike):
        of_entry[trace.entry_id].append(trace)
    first = _first_entries(entries.values())
    return [_seen(one, first[one.public_id], of_entry[pk], alliance) for pk, one in entries.items()]


def _alike(alliance: str, standing: QuerySet[Entry], authors: Collection[str]) -> list[Trace]:
    """What these authors recorded in other alliances with a digest that stands in this one."""
    here = Trace.objects.filter(entry__in=standing).values("digest")
    found = Trace.objects.filter(digest__in=here, author__in=authors, entry__reverses=None)
    return list(
        found.filter(entry__reversed_by=None).exclude(entry__alliance=alliance).select_related("entry")
    )


def _first_entries(entries: Iterable[Entry]) -> dict[str, Entry]:
    """By entry what was booked first: a corrected entry comes from the one that was wrong."""
    first = {one.public_id: one for one in entries}
    while wrong := {one.source for one in first.values() if one.source_kind == "correction"}:
        before = {one.public_id: one for one in Entry.objects.filter(public_id__in=wrong)}
        first = {entry: before.get(one.source, one) for entry, one in first.items()}
    return first


def _seen(entry: Entry, first: Entry, traces: Iterable[Trace], alliance: str) -> Seen:
    digests: dict[str, set[str]] = {"text": set(), "photo": set()}
    author = entry.giver
    for one in traces:
        digests[one.kind].add(one.digest)
        author = one.author
    return Seen(
        first.public_id,
        entry.giver,
        entry.day,
        entry.unit,
        first.source.partition(":")[0],
        author,
        frozenset(digests["text"]),
        frozenset(digests["photo"]),
        elsewhere=entry.alliance != alliance,
    )
