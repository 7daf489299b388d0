"""Everything that the page of one alliance shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lianmeng.alliances.models import (
    Activity,
    Agreement,
    Alliance,
    Declaration,
    HandOver,
    LifeStep,
    Part,
    Signature,
)
from lianmeng.alliances.rules.content import Content, Task, content_of, digest_of
from lianmeng.alliances.rules.life import STEPS, Step
from lianmeng.ledger.queries.sums import Given, given_in_alliance
from lianmeng.ledger.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its signatures; `same` says whether its content still has the digest that was signed."""

    agreement: Agreement
    content: Content
    signatures: tuple[Signature, ...]
    same: bool

    @property
    def missing(self) -> list[str]:
        """Names of the parties that have not signed."""
        signed = {one.party for one in self.signatures}
        return [one.name for one in self.content.parties if one.party not in signed]

    @property
    def plan(self) -> list[tuple[Task, str]]:
        """Each task with the name of the party that does it."""
        names = {one.party: one.name for one in self.content.parties}
        return [(task, names.get(task.owner, task.owner)) for task in self.content.plan]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One unit in both directions, for the drawing: widths in per cent of the half on each side."""

    unit: Unit
    there: Decimal
    back: Decimal

    @property
    def there_width(self) -> float:
        return round(48 * float(self.there / max(self.there, self.back)), 2)

    @property
    def back_width(self) -> float:
        return round(48 * float(self.back / max(self.there, self.back)), 2)

    @property
    def there_start(self) -> float:
        return round(50 - self.there_width, 2)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken; `who` is the party that took it, or of which it tells."""

    step: Step
    day: date
    row: LifeStep
    who: str = ""


def versions_of(alliance: Alliance) -> list[Version]:
    """The latest first."""
    found = Agreement.objects.filter(alliance=alliance).prefetch_related("signatures")
    versions = []
    for one in found:
        content = content_of(one.content)
        same = digest_of(content) == one.digest and all(
            sign.digest == one.digest for sign in one.signatures.all()
        )
        versions.append(Version(one, content, tuple(one.signatures.all()), same))
    return versions


def newest_digest(alliance: str) -> str:
    """The digest of the latest version of an alliance's agreement: what can be signed next."""
    versions = Agreement.objects.filter(alliance__public_id=alliance).order_by("-number")
    return versions.values_list("digest", flat=True)[0]


def life_of(alliance: Alliance, names: Mapping[str, str]) -> list[Taken]:
    """The first step first; `names` of all that are or were parties."""
    rows = LifeStep.objects.filter(alliance=alliance)
    return [Taken(STEPS[one.code], one.day, one, names.get(one.party, "")) for one in rows]


def declared_interest(alliance: Alliance, officer: str) -> bool:
    """Whether this officer declared a conflict of interest, so that another one decides."""
    return Declaration.objects.filter(alliance=alliance, officer=officer, interest=True).exists()


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


def activities_of(alliance: Alliance, own: Collection[str] = ()) -> QuerySet[Activity]:
    """The latest first, each with those of its parts only that are not confirmed or are contested.

    With `booked`: whether anything of it stands in the ledger; `received`: for one of the parties `own`.
    """
    telling = Part.objects.filter(Q(confirmed_at=None) | ~Q(contested=""))
    booked = Part.objects.filter(activity=OuterRef("pk")).exclude(entry="").order_by()
    found = Activity.objects.filter(alliance=alliance).select_related("wish")
    found = found.annotate(booked=Exists(booked), received=Exists(booked.filter(party__in=own)))
    return found.prefetch_related(Prefetch("parts", queryset=telling))


def hand_overs(alliance: Alliance) -> list[HandOver]:
    return list(HandOver.objects.filter(alliance=alliance))
