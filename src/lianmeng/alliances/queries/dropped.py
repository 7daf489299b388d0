"""The next agreement; one that its proposer took back, another party declined, or the bureau sent back."""

from __future__ import annotations

from collections.abc import Iterable

from lianmeng.alliances.models import Agreement, Alliance, LifeStep
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.form import Party
from lianmeng.core.sentences import Sentence, say
from lianmeng.database.prepared import Prepared

_LATEST = Prepared(lambda alliance: Agreement.objects.filter(alliance=alliance).order_by("-number")[:1])
DROPS = ("take_back_next", "decline_next", "send_back_next")


def next_agreement(alliance: Alliance) -> Agreement | None:
    """The version that is to take the place of the one in force: neither approved nor dropped."""
    latest: Agreement = _LATEST.records(alliance.pk)[0]
    is_next = alliance.in_force_id not in (None, latest.pk) and not latest.dropped
    return latest if is_next else None


def newcomers(alliance: Alliance, members: Iterable[Party]) -> list[Party]:
    """Whom the next agreement names to join."""
    version = next_agreement(alliance)
    return content_of(version.content).newcomers(one.party for one in members) if version else []


def proposer_of(version: Agreement) -> str:
    """The party that proposed a next agreement."""
    steps = LifeStep.objects.filter(alliance=version.alliance_id, code="amend", agreement=version.number)
    return steps.values_list("party", flat=True).first() or ""


def why_dropped(version: Agreement) -> Sentence | None:
    """Why nobody signs this version any more; None if it was not dropped."""
    if not version.dropped:
        return None
    steps = LifeStep.objects.filter(alliance=version.alliance_id, code__in=DROPS, agreement=version.number)
    return said_dropped(version, steps.get())


def said_dropped(version: Agreement, step: LifeStep) -> Sentence:
    names = {one.party: one.name for one in content_of(version.content).parties}
    told = {"number": version.number, "party": names.get(step.party, step.party), "day": step.day}
    if step.code == "send_back_next":
        return say(
            "The education bureau in charge sent version {number} back on {day}. Nobody can sign it any more.",
            **told,
        )
    if step.code == "take_back_next":
        return say("{party} took version {number} back on {day}. Nobody can sign it any more.", **told)
    return say("{party} declined version {number} on {day}. Nobody can sign it any more.", **told)
