"""Everything that is held about one person, found by what the tables declare."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from lianmeng.audit.models import Line
from lianmeng.audit.queries.declared import declared_tables
from lianmeng.audit.rules.personal import Kind, Table
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

MASK = "***"


def rows_about(table: Table, person: str) -> QuerySet[Model]:
    return model_of(table)._base_manager.filter(**{table.of_person: person})


def model_of(table: Table) -> type[Model]:
    return apps.get_model(table.label)


def held_about(person: str) -> dict[str, list[dict[str, object]]]:
    """Table by table, row by row, ready for JSON. What is sensitive is only said to be there: it leaves no other way.

    Refused where nothing is held.
    """
    found: dict[str, list[dict[str, object]]] = {}
    for table in declared_tables().values():
        if table.of_person and (
            rows := [_row(table, row) for row in rows_about(table, person).order_by("pk")]
        ):
            found[table.label] = rows
    done = Line.objects.filter(actor=person).order_by("at", "id").values("at", "place", "text")
    if lines := [{name: _plain(value) for name, value in line.items()} for line in done]:
        found["done by this person"] = lines
    if not found:
        raise Refused(
            say(
                "Nothing is held about {person}. Name the public id of an account or of staff.", person=person
            )
        )
    return found


def _row(table: Table, row: Model) -> dict[str, object]:
    told: dict[str, object] = {}
    for field in row._meta.local_concrete_fields:
        value: Any = getattr(row, field.attname)
        declared = table.columns.get(field.name)
        sensitive = declared is not None and declared.kind is Kind.SENSITIVE
        told[field.name] = MASK if sensitive and value else _plain(value)
    return told


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | list | dict) else str(value)
