"""What ends when a school closes."""

from __future__ import annotations

from datetime import date

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.models import School
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.endings import HANGING


def why_not_ended(school: School, day: date) -> Sentence | None:
    """What begins there on the day or later would have no school."""
    for model in HANGING:
        later = model.objects.filter(school=school, since__gte=day).order_by("since").first()
        if later is not None:
            return say(
                "Something of this school begins on {begins}: a section, campus, appointment or need. "
                "End or move that first, or choose a later day.",
                begins=later.since,
            )
    return None


def end_what_hangs_on(school: School, day: date) -> None:
    for model in HANGING:
        model.objects.filter(held_on(day), school=school).update(until=day)
