"""Lines as a page shows them: newest first, page by page from a key, in the same few queries however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, prefetch_related_objects

from lianmeng.audit.models import Line
from lianmeng.audit.queries.names import actor_names, place_names
from lianmeng.audit.rules.speaking import GONE, told
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.database.prepared import Prepared

PAGE, NEWEST, MOST_ABOUT = 50, 6, 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One line with its names and values; `told(language)` speaks it."""

    at: datetime
    day: date
    number: int
    place: str
    place_name: Sentence | str
    actor: str
    actor_name: Sentence | str
    subject: str
    text: str
    plural: str
    values: Mapping[str, object]
    digest: str
    rows_digest: str
    key: str

    def told(self, language: str) -> str:
        return told(self.text, self.plural, self.values, language)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader asks for; `places` is what the reader may see at all, None for everything."""

    places: frozenset[str] | None = None
    place: str = ""
    day: date | None = None
    actor: str = ""
    subject: str = ""  # kind:id
    before: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    entries: Sequence[Entry]
    older: str  # the key to go on from; empty at the end


def lines_page(chosen: Chosen) -> Page:
    found = list(_after_key(_chosen(chosen), chosen.before)[: PAGE + 1])
    entries = _entries(found[:PAGE])
    return Page(entries, entries[-1].key if len(found) > PAGE else "")


def newest_lines(places: frozenset[str] | None) -> list[Entry]:
    """The few newest lines of these places, or of all."""
    return _with_values(_NEWEST.records() if places is None else _NEWEST_AT.records(tuple(places)))


_NEWEST = Prepared(lambda: _lines()[:NEWEST])
_NEWEST_AT = Prepared(lambda places: _lines().filter(place__in=places)[:NEWEST])
_ABOUT = Prepared(lambda kind, id_: _lines().filter(subject_kind=kind, subject=id_)[:MOST_ABOUT])


def lines_about(subject: tuple[str, str]) -> list[Entry]:
    """The newest lines about one record, for its page; who may see that page is the page's to say."""
    return _with_values(_ABOUT.records(*subject))


def _with_values(lines: list[Line]) -> list[Entry]:
    prefetch_related_objects(lines, "values")
    return _entries(lines)


def _lines() -> QuerySet[Line]:
    return Line.objects.order_by("-at", "-id").prefetch_related("values")


def _chosen(chosen: Chosen) -> QuerySet[Line]:
    lines = _lines()
    if chosen.places is not None:
        lines = lines.filter(place__in=chosen.places)
    if chosen.place:
        lines = lines.filter(place=chosen.place)
    if chosen.day:
        lines = lines.filter(day=chosen.day)
    if chosen.actor:
        lines = lines.filter(actor=chosen.actor)
    if chosen.subject:
        kind, _, public_id = chosen.subject.partition(":")
        lines = lines.filter(subject_kind=kind, subject=public_id)
    return lines


def _after_key(lines: QuerySet[Line], key: str) -> QuerySet[Line]:
    """What is older than the key, which is a line's moment and number."""
    if not key:
        return lines
    moment, _, number = key.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), int(number)
        if at.tzinfo is None:
            raise ValueError
    except ValueError:
        raise Refused(say("This page of the list does not exist. Start again at its beginning.")) from None
    return lines.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))


def _entries(lines: Sequence[Line]) -> list[Entry]:
    actors = actor_names(line.actor for line in lines)
    places = place_names(line.place for line in lines)
    return [
        Entry(
            at=line.at,
            day=line.day,
            number=line.number,
            place=line.place,
            place_name=places[line.place],
            actor=line.actor,
            actor_name=actors[line.actor],
            subject=f"{line.subject_kind}:{line.subject}" if line.subject else "",
            text=line.text,
            plural=line.plural,
            values={one.name: GONE if one.erased_at else one.value for one in line.values.all()},
            digest=line.digest,
            rows_digest=line.rows_digest,
            key=f"{line.at.isoformat()}_{line.pk}",
        )
        for line in lines
    ]
