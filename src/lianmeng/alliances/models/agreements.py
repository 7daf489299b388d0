"""Versions of an agreement, and who signed which."""

from __future__ import annotations

from typing import Any

from django.db import models

from lianmeng.alliances.models.alliances import Alliance
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.names import Named


class Agreement(models.Model):
    """One version. `content` is what `rules.content` reads; only its writer changes it, until it is offered."""

    alliance = models.ForeignKey(
        Alliance, on_delete=models.CASCADE, related_name="agreements", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    approved_on = models.DateField(null=True)
    dropped = models.BooleanField(
        default=False
    )  # taken back or declined: its step says by whom, when and why

    class Meta:
        ordering = ("alliance", "-number")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "number"), name="one_version_a_number"),
            models.CheckConstraint(
                condition=models.Q(dropped=False) | models.Q(approved_on=None),
                name="what_was_dropped_is_not_approved",
            ),
        )

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.number}"


class Delegation(Named):
    """That a person may sign for a party from a day until a day (exclusive), or until the day of its taking back."""

    party = models.CharField(max_length=40, db_index=True)
    person = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField()
    given_by = models.CharField(max_length=64)
    taken_back_on = models.DateField(null=True)
    taken_back_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="delegation_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.since}–{self.until}"


class Signature(models.Model):
    """That a party signed exactly the content with this digest. Rows are only added; the database refuses the rest."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    capacity = models.CharField(max_length=20)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="signatures")
    paper = models.CharField(max_length=200, blank=True)  # the scan that stands for it, by name and digest
    day = models.DateField()
    signed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("agreement", "signed_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "party"), name="a_party_signs_a_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.digest[:12]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(say("A signature is never changed."))
        super().save(*args, **kwargs)
