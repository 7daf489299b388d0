"""Regions, the codes and names they had, and where they lay."""

from __future__ import annotations

from django.db import models

from lianmeng.database.names import Named
from lianmeng.schools.models.dated import Dated, ends_after_it_begins


class Region(Named):
    """A place that manages schools, for as long as it exists; what it was called when stands in `RegionCode`.

    `code` and `name` are the latest; a county that became a district is the same region with another code. An area
    without a GB/T 2260 code has the empty code. `district` is the district it lies in: itself for a district, none for
    a city. `layer` is the ring of the city in which a district lies, 1 the innermost. Kind, parent and layer are the
    latest too; where they were others, `RegionPlace` says when.
    """

    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=100)
    initials = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    district = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    layer = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("layer", "code", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=~models.Q(code=""), name="one_region_of_a_code"
            ),
        )

    def __str__(self) -> str:
        return self.name


class RegionCode(Dated):
    """The code and name of a region for a time."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="codes", db_index=False)
    code = models.CharField(max_length=20, blank=True, db_index=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ("region", "since")
        constraints = (
            models.UniqueConstraint(fields=("region", "since"), name="one_region_code_a_day"),
            ends_after_it_begins("region_code_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class RegionPlace(Dated):
    """Of what kind a region was and where it lay, for a time. A region without any was always what it is now."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="places", db_index=False)
    kind = models.CharField(max_length=10)
    parent = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    layer = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("region", "since")
        constraints = (
            models.UniqueConstraint(fields=("region", "since"), name="one_region_place_a_day"),
            ends_after_it_begins("region_place_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.layer}"
