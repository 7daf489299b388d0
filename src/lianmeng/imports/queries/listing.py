"""Imports and column maps, as an officer may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from lianmeng.core.actors import Actor
from lianmeng.database.prepared import Prepared
from lianmeng.imports.models import ColumnMap, Import
from lianmeng.imports.rules.columns import Columns, columns_from
from lianmeng.imports.rules.rights import may_import, may_see
from lianmeng.imports.vocabulary import ImportState, Kind


def imports_for(actor: Actor) -> QuerySet[Import]:
    """The latest first: all for an officer of the city, their own for others."""
    found = Import.objects.all()
    if not may_import(actor):
        return found.none()
    if actor.is_city_officer:
        return found
    own = found.filter(asked_by=actor.id)
    return own.filter(pk__in=[one.pk for one in own if may_see(actor, one.asked_by, one.within)])


def files_to_apply(actor: Actor) -> list[str]:
    """The names of those that were understood, would change something and are not applied yet; the latest first."""
    if not may_import(actor):
        return []
    read = _READ_BY_ALL.rows() if actor.is_city_officer else _READ_BY.rows(actor.id)
    return [
        name
        for name, counts, within in read
        if (counts.get("new") or counts.get("changed")) and may_see(actor, actor.id, within)
    ]


def _read_by_all() -> QuerySet[Import, Any]:
    read = Import.objects.filter(state=ImportState.PREVIEWED)
    return read.values_list("file_name", "counts", "within")


_READ_BY_ALL = Prepared(_read_by_all)
_READ_BY = Prepared(lambda account: _read_by_all().filter(asked_by=account))


def import_for(actor: Actor, public_id: str) -> Import:
    """Raises `Import.DoesNotExist` for one that is not there for the actor."""
    one = Import.objects.get(public_id=public_id)
    if not may_see(actor, one.asked_by, one.within):
        raise Import.DoesNotExist
    return one


def maps_of(kind: Kind) -> QuerySet[ColumnMap]:
    return ColumnMap.objects.filter(kind=kind.value)


def columns_of_map(kind: Kind, name: str) -> Columns | None:
    """The map of this name, or by its public id."""
    found = maps_of(kind).filter(name=name).first() or maps_of(kind).filter(public_id=name).first()
    return columns_from(found.columns) if found else None


def last_map_of(kind: Kind, headings: set[str]) -> ColumnMap | None:
    """The map kept last whose columns are all among these headings: last year's, when the file is this year's."""
    for one in maps_of(kind).order_by("-changed_at"):
        wanted = {heading for names in columns_from(one.columns).first.values() for heading in names}
        if wanted <= headings:
            return one
    return None
