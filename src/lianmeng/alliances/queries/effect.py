"""Which alliances are in effect on a day: for one by the rule, for lists by the spans that the rule reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from lianmeng.alliances.models import Agreement, Alliance, LifeStep, Signature, Span
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.record import Version
from lianmeng.alliances.rules.content import content_of
from lianmeng.alliances.rules.effect import Standing, why_not_in_effect
from lianmeng.core.sentences import Sentence
from lianmeng.database.prepared import Prepared

Spans = list[tuple[date, date | None]]


def _spans(alliance: int) -> QuerySet[Span, tuple[date, date | None]]:
    return Span.objects.filter(alliance=alliance).values_list("since", "until")


def _held(alliances: tuple[int, ...], day: date) -> QuerySet[Span, tuple[int]]:
    return Span.objects.filter(held_on(day), alliance__in=alliances).order_by().values_list("alliance")


_SPANS, _HELD = Prepared(_spans), Prepared(_held)


def signed_by_all(agreement: Agreement, signatures: Iterable[Signature] | None = None) -> bool:
    """Whether each party of this version signed exactly its content; `signatures`, where they were read already."""
    wanted = {party.party for party in content_of(agreement.content).parties}
    found = agreement.signatures.all() if signatures is None else signatures
    return wanted <= {one.party for one in found if one.digest == agreement.digest}


def standing_of(alliance: Alliance, read: Version | None = None, spans: Spans | None = None) -> Standing:
    """By the agreement in force, or the latest while none is; `read`: that one, and `spans`, if read already."""
    agreement, signatures = (
        (read.agreement, read.signatures)
        if read
        else (alliance.in_force or Agreement.objects.filter(alliance=alliance).first(), None)
    )
    return Standing(
        signed_by_all=agreement is not None and signed_by_all(agreement, signatures),
        approved=agreement is not None and agreement.approved_on is not None,
        spans=_SPANS.rows(alliance.pk) if spans is None else spans,
    )


def why_not(
    alliance: Alliance, day: date, read: Version | None = None, spans: Spans | None = None
) -> Sentence | None:
    """Why the alliance is not in effect on a day; None if it is."""
    standing = standing_of(alliance, read, spans)
    if standing.is_between(day):
        standing = replace(standing, paused=_paused(alliance, day))
    return why_not_in_effect(standing, day)


def _paused(alliance: Alliance, day: date) -> bool:
    """By the last step until that day that paused it, or let it go on."""
    steps = LifeStep.objects.filter(alliance=alliance, day__lte=day, code__in=("pause", "resume", "go_on"))
    return steps.values_list("code", flat=True).last() == "pause"


def in_effect_among(alliances: Iterable[int], day: date) -> set[int]:
    """Those that are in effect on a day, all by their keys."""
    return {alliance for (alliance,) in _HELD.rows(tuple(alliances), day)}


def in_effect_on(day: date) -> QuerySet[Alliance]:
    """The same for all: a span is only ever opened for an agreement that all signed and that was approved."""
    return Alliance.objects.filter(pk__in=Span.objects.filter(held_on(day)).values("alliance"))
