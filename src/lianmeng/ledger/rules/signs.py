"""Signs of empty formalism: what to ask, never what to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianmeng.ledger.vocabulary import LESSONLIKE, VISITLIKE, SignKind

FORTNIGHT = timedelta(days=14)
ENOUGH = 3  # fewer records show no pattern


@dataclass(frozen=True, slots=True)
class Seen:
    """What the signs look at: one entry of an alliance that was not taken back."""

    entry: str
    giver: str
    day: date
    unit: str
    source: str
    texts: frozenset[str] = frozenset()
    photos: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sign:
    """A question for one school, about these entries."""

    kind: SignKind
    school: str
    about: tuple[str, ...]


def signs(
    entries: Sequence[Seen], assessed_on: date | None = None, assessed_before: date | None = None
) -> list[Sign]:
    """Every sign in an alliance's entries; the days are those of the assessment that is due, and of the one before."""
    found = [*_repeated(entries, SignKind.SAME_TEXT), *_repeated(entries, SignKind.SAME_PHOTO)]
    for school in sorted({one.giver for one in entries}):
        own = [one for one in entries if one.giver == school]
        about = tuple(sorted(one.entry for one in own))
        since = [one for one in own if assessed_before is None or one.day > assessed_before]
        if assessed_on and len(since) >= ENOUGH and _all_late(since, assessed_on):
            found.append(Sign(SignKind.LAST_FORTNIGHT, school, tuple(sorted(one.entry for one in since))))
        units = {one.unit for one in own}
        if len(own) >= ENOUGH and units & set(VISITLIKE) and not units & set(LESSONLIKE):
            found.append(Sign(SignKind.ONLY_VISITS, school, about))
    return found


def _all_late(entries: Iterable[Seen], assessed_on: date) -> bool:
    return all(assessed_on - FORTNIGHT <= one.day <= assessed_on for one in entries)


def _repeated(entries: Sequence[Seen], kind: SignKind) -> Iterator[Sign]:
    """The same digest with two sources: one record that books several entries repeats nothing."""
    groups: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in entries:
        for digest in one.texts if kind == SignKind.SAME_TEXT else one.photos:
            groups[one.giver, digest].append(one)
    for (school, _), same in sorted(groups.items()):
        if len({one.source for one in same}) > 1:
            yield Sign(kind, school, tuple(sorted(one.entry for one in same)))
