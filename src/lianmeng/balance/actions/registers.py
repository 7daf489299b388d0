"""Bring a register, name its columns, take it away again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from lianmeng.balance.actions.keeping import draw_up, keep
from lianmeng.balance.models import Register
from lianmeng.balance.queries.reading import read_register
from lianmeng.balance.queries.registers import oldest_kept, register_of
from lianmeng.balance.rules.columns import Columns
from lianmeng.balance.rules.comparison import comparison
from lianmeng.balance.rules.registers import SAMPLE, why_not_change, why_not_rows, why_not_size
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.standards.queries import standard_named
from lianmeng.tables import peek


def add_register(upload: UploadedFile[Any], *, by: Actor) -> Register:
    """Keep an uploaded file for the visitor. Refused if it cannot be a register of schools."""
    sentence = why_not_size(upload.size or 0, settings.REGISTER_MAX_BYTES)
    if sentence is not None:
        raise Refused(sentence, field="file")
    name = Path(upload.name or "register.csv").name[:200]
    register = Register(owner=by.id, name=name, size_bytes=upload.size or 0, added_at=timezone.now())
    forget_old_registers()
    register.file.save(f"{register.public_id}/{name}", upload, save=False)
    try:
        _look_into(register)
    except BaseException:
        _drop_file(register)
        raise
    return register


@transaction.atomic
def _look_into(register: Register) -> None:
    path = Path(register.file.path)
    seen = peek(path)
    if len(seen.headings) > settings.REGISTER_MAX_COLUMNS:
        sentence = say(
            "The file has {columns} columns; this page takes up to {limit}. Leave out those that are not needed.",
            columns=len(seen.headings),
            limit=settings.REGISTER_MAX_COLUMNS,
        )
        raise Refused(sentence, field="file")
    if not seen.rows:
        raise Refused(
            say("The file has headings, but no rows below them. Choose a file with data."), field="file"
        )
    with path.open("rb") as stream:
        register.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    register.save()


def name_columns(public_id: str, columns: Columns, *, standard: str, stage: str, by: Actor) -> Register:
    """Read the register by these columns and keep what was read, whole or not at all."""
    register = register_of(public_id, by)
    sentence = why_not_change(register.owner, by)
    if sentence is not None:
        raise Refused(sentence)
    return read_and_keep(register, columns, standard=standard, stage=stage)


def read_and_keep(register: Register, columns: Columns, *, standard: str, stage: str) -> Register:
    against = None
    if standard:
        against = comparison(standard_named(standard), stage, [one.name for one in columns.resources])
    reading = read_register(
        Path(register.file.path), columns, against=against, whole=Path(register.name).stem
    )
    sentence = why_not_rows(reading.table.rows, settings.REGISTER_MAX_ROWS)
    if sentence is not None:
        raise Refused(sentence)
    drawn_up = draw_up(reading, against)  # the long part, before anybody else has to wait for it
    with transaction.atomic():
        kept = Register.objects.select_for_update().get(pk=register.pk)
        kept.columns, kept.standard, kept.stage = columns.as_record(), standard, stage if standard else ""
        keep(kept, drawn_up)
    return kept


@transaction.atomic
def forget_register(public_id: str, *, by: Actor) -> None:
    """Delete the file and everything that was read from it."""
    register = register_of(public_id, by)
    sentence = why_not_change(register.owner, by)
    if sentence is not None:
        raise Refused(sentence)
    _forget(register)


def forget_old_registers() -> int:
    """Delete the uploads whose time is over; how many there were. Samples stay."""
    old = list(Register.objects.exclude(owner=SAMPLE).filter(added_at__lt=oldest_kept()))
    for register in old:
        with transaction.atomic():
            _forget(register)
    return len(old)


def _forget(register: Register) -> None:
    register.delete()
    transaction.on_commit(lambda: _drop_file(register))


def _drop_file(register: Register) -> None:
    """The upload and the folder that it had to itself."""
    folder = Path(register.file.path).parent
    register.file.delete(save=False)
    if folder.name == register.public_id:
        folder.rmdir()
