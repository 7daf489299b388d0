"""Alliances that were agreed before the installation began: written whole, from stamped papers that somebody read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.models import (
    Agreement,
    Alliance,
    HandOver,
    LifeStep,
    Membership,
    Series,
    Signature,
    Span,
)
from lianmeng.alliances.queries.forms import form_named
from lianmeng.alliances.rules.agreed import Agreed, whole_term, why_not_renewed
from lianmeng.alliances.rules.content import content_of, digest_of, why_not_signable
from lianmeng.alliances.rules.form import Pairs
from lianmeng.alliances.vocabulary import Capacity, Ground, HandOverKind, State
from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say

_Path = Sequence[tuple[str, State, State, bool]]

# What each alliance went through, as rows of the life: step, state before, state after, and whether each party took it.
_BEGUN = (
    ("offer", State.DRAFT, State.OFFERED, False),
    ("sign", State.OFFERED, State.OFFERED, True),
    ("approve", State.SIGNED, State.APPROVED, False),
)
_RENEWED = (
    ("amend", State.APPROVED, State.APPROVED, False),
    ("sign_next", State.APPROVED, State.APPROVED, True),
    ("assess", State.APPROVED, State.ASSESSMENT, False),
    ("renew", State.ASSESSMENT, State.APPROVED, False),
)
_LEFT = (("member_left", State.APPROVED, State.APPROVED, True),)
_ENDED = (
    ("propose_end", State.APPROVED, State.ENDING, False),
    ("reply", State.ENDING, State.ENDING, True),
    ("hand_over", State.ENDING, State.ENDING, False),
    ("end", State.ENDING, State.ENDED, False),
)


@transaction.atomic
def found_alliances(agreed: Sequence[Agreed], *, by: Actor) -> int:
    """Write them all with one line in the audit. Refused if there is any alliance, or if one is not complete."""
    if not by.is_city_officer:
        raise Refused(say("Only an officer of the city bureau enters agreements of former times."))
    if Alliance.objects.exists():
        raise Refused(say("There are alliances already; enter these one by one."))
    _refuse_incomplete(agreed)
    alliances = _write_alliances(agreed, by)
    _write_effect(agreed, alliances)
    agreements = _write_agreements(agreed, alliances, by)
    _write_signatures(agreements, by)
    LifeStep.objects.bulk_create(
        step for one, alliance in zip(agreed, alliances, strict=True) for step in _steps(one, alliance.pk, by)
    )
    record(say("Entered {count} agreements of former times", count=len(agreed)), by=by, place=CITY)
    return len(agreed)


def _refuse_incomplete(agreed: Sequence[Agreed]) -> None:
    paired: Pairs = [
        frozenset(party.party for party in one.content.parties)
        for one in agreed
        if one.content.form == "district_pair"
    ]
    for one in agreed:
        form = form_named(one.content.form)
        for content in one.contents:
            if missing := why_not_signable(content, form, paired):
                raise Refused(missing[0])
        if why := why_not_renewed(one, form):
            raise Refused(why)


def _write_alliances(agreed: Sequence[Agreed], by: Actor) -> list[Alliance]:
    numbers: Counter[tuple[str, int]] = Counter()
    made = []
    for one in agreed:
        since, until = whole_term(one)
        letters = form_named(one.content.form).letters
        numbers[letters, since.year] += 1
        made.append(
            Alliance(
                public_id=one.public_id,
                number=f"{letters}-{since.year}-{numbers[letters, since.year]:04d}",
                form=one.content.form,
                title=one.content.title,
                state=State.ENDED.value if one.ended else State.APPROVED.value,
                ground=one.ended.value if one.ended else "",
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
    """Every term's, as versions 1, 2, …; the last is in force."""
    now = timezone.now()
    Agreement.objects.bulk_create(
        Agreement(
            alliance=alliance,
            number=number,
            content=content.as_json(),
            digest=digest_of(content),
            written_by=by.id,
            written_at=now,
            offered_at=now,
            approved_on=content.term and content.term[0],
        )
        for alliance, one in zip(alliances, agreed, strict=True)
        for number, content in enumerate(one.contents, start=1)
    )
    found = list(Agreement.objects.order_by("alliance", "number"))
    last = {one.alliance_id: one for one in found}
    for alliance in alliances:
        alliance.in_force = last[alliance.pk]
    Alliance.objects.bulk_update(alliances, ["in_force", "frame"], batch_size=200)
    return found


