"""Reading files: those of some subjects, and one with its content."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

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
    return files_of_kinds({subject_kind: subjects})[subject_kind]


def files_of_kinds(subjects: Mapping[str, Collection[str]]) -> dict[str, dict[str, list[Kept]]]:
    """The same of subjects of several kinds."""
    found: dict[str, dict[str, list[Kept]]] = {kind: {} for kind in subjects}
    wanted = [Q(subject_kind=kind, subject__in=list(those)) for kind, those in subjects.items()]
    for one in File.objects.filter(reduce(or_, wanted)):
        kept = Kept(one.public_id, one.name, one.media_type, one.digest, one.preview, one.pixels)
        found[one.subject_kind].setdefault(one.subject, []).append(kept)
    return found
