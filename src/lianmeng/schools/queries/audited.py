"""What the audit asks about places: how they are called, and which lie within others."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import Region, SchoolVersion
from lianmeng.schools.queries.places import place_names


def names_today(ids: frozenset[str]) -> Mapping[str, str]:
    return place_names(ids, timezone.localdate())


def places_within(places: frozenset[str]) -> frozenset[str]:
    """The regions and schools that lie, or ever lay, in these regions: their lines stay theirs to read."""
    return frozenset(public_id for (public_id,) in _WITHIN.rows(tuple(places)))


def _within(places: tuple[str, ...]) -> QuerySet[Any, Any]:
    inside = Q(public_id__in=places) | Q(parent__public_id__in=places) | Q(district__public_id__in=places)
    regions = Region.objects.filter(inside).order_by().values_list("public_id")
    of_school = Q(region__public_id__in=places) | Q(region__parent__public_id__in=places)
    of_school |= Q(region__district__public_id__in=places)
    schools = SchoolVersion.objects.filter(of_school).order_by().values_list("school__public_id")
    return regions.union(schools)


_WITHIN = Prepared(_within)
