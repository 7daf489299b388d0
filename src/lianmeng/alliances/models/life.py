"""What happened in the life of an alliance, and what its end asks for."""

from __future__ import annotations

from typing import Any

from django.db import models

from lianmeng.alliances.models.alliances import Alliance
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.database.names import Named


class LifeStep(models.Model):
    """One step that was taken: a row of `rules.life`. Rows are only added."""

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="steps", db_index=False)
    code = models.CharField(max_length=20)
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    party = models.CharField(max_length=40, blank=True)
    agreement = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    ground = models.CharField(max_length=14, blank=True)
    deadline = models.DateField(null=True)
    authoriser = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("alliance", "id")
        indexes = (models.Index(fields=("alliance", "id"), name="steps_of_an_alliance"),)

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(say("What happened is never changed."))
        super().save(*args, **kwargs)


class Declaration(models.Model):
    """That an officer declared, before a decision, a conflict of interest or that there is none."""

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="declarations")
    officer = models.CharField(max_length=64)
    interest = models.BooleanField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("alliance", "at", "id")
        indexes = (  # few beside those that declare no interest, of which each decision adds one
            models.Index(
                fields=("officer",), condition=models.Q(interest=True), name="interests_of_an_officer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.officer}"


class HandOver(Named):
    """A line of the hand-over list: what goes to whom by when; `nothing` says that of this kind there is nothing.

    `lapsed`: the end for which it was listed did not come; another end has a list of its own.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="hand_overs")
    kind = models.CharField(max_length=12)
    nothing = models.BooleanField(default=False)
    text = models.CharField(max_length=500, blank=True)
    receiver = models.CharField(max_length=40, blank=True)
    due = models.DateField(null=True)
    lapsed = models.BooleanField(default=False)

    class Meta:
        ordering = ("alliance", "kind", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"


class Evidence(models.Model):
    """What shows that an objective which words describe was reached: whose words, and where the proof lies.

    `objective` is what `rules.targets.key_of` names it by. Rows are only added.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    objective = models.CharField(max_length=64)
    party = models.CharField(max_length=40)
    text = models.TextField()
    day = models.DateField()
    given_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("alliance", "id")
        indexes = (models.Index(fields=("alliance", "id"), name="evidence_of_an_alliance"),)

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(say("What happened is never changed."))
        super().save(*args, **kwargs)
