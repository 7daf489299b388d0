"""Whether the audit still says what was recorded: every digest is computed again.

Lines are read once, in the order of their chains, each with the head of its chain, and never held: a million of them
pass in flat memory. One statement reads them all, so that what is written meanwhile does not disturb.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Subquery

from lianmeng.audit.models import DayHead, Head, Line, Value
from lianmeng.audit.queries.chains import days, line_fields
from lianmeng.audit.rules.chain import line_digest, value_digest
from lianmeng.audit.vocabulary import ERASED
from lianmeng.core.sentences import Sentence, say

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first line that is not as it was recorded, and how that shows; number 0 is the chain's head."""

    place: str
    day: date | None
    number: int
    why: Sentence


@dataclass(slots=True)
class Verdict:
    lines: int = 0
    chains: int = 0
    values: int = 0
    erased: int = 0
    broken: Broken | None = None


@dataclass(slots=True)
class _Walk:
    """Where the reading stands in a chain."""

    line: Line | None = None
    erased: Counter[datetime] = field(default_factory=Counter)  # how many values were erased, by the moment
    vouched: Counter[datetime] = field(default_factory=Counter)  # the same as the lines tell it
    verdict: Verdict = field(default_factory=Verdict)

    def step(self, line: Line, values: Sequence[Value]) -> Broken | None:
        before = self.line if self.line and _chain(self.line) == _chain(line) else None
        found = (self.end() if before is None else None) or _fault(line, before, values)
        self.line = line
        self.verdict.lines += 1
        self.verdict.chains += before is None
        self.verdict.values += len(values)
        self.erased.update(value.erased_at for value in values if value.erased_at)
        if line.text == ERASED.text and not found:
            self.vouched[line.at] += int(next(value.value or 0 for value in values if value.name == "count"))
        return found

    def end(self) -> Broken | None:
        """What is wrong at the end of the chain that the walk leaves."""
        return _end_fault(self.line) if self.line else None


def verify(
    *,
    day: date | None = None,
    place: str | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Verdict:
    """Walk the chains (all, or those of a day or a place) up to the first fault."""
    chosen: dict[str, object] = {name: value for name, value in (("day", day), ("place", place)) if value}
    total, walk = Line.objects.filter(**chosen).count(), _Walk()
    for lines in _batches(_lines(chosen)):
        values = _values(lines)
        for line in lines:
            walk.verdict.broken = walk.step(line, values[line.pk])
            if walk.verdict.broken:
                return walk.verdict
        progress(walk.verdict.lines, total)
    walk.verdict.erased = walk.erased.total()
    walk.verdict.broken = walk.end() or _lone_head(chosen)
    if not chosen and not walk.verdict.broken:
        walk.verdict.broken = _changed_day() or _unvouched(walk)
    return walk.verdict


def _lines(chosen: dict[str, object]) -> Iterator[Line]:
    head = Head.objects.filter(place=OuterRef("place"), day=OuterRef("day")).order_by()
    lines = Line.objects.filter(**chosen).order_by("place", "day", "number")
    ends = {"head_count": Subquery(head.values("count")), "head_digest": Subquery(head.values("digest"))}
    return lines.annotate(**ends).iterator(chunk_size=CHUNK)


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while batch := list(islice(rest, CHUNK)):
        yield batch


def _values(lines: Sequence[Line]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = defaultdict(list)
    for value in Value.objects.filter(line__in=[line.pk for line in lines]).order_by():
        found[value.line_id].append(value)
    return found


def _chain(line: Line) -> tuple[str, date]:
    return line.place, line.day


def _fault(line: Line, before: Line | None, values: Sequence[Value]) -> Broken | None:
    number = before.number + 1 if before else 1
    if line.number != number:
        return Broken(line.place, line.day, number, say("the line is missing"))
    if line.previous != (before.digest if before else ""):
        why = say("it does not follow the line before it")
        return Broken(line.place, line.day, number, why)
    if line_digest(line_fields(line)) != line.digest:
        return Broken(line.place, line.day, number, say("the line was changed"))
    why_not = _value_fault(line, values)
    return Broken(line.place, line.day, number, why_not) if why_not else None


def _value_fault(line: Line, values: Sequence[Value]) -> Sentence | None:
    names = {value.name for value in values}
    for name in sorted(line.digests.keys() - names):
        return say("its value “{name}” is missing", name=name)
    for name in sorted(names - line.digests.keys()):
        return say("its value “{name}” was added", name=name)
    for value in values:
        if value.erased_at is not None:
            good = not value.salt and value.value is None and not value.person
        else:
            good = value_digest(value.salt, value.value, value.person) == line.digests[value.name]
        if not good:
            return say("its value “{name}” was changed", name=value.name)
    return None


def _end_fault(line: Line) -> Broken | None:
    """The last line of a chain against the chain's head; `_lines` read the head with it."""
    count, digest = getattr(line, "head_count", None), getattr(line, "head_digest", None)
    if count is None:
        return Broken(line.place, line.day, 0, say("the head of the chain is missing"))
    if count > line.number:
        return Broken(line.place, line.day, line.number + 1, say("the line is missing"))
    if count < line.number:
        return Broken(line.place, line.day, count + 1, say("the line was added"))
    if digest != line.digest:
        return Broken(line.place, line.day, 0, say("the head of the chain was changed"))
    return None


def _lone_head(chosen: dict[str, object]) -> Broken | None:
    lines = Line.objects.filter(place=OuterRef("place"), day=OuterRef("day")).order_by()
    head = Head.objects.filter(~Exists(lines), **chosen).order_by("place", "day").first()
    return Broken(head.place, head.day, 1, say("the line is missing")) if head else None


def _changed_day() -> Broken | None:
    """A kept head of a day that is not the one computed from its places."""
    computed = {one.day: (one.digest, one.lines, one.places) for one in days()}
    for kept in DayHead.objects.all():
        if computed.get(kept.day) != (kept.digest, kept.lines, kept.places):
            return Broken("", kept.day, 0, say("the head of the day was changed"))
    return None


def _unvouched(walk: _Walk) -> Broken | None:
    """Values may only be erased by an action, which says how many in a line of its own."""
    erased, vouched = walk.erased, walk.vouched
    if erased != vouched:  # somebody may have been erased while the lines were read
        erased, vouched = _erased_now()
    if erased == vouched:
        return None
    why = say(
        "{erased} values are erased, the lines tell of {vouched}",
        erased=erased.total(),
        vouched=vouched.total(),
    )
    return Broken("", None, 0, why)


@transaction.atomic
def _erased_now() -> tuple[Counter[datetime], Counter[datetime]]:
    erased = Value.objects.exclude(erased_at=None).order_by().values_list("erased_at").annotate(Count("pk"))
    told = Value.objects.filter(line__text=ERASED.text, name="count").values_list("line__at", "value")
    return Counter(dict(erased)), Counter(dict(told))
