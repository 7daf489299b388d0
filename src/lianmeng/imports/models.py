"""Uploaded files with what became of them, and the column maps that are kept for next year."""

from __future__ import annotations

from django.db import models

from lianmeng.database.names import Named
from lianmeng.imports.vocabulary import ImportState


class ColumnMap(Named):
    """What the columns of one kind of file mean, under a name that an officer gave."""

    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    columns = models.JSONField()
    made_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "name")
        constraints = (models.UniqueConstraint(fields=("kind", "name"), name="one_column_map_of_a_name"),)

    def __str__(self) -> str:
        return self.name


class Import(Named):
    """One file on its way into the register.

    The files stand in the folder `imports/<public id>` of the installation's files until they are applied or old;
    `staged` names the folder there that holds the rows as they were understood. `within` are the public ids of the
    districts that the officer may change, none for the whole city. `columns` is the map that was used, `counts` how
    many rows are in each state, `refusal` why the file was refused, as the text and values of a sentence.
    """

    kind = models.CharField(max_length=10)
    file_name = models.CharField(max_length=200)
    second_name = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    columns = models.JSONField(default=dict)
    map_name = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, default=ImportState.UPLOADED.value)
    staged = models.CharField(max_length=40, blank=True)
    counts = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    closes_gone = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=64)
    within = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    rows_digest = models.CharField(max_length=64, blank=True)
    files_gone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-uploaded_at", "-id")
        indexes = (models.Index(fields=("asked_by", "-uploaded_at"), name="imports_of_an_officer"),)

    def __str__(self) -> str:
        return self.file_name
