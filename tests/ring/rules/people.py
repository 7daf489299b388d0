"""Signing in, and one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from tests.ring.rule import EVERYBODY, SIGNED_IN, Rule, World

SENT_ON = (200, 302)


def one_time_link(world: World) -> list[Any]:
    account = world.cast.account("stranger")
    return [user_pk_to_url_str(account), default_token_generator.make_token(account)]


def entrance(**more: Any) -> Rule:
    """For everybody; who is signed in already is sent on."""
    return Rule(**{"sends": EVERYBODY, "read_answers": SENT_ON} | more)


def own(**more: Any) -> Rule:
    """One's own account: whoever is signed in, each for themselves."""
    return Rule(**{"reads": SIGNED_IN, "sends": SIGNED_IN, "read_answers": SENT_ON} | more)


RULES = {
    "account_login": entrance(),
    "account_logout": entrance(),
    "account_inactive": Rule(),
    "account_reauthenticate": own(),
    "mfa_authenticate": entrance(read_answers=(302,), sent_answers=(302,)),
    "mfa_reauthenticate": own(),
    "account_change_password": own(),
    "account_set_password": own(),
    "account_reset_password": entrance(),
    "account_reset_password_done": Rule(),
    "account_reset_password_from_key": entrance(args=one_time_link, wrong_args=()),
    "account_reset_password_from_key_done": Rule(),
    "mfa_index": own(sends=None),
    "mfa_activate_totp": own(),
    # Without a second step there is nothing to switch off and there are no codes.
    "mfa_deactivate_totp": own(read_answers=(302, 404), sent_answers=(302, 404)),
    "mfa_view_recovery_codes": own(sends=None, read_answers=(302, 404)),
    "mfa_generate_recovery_codes": own(),
    "socialaccount_login_cancelled": Rule(),
    # No sign-in service is configured: its doors are not there.
    "openid_connect_login": entrance(
        args=lambda world: ["city"], read_answers=(404,), sent_answers=(404,), wrong_args=()
    ),
    "openid_connect_callback": Rule(args=lambda world: ["city"], read_answers=(404,), wrong_args=()),
}
