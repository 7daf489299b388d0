"""What the parties do together."""

from __future__ import annotations

from django.db import models

from lianmeng.alliances.models.alliances import Alliance
from lianmeng.alliances.vocabulary import ActivityState, WishState
from lianmeng.database.names import Named


class Activity(Named):
    """One activity as one side recorded it; it books the ledger when the other side confirms."""

    alliance = models.ForeignKey(
        Alliance, on_delete=models.PROTECT, related_name="activities", db_index=False
    )
    kind = models.CharField(max_length=20)
    day = models.DateField()
    title = models.CharField(max_length=200)
    giver = models.CharField(max_length=40)
    quantity = models.DecimalField(max_digits=8, decimal_places=1)
    minutes = models.PositiveIntegerField()
    cost_yuan = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    reflection = models.TextField(blank=True)
    recorded_for = models.CharField(max_length=40)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=ActivityState.RECORDED.value)
    wish = models.ForeignKey(  # the latest
        "Wish", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("alliance", "-day"), name="activities_of_an_alliance"),)

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """A party's part in an activity: how many took part, and whether it says that it was so.

    `lapsed`: it left the alliance before it said anything, and is not waited for.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="parts", db_index=False)
    party = models.CharField(max_length=40)
    people = models.PositiveIntegerField(default=0)
    pupils = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=64, blank=True)
    contested = models.TextField(blank=True)
    lapsed = models.BooleanField(default=False)
    entry = models.CharField(max_length=40, blank=True)  # of the ledger

    class Meta:
        ordering = ("activity", "id")
        constraints = (models.UniqueConstraint(fields=("activity", "party"), name="one_part_a_party"),)
        indexes = (
            models.Index(
                fields=("party",), condition=models.Q(confirmed_at__isnull=True), name="parts_to_confirm"
            ),
        )

    def __str__(self) -> str:
        return self.party


class Wish(Named):
    """That a party asks to withdraw or correct what is booked of an activity, and what the others answered.

    A correction says what the activity should have been. `waits_for` are the parties that have still to agree;
    where it was taken back, `answered_by` is who took it back.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="wishes")
    party = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    reason = models.TextField()
    day = models.DateField(null=True)
    quantity = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    minutes = models.PositiveIntegerField(null=True)
    cost_yuan = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    waits_for = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=WishState.ASKED.value)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("activity",),
                condition=models.Q(state=WishState.ASKED.value),
                name="one_wish_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