def _write_effect(agreed: Iterable[Agreed], alliances: Iterable[Alliance]) -> None:
    spans, nothing_left = [], []
    members: list[Membership] = []
    for one, alliance in zip(agreed, alliances, strict=True):
        since, until = whole_term(one)
        over = until + timedelta(days=1)
        spans.append(Span(alliance=alliance, since=since, until=over))
        members += _members(one, alliance, since, over)
        if one.ended:
            nothing_left += [
                HandOver(alliance=alliance, kind=kind.value, nothing=True) for kind in HandOverKind
            ]
    Span.objects.bulk_create(spans)
    Membership.objects.bulk_create(members)
    HandOver.objects.bulk_create(nothing_left)


def _members(one: Agreed, alliance: Alliance, since: date, over: date) -> Iterator[Membership]:
    grown_out = one.grown_out
    for at, party in enumerate(one.content.parties):
        grown = grown_out.get(party.party)
        yield Membership(
            alliance=alliance,
            role=party.role,
            party=party.party,
            district=party.district,
            position=at,
            since=since,
            until=grown or (over if one.ended else None),
            ground=Ground.GROWN_OUT.value if grown else alliance.ground,
        )


def _write_signatures(agreements: Iterable[Agreement], by: Actor) -> None:
    Signature.objects.bulk_create(
        Signature(
            agreement=one,
            party=party.party,
            digest=one.digest,
            capacity=Capacity.ELSEWHERE.value,
            day=one.approved_on or timezone.localdate(),
            signed_at=timezone.now(),
            signed_by=by.id,
        )
        for one in agreements
        for party in content_of(one.content).parties
    )


def _steps(one: Agreed, alliance: int, by: Actor) -> Iterator[LifeStep]:
    """Each renewal on the first day of its term, after who grew out by then; the end on the day after the last."""
    grown_out = one.grown_out
    for number, content in enumerate(one.contents, start=1):
        if content.term is None:
            continue
        begun = content.term[0]
        gone = [party for party, day in grown_out.items() if day == begun]
        for step in _path(_LEFT, gone, begun, alliance=alliance, agreement=number - 1, by=by):
            step.ground = Ground.GROWN_OUT.value
            yield step
        parties = [party.party for party in content.parties]
        path = _BEGUN if number == 1 else _RENEWED
        yield from _path(path, parties, begun, alliance=alliance, agreement=number, by=by)
    if one.ended:
        over = whole_term(one)[1] + timedelta(days=1)
        parties = [party.party for party in one.contents[-1].parties]
        for step in _path(_ENDED, parties, over, alliance=alliance, agreement=len(one.contents), by=by):
            step.ground = one.ended.value if step.code == "propose_end" else ""
            yield step


def _path(
    path: _Path, parties: Sequence[str], day: date, *, alliance: int, agreement: int, by: Actor
) -> Iterator[LifeStep]:
    for code, source, target, by_each in path:
        for party in parties if by_each else ("",):
            last_of_all = code == "sign" and party == parties[-1]
            yield LifeStep(
                alliance_id=alliance,
                code="sign_last" if last_of_all else code,
                source=source.value,
                target=State.SIGNED.value if last_of_all else target.value,
                day=day,
                at=datetime.combine(day, time(1), UTC),
                by=by.id,
                party=party,
                agreement=agreement,
            )
