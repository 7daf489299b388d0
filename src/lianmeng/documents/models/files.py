"""Files that were checked before they were kept."""

from __future__ import annotations

from django.db import models

from lianmeng.database.names import Named


class File(Named):
    """One kept file. Its content lies in the folder of files under its digest; `subject` is what it belongs to."""

    kind = models.CharField(max_length=10)
    media_type = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    pixels = models.CharField(max_length=64, blank=True)  # of a photo: the digest of what one sees
    preview = models.CharField(max_length=64, blank=True)  # of a photo: the digest of its small picture
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    kept_by = models.CharField(
        max_length=64, blank=True
    )  # of a photo: it goes with the account of who brought it
    kept_at = models.DateTimeField()
    counted_from = models.DateField(
        null=True
    )  # its time runs from that day; none: as long as what it belongs to

    class Meta:
        ordering = ("kept_at", "id")
        indexes = (
            models.Index(fields=("subject_kind", "subject"), name="files_of_a_subject"),
            models.Index(fields=("counted_from",), name="files_by_their_time"),
        )

    def __str__(self) -> str:
        return self.name
