"""Regions as they are on a day: what they are called, of what kind they are, in what they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.timezone import localdate

from lianmeng.schools.models import Region, RegionCode, RegionPlace, SchoolVersion
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.rules.circles import circle_in
from lianmeng.schools.vocabulary import DISTRICTS


class RegionState(NamedTuple):
    """`region` is its key; `parent` and `district` are public ids, empty for none."""

    region: int
    public_id: str
    code: str
    name: str
    kind: str
    layer: int | None
    parent: str
    district: str
    is_open: bool


class Lying(NamedTuple):
    """The district of a region (public id, empty for none), and the layer of that district."""

    district: str
    layer: int | None


class _Place(NamedTuple):
    public_id: str
    kind: str
    parent: int | None
    layer: int | None


@dataclass(frozen=True, eq=False)
class Placings:
    """Where every region lies, by its key, and where those lay that lay elsewhere: day, day, key, then a place."""

    now: Mapping[int, _Place]
    then: Sequence[tuple[date, date | None, int, str, int | None, int | None]]

    def places_on(self, day: date) -> Mapping[int, _Place]:
        """All regions as they lay on the day; nothing where every one lay as it lies now."""
        held = {row[2]: row[3:] for row in self.then if row[0] <= day and (row[1] is None or day < row[1])}
        moved = {key: _Place(self.now[key].public_id, *row) for key, row in held.items()}
        return {**self.now, **moved} if any(self.now[key] != one for key, one in moved.items()) else {}

    def on(self, day: date) -> Mapping[int, Lying]:
        places = self.places_on(day)
        return {key: _lying(places, key) for key in places}


def _lying(places: Mapping[int, _Place], key: int) -> Lying:
    above: int | None = key
    for _ in places:
        if above is None or places[above].kind in DISTRICTS:
            break
        above = places[above].parent
    found = places.get(above) if above is not None else None
    return Lying(found.public_id, found.layer) if found and found.kind in DISTRICTS else Lying("", None)


PLACE_COLUMNS = ("id", "public_id", "kind", "parent_id", "layer")


def placings(now: Iterable[Sequence[Any]] | None = None) -> Placings:
    """One query where no region ever lay elsewhere or all regions' `PLACE_COLUMNS` were read already, else two."""
    columns = ("since", "until", "region_id", "kind", "parent_id", "layer")
    then = list(RegionPlace.objects.values_list(*columns))
    if not then:
        return Placings({}, ())
    rows = Region.objects.values_list(*PLACE_COLUMNS) if now is None else now
    return Placings({row[0]: _Place._make(row[1:]) for row in rows}, then)


def within_itself(day: date) -> tuple[int, date] | None:
    """The key of a region that lies within itself on the day, on a later one or now, and since when; or nothing."""
    found = placings()
    for since in sorted({day, *(row[0] for row in found.then if row[0] > day)}):
        key = circle_in({key: one.parent for key, one in (found.places_on(since) or found.now).items()})
        if key is not None:
            return key, since
    key = circle_in(dict(Region.objects.values_list("pk", "parent")))
    return None if key is None else (key, localdate())


class Inside(NamedTuple):
    """How many schools and regions lie directly in a region and go on."""

    schools: int
    regions: int


def lived_in(ids: Sequence[int], day: date, leaving: Collection[int] = ()) -> dict[int, Inside]:
    """Those of the regions in which something lies on the day or later, without parts that are `leaving` too."""
    still, wanted = Q(until__isnull=True) | Q(until__gt=day), set(ids)
    placed = SchoolVersion.objects.filter(still, region__isnull=False).values_list("region", "school")
    schools = Counter(region for region, _ in placed.distinct() if region in wanted)
    parts = Region.objects.filter(still, parent__isnull=False).values_list("pk", "parent")
    regions = Counter(above for part, above in parts if above in wanted and part not in leaving)
    return {key: Inside(schools[key], regions[key]) for key in schools.keys() | regions.keys()}


def regions_as_at(day: date) -> list[RegionState]:
    """Every region of the register; those that are abolished by then are not open."""
    named = RegionCode.objects.filter(held_on(day)).values_list("region_id", "code", "name")
    called = {region: (code, name) for region, code, name in named}
    found = placings()
    places, lying = found.places_on(day), found.on(day)
    public_ids = {key: one.public_id for key, one in places.items()}
    regions = Region.objects.order_by("id").select_related("parent", "district")
    states = []
    for one in regions:
        code, name = called.get(one.pk, (one.code, one.name))
        kind, layer = one.kind, one.layer
        parent = one.parent.public_id if one.parent else ""
        district = one.district.public_id if one.district else ""
        if one.pk in places:
            _, kind, above, layer = places[one.pk]
            parent, district = public_ids.get(above, "") if above else "", lying[one.pk].district
        is_open = one.until is None or one.until > day
        states.append(RegionState(one.pk, one.public_id, code, name, kind, layer, parent, district, is_open))
    return states


def otherwise_on(day: date) -> Mapping[str, RegionState]:
    """All regions by public id as they were on the day; nothing where each was what it is now. Two queries then."""
    ended = held_on(day) & Q(until__isnull=False)
    if not (RegionCode.objects.filter(ended).exists() or RegionPlace.objects.filter(ended).exists()):
        return {}
    return {one.public_id: one for one in regions_as_at(day)}


def region_codes(day: date) -> Iterator[tuple[str, str]]:
    """Every code that any region has or had, with the region's public id; the one that has it on the day comes last."""
    had = RegionCode.objects.exclude(code="").order_by("since")
    yield from had.values_list("code", "region__public_id")
    yield from Region.objects.exclude(code="").values_list("code", "public_id")
    yield from had.filter(held_on(day)).values_list("code", "region__public_id")


def other_names(day: date) -> list[tuple[str, str, str, str]]:
    """As `known_regions`: what regions are called on the day, where that is otherwise than now."""
    then = RegionCode.objects.filter(held_on(day)).select_related("region", "region__district")
    there = then.filter(Q(region__until__isnull=True) | Q(region__until__gt=day))
    return [
        (one.region.public_id, one.code, one.name, (one.region.district or one.region).public_id)
        for one in there
        if (one.code, one.name) != (one.region.code, one.region.name)
    ]
