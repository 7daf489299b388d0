"""Accounts and the roles they hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from lianmeng.core.roles import Role
from lianmeng.database.names import Named, new_public_id


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(Named, AbstractBaseUser):
    """Somebody who can sign in. `is_active` is taken away, never the row: the audit names it."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """There is no back door beside the pages."""
        return False


class RoleHeld(models.Model):
    """A role at a place from a day on, until a day (exclusive) if one is set."""

    public_id = models.CharField(max_length=40, unique=True, default=new_public_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Role])
    place = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("role", "place", "since")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "role", "place"),
                condition=models.Q(until__isnull=True),
                name="one_open_role_at_a_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.place}"
