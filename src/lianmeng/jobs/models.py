"""The queue: one row for each piece of long work."""

from django.db import models

from lianmeng.database.names import Named
from lianmeng.jobs.vocabulary import JobState


class Job(Named):
    """`kind` names the function that does it, `subject` the record it is about; `worker` is who has it now."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=JobState.WAITING.value)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    alive_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("asked_at", "id")
        indexes = (
            models.Index(fields=("state", "asked_at"), name="jobs_by_state"),
            models.Index(fields=("kind", "subject", "-asked_at"), name="jobs_of_a_subject"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def share_percent(self) -> int:
        """How much is done, 0 to 100; 0 while the total is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else 0
