"""Which alliances are in effect on a day: for one by the rule, for lists by the spans that the rule reads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from lianmeng.alliances.models import Agreement, Alliance, Span
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.effect import Standing, why_not_in_effect
from lianmeng.core.sentences import Sentence


def signed_by_all(agreement: Agreement) -> bool:
    """Whether each party of this version signed exactly its content."""
    wanted = {party.party for party in content_of(agreement.content).parties}
    signed = {one.party for one in agreement.signatures.all() if one.digest == agreement.digest}
    return wanted <= signed


def standing_of(alliance: Alliance, read: Agreement | None = None) -> Standing:
    """By the agreement in force, or the latest while none is; `read`: that one, where it was read already."""
    agreement = read or alliance.in_force or Agreement.objects.filter(alliance=alliance).first()
    return Standing(
        signed_by_all=agreement is not None and signed_by_all(agreement),
        approved=agreement is not None and agreement.approved_on is not None,
        spans=list(Span.objects.filter(alliance=alliance).values_list("since", "until")),
    )


def why_not(alliance: Alliance, day: date, read: Agreement | None = None) -> Sentence | None:
    """Why the alliance is not in effect on a day; None if it is."""
    return why_not_in_effect(standing_of(alliance, read), day)


def in_effect_among(alliances: Collection[Alliance], day: date) -> set[int]:
    """The keys of those that are in effect on a day."""
    spans = Span.objects.filter(held_on(day), alliance__in=alliances)
    return set(spans.order_by().values_list("alliance", flat=True))


def in_effect_on(day: date) -> QuerySet[Alliance]:
    """The same for all: a span is only ever opened for an agreement that all signed and that was approved."""
    return Alliance.objects.filter(pk__in=Span.objects.filter(held_on(day)).values("alliance"))
