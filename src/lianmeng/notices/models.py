"""Notices, each for one account, and the secret addresses of calendars."""

from __future__ import annotations

from django.db import models

from lianmeng.database.names import Named


class Notice(Named):
    """What one account is told on behalf of a place. Sentences are kept as keys with values, see `rules.keeping`."""

    account = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    what = models.JSONField()
    why = models.JSONField()
    verb = models.JSONField()
    address = models.CharField(max_length=200)
    asks = models.BooleanField(default=False)
    due = models.DateField(null=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    topic = models.CharField(max_length=20, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=64, default="", blank=True)  # the account that did what was asked
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (models.UniqueConstraint(fields=("account", "key"), name="an_account_is_told_once"),)
        indexes = (
            models.Index(fields=("account", "done_at", "due"), name="notices_of_an_account"),
            models.Index(fields=("subject", "done_at"), name="notices_about_a_subject"),
            models.Index(  # all three columns: with the account alone SQLite prefers the larger index above
                fields=("account", "done_at", "read_at"),
                condition=models.Q(done_at__isnull=True, read_at__isnull=True),
                name="notices_unread",
            ),
            models.Index(  # in the order in which what asks to act is read, the first ones only
                fields=("account", "due", "-made_at", "-id"),
                condition=models.Q(done_at__isnull=True, asks=True),
                name="notices_asking",
            ),
            models.Index(
                fields=("account",),
                condition=models.Q(done_at__isnull=True, mailed_at__isnull=True),
                name="notices_to_mail",
            ),
        )

    def __str__(self) -> str:
        return self.key


class CalendarAddress(models.Model):
    """The secret by which a calendar program reads an account's days: sealed to be shown, hashed to be found."""

    account = models.CharField(max_length=40, unique=True)
    sealed = models.CharField(max_length=300)
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("account",)

    def __str__(self) -> str:
        return self.account
