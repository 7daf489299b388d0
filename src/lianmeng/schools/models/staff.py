"""Staff: who employs them, apart from where they are appointed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianmeng.database.names import Named
from lianmeng.schools.models.dated import Dated, ends_after_it_begins
from lianmeng.schools.models.regions import Region
from lianmeng.schools.models.schools import School, Section


class Staff(Named):
    """A person with the register's own number. The identity number is sealed, and found by its keyed hash.

    `left_on` is the first day without any employment, null for those who are here or still to come.
    """

    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100, blank=True)
    initials = models.CharField(max_length=100, blank=True)
    identity_sealed = models.TextField(blank=True)
    identity_hash = models.CharField(max_length=64, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "staff"
        constraints = (
            models.UniqueConstraint(
                fields=("identity_hash",), condition=~Q(identity_hash=""), name="one_person_of_an_identity"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Employment(Dated):
    """Who employs somebody for a time, and as what. Employer: a region, a school, or not sent (neither)."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="employments", db_index=False)
    employer_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="employs"
    )
    employer_school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="employs"
    )
    degree = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=20, blank=True)
    key_level = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("staff", "since")
        constraints = (
            models.UniqueConstraint(fields=("staff", "since"), name="one_employment_a_day"),
            models.CheckConstraint(
                condition=Q(employer_region__isnull=True) | Q(employer_school__isnull=True),
                name="one_employer",
            ),
            ends_after_it_begins("employment_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.since}"


class Appointment(Named, Dated):
    """Where somebody works for a time, with what share of a full post."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="appointments")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    section = models.ForeignKey(
        Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments"
    )
    subject = models.CharField(max_length=30, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    share_percent = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ("staff", "since", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(share_percent__gte=1) & Q(share_percent__lte=100), name="a_share_of_a_post"
            ),
            ends_after_it_begins("appointment_ends_after_it_begins"),
        )
        indexes = (models.Index(fields=("school", "since"), name="appointments_at_a_school"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.school_id}"
