"""Where the contents of files lie: in the folder of files, each under its own digest."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"


def path_of(digest: str) -> Path:
    return folder() / digest[:2] / digest


def content_of(digest: str) -> bytes:
    """Refused if the folder has lost it."""
    try:
        return path_of(digest).read_bytes()
    except FileNotFoundError:
        raise Refused(
            say("The file is not in the folder of files any more. Restore it from the backup.")
        ) from None
