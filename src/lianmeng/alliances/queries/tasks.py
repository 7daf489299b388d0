"""The tasks of a work plan as they stand."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from lianmeng.alliances.models import Alliance, TaskMark
from lianmeng.database.prepared import Prepared


def _marks(alliance: int) -> QuerySet[TaskMark]:
    return TaskMark.objects.filter(alliance=alliance)


_MARKS = Prepared(_marks)


def marks_of(alliance: Alliance, day: date) -> dict[str, list[TaskMark]]:
    """What was said of each task until a day, by its key, the latest last."""
    found: dict[str, list[TaskMark]] = {}
    for one in _MARKS.records(alliance.pk):
        if localdate(one.told_at) <= day:
            found.setdefault(one.task, []).append(one)
    return found


def is_done(marks: list[TaskMark]) -> bool:
    return bool(marks) and marks[-1].done
