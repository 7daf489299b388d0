"""The two kinds of long work, as a worker does them."""

from __future__ import annotations

import time
from collections.abc import Callable

from lianmeng.imports.actions.applying import apply, preview
from lianmeng.imports.actions.mapping import APPLY, PREVIEW
from lianmeng.imports.models import Import
from lianmeng.imports.queries.folders import tell_progress
from lianmeng.jobs.actions import Progress, works


@works(PREVIEW)
def preview_file(subject: str, progress: Progress) -> None:
    preview(subject, _told_twice(subject, progress))


@works(APPLY)
def apply_file(subject: str, progress: Progress) -> None:
    """The job's own row cannot be seen to move inside the transaction: a file beside the rows tells the progress."""
    apply(subject, _told_twice(subject, None))


def _told_twice(subject: str, progress: Progress | None) -> Callable[[int, int], None]:
    one = Import.objects.filter(public_id=subject).first()
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if progress is not None:
            progress(done, total)
        if one is not None and (time.monotonic() - last > 0.5 or done >= total):
            last = time.monotonic()
            tell_progress(one, done, total)

    return tell
