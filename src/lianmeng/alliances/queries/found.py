"""Questions about what somebody looks for, which the ORM writes once for each kind of asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from lianmeng.alliances.models import Alliance
from lianmeng.alliances.queries.finding import (
    IN_EFFECT,
    Wanted,
    found_alliances,
    found_among,
    seen_from,
)
from lianmeng.core.actors import Actor
from lianmeng.database.prepared import Prepared, Row, Value

# Of the alliances that are found, on the day. One and the same at each asking, as what is written is kept by it.
About = Callable[[QuerySet[Alliance], date], QuerySet[Any, tuple[Any, ...]]]


def rows_about(about: About, wanted: Wanted, by: Actor) -> list[Row]:
    """What the pictures mostly ask for, what is in effect, is prepared; a text would stand in a pattern."""
    if not wanted.is_plain or wanted.standing != IN_EFFECT:
        return list(about(found_alliances(wanted, by), wanted.day))
    places = () if by.is_city_officer else tuple({place for _, place in by.roles})
    told: dict[str, Value] = {"form": wanted.form, "district": wanted.district, "places": places}
    named = {name: value for name, value in told.items() if value}
    return _prepared(about, tuple(named), sees_all=by.is_city_officer).rows(wanted.day, *named.values())


@cache
def _prepared(about: About, named: tuple[str, ...], *, sees_all: bool) -> Prepared:
    def ask(day: date, *values: Any) -> QuerySet[Any, tuple[Any, ...]]:
        told = dict(zip(named, values, strict=True))
        seen = seen_from(told.pop("places", ()))
        wanted = Wanted(day, standing=IN_EFFECT, **told)
        return about(found_among(Q() if sees_all else seen, wanted), day)

    return Prepared(ask)
