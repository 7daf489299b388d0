"""A register of schools that somebody brought, and what was read from it."""

import secrets

from django.db import models


def new_public_id() -> str:
    """Sixteen letters that cannot be guessed; they stand in addresses."""
    return secrets.token_hex(8)


class Register(models.Model):
    """A file of schools. `owner` is the visitor who brought it, or empty for a sample that everybody may read."""

    public_id = models.CharField(max_length=40, unique=True, default=new_public_id)
    owner = models.CharField(max_length=64, blank=True, db_index=True)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="registers")
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    added_at = models.DateTimeField()
    labels = models.JSONField(default=dict)
    columns = models.JSONField(null=True)
    standard = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    read_at = models.DateTimeField(null=True)
    reading = models.JSONField(null=True)

    class Meta:
        ordering = ("owner", "added_at", "id")

    def __str__(self) -> str:
        return self.name


class RegisterGroup(models.Model):
    """One district (or other group) of a register, with its reading."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    year = models.CharField(max_length=60, blank=True)
    reading = models.JSONField()
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("register", "number"), name="one_group_a_number"),)

    def __str__(self) -> str:
        return self.name


class RegisterSchool(models.Model):
    """One row of a register: a school section with its pupils and what it has per pupil, in the register's order."""

    group = models.ForeignKey(RegisterGroup, on_delete=models.CASCADE, related_name="schools")
    row = models.PositiveIntegerField()
    code = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300, blank=True)
    figures = models.JSONField()

    class Meta:
        ordering = ("code", "row")
        indexes = (models.Index(fields=("group", "code", "row"), name="schools_of_a_group"),)

    def __str__(self) -> str:
        return self.name or str(self.row)
