"""Say what the columns are; the map is kept under a name for next year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence, say
from lianmeng.imports.actions.files import place_of
from lianmeng.imports.models import ColumnMap, Import
from lianmeng.imports.rules.columns import Columns, why_not_columns
from lianmeng.imports.rules.fields import shape_of
from lianmeng.imports.rules.rights import may_see
from lianmeng.imports.vocabulary import WITHOUT_SCHOOLS, ImportState, Kind
from lianmeng.jobs.actions import ask
from lianmeng.schools.actions.lying import refuse_ahead

PREVIEW, APPLY = "imports.preview", "imports.apply"
_CLOSED = (ImportState.APPLYING, ImportState.APPLIED)


@transaction.atomic
def name_columns(public_id: str, columns: Columns, *, save_as: str = "", by: Actor) -> Import:
    """Use these columns and have the file read; keep them as a map if a name is given."""
    one = editable(public_id, by=by)
    kind = Kind(one.kind)
    if kind not in WITHOUT_SCHOOLS and not columns.scheme:
        raise Refused(say("Say which kind of school codes the file has."), field="scheme")
    if not columns.day:
        columns = replace(columns, day=timezone.localdate().isoformat())
    refusal = why_not_columns(shape_of(kind), columns)
    if refusal:
        raise refusal
    if kind is Kind.REGIONS:
        refuse_ahead(date.fromisoformat(columns.day))
    if save_as:
        _keep_map(kind, save_as, columns, by=by)
    one.columns, one.map_name, one.state = (
        columns.as_json(),
        save_as or one.map_name,
        ImportState.READING.value,
    )
    one.refusal, one.counts, one.version = {}, {}, one.version + 1
    one.save()
    _told(one, say("Named the columns of the file {file}", file=one.file_name), by=by)
    ask(PREVIEW, one.public_id, by=by)
    return one


def _keep_map(kind: Kind, name: str, columns: Columns, *, by: Actor) -> None:
    """What holds for one file only, its day and its year, is not part of the map."""
    lone = {key: value for key, value in columns.lone.items() if key != "year"}
    kept = replace(columns, day="", lone=lone).as_json()
    made = {"columns": kept, "made_by": by.id, "changed_at": timezone.now()}
    found, _ = ColumnMap.objects.update_or_create(kind=kind.value, name=name[:100], defaults=made)
    record(
        say("Kept the column map {name}", name=found.name),
        by=by,
        place=CITY,
        subject=("column map", found.public_id),
    )


@transaction.atomic
def look_again(public_id: str, *, by: Actor) -> Import:
    """Read the file once more by the same columns, because the register has changed."""
    one = editable(public_id, by=by)
    if not one.columns:
        raise Refused(say("Name the columns first."))
    one.state, one.refusal, one.version = ImportState.READING.value, {}, one.version + 1
    one.save()
    _told(one, say("Compared the file {file} with the register again", file=one.file_name), by=by)
    ask(PREVIEW, one.public_id, by=by)
    return one


@transaction.atomic
def ask_to_apply(public_id: str, *, seen: int, closes_gone: bool, by: Actor) -> Import:
    """Have what was looked at applied. `seen` is the version that the officer looked at."""
    one = editable(public_id, by=by)
    if one.state != ImportState.PREVIEWED or one.version != seen:
        raise Refused(say("This preview is not the latest any more. Look at it again, then apply it."))
    counts = one.counts
    if not (counts.get("new") or counts.get("changed") or (closes_gone and counts.get("gone"))):
        raise Refused(say("The register says all of this already. There is nothing to apply."))
    one.state, one.closes_gone, one.version = ImportState.APPLYING.value, closes_gone, one.version + 1
    one.save()
    _told(one, say("Had the file {file} applied to the register", file=one.file_name), by=by)
    ask(APPLY, one.public_id, by=by)
    return one


def _told(one: Import, what: Sentence, *, by: Actor) -> None:
    record(what, by=by, place=place_of(one), subject=("import", one.public_id))


def editable(public_id: str, *, by: Actor) -> Import:
    """The import, locked, if the actor may work on it and it is not applied."""
    one = Import.objects.select_for_update().filter(public_id=public_id).first()
    if one is None or not may_see(by, one.asked_by, one.within):
        raise Refused(say("There is no such import."))
    if one.state in _CLOSED:
        raise Refused(say("This file is applied or being applied. Bring it anew to load it again."))
    if one.files_gone_at is not None:
        raise Refused(say("The rows of this file are deleted by now. Bring the file anew."))
    return one
