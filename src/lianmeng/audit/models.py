"""The audit's lines, the values they vouch for, and the head of each day's chain."""

from django.db import models


class Head(models.Model):
    """The end of one place's chain on one day: how many lines it has and the digest of the last."""

    place = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-day", "place")
        constraints = (models.UniqueConstraint(fields=("place", "day"), name="one_chain_a_place_and_day"),)

    def __str__(self) -> str:
        return f"{self.place} {self.day}"


class DayHead(models.Model):
    """The head of a day that is over, for all places; it vouches for every day before it too."""

    day = models.DateField(unique=True)
    digest = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    places = models.PositiveIntegerField()
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}:{self.digest}"


class Line(models.Model):
    """What was done: `text` is a sentence of the catalogue, its values stand apart, `digests` vouch for them."""

    place = models.CharField(max_length=40)
    day = models.DateField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    text = models.TextField()
    plural = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    rows_digest = models.CharField(max_length=64, blank=True)
    digests = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("place", "day", "number"), name="one_line_a_number"),)
        indexes = (
            models.Index(fields=("subject_kind", "subject", "-at"), name="lines_of_a_subject"),
            models.Index(fields=("actor", "-at"), name="lines_of_an_actor"),
            models.Index(fields=("-at", "-id"), name="lines_by_time"),
            models.Index(fields=("place", "-at", "-id"), name="lines_of_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.day} {self.number}"


class Value(models.Model):
    """One value of a line, with its salt. Erasing a person empties both; the line's digest of it stays."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="values")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=32, blank=True)
    value = models.JSONField(null=True)
    person = models.CharField(max_length=40, blank=True, db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("line", "name"), name="one_value_a_name"),)

    def __str__(self) -> str:
        return self.name
