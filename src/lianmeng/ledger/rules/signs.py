"""Signs of empty formalism: what to ask, never what to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import normalize

from lianmeng.ledger.vocabulary import LESSONLIKE, VISITLIKE, SignKind


@dataclass(frozen=True, slots=True)
class Limits:
    """Haste is all in so many days before an assessment; fewer records than the least show no pattern."""

    days_before: int
    least_records: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the signs look at: one entry that was not taken back.

    `entry` is what was booked first, whatever was corrected since; `source` the record that it comes from, `author`
    the party that wrote it. `elsewhere`: it belongs to another alliance.
    """

    entry: str
    giver: str
    day: date
    unit: str
    source: str
    author: str
    texts: frozenset[str] = frozenset()
    photos: frozenset[str] = frozenset()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The day it is due, that on which it is looked at (of the verdict, if that comes before), the day of the last."""

    due: date
    on: date
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A question for one school, about these entries."""

    kind: SignKind
    school: str
    about: tuple[str, ...]


def as_compared(text: str) -> str:
    """A text without what a copy may differ in: blanks, punctuation, capitals, wide letters."""
    return "".join(one for one in normalize("NFKC", text).casefold() if one.isalnum())


def signs(entries: Sequence[Seen], limits: Limits, assessment: Assessment | None = None) -> list[Sign]:
    """Every sign in an alliance's entries; without an assessment no haste before one."""
    found = [*_repeated(entries, SignKind.SAME_TEXT), *_repeated(entries, SignKind.SAME_PHOTO)]
    here = [one for one in entries if not one.elsewhere]
    for school in sorted({one.giver for one in here}):
        own = [one for one in here if one.giver == school]
        if assessment and (late := _in_haste(own, limits, assessment)):
            found.append(Sign(SignKind.LAST_FORTNIGHT, school, late))
        units = {one.unit for one in own}
        if len(own) >= limits.least_records and units & set(VISITLIKE) and not units & set(LESSONLIKE):
            found.append(Sign(SignKind.ONLY_VISITS, school, _named(own)))
    return found


def _in_haste(own: Iterable[Seen], limits: Limits, assessment: Assessment) -> tuple[str, ...]:
    """What was done since the last assessment, if all of it lies shortly before this one."""
    before, on = assessment.before, assessment.on
    since = [one for one in own if (before is None or one.day > before) and one.day <= on]
    first = on - timedelta(days=limits.days_before)
    hurried = len(since) >= limits.least_records and all(first <= one.day for one in since)
    return _named(since) if hurried else ()


def _repeated(entries: Sequence[Seen], kind: SignKind) -> Iterator[Sign]:
    """The same digest with two records: who wrote one of them here is asked about all here, and their own elsewhere.

    One record that books several entries repeats nothing.
    """
    groups: dict[str, list[Seen]] = defaultdict(list)
    for one in entries:
        for digest in one.texts if kind == SignKind.SAME_TEXT else one.photos:
            groups[digest].append(one)
    for _, same in sorted(groups.items()):
        for author in sorted({one.author for one in same if not one.elsewhere}):
            about = [one for one in same if not one.elsewhere or one.author == author]
            if len({one.source for one in about}) > 1:
                yield Sign(kind, author, _named(about))


def _named(entries: Iterable[Seen]) -> tuple[str, ...]:
    return tuple(sorted({one.entry for one in entries}))
