"""Alliances that were agreed before the installation began: written whole, from stamped papers that somebody read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.models import Agreement, Alliance, LifeStep, Membership, Series, Signature, Span
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.rules.agreed import Agreed
from lianmeng.alliances.rules.content import Content, content_of, digest_of, why_not_signable
from lianmeng.alliances.rules.form import Pairs
from lianmeng.alliances.vocabulary import Capacity, State
from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say

# What each alliance went through, as rows of the life: (step, state before, state after).
_OFFER, _APPROVE = ("offer", State.DRAFT, State.OFFERED), ("approve", State.SIGNED, State.APPROVED)


@transaction.atomic
def found_alliances(agreed: Sequence[Agreed], *, by: Actor) -> int:
    """Write them all with one line in the audit. Refused if there is any alliance, or if one is not complete."""
    if not by.is_city_officer:
        raise Refused(say("Only an officer of the city bureau enters agreements of former times."))
    if Alliance.objects.exists():
        raise Refused(say("There are alliances already; enter these one by one."))
    paired: Pairs = [
        frozenset(party.party for party in one.content.parties)
        for one in agreed
        if one.content.form == "district_pair"
    ]
    for one in agreed:
        if missing := why_not_signable(one.content, form_named(one.content.form), paired):
            raise Refused(missing[0])
    alliances = _write_alliances(agreed, by)
    agreements = _write_agreements(agreed, alliances, by)
    _write_effect(agreements)
    _write_signatures(agreements, by)
    LifeStep.objects.bulk_create(step for one in agreements for step in _steps(one, by))
    record(say("Entered {count} agreements of former times", count=len(agreed)), by=by, place=CITY)
    return len(agreed)


def _write_alliances(agreed: Sequence[Agreed], by: Actor) -> list[Alliance]:
    numbers: Counter[tuple[str, int]] = Counter()
    made = []
    for one in agreed:
        since, until = _term(one.content)
        letters = form_named(one.content.form).letters
        numbers[letters, since.year] += 1
        made.append(
            Alliance(
                public_id=one.public_id,
                number=f"{letters}-{since.year}-{numbers[letters, since.year]:04d}",
                form=one.content.form,
                title=one.content.title,
                state=State.APPROVED.value,
                since=since,
                until=until,
                begun_on=since,
                begun_by=by.id,
            )
        )
    Alliance.objects.bulk_create(made)
    Series.objects.bulk_create(
        Series(letters=letters, year=year, last=last) for (letters, year), last in numbers.items()
    )
    keys = dict(Alliance.objects.values_list("public_id", "pk"))
    for alliance, one in zip(made, agreed, strict=True):
        alliance.pk = keys[one.public_id]
        alliance.frame_id = keys.get(one.frame)
    return made


def _write_agreements(agreed: Sequence[Agreed], alliances: list[Alliance], by: Actor) -> list[Agreement]:
    now = timezone.now()
    Agreement.objects.bulk_create(
        Agreement(
            alliance=alliance,
            number=1,
            content=one.content.as_json(),
            digest=digest_of(one.content),
            written_by=by.id,
            written_at=now,
            offered_at=now,
            approved_on=alliance.since,
        )
        for alliance, one in zip(alliances, agreed, strict=True)
    )
    found = {one.alliance_id: one for one in Agreement.objects.select_related("alliance")}
    for alliance in alliances:
        alliance.in_force = found[alliance.pk]
    Alliance.objects.bulk_update(alliances, ["in_force", "frame"], batch_size=200)
    return [found[alliance.pk] for alliance in alliances]


def _write_effect(agreements: Iterable[Agreement]) -> None:
    spans, members = [], []
    for one in agreements:
        content = content_of(one.content)
        since, until = _term(content)
        spans.append(Span(alliance_id=one.alliance_id, since=since, until=until + timedelta(days=1)))
        members += [
            Membership(
                alliance_id=one.alliance_id,
                role=party.role,
                party=party.party,
                district=party.district,
                position=at,
                since=since,
            )
            for at, party in enumerate(content.parties)
        ]
    Span.objects.bulk_create(spans)
    Membership.objects.bulk_create(members)


def _write_signatures(agreements: Iterable[Agreement], by: Actor) -> None:
    Signature.objects.bulk_create(
        Signature(
            agreement=one,
            party=party.party,
            digest=one.digest,
            capacity=Capacity.PAPER.value,
            paper="—",
            day=_term(content)[0],
            signed_at=timezone.now(),
            signed_by=by.id,
        )
        for one in agreements
        for content in [content_of(one.content)]
        for party in content.parties
    )


def _steps(agreement: Agreement, by: Actor) -> Iterable[LifeStep]:
    content = content_of(agreement.content)
    day = _term(content)[0]
    parties = [party.party for party in content.parties]
    taken = [(*_OFFER, "")]
    taken += [("sign", State.OFFERED, State.OFFERED, party) for party in parties[:-1]]
    taken += [("sign_last", State.OFFERED, State.SIGNED, parties[-1]), (*_APPROVE, "")]
    for code, source, target, party in taken:
        yield LifeStep(
            alliance_id=agreement.alliance_id,
            code=code,
            source=source.value,
            target=target.value,
            day=day,
            at=datetime.combine(day, time(1), UTC),
            by=by.id,
            party=party,
            agreement=agreement.number,
        )


def _term(content: Content) -> tuple[date, date]:
    """Founded agreements are complete, so they have a term."""
    assert content.term is not None
    return content.term
