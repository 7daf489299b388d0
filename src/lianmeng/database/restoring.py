"""A restore that is cut anywhere leaves the installation as it was, or as the backup has it; never half of each.

Keys and files are laid beside those in use, under a token. One transaction fills the database and writes the token into
it: its commit decides. Then keys and files change places. Whatever of this was cut off, the next command of the
program finishes where the database holds the token, and clears away where it does not.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say

TABLE = "lianmeng_restored"
_TOKEN = "token"  # nosec B105 # noqa: S105 - the name of a file
_KEYS = {"secret_key": "SECRET_KEY", "sealing_key": "SEALING_KEY"}


def _beside() -> Path:
    """On the same disk as the files in use, so that both can change places by their names."""
    root = Path(settings.MEDIA_ROOT)
    return root.with_name(f"{root.name}.restoring")


@contextmanager
def laying_beside() -> Iterator[Path]:
    """An empty folder for keys and files of the backup; held against a second restore at the same time."""
    with _held() as free:
        if not free:
            raise Refused(say("Another restore is running. Wait until it has ended."))
        _finish()
        folder = _beside()
        (folder / "files").mkdir(parents=True)
        try:
            yield folder
        finally:
            _finish()


def finish_restore() -> None:
    """What a restore that was cut off left to do; nothing while one is running."""
    if _beside().exists():
        with _held() as free:
            if free:
                _finish()


def sign(folder: Path, token: str) -> None:
    """All that belongs into the folder is there."""
    (folder / _TOKEN).write_text(token, "ascii")


def write_token(token: str) -> None:
    """Within the transaction that fills the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (token varchar(64) NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} (token) VALUES (%s)", [token])  # nosec B608 # noqa: S608 - a constant


@contextmanager
def _held() -> Iterator[bool]:
    with (Path(settings.DATA_DIR) / "restoring.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _finish() -> None:
    folder = _beside()
    signed = folder / _TOKEN
    if signed.exists() and signed.read_text("ascii") == _kept_token():
        _change_keys(folder)
        _change_files(folder)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {TABLE}")
    shutil.rmtree(folder, ignore_errors=True)


def _kept_token() -> str:
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return ""
        cursor.execute(f"SELECT token FROM {TABLE}")  # nosec B608 # noqa: S608 - a constant
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _change_keys(folder: Path) -> None:
    for name, setting in _KEYS.items():
        new = folder / name
        if new.exists():
            key = new.read_text("ascii")
            kept = Path(settings.DATA_DIR) / name
            part = kept.with_name(f"{name}.part")
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
            part.write_text(key, "ascii")
            part.replace(kept)
            setattr(settings, setting, key)


def _change_files(folder: Path) -> None:
    """Once more does no harm: what has changed places already is not there to do it again."""
    new = folder / "files"
    if new.exists():
        _put_away(folder / "old")
        new.replace(settings.MEDIA_ROOT)


def _put_away(old: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    if root.exists() and not old.exists():
        root.replace(old)
