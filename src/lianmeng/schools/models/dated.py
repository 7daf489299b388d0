"""States that hold for a time."""

from __future__ import annotations

from datetime import date

from django.db import models

from lianmeng.schools.vocabulary import ALWAYS


def held_on(day: date, prefix: str = "") -> models.Q:
    """The condition that a dated row (reached by `prefix`, as `school__versions__`) holds on a day."""
    begun = models.Q(**{f"{prefix}since__lte": day})
    return begun & (models.Q(**{f"{prefix}until__isnull": True}) | models.Q(**{f"{prefix}until__gt": day}))


class Dated(models.Model):
    since = models.DateField(default=ALWAYS)
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The constraint of a dated table that no state ends before it begins."""
    open_or_later = models.Q(until__isnull=True) | models.Q(until__gt=models.F("since"))
    return models.CheckConstraint(condition=open_or_later, name=name)
