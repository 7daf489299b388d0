"""A backup: one file with the rows of the database, the uploaded files and the keys, whole or not at all."""

from __future__ import annotations

import gzip
import io
import json
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.dump import read_rows, write_rows
from lianmeng.database.restoring import laying_beside, sign, write_token

ROWS, KEYS, FILES, END = "rows.jsonl.gz", "keys.json", "files", "end.json"


@dataclass(frozen=True, slots=True)
class Saved:
    rows: int
    files: int
    bytes: int


def back_up(path: Path) -> Saved:
    """Write the backup beside its name and rename it at the end; only its owner may read it, for it holds the keys."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as tar:
            rows = _add_rows(tar)
            files = _add_files(tar)
            _add(tar, KEYS, json.dumps({"secret": settings.SECRET_KEY, "sealing": settings.SEALING_KEY}))
            _add(tar, END, json.dumps({"rows": rows, "files": files}))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Saved(rows, files, path.stat().st_size)


def restore(path: Path, *, newest: bool = True) -> Saved:
    """Put database, files and keys into the state of the backup: whole, or, refused or cut off anywhere, not at all.

    Then the tables are brought up to date, unless `newest` is off: for the program that wrote the backup.
    """
    with _opened(path) as tar:
        _check(tar)
        with laying_beside() as folder:
            _lay_keys(json.loads(_content(tar, KEYS).read()), folder)
            files = _lay_files(tar, folder / FILES)
            token = secrets.token_hex(16)
            sign(folder, token)
            rows = read_rows(_rows(tar), newest=newest, finally_do=lambda: write_token(token))
    return Saved(rows, files, path.stat().st_size)


def export_rows(path: Path) -> int:
    """The rows alone, readable, to compare two installations byte by byte."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return write_rows(file)


def _add_rows(tar: tarfile.TarFile) -> int:
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        rows = Path(folder) / ROWS
        with gzip.open(rows, "wt", encoding="utf-8", newline="\n", compresslevel=6) as file:
            count = write_rows(file)
        tar.add(rows, ROWS)
    return count


def _add_files(tar: tarfile.TarFile) -> int:
    root = Path(settings.MEDIA_ROOT)
    found = sorted(path for path in root.rglob("*") if path.is_file())
    for path in found:
        tar.add(path, f"{FILES}/{path.relative_to(root)}")
    return len(found)


def _add(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(path)  # noqa: SIM115 - closed below
    except (OSError, tarfile.TarError):
        raise Refused(say("{path} is no backup that can be read.", path=str(path))) from None
    with tar:
        yield tar


def _check(tar: tarfile.TarFile) -> None:
    """Read the whole file once: a cut or damaged one is refused before anything is touched."""
    try:
        end = json.loads(_content(tar, END).read())
        rows = sum(line.startswith("[") for line in _rows(tar))
        files = sum(member.name.startswith(f"{FILES}/") for member in tar.getmembers())
        json.loads(_content(tar, KEYS).read())
    except (OSError, EOFError, ValueError, KeyError, tarfile.TarError):
        rows, files, end = 0, 0, None
    if end != {"rows": rows, "files": files}:
        raise Refused(say("The backup is cut or damaged. Nothing was changed. Take another one."))


def _content(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member


def _rows(tar: tarfile.TarFile) -> Iterator[str]:
    with gzip.open(_content(tar, ROWS), "rt", encoding="utf-8", newline="\n") as file:
        yield from file


def _lay_keys(keys: dict[str, str], folder: Path) -> None:
    """Keys that are set from outside must be those of the backup; keys that are kept here will become them."""
    for name, key, current in (
        ("LIANMENG_SECRET_KEY", "secret", settings.SECRET_KEY),
        ("LIANMENG_SEALING_KEY", "sealing", settings.SEALING_KEY),
    ):
        if keys[key] == current:
            continue
        if key == "sealing" and settings.KEYS_FROM_OUTSIDE.get(name):
            raise Refused(
                say("{name} is not the key of the backup. Set it as it was, then restore.", name=name)
            )
        kept = folder / f"{key}_key"
        kept.touch(mode=0o600)
        kept.write_text(keys[key], encoding="ascii")


def _lay_files(tar: tarfile.TarFile, folder: Path) -> int:
    count = 0
    for member in tar.getmembers():
        if not (member.isfile() and member.name.startswith(f"{FILES}/")):
            continue
        target = (folder / member.name.removeprefix(f"{FILES}/")).resolve()
        if not target.is_relative_to(folder.resolve()):
            raise Refused(say("The backup is cut or damaged. Nothing was changed. Take another one."))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(_content(tar, member.name), file)
        count += 1
    return count
