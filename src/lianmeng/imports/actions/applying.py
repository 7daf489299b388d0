"""Preview a file, and apply what was previewed: whole, or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.bulk import locked
from lianmeng.imports.actions.comparing import Comparison
from lianmeng.imports.actions.files import forget_files, place_of
from lianmeng.imports.actions.reading import Reading, Told, added_regions, reading_of, stage
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import folder_of, staged_folder
from lianmeng.imports.queries.known import asked_of, day_of
from lianmeng.imports.queries.staged import Staged
from lianmeng.imports.rules.keeping import as_kept
from lianmeng.imports.vocabulary import OF_SCHOOLS, ImportState, Kind
from lianmeng.schools.actions.loading import (
    TABLES,
    Loading,
    add_districts,
    end_gone,
    finish,
    region_ids,
    writer_of,
)
from lianmeng.schools.queries.loading import names_of

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

    import polars as pl

_CHANGED = say(
    "The register has changed since this preview was made. Look at the new preview, then apply it."
)
_ENDED_AT_ONCE = 5_000


def preview(public_id: str, tell: Told) -> None:
    """Read the file and find out what would change. Started again after a crash, it begins anew."""
    one = Import.objects.filter(public_id=public_id, state=ImportState.READING).first()
    if one is None:  # taken away, or read already
        return
    try:
        reading = reading_of(one)
        token = stage(one, reading, tell)
        staged = Staged(folder_of(one) / token)
        found = Comparison(reading, staged)
        staged.keep(found.verdicts(), found.gone)
    except Refused as refused:
        stopped = {"state": ImportState.STOPPED.value, "refusal": as_kept(refused.sentence)}
        Import.objects.filter(pk=one.pk, version=one.version).update(**stopped)
        return
    except Exception:
        _broke_off(one, ImportState.STOPPED)
        raise
    shown = {"state": ImportState.PREVIEWED.value, "staged": token, "counts": staged.counts()}
    Import.objects.filter(pk=one.pk, version=one.version).update(**shown)
    _sweep(one, token)


def _broke_off(one: Import, state: ImportState) -> None:
    """A fault of the program must not hold the import for ever; the job is marked as failed, and the log says why."""
    told = say(
        "The work broke off, and nothing was changed. Try again; if it happens again, tell the administrator."
    )
    broken = {"state": state.value, "refusal": as_kept(told)}
    Import.objects.filter(pk=one.pk, version=one.version).update(**broken)


def _sweep(one: Import, token: str) -> None:
    """Earlier readings of the file go, whole or broken off."""
    for folder in folder_of(one).iterdir():
        if folder.is_dir() and folder.name != token:
            shutil.rmtree(folder, ignore_errors=True)


def apply(public_id: str, tell: Told) -> None:
    """All rows in one transaction. A register that has changed since the preview is left as it is."""
    one = Import.objects.filter(public_id=public_id, state=ImportState.APPLYING).first()
    if one is None:  # a worker before this one had finished
        return
    try:
        applied = _apply(one, tell)
    except Refused as refused:
        again = {"state": ImportState.PREVIEWED.value, "refusal": as_kept(refused.sentence)}
        Import.objects.filter(pk=one.pk, state=ImportState.APPLYING).update(**again)
        return
    except Exception:
        _broke_off(one, ImportState.PREVIEWED)
        raise
    if applied and Kind(one.kind) is Kind.STAFF:  # personal data is not kept beside the register
        forget_files(one)


@transaction.atomic
def _apply(one: Import, tell: Told) -> bool:
    locked(*TABLES[one.kind])
    one = Import.objects.select_for_update().get(pk=one.pk)
    if one.state != ImportState.APPLYING:
        return False
    reading, staged = reading_of(one), Staged(staged_folder(one))
    reading.named = staged.named()
    found = Comparison(reading, staged)
    same_places = reading.places is None or reading.places.told == staged.places
    if not (same_places and staged.is_kept(found.verdicts(), found.gone)):
        raise Refused(_CHANGED)
    digest = hashlib.sha256()
    _write(one, reading, staged, new=found.new, tell=tell, digest=digest)
    if one.closes_gone:
        _close(one, day_of(reading.columns), found.gone, digest)
    try:
        finish(one.kind, day_of(reading.columns))
    except Refused as refused:
        raise _with_what_is_left_out(one, found.gone, refused) from None
    _finish(one, digest.hexdigest())
    return True


def _close(one: Import, day: date, gone: Mapping[str, pl.Series], digest: Hash) -> None:
    """Ends what is gone; into the digest goes a line for each: what it was, its code or number, what it is called."""
    for part, ids in gone.items():
        for start in range(0, len(ids), _ENDED_AT_ONCE):
            some = ids.slice(start, _ENDED_AT_ONCE)
            called = names_of(part, some.to_list())
            for one_gone in some.to_list():
                code, name = called[one_gone]
                digest.update(f"gone,{part},{code},{name}\n".encode())
            end_gone(part, some, day, one.file_name)


def _write(
    one: Import, reading: Reading, staged: Staged, *, new: Mapping[str, int], tell: Told, digest: Hash
) -> None:
    """Writes the rows; into the digest go all of them, without identity numbers."""
    added = add_districts(added_regions(reading))
    loading = Loading(
        scheme=reading.columns.scheme,
        day=day_of(reading.columns),
        source=f"import {one.public_id}",
        at=timezone.now(),
        figures=asked_of(reading.columns).figures,
        new=new,
        within=reading.within,
        regions=region_ids() | {f"+{name}": key for name, key in added.items()},
    )
    write, total = writer_of(one.kind, loading), len(staged.rows.paths())
    for done, rows in enumerate(staged.taken(), 1):
        if rows.height:
            if reading.kind in OF_SCHOOLS and "school" in rows.columns:
                _permit_schools(rows["school"], reading.known.schools)
            write(rows)
            told = [
                name for name in ("row", *reading.columns.sent) if name in rows.columns and name != "identity"
            ]
            digest.update(rows.select(sorted(told)).write_csv().encode())
        tell(done, total)


def _with_what_is_left_out(one: Import, gone: Mapping[str, pl.Series], refused: Refused) -> Refused:
    """What the file moves stands in the register on its old day too, unless what is gone is closed."""
    left_out = sum(len(ids) for ids in gone.values())
    if one.kind != Kind.CALENDAR or one.closes_gone or not left_out:
        return refused
    return Refused(
        say(
            "{told} The register also has {count} that the file leaves out: "
            "if they were moved or are wrong, tick “Close what is gone” when you apply it.",
            told=refused.sentence,
            count=left_out,
        )
    )


def _permit_schools(codes: pl.Series, there: Collection[str]) -> None:
    """A school may have closed, or moved to another district, since the preview."""
    if not set(codes.unique().to_list()) <= {"", *there}:
        raise Refused(_CHANGED)


def _finish(one: Import, digest: str) -> None:
    one.state, one.rows_digest, one.applied_at = ImportState.APPLIED.value, digest, timezone.now()
    one.refusal = {}
    one.save()
    counts = one.counts
    record(
        say(
            "Loaded {file}: {new} new, {changed} changed, {unchanged} unchanged, {closed} closed, {refused} refused",
            file=one.file_name,
            new=counts["new"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            closed=counts["gone"] if one.closes_gone else 0,
            refused=counts["refused"],
        ),
        by=Actor(one.asked_by),
        place=place_of(one),
        subject=("import", one.public_id),
        rows_digest=digest,
    )
