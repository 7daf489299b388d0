"""What a proposed end still waits for."""

from __future__ import annotations

from collections.abc import Iterable

from lianmeng.alliances.models import Alliance, LifeStep
from lianmeng.alliances.rules.form import Party


def silent_parties(alliance: Alliance, parties: Iterable[Party]) -> list[str]:
    """Those that neither proposed the end nor replied to it."""
    steps = LifeStep.objects.filter(alliance=alliance)
    proposed = steps.filter(target="ending").exclude(source="ending").last()
    replies = steps.filter(code="reply", pk__gt=proposed.pk if proposed else 0)
    heard = {*replies.values_list("party", flat=True), alliance.proposer}
    return [one.party for one in parties if one.party not in heard]
