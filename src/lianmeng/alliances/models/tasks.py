"""That tasks of work plans were done."""

from __future__ import annotations

from typing import Any

from django.db import models

from lianmeng.alliances.models.alliances import Alliance
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.names import Named


class TaskMark(Named):
    """That a task was done on a day, and what shows it; or that this is taken back, and why.

    `task` is what `rules.tasks.key_of` names it by; its latest row says how it stands. Rows are only added.
    """

    alliance = models.ForeignKey(
        Alliance, on_delete=models.PROTECT, related_name="task_marks", db_index=False
    )
    task = models.CharField(max_length=64)
    party = models.CharField(max_length=40)
    done = models.BooleanField()
    day = models.DateField()
    text = models.TextField()
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("alliance", "id")
        indexes = (models.Index(fields=("alliance", "id"), name="task_marks_of_an_alliance"),)

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(say("What happened is never changed."))
        super().save(*args, **kwargs)
