"""Whether the site can do its work, for a machine that watches it: no personal data, no names, no paths.

Status 200 if everything is well, 503 if not. `?plain` answers one word a line instead of JSON.
"""

from __future__ import annotations

import shutil
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from lianmeng import __version__
from lianmeng.database.upgrading import migrations_waiting

LEAST_FREE_BYTES = 500 * 1024 * 1024  # of the disk: the watcher is told before writing fails
WORKER_SIGN = "worker_alive"  # the worker touches this file in the data folder while it lives
SILENT_SECONDS = 60


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    found = {
        "database": _database(),
        "migrations": _migrations(),
        "worker": worker_lives(Path(settings.DATA_DIR)),
        "disk": shutil.disk_usage(settings.DATA_DIR).free > LEAST_FREE_BYTES,
    }
    status = 200 if all(found.values()) else 503
    if "plain" in request.GET:
        text = "".join(f"{name}: {'ok' if good else 'bad'}\n" for name, good in found.items())
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    return JsonResponse({"well": status == 200, "version": __version__, **found}, status=status)


def worker_lives(folder: Path) -> bool:
    sign = folder / WORKER_SIGN
    return sign.exists() and time.time() - sign.stat().st_mtime < SILENT_SECONDS


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    try:
        return _up_to_date()
    except (DatabaseError, _BehindError):
        return False


class _BehindError(Exception):
    pass


@cache
def _up_to_date() -> bool:
    """Kept once it is true: a running program's tables do not go back. What raises is asked again."""
    if migrations_waiting():
        raise _BehindError
    return True
