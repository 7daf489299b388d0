"""Entries that are only ever added, their sums by month, closed years, and questions with their answers."""

from __future__ import annotations

from typing import Any

from django.db import models

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.names import Named

ONLY_ADDED = say("Entries of the ledger are only added. Reverse the entry and book the right one.")


class OnlyAdded(models.QuerySet[Any]):
    def update(self, **values: Any) -> int:
        raise Refused(ONLY_ADDED)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Refused(ONLY_ADDED)


class Entry(Named):
    """One gift. A correction is a reversal (the same with a minus sign, `reverses` set) and a new entry."""

    path = models.CharField(max_length=20)
    giver = models.CharField(max_length=40)
    receiver = models.CharField(max_length=40)
    alliance = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    unit = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    minutes = models.IntegerField(default=0)
    cost_yuan = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    source_kind = models.CharField(max_length=30)
    source = models.CharField(max_length=130)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.TextField(blank=True)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=64)

    objects = OnlyAdded.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        constraints = (
            models.UniqueConstraint(fields=("source_kind", "source"), name="a_source_books_once"),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="nobody_gives_to_itself"
            ),
        )
        indexes = (
            models.Index(fields=("alliance", "-day", "-id"), name="entries_of_an_alliance"),
            models.Index(fields=("giver", "-day"), name="entries_of_a_giver"),
            models.Index(fields=("receiver", "-day"), name="entries_of_a_receiver"),
            # Hardly any entry reverses another; an index over all of them tells SQLite to look at every row instead.
            models.Index(
                fields=("reverses",), condition=models.Q(reverses__isnull=False), name="entries_that_reverse"
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver} {self.day} {self.quantity} {self.unit}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(ONLY_ADDED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Refused(ONLY_ADDED)


class Trace(models.Model):
    """The digest of a text or photo that came with an entry; `author` is the party that recorded it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="traces")
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    author = models.CharField(max_length=40)

    class Meta:
        # What a school recorded twice, in whichever alliance, is found without looking at what others recorded.
        indexes = (models.Index(fields=("digest", "author"), name="traces_alike"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


_ADDED_UP = ("entries", "quantity", "minutes", "cost_yuan")


class MonthSum(models.Model):
    """What one side gave another in one month, by alliance, path and unit: read instead of the entries."""

    month = models.DateField()
    alliance = models.CharField(max_length=40, blank=True)
    giver = models.CharField(max_length=40)
    receiver = models.CharField(max_length=40)
    path = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    entries = models.IntegerField(default=0)
    quantity = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    minutes = models.BigIntegerField(default=0)
    cost_yuan = models.DecimalField(max_digits=16, decimal_places=2, default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("alliance", "giver", "receiver", "month", "path", "unit"), name="one_sum_a_month"
            ),
        )
        indexes = (
            # With what a network adds up: of a district pair it asks for thousands of rows at once.
            models.Index(fields=("giver", "month", "receiver", "entries", "minutes"), name="sums_of_a_giver"),
            # With all of a sum: those of one alliance lie far apart in the table, and its pages add up every one.
            models.Index(
                fields=("alliance", "giver", "receiver", "path", "unit", "month", *_ADDED_UP),
                name="sums_of_an_alliance",
            ),
            models.Index(fields=("receiver", "month"), name="sums_of_a_receiver"),
            models.Index(fields=("month", "path"), name="sums_of_a_month"),
        )

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver} {self.month:%Y-%m} {self.unit}"


class PathSum(models.Model):
    """The same for the whole city, by path and unit."""

    month = models.DateField()
    path = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    entries = models.IntegerField(default=0)
    quantity = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    minutes = models.BigIntegerField(default=0)
    cost_yuan = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("month", "path", "unit"), name="one_sum_a_path_and_month"),
        )

    def __str__(self) -> str:
        return f"{self.path} {self.month:%Y-%m} {self.unit}"


class ClosedYear(models.Model):
    """A calendar year whose account was rendered: a later entry for it says why."""

    year = models.PositiveSmallIntegerField(unique=True)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.year)


class Question(Named):
    """A sign of empty formalism, put to a school as a question; never a verdict."""

    alliance = models.CharField(max_length=40)
    school = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    about = models.JSONField(default=list)  # public ids of the entries
    mark = models.CharField(max_length=64)  # digest of what it is about: the same is asked once
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "school", "kind", "mark"), name="asked_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.school}"
