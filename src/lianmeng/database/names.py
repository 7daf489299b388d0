"""Names that stand in addresses."""

import secrets

from django.db import models


def new_public_id() -> str:
    """Sixteen letters that cannot be guessed."""
    return secrets.token_hex(8)


class Named(models.Model):
    """A row with a public id, by which addresses and other domains name it."""

    public_id = models.CharField(max_length=40, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
