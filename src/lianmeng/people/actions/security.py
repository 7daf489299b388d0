"""The security log: one line for each thing that happened, kept as long as audit/data/retention.toml says."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.queries.declared import keepings
from lianmeng.people.models import Account, SecurityEvent
from lianmeng.people.vocabulary import Happening


def note(happening: Happening, account: str = "", *, by: str = "", detail: str = "") -> None:
    SecurityEvent.objects.create(happening=happening, account=account, by=by or account, detail=detail)


def note_of_username(happening: Happening, username: str) -> None:
    """A failure is noted under the account that was meant; what was typed is not kept."""
    account = Account.objects.filter(username=username).values_list("public_id", flat=True).first()
    note(happening, account or "")


@transaction.atomic
def forget_old_events() -> int:
    """Delete what need not be kept any more; answers how many lines that were."""
    days = keepings()["security-log"].days
    if days is None:
        return 0
    oldest = timezone.now() - timedelta(days=days)
    return SecurityEvent.objects.filter(at__lt=oldest).delete()[0]
