"""An account before its person is erased: closed, and signed out everywhere."""

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from lianmeng.people.models import Account


def close_for_good(account_id: str) -> None:
    """Who is no account (staff who never signed in) needs nothing here."""
    accounts = Account.objects.filter(public_id=account_id)
    accounts.update(
        is_active=False,
        closed_at=Coalesce("closed_at", timezone.now()),
        sessions_ended=F("sessions_ended") + 1,
        version=F("version") + 1,
    )
