"""What a proposed end still waits for."""

from __future__ import annotations

from collections.abc import Iterable

from lianmeng.alliances.models import Alliance, LifeStep
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.rules.life import ENDINGS


def silent_parties(alliance: Alliance, parties: Iterable[Party]) -> list[str]:
    """Those that neither proposed the end nor replied to it."""
    heard = {*replied(alliance), alliance.proposer}
    return [one.party for one in parties if one.party not in heard]


def replied(alliance: Alliance) -> set[str]:
    """The parties that replied to the end that was proposed last."""
    last = proposed(alliance)
    replies = LifeStep.objects.filter(alliance=alliance, code="reply", pk__gt=last.pk if last else 0)
    return set(replies.values_list("party", flat=True))


def proposed(alliance: Alliance) -> LifeStep | None:
    """The step that opened the end."""
    steps = LifeStep.objects.filter(alliance=alliance, target__in=ENDINGS)
    return steps.exclude(source__in=ENDINGS).last()
