"""Accounts, the roles they hold, and the security log."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lianmeng.core.roles import Role
from lianmeng.database.names import Named
from lianmeng.database.pinyin import initials, spelled


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(Named, AbstractBaseUser):
    """Somebody who can sign in. `is_active` is taken away, never the row: the audit names it.

    `record` is the public id of the person's own record among the staff, which they may see; empty: none.
    `provider_name` is how the city's own sign-in service (OpenID Connect) names the person; empty: by password only.
    `sessions_ended` is part of what a session vouches for: raised by one, it ends every session at once.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    initials = models.CharField(max_length=60, blank=True, editable=False)
    email = models.EmailField(blank=True)
    provider_name = models.CharField(max_length=120, blank=True)
    record = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.CharField(max_length=64, blank=True)
    sessions_ended = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    roles_read: tuple[date, frozenset[tuple[str, str]]] | None = (
        None  # of a day, where they were read with the account
    )

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("username",)
        constraints = (
            models.UniqueConstraint(
                fields=("provider_name",),
                condition=~models.Q(provider_name=""),
                name="one_account_a_provider_name",
            ),
            models.UniqueConstraint(
                fields=("record",), condition=~models.Q(record=""), name="one_account_a_record"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.initials = initials(self.name)[:60]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def name_spelled(self) -> str:
        """The name in Latin letters: no password may be like it."""
        return spelled(self.name)

    @property
    def is_staff(self) -> bool:
        """There is no back door beside the pages."""
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session vouches for: the password, and that its sessions were not ended since."""
        vouched = f"{self.password}{self.sessions_ended}"
        return salted_hmac("lianmeng.people.session", vouched, secret=secret, algorithm="sha256").hexdigest()


class RoleHeld(Named):
    """A role at a place from a day on, until a day (exclusive) if one is set."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Role])
    place = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=64)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("role", "place", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "role", "place"),
                condition=models.Q(until__isnull=True),
                name="one_open_role_at_a_place",
            ),
        )
        indexes = (models.Index(fields=("place", "role"), name="roles_at_a_place"),)

    def __str__(self) -> str:
        return f"{self.role} {self.place}"


class SecurityEvent(models.Model):
    """One line of the security log. It names accounts by public id and holds no other personal data."""

    at = models.DateTimeField(default=timezone.now)
    happening = models.CharField(max_length=20)
    account = models.CharField(max_length=40, blank=True)  # empty: somebody who has none
    by = models.CharField(max_length=64, blank=True)
    detail = models.CharField(max_length=80, blank=True)  # a role and a place

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("-at", "-id"), name="security_log_by_time"),
            models.Index(fields=("account", "-at"), name="security_log_of_an_account"),
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.happening}"
