"""Schools, their states, sections and campuses, and what became of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianmeng.database.names import Named
from lianmeng.schools.models.dated import Dated, ends_after_it_begins
from lianmeng.schools.models.regions import Region


class School(Named):
    """A legal school through all its changes. What it is on a day stands in the one `SchoolVersion` that holds then.

    `code` is its latest code under `scheme`; no other school ever gets it again. `closed_on` is the first day on which
    it is no longer there; both days may lie in the future, and are null while nobody said.
    """

    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("code", "scheme"), name="one_school_of_a_code"),)

    def __str__(self) -> str:
        return self.code


class SchoolVersion(Dated):
    """What a school is for a time; on a day without a state it is closed. Empty words mean "not sent"."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="versions", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    initials = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="schools"
    )
    setting = models.CharField(max_length=10, blank=True)
    ownership = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=20, default="ordinary")
    address = models.CharField(max_length=300, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("code", "since")
        constraints = (
            models.UniqueConstraint(fields=("school", "since"), name="one_school_state_a_day"),
            ends_after_it_begins("school_state_ends_after_it_begins"),
        )
        indexes = (models.Index(fields=("code", "since"), name="school_states_by_code"),)

    def __str__(self) -> str:
        return self.name


class Section(Named, Dated):
    """The part of a school in one stage; yearly figures hang on it. A nine-year school has two."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="sections", db_index=False)
    stage = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("school", "-stage", "since")
        constraints = (
            models.UniqueConstraint(fields=("school", "stage", "since"), name="one_section_a_day"),
            models.UniqueConstraint(
                fields=("school", "stage"), condition=Q(until__isnull=True), name="one_open_section_a_stage"
            ),
            ends_after_it_begins("section_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return self.stage


class Campus(Named, Dated):
    """A further site of a school, beside the address of the school itself."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="campuses")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("school", "name")
        verbose_name_plural = "campuses"
        constraints = (ends_after_it_begins("campus_ends_after_it_begins"),)

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """From `day` on the successor carries on what the predecessor was. The same on both sides where it stays."""

    predecessor = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="successions", db_index=False
    )
    successor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="origins")
    day = models.DateField()
    kind = models.CharField(max_length=10)

    class Meta:
        ordering = ("day", "predecessor", "successor")
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor", "day"), name="one_succession_a_day"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succeeded_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
