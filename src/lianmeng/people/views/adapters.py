"""What django-allauth asks us: who may come in, and what is noted in the security log."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from lianmeng.database.secrets import sealed, unsealed
from lianmeng.people.actions.security import note_of_username
from lianmeng.people.models import Account
from lianmeng.people.queries.accounts import account_of_provider, signed_in_account
from lianmeng.people.views.second_step import came_just_now, note_coming
from lianmeng.people.vocabulary import Happening


class Doorkeeper(AuthenticationBackend):  # type: ignore[misc]
    """Whether name and password are right is allauth's; whose session it is, every page asks."""

    def get_user(self, user_id: int) -> Account | None:
        account = signed_in_account(user_id, localdate())
        return account if account is not None and self.user_can_authenticate(account) else None


class AccountDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by username and password; nobody makes an account for themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed. Your bureau can open it again."),
        "username_password_mismatch": gettext_lazy("The username or the password is wrong."),
        "too_many_login_attempts": gettext_lazy(
            "Too many failed sign-ins. Wait a quarter of an hour, or ask for a one-time link."
        ),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "enter_current_password": gettext_lazy("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_of_username(Happening.LOCKED, credentials.get("username", ""))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count an account, by whatever name of this host, or port of it, the site is asked."""
        return str(credentials.get("username", "")).lower()

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Whoever has no password cannot type it once more: a fresh sign-in by the city's service stands for it."""
        required: bool = super().is_reauthentication_required(app=app)
        return required and not came_just_now(context.request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_of_username(Happening.FAILED, credentials.get("username", ""))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what was done; no second message beside them."""


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """The keys of the second step lie sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code is wrong, or was used already. Wait for the next one and type that."
        ),
    }

    def build_totp_svg(self, url: str) -> str:
        """The drawing alone, fit to stand in a page."""
        drawn: str = super().build_totp_svg(url)
        return drawn[drawn.index("<svg") :]

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unsealed(encrypted_text)


class ProviderDoor(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by the city's own service: only for accounts that name the person as the service does.

    Nothing of what the service tells is kept: the name is looked up anew at every sign-in.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> AbstractBaseUser:
        return Account()

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        told = sociallogin.account.extra_data
        claims = (told.get("userinfo") or {}) | (told.get("id_token") or {})
        account = account_of_provider(str(claims.get(settings.OIDC_CLAIM, "")))
        if account is None:
            raise ImmediateHttpResponse(render(request, "people/unknown_at_provider.html", status=403))
        answer = perform_login(request, Login(user=account))
        if request.user == account:
            note_coming(request)
        raise ImmediateHttpResponse(answer)
