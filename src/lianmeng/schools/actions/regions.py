"""Regions: added, changed and abolished. A county that becomes a district stays the same region under another code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import Q

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.database.bulk import locked
from lianmeng.database.pinyin import initials
from lianmeng.schools.actions.holding import count_on, held, permit, region_there, unless_taken
from lianmeng.schools.actions.lying import refuse_ahead, refuse_circles
from lianmeng.schools.actions.tracks import REGION_PLACES, REGIONS
from lianmeng.schools.models import Region, RegionCode, RegionPlace, SchoolVersion
from lianmeng.schools.rules.permissions import why_not_keeping_regions
from lianmeng.schools.rules.timeline import (
    Facts,
    State,
    Timeline,
    changed,
    closed,
    why_not_changed,
    why_not_closed,
)
from lianmeng.schools.vocabulary import ALWAYS, DISTRICTS, RegionKind

_LAYERS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegion:
    """`parent` is a public id, empty for none; an area has no code."""

    kind: str
    name: str
    code: str = ""
    parent: str = ""
    layer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Of what kind a region is, and where it lies."""

    kind: str
    parent: str = ""
    layer: int | None = None


@transaction.atomic
def add_region(draft: NewRegion, *, by: Actor, day: date | None) -> Region:
    """A region from the day on; without a day it was there as long as anybody knows."""
    permit(why_not_keeping_regions(by))
    since = day or ALWAYS
    name = _name(draft.name)
    _check_code(draft.code, draft.kind, since, None)
    region = Region(kind=draft.kind, code=draft.code, name=name, initials=initials(name)[:100], since=day)
    parent = _checked(region, Place(kind=draft.kind, parent=draft.parent, layer=draft.layer), since)
    _lay(region, {"kind": draft.kind, "parent_id": parent.pk if parent else None, "layer": draft.layer})
    REGIONS.write(region.pk, (State(since, None, {"code": draft.code, "name": name}),))
    told = say("Added the region {name} {code}", name=name, code=draft.code)
    record(told, by=by, place=region.public_id, subject=("region", region.public_id))
    return region


@transaction.atomic
def rename_region(
    public_id: str, name: str, code: str | None = None, *, by: Actor, day: date, seen: int | None
) -> Region:
    """Another name, and another code where it gets one, from the day on: the place, its schools and roles stay."""
    permit(why_not_keeping_regions(by))
    refuse_ahead(day)
    region = held(Region, public_id, seen)
    facts: dict[str, object] = {"name": _name(name)}
    if code is not None:
        _check_code(code, region.kind, day, region)
        facts["code"] = code
    states = _states(region)
    permit(why_not_changed(states, day, facts))
    states = changed(states, day, facts)
    REGIONS.write(region.pk, states)
    old, latest = f"{region.code} {region.name}", states[-1].facts
    region.name, region.code = str(latest["name"]), str(latest["code"])
    region.initials = initials(region.name)[:100]
    with unless_taken(_code_taken(region.code, region.name), "code"):
        region.save(update_fields=["name", "code", "initials"])
    count_on(region)
    told = say(
        "Renamed {old} to {new} from {day}", old=old.strip(), new=f"{code or ''} {name}".strip(), day=day
    )
    record(told, by=by, place=region.public_id, subject=("region", region.public_id))
    return region


@transaction.atomic
def place_region(
    public_id: str, place: Place, *, by: Actor, seen: int | None, day: date | None = None
) -> Region:
    """Another kind, another region above, another layer from the day on; without a day it was always so."""
    permit(why_not_keeping_regions(by))
    refuse_ahead(day)
    locked(Region, RegionPlace)  # of two who place one within the other at once, the second is refused
    region = held(Region, public_id, seen)
    if place.kind == RegionKind.AREA and region.code:
        raise Refused(_no_code_of_its_own(), field="kind")
    parent = _checked(region, place, day or ALWAYS)
    facts: dict[str, object] = {"kind": place.kind, "parent_id": parent.pk if parent else None}
    taken_back = 0 if day else max(0, len(REGION_PLACES.read(region.pk)) - 1)
    latest = _placed(region, facts | {"layer": place.layer}, day)
    _lay(region, latest)
    refuse_circles(day or ALWAYS, field="parent")
    _district_of_parts(region)
    count_on(region)
    kind = RegionKind(place.kind).label
    told = say("Placed {name}: {kind}, layer {layer}", name=region.name, kind=kind, layer=place.layer)
    if day:
        since = {"name": region.name, "kind": kind, "layer": place.layer, "day": day}
        told = say("Placed {name} from {day}: {kind}, layer {layer}", **since)
    elif taken_back:
        always = {"name": region.name, "kind": kind, "layer": place.layer, "count": taken_back}
        told = say("Placed {name}: {kind}, layer {layer}; earlier places of it taken back: {count}", **always)
    record(told, by=by, place=region.public_id, subject=("region", region.public_id))
    return region


