"""Regions: which there are, what they are called, which lie over which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import Region, RegionCode, RegionPlace
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.vocabulary import DISTRICTS, RegionKind


def regions_at(day: date) -> QuerySet[Region]:
    """The regions that exist on a day."""
    begun = Q(since__isnull=True) | Q(since__lte=day)
    return Region.objects.filter(begun, Q(until__isnull=True) | Q(until__gt=day))


def districts(day: date) -> QuerySet[Region]:
    """The regions that manage schools on a day: districts, areas and partner regions, by layer and code."""
    return regions_at(day).filter(kind__in=DISTRICTS)


def parents_to_choose(day: date, besides: Region | None = None) -> list[Region]:
    """The regions in which another can lie: cities and what manages schools, and where this one lies now."""
    listed = list(regions_at(day).filter(kind__in=(RegionKind.CITY, *DISTRICTS)))
    now = besides.parent if besides else None
    if now is not None and now not in listed:
        listed.append(now)
    return [one for one in listed if one != besides]


def region_of(public_id: str) -> Region:
    """Raises `Region.DoesNotExist` for one that is not there."""
    return Region.objects.select_related("parent", "district").get(public_id=public_id)


def city() -> Region | None:
    """The city that this installation serves, if its register has been begun."""
    return _cities().first()


def _cities() -> QuerySet[Region]:
    return Region.objects.filter(kind=RegionKind.CITY, parent__isnull=True).order_by("id")


def region_names(ids: Iterable[str], day: date) -> dict[str, str]:
    """What these regions are called on a day; the latest name where none is known for that day."""
    return {one: was or name for one, name, was in _NAMES.rows(tuple(ids), day)}


def _names(regions: tuple[str, ...], day: date) -> QuerySet[Region, tuple[str, str, str | None]]:
    found = Region.objects.filter(public_id__in=regions).annotate(then=_called_on(day))
    return found.order_by().values_list("public_id", "name", "then")


def _called_on(day: date) -> Subquery:
    codes = RegionCode.objects.filter(held_on(day), region=OuterRef("pk")).order_by("-since")
    return Subquery(codes.values("name")[:1])


_NAMES = Prepared(_names)


def codes_of(region: Region) -> QuerySet[RegionCode]:
    """The codes and names that a region had, the latest first."""
    return RegionCode.objects.filter(region=region).order_by("-since")


def places_of(region: Region) -> list[RegionPlace]:
    """Of what kind it was and where it lay, the latest first; none where that was always as it is."""
    return list(RegionPlace.objects.filter(region=region).select_related("parent").order_by("-since"))


def region_of_code(code: str, day: date | None = None) -> Region | None:
    """The region that has this code on a day, or had it at any time where no day is given."""
    held = RegionCode.objects.filter(code=code)
    if day is not None:
        held = held.filter(held_on(day))
    found = held.select_related("region").order_by("-since").first()
    return found.region if found else None


def city_name(day: date) -> str:
    """The city's name, empty while the register has none."""
    return next((was or name for name, was in _CITY_NAME.rows(day)), "")


def _city_name(day: date) -> QuerySet[Region, tuple[str, str | None]]:
    return _cities().annotate(then=_called_on(day)).values_list("name", "then")[:1]


_CITY_NAME = Prepared(_city_name)
