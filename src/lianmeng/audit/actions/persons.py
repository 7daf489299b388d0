"""Erase what is held about a person, or what was kept for its time, as the tables declare it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from lianmeng.audit.actions.erasing import erase_values
from lianmeng.audit.actions.recording import record
from lianmeng.audit.queries.declared import declared_tables, keepings
from lianmeng.audit.queries.persons import model_of, rows_about
from lianmeng.audit.rules.personal import Column, Erasing, Table
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say

VALUES = "audit.Value"  # erased by an action of its own, so that the chain tells of it
_first: list[Callable[[str], None]] = []
_forgetting: dict[str, Callable[[], int]] = {}


@dataclass(slots=True)
class Erased:
    """How many rows by table, and which columns stay for which reason."""

    rows: dict[str, int] = field(default_factory=dict)
    kept: list[tuple[Table, Column]] = field(default_factory=list)


def before_erasing(function: Callable[[str], None]) -> None:
    """Register what has to happen before somebody is erased: an account is closed and signed out."""
    _first.append(function)


def forgets(name: str, function: Callable[[], int]) -> None:
    """Register what a domain forgets by itself when its time is over; it answers how many."""
    _forgetting[name] = function


def forgetting() -> frozenset[str]:
    """What domains forget by themselves, by the names that they gave."""
    return frozenset(_forgetting)


@transaction.atomic
def erase_person(person: str, *, by: Actor) -> Erased:
    """Erase every declared value of the person. Refused where nothing is held."""
    if not by.is_city_officer:
        raise Refused(say("Only the city's bureau erases personal data."))
    for function in _first:
        function(person)
    erased = Erased()
    for table in declared_tables().values():
        if table.of_person and table.label != VALUES:
            rows = rows_about(table, person)
            if rows.exists():
                erased.kept += [(table, one) for one in table.columns.values() if one.erase is Erasing.KEPT]
                erased.rows[table.label] = _erase(rows, table.columns.values())
    if values := erase_values(by=by, person=person):
        erased.rows[VALUES] = values
    if not erased.rows:
        raise Refused(
            say(
                "Nothing is held about {person}. Name the public id of an account or of staff.", person=person
            )
        )
    record(say("Erased the personal data of one person"), by=by, place=CITY, subject=("person", person))
    return erased


@transaction.atomic
def erase_what_is_over(*, by: Actor) -> dict[str, int]:
    """Erase what was kept for its time: by table, and what domains forget by themselves."""
    found = {name: function() for name, function in _forgetting.items()}
    for table in declared_tables().values():
        for keep in {column.keep for column in table.columns.values()} if table.kept_from else ():
            if (days := keepings()[keep].days) is None:
                continue
            before = timezone.now() - timedelta(days=days)
            if table.label == VALUES:
                found[table.label] = erase_values(by=by, line__at__lt=before)
            else:
                columns = [one for one in table.columns.values() if one.keep == keep]
                rows = _ended_before(table, before)
                found[table.label] = found.get(table.label, 0) + _erase(_still_there(rows, columns), columns)
    done = {name: count for name, count in found.items() if count}
    if done:
        record(say("Erased what was kept for its time"), by=by, place=CITY)
    return done


def _ended_before(table: Table, before: datetime) -> QuerySet[Any]:
    model, path = model_of(table), table.kept_from.split("__")
    for step in path[:-1]:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    at_a_moment = isinstance(model._meta.get_field(path[-1]), models.DateTimeField)
    moment: object = before if at_a_moment else before.date()
    return model_of(table)._base_manager.filter(**{f"{table.kept_from}__lt": moment})


def _still_there(rows: QuerySet[Any], columns: Iterable[Column]) -> QuerySet[Any]:
    """Rows in which something is left to erase."""
    left = Q()
    for column in columns:
        if column.erase is Erasing.DELETE:
            return rows
        if column.erase is Erasing.CLEAR:
            empty = _empty(rows.model._meta.get_field(column.name))
            left |= Q(**{f"{column.name}__isnull": False}) if empty is None else ~Q(**{column.name: empty})
    return rows.filter(left) if left else rows.none()


def _erase(rows: QuerySet[Any], columns: Iterable[Column]) -> int:
    """Delete the rows if a column asks for it; else empty or replace column by column."""
    chosen = list(columns)
    if any(column.erase is Erasing.DELETE for column in chosen):
        count = rows.count()
        rows.delete()
        return count
    new: dict[str, Any] = {}
    for column in chosen:
        if column.erase is Erasing.CLEAR:
            new[column.name] = _empty(rows.model._meta.get_field(column.name))
        elif column.erase is Erasing.REPLACE:
            new[column.name] = Concat(Value("erased-"), Cast(F("pk"), models.CharField()))
    keys = list(rows.values_list("pk", flat=True))
    return rows.model._base_manager.filter(pk__in=keys).update(**new) if new else 0


def _empty(field: Any) -> object:
    """The value of a column that holds nothing; a ValueError where it cannot be empty."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return ""
    raise ValueError(f"{field} cannot be emptied: declare another way to erase it")
