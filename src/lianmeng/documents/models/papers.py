"""Official documents and how they are numbered."""

from __future__ import annotations

from django.db import models

from lianmeng.database.names import Named
from lianmeng.documents.models.files import File


class Series(models.Model):
    """How many documents of a kind an issuer has numbered in a year."""

    issuer = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "kind", "year"), name="one_series_of_documents_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.issuer} {self.kind} {self.year}"


class Document(Named):
    """One numbered document. `content` is what `rules.paper` reads; `file` is its PDF, made once it is committed."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="documents", db_index=False)
    at = models.PositiveIntegerField()
    number = models.CharField(max_length=250)
    kind = models.CharField(max_length=20)
    issuer = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    day = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=12, unique=True)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supersedes")
    ended_on = models.DateField(null=True)
    file = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="document")

    class Meta:
        ordering = ("-issued_at", "-id")
        constraints = (models.UniqueConstraint(fields=("series", "at"), name="one_document_a_number"),)
        indexes = (models.Index(fields=("subject_kind", "subject"), name="documents_of_a_subject"),)

    def __str__(self) -> str:
        return self.number
