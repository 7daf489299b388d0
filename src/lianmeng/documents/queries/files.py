"""Reading files: those of some subjects, and one with its content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lianmeng.documents.models import File
from lianmeng.documents.queries.store import content_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as a page shows it; `pixels` tells a photo from another."""

    public_id: str
    name: str
    media_type: str
    digest: str
    preview: str
    pixels: str

    def content(self) -> bytes:
        return content_of(self.digest)

    def small(self) -> bytes:
        return content_of(self.preview)


def files_of(subject_kind: str, subjects: Collection[str]) -> dict[str, list[Kept]]:
    """Of many subjects in one query, the oldest first."""
    found: dict[str, list[Kept]] = {}
    for one in File.objects.filter(subject_kind=subject_kind, subject__in=list(subjects)):
        kept = Kept(one.public_id, one.name, one.media_type, one.digest, one.preview, one.pixels)
        found.setdefault(one.subject, []).append(kept)
    return found
