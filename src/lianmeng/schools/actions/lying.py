"""What is refused wherever regions are placed or renamed, one by one or by a file."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say, say_count
from lianmeng.schools.models import Region
from lianmeng.schools.queries.region_states import lived_in, within_itself

_NAMED = 12  # of the regions that cannot end


def refuse_ahead(day: date | None) -> None:
    """Rights and names follow where a region lies now, so nothing is recorded of a day that is still to come."""
    if day is not None and day > localdate():
        told = say(
            "{day} is still to come. What a region is called and where it lies is recorded on that day or later.",
            day=day,
        )
        raise Refused(told, field="day")


def refuse_circles(day: date, *, field: str | None = None) -> None:
    """Nothing lies within itself, on the day or on any after it."""
    found = within_itself(day)
    if found is None:
        return
    key, since = found
    name = Region.objects.values_list("name", flat=True).get(pk=key)
    told = say(
        "{name} would lie within itself from {day} on. Choose another region above it.", name=name, day=since
    )
    raise Refused(told, field=field)


def refuse_lived_in(day: date) -> None:
    """No region ends on the day while schools or regions that go on lie in it."""
    ended = list(Region.objects.filter(until=day).order_by("code", "id").values_list("pk", "name"))
    held = lived_in([key for key, _ in ended], day)
    names = [name for key, name in ended if key in held]
    if names:
        told = say_count(
            "{names}: schools or regions that go on lie in it. "
            "Place them elsewhere, or apply the file without closing what is gone.",
            "{names}: schools or regions that go on lie in these {count} regions. "
            "Place them elsewhere, or apply the file without closing what is gone.",
            len(names),
            names=" · ".join(names[:_NAMED] + ["…"] * (len(names) > _NAMED)),
        )
        raise Refused(told)