def _placed(region: Region, facts: Facts, day: date | None) -> Facts:
    """The states in which it lies somewhere, written; the latest of them."""
    if day is None:
        REGION_PLACES.write(region.pk, ())
        return facts
    now = {"kind": region.kind, "parent_id": region.parent_id, "layer": region.layer}
    states = REGION_PLACES.read(region.pk) or (State(ALWAYS, None, now),)
    permit(why_not_changed(states, day, facts))
    states = changed(states, day, facts)
    REGION_PLACES.write(region.pk, states)
    return states[-1].facts


@transaction.atomic
def abolish_region(public_id: str, *, by: Actor, day: date, seen: int | None) -> Region:
    """The day is the first without it. Its schools and parts have to lie elsewhere by then."""
    permit(why_not_keeping_regions(by))
    region = held(Region, public_id, seen)
    states = _states(region)
    permit(why_not_closed(states, day))
    still = Q(until__isnull=True) | Q(until__gt=day)
    if SchoolVersion.objects.filter(still, region=region).exists():
        raise Refused(
            say("Schools lie in {name} on {day} or later. Move them first.", name=region.name, day=day)
        )
    if Region.objects.filter(still, parent=region).exists():
        raise Refused(say("Other regions lie in {name}. Place them elsewhere first.", name=region.name))
    REGIONS.write(region.pk, closed(states, day))
    region.until = day
    region.save(update_fields=["until"])
    count_on(region)
    told = say("Abolished {name} from {day}", name=region.name, day=day)
    record(told, by=by, place=region.public_id, subject=("region", region.public_id))
    return region


def _states(region: Region) -> Timeline:
    """Its codes and names; what it is called now, where nobody recorded any."""
    now = State(region.since or ALWAYS, region.until, {"code": region.code, "name": region.name})
    return REGIONS.read(region.pk) or (now,)


def _name(name: str) -> str:
    if not name.strip():
        raise Refused(say("A region needs a name. Write it."), field="name")
    return name.strip()


def _check_code(code: str, kind: str, day: date, region: Region | None) -> None:
    """Refused if another region has the code on the day or later, or if an area is to have one."""
    if not code:
        return
    if kind == RegionKind.AREA:
        raise Refused(_no_code_of_its_own(), field="code")
    later = Q(until__isnull=True) | Q(until__gt=day)
    other = RegionCode.objects.filter(later, code=code).exclude(region=region).first()
    if other is not None:
        raise Refused(_code_taken(code, other.name), field="code")


def _no_code_of_its_own() -> Sentence:
    return say("An education-management area has no code of its own. Leave it empty.")


def _code_taken(code: str, name: str) -> Sentence:
    return say("The code {code} belongs to {name}. Use another.", code=code, name=name)


def _checked(region: Region, place: Place, day: date) -> Region | None:
    """The region above, if the region can lie there."""
    if place.kind not in set(RegionKind):
        raise Refused(
            say("“{word}” is not one of the words for this. Choose from the list.", word=place.kind),
            field="kind",
        )
    if place.layer is not None and place.layer not in _LAYERS:
        raise Refused(say("A layer is 1, 2 or 3. Correct it."), field="layer")
    return region_there(place.parent, max(day, _begin(place.parent))) if place.parent else None


def _lay(region: Region, facts: Facts) -> None:
    """The region saved where it lies, with the district that it lies in."""
    above = cast("int | None", facts["parent_id"])
    parent = Region.objects.get(pk=above) if above else None
    region.kind, region.parent = str(facts["kind"]), parent
    region.layer = cast("int | None", facts["layer"])
    with unless_taken(_code_taken(region.code, region.name), "code"):
        region.save()
    region.district = region if region.kind in set(DISTRICTS) else parent.district if parent else None
    region.save(update_fields=["district"])


def _begin(public_id: str) -> date:
    since = Region.objects.filter(public_id=public_id).values_list("since", flat=True).first()
    return since or ALWAYS


def _district_of_parts(region: Region) -> None:
    """Streets and villages below lie in the same district as the region above them; one question a level."""
    parts, found = [region.pk], region.district
    passed: set[int] = set()
    while parts:
        passed.update(parts)
        below = (
            Region.objects.filter(parent__in=parts).exclude(kind__in=DISTRICTS).exclude(kind=RegionKind.CITY)
        )
        parts = [one for one in below.values_list("pk", flat=True) if one not in passed]
        Region.objects.filter(pk__in=parts).update(district=found)
