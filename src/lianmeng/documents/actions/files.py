"""Keeping photos and scans, and letting them go."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import forgets, record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.documents.actions.storing import stored
from lianmeng.documents.models import File
from lianmeng.documents.queries.limits import limits
from lianmeng.documents.queries.store import folder
from lianmeng.documents.rules.kinds import check_size
from lianmeng.documents.rules.photos import MEDIA_TYPE, redrawn
from lianmeng.documents.rules.scans import checked_scan

Subject = tuple[str, str]
_STAMPED = say("Scan of stamped paper kept")
_IN_WORK_SECONDS = 24 * 60 * 60  # what is younger may belong to an action that is not over


class Brought(Protocol):
    """A file as a form brings it."""

    @property
    def size(self) -> int | None: ...

    def read(self) -> bytes: ...


@transaction.atomic
def keep_photo(file: Brought, *, subject: Subject, by: Actor, place: str) -> str:
    """Keep a photo, drawn anew; its public id. The caller has checked who may, and holds the subject's row."""
    check_size(file.size or 0, limits().photo_bytes)
    there = File.objects.filter(subject_kind=subject[0], subject=subject[1], kind="photo")
    if there.count() >= limits().most_of_one:
        raise Refused(say("At most {most} photos are kept here.", most=limits().most_of_one), field="file")
    photo = redrawn(file.read(), limits())
    if there.filter(pixels=photo.pixels).exists():
        raise Refused(say("This photo is here already."), field="file")
    made = File.objects.create(
        kind="photo",
        media_type=MEDIA_TYPE,
        name=f"{photo.pixels[:12]}.jpg",
        size=len(photo.content),
        digest=stored(photo.content),
        preview=stored(photo.preview),
        pixels=photo.pixels,
        subject_kind=subject[0],
        subject=subject[1],
        kept_by=by.id,
        kept_at=timezone.now(),
        counted_from=timezone.localdate(),
    )
    record(say("Photo kept"), by=by, place=place, subject=("file", made.public_id))
    return made.public_id


@transaction.atomic
def keep_scan(
    file: Brought,
    *,
    subject: Subject,
    name: str,
    by: Actor,
    place: str,
    what: Sentence = _STAMPED,
) -> str:
    """Keep a scan, of stamped paper for one, under a name that says what it is of; its public id."""
    check_size(file.size or 0, limits().scan_bytes)
    there = File.objects.filter(subject_kind=subject[0], subject=subject[1], kind="scan")
    if there.count() >= limits().most_of_one:
        raise Refused(say("At most {most} files are kept here.", most=limits().most_of_one), field="file")
    scan = checked_scan(file.read(), limits())
    made = File.objects.create(
        kind="scan",
        media_type=scan.media_type,
        name=f"{name[:110]}.{scan.suffix}",
        size=len(scan.content),
        digest=stored(scan.content),
        subject_kind=subject[0],
        subject=subject[1],
        kept_at=timezone.now(),
    )
    record(what, by=by, place=place, subject=("file", made.public_id))
    return made.public_id


@transaction.atomic
def drop_photo(public_id: str, *, subject: Subject, by: Actor, place: str) -> None:
    """Take a photo away; its content goes with the next night's clearing."""
    gone, _ = File.objects.filter(
        public_id=public_id, subject_kind=subject[0], subject=subject[1], kind="photo"
    ).delete()
    if not gone:
        raise Refused(say("This photo is not here any more."))
    record(say("Photo taken away"), by=by, place=place, subject=("file", public_id))


def clear_orphans(older_than_seconds: float = _IN_WORK_SECONDS) -> int:
    """Remove contents that no row names: of photos that were let go, and of actions that were taken back."""
    named = {one for row in File.objects.values_list("digest", "preview").iterator() for one in row}
    before, count = time.time() - older_than_seconds, 0
    for path in _contents():
        if path.name not in named and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            count += 1
    return count


def _contents() -> Iterator[Path]:
    return (path for path in folder().glob("*/*") if path.is_file())


forgets("documents.files", clear_orphans)
