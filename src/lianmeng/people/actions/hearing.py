"""What signing in tells of itself goes into the security log."""

import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from lianmeng.people.actions.security import note
from lianmeng.people.models import Account
from lianmeng.people.vocabulary import Happening

_SECOND_STEPS = {
    authenticator_added: Happening.SECOND_STEP_ON,
    authenticator_removed: Happening.SECOND_STEP_OFF,
}


SEEN, BEGAN = "seen", "began"  # in a session: when it was used last, to the minute, and when it was opened


@receiver(user_logged_in)
def _signed_in(user: Account, request: Any, **told: Any) -> None:
    request.session[SEEN] = request.session[BEGAN] = int(time.time())
    note(Happening.SIGNED_IN, user.public_id)


@receiver(user_logged_out)
def _signed_out(user: Account | None, **told: Any) -> None:
    if user is not None:
        note(Happening.SIGNED_OUT, user.public_id)


@receiver([password_changed, password_reset, password_set])
def _password_set(user: Account, **told: Any) -> None:
    note(Happening.PASSWORD_SET, user.public_id)


@receiver([authenticator_added, authenticator_removed])
def _second_step(signal: Any, user: Account, authenticator: Authenticator, **told: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        note(_SECOND_STEPS[signal], user.public_id)


@receiver(authentication_failed)
def _wrong_code(user: Account, **told: Any) -> None:
    note(Happening.FAILED, user.public_id)
