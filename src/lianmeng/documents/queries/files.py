"""Reading files: those of some subjects, and one with its content."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from lianmeng.database.prepared import Prepared
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
    wanted = tuple(one for those in subjects.values() for one in those)
    for kind, subject, *columns in _FILES.rows(tuple(subjects), wanted):
        if subject in subjects[kind]:
            found[kind].setdefault(subject, []).append(Kept(*columns))
    return found


def _files(kinds: tuple[str, ...], subjects: tuple[str, ...]) -> QuerySet[File, tuple[str, ...]]:
    columns = ("public_id", "name", "media_type", "digest", "preview", "pixels")
    found = File.objects.filter(subject_kind__in=kinds, subject__in=subjects)
    return found.values_list("subject_kind", "subject", *columns)


_FILES = Prepared(_files)
