"""Everything that the page of one alliance shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Window

from lianmeng.alliances.models import (
    Activity,
    Agreement,
    Alliance,
    Declaration,
    HandOver,
    LifeStep,
    Part,
    Signature,
    Wish,
)
from lianmeng.alliances.rules.content import Content, Gift, Task, content_of, digest_of
from lianmeng.alliances.rules.life import STEPS, Step
from lianmeng.database.prepared import Prepared, columns_of, record_of
from lianmeng.ledger.queries.sums import Given, given_in_alliance
from lianmeng.ledger.vocabulary import Unit

MOST_ACTIVITIES = 10  # at once


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its signatures; `same` says whether its content still has the digest that was signed."""

    agreement: Agreement
    content: Content
    signatures: tuple[Signature, ...]
    same: bool

    @property
    def missing(self) -> list[str]:
        """Names of the parties that have still to sign."""
        if self.agreement.dropped:
            return []
        signed = {one.party for one in self.signatures}
        return [one.name for one in self.content.parties if one.party not in signed]

    @property
    def gifts(self) -> list[tuple[Gift, str, str]]:
        """Each thing that is given, with the names of who gives it and to whom; no name: to all others."""
        names = {one.party: one.name for one in self.content.parties}
        return [
            (one, names.get(one.giver, one.giver), names.get(one.receiver, one.receiver))
            for one in self.content.given
        ]

    @property
    def plan(self) -> list[tuple[Task, str]]:
        """Each task with the name of the party that does it."""
        names = {one.party: one.name for one in self.content.parties}
        return [(task, names.get(task.owner, task.owner)) for task in self.content.plan]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One unit in both directions, for the drawing of each: widths in per cent."""

    unit: Unit
    there: Decimal
    back: Decimal

    @property
    def there_width(self) -> float:
        return round(96 * float(self.there / max(self.there, self.back)), 2)

    @property
    def back_width(self) -> float:
        return round(96 * float(self.back / max(self.there, self.back)), 2)

    @property
    def there_start(self) -> float:
        return round(100 - self.there_width, 2)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken; `who` is the party that took it, or of which it tells."""

    step: Step
    day: date
    row: LifeStep
    who: str = ""


def _versions(alliance: int) -> QuerySet[Agreement]:
    return Agreement.objects.filter(alliance=alliance)


def _signatures(alliance: int) -> QuerySet[Signature]:
    return Signature.objects.filter(agreement__alliance=alliance)


def _steps(alliance: int) -> QuerySet[LifeStep]:
    return LifeStep.objects.filter(alliance=alliance)


def _interests(alliance: int, officer: str) -> QuerySet[Declaration, tuple[int]]:
    found = Declaration.objects.filter(alliance=alliance, officer=officer, interest=True)
    return found.values_list("pk")[:1]


_VERSIONS, _SIGNATURES = Prepared(_versions), Prepared(_signatures)
_STEPS, _INTERESTS = Prepared(_steps), Prepared(_interests)


def versions_of(alliance: Alliance) -> list[Version]:
    """The latest first."""
    signed: dict[int, list[Signature]] = defaultdict(list)
    for sign in _SIGNATURES.records(alliance.pk):
        signed[sign.agreement_id].append(sign)
    versions = []
    for one in _VERSIONS.records(alliance.pk):
        content, signs = content_of(one.content), tuple(signed[one.pk])
        same = digest_of(content) == one.digest and all(sign.digest == one.digest for sign in signs)
        versions.append(Version(one, content, signs, same))
    return versions


def newest_digest(alliance: str) -> str:
    """The digest of the latest version of an alliance's agreement: what can be signed next."""
    versions = Agreement.objects.filter(alliance__public_id=alliance).order_by("-number")
    return versions.values_list("digest", flat=True)[0]


def life_of(alliance: Alliance, names: Mapping[str, str]) -> list[Taken]:
    """The first step first; `names` of all that are or were parties."""
    rows = _STEPS.records(alliance.pk)
    return [Taken(STEPS[one.code], one.day, one, names.get(one.party, "")) for one in rows]


def declared_interest(alliance: Alliance, officer: str) -> bool:
    """Whether this officer declared a conflict of interest, so that another one decides."""
    return bool(_INTERESTS.rows(alliance.pk, officer))


def exchanges(all_given: Iterable[Given], one: str) -> list[Exchange]:
    """What `one` gave the others and what they gave it, unit by unit."""
    there: dict[Unit, Decimal] = {}
    back: dict[Unit, Decimal] = {}
    for given in all_given:
        side = there if given.giver == one else back
        side[given.unit] = side.get(given.unit, Decimal(0)) + given.quantity
    return both_ways(there, back)


def both_ways(there: Mapping[Unit, Decimal], back: Mapping[Unit, Decimal]) -> list[Exchange]:
    nothing = Decimal(0)
    return [
        Exchange(unit, there.get(unit, nothing), back.get(unit, nothing))
        for unit in Unit
        if unit in there or unit in back
    ]


def gifts(alliance: Alliance) -> list[Given]:
    return given_in_alliance(alliance.public_id)


def latest_activities(alliance: Alliance) -> tuple[list[Activity], int]:
    """The latest first, and how many there are in all; in one query."""
    rows = _LATEST.rows(alliance.pk)
    return [record_of(Activity, row) for row in rows], rows[0][-1] if rows else 0


def activities_from(alliance: Alliance, start: int) -> list[Activity]:
    """The next ones."""
    return list(Activity.objects.filter(alliance=alliance)[start : start + MOST_ACTIVITIES])


@dataclass(frozen=True, slots=True)
class Parted:
    """What the parts of an activity say: who has still to confirm, who left before, why it is contested, for whom
    it is booked."""

    waiting: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    contested: list[str] = field(default_factory=list)
    booked: list[str] = field(default_factory=list)


def parted(activities: Iterable[Activity]) -> dict[int, Parted]:
    """By activity, of all these in one query."""
    found = {one.pk: Parted() for one in activities}
    for activity, party, confirmed, lapsed, contested, entry in _PARTS.rows(tuple(found)):
        one = found[activity]
        if not confirmed:
            (one.gone if lapsed else one.waiting).append(party)
        one.contested.extend([contested] if contested else [])
        one.booked.extend([party] if entry else [])
    return found


def wishes_of(activities: Sequence[Activity]) -> dict[int, Wish]:
    """By activity, what was asked last about what is booked; no query where nothing was asked."""
    keys = tuple(one.wish_id for one in activities if one.wish_id is not None)
    return {one.activity_id: one for one in _WISHES.records(keys)}


def _latest(alliance: int) -> QuerySet[Activity, tuple[Any, ...]]:
    found = Activity.objects.filter(alliance=alliance).annotate(many=Window(Count("pk")))
    return found.values_list(*columns_of(Activity), "many")[:MOST_ACTIVITIES]


def _parts(activities: tuple[int, ...]) -> QuerySet[Part, tuple[Any, ...]]:
    confirmed = ExpressionWrapper(Q(confirmed_at__isnull=False), output_field=BooleanField())
    found = Part.objects.filter(activity__in=activities).annotate(confirmed=confirmed)
    return found.values_list("activity", "party", "confirmed", "lapsed", "contested", "entry")


def _wishes(keys: tuple[int, ...]) -> QuerySet[Wish]:
    return Wish.objects.filter(pk__in=keys)


_LATEST, _PARTS, _WISHES = Prepared(_latest), Prepared(_parts), Prepared(_wishes)


def hand_overs(alliance: Alliance) -> list[HandOver]:
    """Of the end that is proposed, or that came."""
    return list(HandOver.objects.filter(alliance=alliance, lapsed=False))
