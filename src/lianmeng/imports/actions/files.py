"""Bring a file of rows, and take it away again."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say
from lianmeng.database.sealed_files import SealedFile, write_sealed
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import FIRST, SECOND, folder_of
from lianmeng.imports.rules.guess import heading_row
from lianmeng.imports.rules.rights import may_see, why_not_import, within_of
from lianmeng.imports.vocabulary import ImportState, Kind
from lianmeng.tables import peek

KEEP = timedelta(days=30)


class Brought(Protocol):
    """An uploaded file."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


def bring(file: Brought, second: Brought | None, *, kind: Kind, by: Actor) -> Import:
    """The file is kept, sealed, if it is one of rows; nothing of it is read yet."""
    refusal = why_not_import(by, kind)
    if refusal:
        raise Refused(refusal)
    forget_old()
    one = Import(
        kind=kind.value,
        file_name=_name(file),
        second_name=_name(second) if second else "",
        size_bytes=(file.size or 0) + ((second.size or 0) if second else 0),
        asked_by=by.id,
        within=within_of(by),
        uploaded_at=timezone.now(),
    )
    folder = folder_of(one)
    folder.mkdir(parents=True, mode=0o700)
    try:
        _keep(file, folder / FIRST, "file", kind)
        if second:
            _keep(second, folder / SECOND, "second", kind)
        with transaction.atomic():
            one.save()
            record(
                say("Brought the file {file} for the register", file=one.file_name),
                by=by,
                place=place_of(one),
                subject=("import", one.public_id),
            )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return one


def _name(file: Brought) -> str:
    return Path(file.name or "").name[-200:]


def place_of(one: Import) -> str:
    """Where the audit keeps what happens to it."""
    return str(one.within[0]) if len(one.within) == 1 else CITY


def _keep(file: Brought, target: Path, field: str, kind: Kind) -> None:
    if (file.size or 0) > settings.IMPORT_MAX_BYTES:
        raise Refused(
            say(
                "{name} has {megabytes} MB; at most {most} MB can be loaded. Leave out columns or load it in parts.",
                name=_name(file),
                megabytes=math.ceil((file.size or 0) / 1024**2),
                most=settings.IMPORT_MAX_BYTES // 1024**2,
            ),
            field=field,
        )
    write_sealed(target, file.chunks())
    try:
        peek(SealedFile(target), name=_name(file), finds=partial(heading_row, kind))
    except Refused as refused:
        raise Refused(refused.sentence, field=field) from None


def forget(public_id: str, *, by: Actor) -> None:
    """Take away an import that was not applied, with its files."""
    with transaction.atomic():
        one = Import.objects.select_for_update().filter(public_id=public_id).first()
        if one is None or not may_see(by, one.asked_by, one.within):
            raise Refused(say("There is no such import."))
        if one.state in (ImportState.APPLYING, ImportState.APPLIED):
            raise Refused(say("This file is applied or being applied. It cannot be taken away any more."))
        record(
            say("Took away the file {file} without applying it", file=one.file_name),
            by=by,
            place=place_of(one),
            subject=("import", one.public_id),
        )
        one.delete()
        _remove_at_the_end(one)


def forget_files(one: Import) -> None:
    """The rows go, what became of them stays."""
    _remove_at_the_end(one)
    Import.objects.filter(pk=one.pk).update(files_gone_at=timezone.now(), staged="")


def _remove_at_the_end(one: Import) -> None:
    """The folder goes when it is sure that the change is kept."""
    folder = folder_of(one)
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def forget_old() -> int:
    """Rows older than thirty days go; how many files these were. The retention job and every upload call it."""
    old = Import.objects.filter(files_gone_at__isnull=True, uploaded_at__lt=timezone.now() - KEEP)
    found = list(old.exclude(state=ImportState.APPLYING))
    for one in found:
        forget_files(one)
    return len(found)
