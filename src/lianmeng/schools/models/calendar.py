"""The school calendar of a region."""

from django.db import models

from lianmeng.schools.models.dated import ends_after_it_begins
from lianmeng.schools.models.regions import Region


class Term(models.Model):
    """A term of a school year: from `since` until `until` (exclusive)."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="terms", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        ordering = ("region", "year", "number")
        constraints = (
            models.UniqueConstraint(fields=("region", "year", "number"), name="one_term_of_a_number"),
            ends_after_it_begins("term_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.year}.{self.number}"


class CalendarDay(models.Model):
    """A day that differs from the days of the week: a holiday, or a weekend day that is worked."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("region", "day")
        constraints = (models.UniqueConstraint(fields=("region", "day"), name="one_entry_a_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
