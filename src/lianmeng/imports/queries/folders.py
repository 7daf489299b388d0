"""Where the files of an import stand: `imports/<public id>` of the installation's files, sealed but for counts."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from lianmeng.database.sealed_files import SealedFile
from lianmeng.imports.models import Import

FIRST, SECOND = "first", "second"


def folder_of(one: Import) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / one.public_id


def first_file(one: Import) -> SealedFile:
    return SealedFile(folder_of(one) / FIRST)


def second_file(one: Import) -> SealedFile | None:
    return SealedFile(folder_of(one) / SECOND) if one.second_name else None


def staged_folder(one: Import) -> Path:
    return folder_of(one) / one.staged


def told_progress(one: Import) -> int:
    """How much of the running work is done, per cent. Work inside a transaction tells it by a file."""
    try:
        return int((folder_of(one) / "progress").read_text("ascii") or 0)
    except (OSError, ValueError):
        return 0


def tell_progress(one: Import, done: int, total: int) -> None:
    target = folder_of(one) / "progress"
    part = target.with_suffix(".part")
    part.write_text(str(100 * done // max(total, 1)), encoding="ascii")
    part.replace(target)
