"""An alliance, its members and the spans of time in which it is in effect."""

from __future__ import annotations

from datetime import date

from django.db import models

from lianmeng.alliances.vocabulary import State
from lianmeng.database.names import Named


def held_on(day: date, prefix: str = "") -> models.Q:
    """The condition that a row with `since` and `until` (exclusive) holds on a day; no `since`: not begun."""
    begun = models.Q(**{f"{prefix}since__lte": day})
    return begun & (models.Q(**{f"{prefix}until__isnull": True}) | models.Q(**{f"{prefix}until__gt": day}))


class Series(models.Model):
    """How many alliances of a form were begun in a year, for their numbers."""

    letters = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("letters", "year"), name="one_series_a_year"),)

    def __str__(self) -> str:
        return f"{self.letters}-{self.year}"


class Alliance(Named):
    """One tie. `state` changes by rows of `rules.life` only; whether it is in effect is asked of `queries.effect`."""

    number = models.CharField(max_length=30, unique=True)
    form = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=State.DRAFT.value)
    turn = models.PositiveIntegerField(default=1)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    in_force = models.OneToOneField(
        "Agreement", on_delete=models.PROTECT, null=True, related_name="in_force_of"
    )
    frame = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="framed")
    grew_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="grew_into")
    next_day = models.DateField(null=True)  # by when the next step is due, where a step set a day
    failures = models.PositiveSmallIntegerField(default=0)
    ground = models.CharField(max_length=14, blank=True)
    proposer = models.CharField(max_length=40, blank=True)  # the party that proposed the end
    begun_on = models.DateField()
    begun_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-begun_on", "-id")
        indexes = (
            models.Index(fields=("-begun_on", "-id"), name="alliances_by_begin"),
            models.Index(fields=("form", "-begun_on"), name="alliances_of_a_form"),
            models.Index(fields=("state", "next_day"), name="alliances_by_state"),
        )

    def __str__(self) -> str:
        return self.number


class Membership(models.Model):
    """That a school or district plays a role, from a day until a day (exclusive); without `since` it is proposed."""

    alliance = models.ForeignKey(
        Alliance, on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    role = models.CharField(max_length=20)
    party = models.CharField(max_length=40)
    district = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    ground = models.CharField(max_length=14, blank=True)

    class Meta:
        ordering = ("alliance", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "party", "since"), name="one_membership_a_day"),
        )
        indexes = (
            models.Index(fields=("party", "since"), name="memberships_of_a_party"),
            models.Index(fields=("district", "since"), name="memberships_of_a_district"),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.role}"


class Span(models.Model):
    """A time in which the alliance is in effect: opened by approval or resumption, closed by pause or end."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="spans", db_index=False)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("since",)
        indexes = (
            models.Index(fields=("since", "until", "alliance"), name="spans_by_day"),
            models.Index(fields=("alliance", "since", "until"), name="spans_of_an_alliance"),
        )

    def __str__(self) -> str:
        return f"{self.since}–{self.until or ''}"
