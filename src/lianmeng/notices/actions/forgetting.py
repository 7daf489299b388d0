"""What an account was told goes with it, after the time for which accounts are kept."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.queries.declared import keepings
from lianmeng.notices.models import CalendarAddress, Notice
from lianmeng.people.queries.holders import closed_before


@transaction.atomic
def forget_the_gone() -> int:
    """Delete the notices and calendars of accounts closed for so long; how many rows that were."""
    days = keepings()["account"].days
    if days is None:
        return 0
    gone = closed_before(timezone.now() - timedelta(days=days))
    return sum(one.objects.filter(account__in=gone).delete()[0] for one in (Notice, CalendarAddress))
