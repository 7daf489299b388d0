"""Regions as they are on a day: what they are called, of what kind they are, in what they lie."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from lianmeng.schools.models import Region, RegionCode
from lianmeng.schools.models.dated import held_on


class RegionState(NamedTuple):
    """`region`, `parent_id` and `district_id` are keys; `parent` is a public id, empty for none."""

    region: int
    public_id: str
    code: str
    name: str
    kind: str
    layer: int | None
    parent: str
    district: str
    is_open: bool


def regions_as_at(day: date) -> list[RegionState]:
    """Every region of the register; those that are abolished by then are not open."""
    called = {
        region: (code, name)
        for region, code, name in RegionCode.objects.filter(held_on(day)).values_list(
            "region_id", "code", "name"
        )
    }
    rows = Region.objects.order_by("id").values_list(
        "id",
        "code",
        "name",
        "public_id",
        "kind",
        "layer",
        "parent__public_id",
        "district__public_id",
        "until",
    )
    return [
        RegionState(
            key,
            public_id,
            *called.get(key, (code, name)),
            kind,
            layer,
            parent or "",
            district or "",
            until is None or until > day,
        )
        for key, code, name, public_id, kind, layer, parent, district, until in rows
    ]


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
