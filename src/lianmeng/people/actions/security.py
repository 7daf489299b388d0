"""The security log: one line for each thing that happened, kept as long as the policy says."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lianmeng.people.models import Account, SecurityEvent
from lianmeng.people.rules.policy import policy
from lianmeng.people.vocabulary import Happening


def note(happening: Happening, account: str = "", *, by: str = "", detail: str = "") -> None:
    SecurityEvent.objects.create(happening=happening, account=account, by=by or account, detail=detail)


def note_of_username(happening: Happening, username: str) -> None:
    """A failure is noted under the account that was meant; what was typed is not kept."""
    account = Account.objects.filter(username=username).values_list("public_id", flat=True).first()
    note(happening, account or "")


@transaction.atomic
def forget_old_events() -> int:
    """Delete what is older than the policy asks for; answers how many lines that were."""
    oldest = timezone.now() - timedelta(days=policy().log_keep_days)
    return SecurityEvent.objects.filter(at__lt=oldest).delete()[0]
