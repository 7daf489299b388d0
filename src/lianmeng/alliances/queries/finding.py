"""Alliances that somebody looks for, and may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from lianmeng.alliances.models import Alliance, LifeStep, Membership, Span
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.forms import forms_of_path
from lianmeng.alliances.rules.life import BEFORE
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import Actor
from lianmeng.database.prepared import Prepared
from lianmeng.ledger.vocabulary import Path

IN_EFFECT = "in_effect"
OF_PATH, NO_FRAME = "path-", "-"
DUE_FIRST = (F("next_day").asc(nulls_last=True), "-begun_on", "-pk")
MOST_NEAREST = 8
MOST_OWN = 10
MOST_LISTED = 50  # on a page


class Listed(NamedTuple):
    """An alliance as lists show it; `pk` is its key."""

    pk: int
    public_id: str
    number: str
    form: str
    title: str
    state: str
    since: date | None
    until: date | None
    next_day: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`standing` is a state, `in_effect` (on the day), or empty for all that were begun by the day.

    `form`: its code, or a path after `OF_PATH`: any form of that path. `frame`: the public id of the district pair in
    which they lie, or `NO_FRAME`.
    """

    day: date
    text: str = ""
    form: str = ""
    district: str = ""
    standing: str = ""
    frame: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it asks for some of a district's alliances in effect only."""
        return bool(self.text or self.form or self.frame) or self.standing not in ("", IN_EFFECT)

    @property
    def is_plain(self) -> bool:
        """Whether its question reads the same for each value."""
        return not (self.text or self.frame or self.form.startswith(OF_PATH))


def found_alliances(wanted: Wanted, by: Actor) -> QuerySet[Alliance]:
    """Newest first. Nobody finds what they may not see."""
    return found_among(_seen_by(by), wanted)


def found_among(seen: Q, wanted: Wanted) -> QuerySet[Alliance]:
    """Among those that the reader may know of."""
    found = Alliance.objects.filter(seen, begun_on__lte=wanted.day)
    if wanted.standing:
        found = _standing(found, wanted)
    if wanted.form.startswith(OF_PATH):
        found = found.filter(form__in=forms_of_path(Path(wanted.form.removeprefix(OF_PATH))))
    elif wanted.form:
        found = found.filter(form=wanted.form)
    if wanted.district:
        lying = Membership.objects.filter(district=wanted.district).values("alliance")
        found = found.filter(pk__in=lying)
    if wanted.frame:
        within = Q(frame__isnull=True) if wanted.frame == NO_FRAME else Q(frame__public_id=wanted.frame)
        found = found.filter(within)
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(number__icontains=wanted.text))
    return found


def as_rows(found: QuerySet[Alliance], *, far: bool = False) -> QuerySet[Alliance, tuple[Any, ...]]:
    """What `Listed` takes: whole records would take half as long again.

    `far`: what lies before a page far back is passed over in the index; the usual order.
    """
    rows = Alliance.objects.filter(pk__in=found.values("pk")) if far else found
    return rows.values_list(*Listed._fields)


def _standing(found: QuerySet[Alliance], wanted: Wanted) -> QuerySet[Alliance]:
    """In effect on the day, or in the state: on an earlier day that to which the last step until then had led."""
    if wanted.standing == IN_EFFECT:  # the span of each that is looked at, not all spans of the day
        return found.filter(Exists(Span.objects.filter(held_on(wanted.day), alliance=OuterRef("pk"))))
    if wanted.day >= localdate():
        return found.filter(state=wanted.standing)
    steps = LifeStep.objects.filter(alliance=OuterRef("pk"), day__lte=wanted.day).order_by("-id")
    then = Coalesce(Subquery(steps.values("target")[:1]), Value(State.DRAFT.value))
    return found.annotate(then=then).filter(then=wanted.standing)


def members_of(found: QuerySet[Alliance, Any], day: date) -> QuerySet[Membership]:
    """Of these alliances, who takes part on the day, or is to take part."""
    found_members = Membership.objects.filter(taking_part_on(day), alliance__in=found)
    return found_members.order_by("alliance", "position", "id")


def taking_part_on(day: date) -> Q:
    there = Q(since__isnull=True) | Q(since__lte=day)
    return there & (Q(until__isnull=True) | Q(until__gt=day))


def own_alliances(by: Actor) -> list[tuple[Any, ...]]:
    """Rows of those of the places at which somebody holds a role, that have not ended; what is due first."""
    return _OWN.rows(tuple({place for _, place in by.roles}))


def _own(places: tuple[str, ...]) -> QuerySet[Alliance]:
    own = Membership.objects.filter(party__in=places, until__isnull=True).values("alliance")
    return Alliance.objects.filter(pk__in=own).exclude(state="ended").order_by(*DUE_FIRST)


def nearest_alliances(by: Actor) -> list[tuple[str, str, str, str]]:
    """Public id, title, form and state of the first few of these."""
    return _NEAREST.rows(tuple({place for _, place in by.roles}))


def _nearest(places: tuple[str, ...]) -> QuerySet[Alliance, Any]:
    return _own(places).values_list("public_id", "title", "form", "state")[:MOST_NEAREST]


_NEAREST = Prepared(_nearest)
_OWN = Prepared(lambda places: as_rows(_own(places))[:MOST_OWN])


def latest_alliances(by: Actor, day: date) -> tuple[list[tuple[Any, ...]], int]:
    """Rows of the first page of all that were begun by the day, and how many there are; in one query."""
    rows = _LATEST(by, day)
    return [row[:-1] for row in rows], rows[0][-1] if rows else 0


def _latest(day: date, *, seen: Q) -> QuerySet[Alliance, tuple[Any, ...]]:
    found = Alliance.objects.filter(seen, begun_on__lte=day)
    many = found.order_by().annotate(many=Func("pk", function="COUNT", output_field=IntegerField()))
    return found.values_list(*Listed._fields, Subquery(many.values("many")))[:MOST_LISTED]


def framed_by(frame: Alliance, by: Actor) -> QuerySet[Alliance]:
    """The alliances that a district pair frames, of which the reader may know."""
    return Alliance.objects.filter(_seen_by(by), frame=frame).order_by("number")


def _seen_by(by: Actor) -> Q:
    return Q() if by.is_city_officer else seen_from(tuple({place for _, place in by.roles}))


def seen_from(places: tuple[str, ...]) -> Q:
    """The condition that somebody who holds roles at these places, and none for the city, may know of an alliance."""
    own = Membership.objects.filter(Q(party__in=places) | Q(district__in=places)).values("alliance")
    approved = ~Q(state__in=[one.value for one in BEFORE]) & ~Q(since__isnull=True)
    return approved | Q(pk__in=own) if places else approved


def prepared_for_readers(
    ask: Callable[..., QuerySet[Alliance, tuple[Any, ...]]],
) -> Callable[..., list[tuple[Any, ...]]]:
    """A prepared question, `ask(*values, seen=…)`, of which each reader is answered what they may know of."""
    of_city = Prepared(lambda *values: ask(*values, seen=Q()))
    of_all = Prepared(lambda *values: ask(*values, seen=seen_from(())))
    from_places = Prepared(lambda *values: ask(*values[:-1], seen=seen_from(values[-1])))

    def rows(by: Actor, *values: Any) -> list[tuple[Any, ...]]:
        places = tuple({place for _, place in by.roles})
        if by.is_city_officer:
            return of_city.rows(*values)
        return from_places.rows(*values, places) if places else of_all.rows(*values)

    return rows


_LATEST = prepared_for_readers(_latest)
