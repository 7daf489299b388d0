"""Which city an installation was begun with, if it is one to try Lianmeng with."""

from django.db import models


class BegunCity(models.Model):
    """`key` names the city; `made_up` says that its schools, people and figures are invented."""

    key = models.CharField(max_length=40, unique=True)
    made_up = models.BooleanField()
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("begun_at",)
        verbose_name_plural = "begun cities"

    def __str__(self) -> str:
        return self.key
