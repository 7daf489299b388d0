"""The secret address of one's calendar: made, or made anew so that the old one opens nothing."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say
from lianmeng.database.secrets import keyed_hash, sealed
from lianmeng.notices.models import CalendarAddress


@transaction.atomic
def renew_calendar(*, by: Actor) -> str:
    """A new secret; the one before stops working at once."""
    if not by.id:
        raise Refused(say("Sign in first."))
    token = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(
        account=by.id,
        defaults={"sealed": sealed(token), "hashed": keyed_hash(token), "made_at": timezone.now()},
    )
    record(say("Made a new address of the own calendar"), by=by, place=CITY, subject=("account", by.id))
    return token
