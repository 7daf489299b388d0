"""What every action begins and ends with: the record locked and as the reader saw it, then counted on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, Model

from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.models import Region, School
from lianmeng.schools.queries.places import district_over, regions_over
from lianmeng.schools.rules.permissions import why_not_declared, why_not_kept

Row = TypeVar("Row", bound=Model)


def held(model: type[Row], public_id: str, seen: int | None) -> Row:
    """The row, locked until the action ends. Refused if it has changed since the version that was seen.

    Rows that point to it may still be written: else a file that is being applied would wait for us, and we for it.
    """
    rows: Any = model._default_manager
    row: Any = rows.select_for_update(no_key=True).filter(public_id=public_id).first()
    if row is None:
        raise Refused(say("This record is not there any more. Open the list again."))
    if seen is not None and seen != row.version:
        raise Refused(
            say(
                "Somebody has changed this record since you opened it. Look at it again, then repeat your change."
            )
        )
    found: Row = row
    return found


def count_on(row: Model) -> None:
    """One change more: whoever saw the record before it has to look again."""
    rows: Any = type(row)._default_manager
    rows.filter(pk=row.pk).update(version=F("version") + 1)
    row.version += 1  # type: ignore[attr-defined]


@contextmanager
def unless_taken(sentence: Sentence, field: str) -> Iterator[None]:
    """Refuse by the sentence where somebody else took the same code or number at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(sentence, field=field) from None


def permit(why_not: Sentence | None) -> None:
    if why_not is not None:
        raise Refused(why_not)


def permit_keeping(by: Actor, school: School, *days: date) -> None:
    """Whether the actor may change the school where it lies on each of these days."""
    for day in days:
        permit(why_not_kept(by, regions_over(school, day)))


def permit_declaring(by: Actor, school: School, day: date) -> None:
    permit(why_not_declared(by, school.public_id, regions_over(school, day)))


def region_there(public_id: str, day: date) -> Region:
    """A region that exists on the day."""
    region = Region.objects.filter(public_id=public_id).first()
    if region is None:
        raise Refused(say("This region is not in the register. Choose one of the list."), field="region")
    if (region.since and day < region.since) or (region.until and day >= region.until):
        raise Refused(
            say(
                "{region} does not exist on {day}. Choose another region or day.", region=region.name, day=day
            ),
            field="region",
        )
    return region


def place_of(school: School, day: date) -> str:
    """The place under which the audit keeps what happens to a school: its district, or the city."""
    return district_over(school, day) or CITY
