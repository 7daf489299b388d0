"""Fills a made-up city with alliances of every form and state, and their records: quickly, and the same each time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from bench.filled_ledger import DAYS, FIRST, Tie
from django.db import models
from django.utils import timezone

from lianmeng.alliances.models import (
    Activity,
    Agreement,
    Alliance,
    LifeStep,
    Membership,
    Part,
    Signature,
    Span,
)
from lianmeng.alliances.queries.forms import form_named, forms
from lianmeng.alliances.rules.content import Content, Gift, Objective, Task, digest_of
from lianmeng.alliances.rules.form import Party
from lianmeng.alliances.vocabulary import ActivityKind, ActivityState, State
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.ledger.models import Question
from lianmeng.notices.models import Notice
from lianmeng.notices.rules.keeping import kept
from lianmeng.people.models import Account, RoleHeld
from lianmeng.schools.models import Region, SchoolVersion

LOT = 2000
LARGE = 9  # schools of a group
_LIVES = {
    State.DRAFT: (),
    State.OFFERED: ("offer",),
    State.SIGNED: ("offer", "sign", "sign_last"),
    State.APPROVED: ("offer", "sign", "sign_last", "approve"),
}
_AFTER = ("offer", "sign", "sign_last", "approve", "assess", "criticise")


def fill_alliances(*, alliances: int, activities: int = 6) -> list[Tie]:
    """`activities` a school alliance; the first group has fifty times as many."""
    schools = _schools()
    made = [*_district_pairs(), *_school_alliances(alliances, schools)]
    contents = [content for _, content in made]
    rows = [alliance for alliance, _ in made]
    _insert(Alliance, rows)
    keys = dict(Alliance.objects.values_list("public_id", "pk"))
    frames = {
        party.party: one for one, content in made for party in content.parties if one.form == "district_pair"
    }
    for one, content in made:
        one.pk = keys[one.public_id]
        one.frame_id = keys[frames[content.parties[0].district].public_id] if one.form == "twinning" else None
    _agreements(rows, contents)
    _memberships(rows, contents)
    _insert(LifeStep, itertools.chain.from_iterable(map(_steps, rows)))
    _activities(rows, contents, activities)
    _questions(rows, contents)
    _notices(rows)
    return [
        Tie(one.public_id, form_named(one.form).path.value, tuple(p.party for p in content.parties))
        for one, content in zip(rows, contents, strict=True)
        if one.since and one.form != "district_pair"
    ]


def _schools() -> dict[str, list[tuple[str, str]]]:
    """By district: public id and name of each school."""
    found: dict[str, list[tuple[str, str]]] = {}
    columns = ("region__public_id", "school__public_id", "name")
    for district, school, name in SchoolVersion.objects.order_by("pk").values_list(*columns):
        found.setdefault(district or "", []).append((school, name))
    return found


def _alliance(at: int, form: str, state: State, parties: Sequence[Party]) -> tuple[Alliance, Content]:
    """Begun one after the other over five years, each for three years."""
    since = FIRST + timedelta(days=at * 37 % (DAYS - 60))
    until = since + timedelta(days=3 * 365)
    content = Content(
        form=form,
        form_version=1,
        title="—".join(one.name for one in parties[:2]),
        since=since.isoformat(),
        until=until.isoformat(),
        parties=tuple(parties),
        objectives=tuple(
            Objective(one.party, "科学课开足开齐", due=until.isoformat(), evidence="课表") for one in parties
        ),
        plan=tuple(Task("联合备课", one.party, due=until.isoformat()) for one in parties),
        gifts=tuple(Gift(one.party, "教研和场地") for one in parties),
        money="无",
        exit_criteria="双方目标达成",
        hand_back="一个月内归还",
    )
    before = state in (State.DRAFT, State.OFFERED, State.SIGNED)
    alliance = Alliance(
        public_id=f"al{at:014}",
        number=f"BN-{since.year}-{at:05}",
        form=form,
        title=content.title,
        state=state.value,
        since=None if before else since,
        until=None if before else until,
        begun_on=since,
        begun_by="bench",
        next_day=until if state not in (State.DRAFT, State.ENDED) else None,
    )
    return alliance, content


def _district_pairs() -> Iterator[tuple[Alliance, Content]]:
    areas = list(Region.objects.filter(kind="district").order_by("pk"))
    for at in range(0, len(areas) - 1, 2):
        parties = [Party("district", one.public_id, one.name, one.public_id) for one in areas[at : at + 2]]
        yield _alliance(at // 2, "district_pair", State.APPROVED, parties)


def _school_alliances(
    count: int, schools: dict[str, list[tuple[str, str]]]
) -> Iterator[tuple[Alliance, Content]]:
    """Every form and state in turn; half of them are in effect, and every ninth has nine parties.

    Twinnings bind schools of two districts that are paired: the first and the second, the third and the fourth, …
    """
    areas = list(schools)
    kinds = [one for one in forms() if one.of != "districts"]
    states = [one for state in State for one in (state, State.APPROVED)]
    for at in range(count):
        kind = kinds[at % len(kinds)]
        wanted = max(LARGE if at % 9 == 0 and kind.roles[-1].most is None else 2, kind.least_parties)
        parties = []
        for number in range(wanted):
            area = areas[at // len(kinds) % len(areas) ^ (number if kind.code == "twinning" else 0)]
            school, name = schools[area][(at // len(areas) * 3 + number) % len(schools[area])]
            role = kind.roles[0] if number == 0 else kind.roles[-1]
            parties.append(Party(role.code, school, name, area))
        yield _alliance(1000 + at, kind.code, states[at // len(kinds) % len(states)], parties)


def _agreements(rows: Sequence[Alliance], contents: Sequence[Content]) -> None:
    """Two versions each."""
    now = timezone.now()
    _insert(
        Agreement,
        (
            Agreement(
                alliance=one,
                number=number,
                content=content.as_json(),
                digest=digest_of(content),
                written_by="bench",
                written_at=now,
                offered_at=None if one.state == State.DRAFT else now,
                approved_on=one.since,
            )
            for one, content in zip(rows, contents, strict=True)
            for number in (1, 2)
        ),
    )
    columns = Agreement.objects.values_list("pk", "alliance", "number")
    versions = {(one, number): pk for pk, one, number in columns}
    _signatures(rows, contents, versions)
    for one in rows:
        one.in_force_id = versions[one.pk, 2] if one.since else None
    Alliance.objects.bulk_update(rows, ["in_force", "frame"], batch_size=200)


def _signatures(
    rows: Sequence[Alliance], contents: Sequence[Content], versions: dict[tuple[int, int], int]
) -> None:
    """All signed both versions, unless the alliance is a draft or only offered."""
    _insert(
        Signature,
        (
            Signature(
                agreement_id=versions[one.pk, number],
                party=party.party,
                digest=digest_of(content),
                capacity="representative",
                day=one.begun_on,
                signed_at=timezone.now(),
                signed_by="bench",
            )
            for one, content in zip(rows, contents, strict=True)
            if one.state not in (State.DRAFT, State.OFFERED)
            for number in (1, 2)
            for party in content.parties
        ),
    )


def _memberships(rows: Sequence[Alliance], contents: Sequence[Content]) -> None:
    ended = {State.ENDED.value}
    _insert(
        Membership,
        (
            Membership(
                alliance=one,
                role=party.role,
                party=party.party,
                district=party.district,
                position=at,
                since=one.since,
                until=one.until if one.state in ended else None,
            )
            for one, content in zip(rows, contents, strict=True)
            for at, party in enumerate(content.parties)
        ),
    )
    in_effect = [one for one in rows if one.since and one.state != State.PAUSED]
    _insert(Span, (Span(alliance=one, since=one.since, until=one.until) for one in in_effect))


def _steps(one: Alliance) -> Iterator[LifeStep]:
    for code in _LIVES.get(State(one.state), _AFTER):
        yield LifeStep(
            alliance=one,
            code=code,
            source=State.DRAFT.value,
            target=one.state,
            day=one.begun_on,
            at=timezone.now(),
            by="bench",
            reason="Read and weighed",
        )


def _activities(rows: Sequence[Alliance], contents: Sequence[Content], each: int) -> None:
    lives = [
        (one, content)
        for one, content in zip(rows, contents, strict=True)
        if one.since and one.form != "district_pair"
    ]
    most = max(lives, key=lambda pair: len(pair[1].parties))[0]
    counts = [(one, content, each * 50 if one is most else each) for one, content in lives]
    turns = ((one, content, at) for one, content, count in counts for at in range(count))
    made = [
        _activity(number, one, content.parties[0].party, at)
        for number, (one, content, at) in enumerate(turns)
    ]
    _insert(Activity, made)
    keys = dict(Activity.objects.values_list("public_id", "pk"))
    parties = {one.pk: [party.party for party in content.parties] for one, content in lives}
    _insert(
        Part,
        (
            Part(
                activity_id=keys[one.public_id],
                party=party,
                people=3,
                confirmed_at=timezone.now() if at == 0 or one.state == ActivityState.CONFIRMED else None,
            )
            for one in made
            for at, party in enumerate(parties[one.alliance_id])
        ),
    )


def _activity(number: int, one: Alliance, giver: str, at: int) -> Activity:
    kinds, states = list(ActivityKind), list(ActivityState)
    return Activity(
        public_id=f"ac{number:014}",
        alliance=one,
        kind=kinds[at % len(kinds)].value,
        day=(one.since or FIRST) + timedelta(days=at),
        title="联合教研活动",
        giver=giver,
        quantity=2,
        minutes=90,
        reflection="这次活动的体会。" * 6,
        recorded_for=giver,
        recorded_by="bench",
        recorded_at=timezone.now(),
        state=states[number % len(states)].value,
    )


def _questions(rows: Sequence[Alliance], contents: Sequence[Content]) -> None:
    """One a party in every twentieth alliance of schools that began, and in each of the largest."""
    _insert(
        Question,
        (
            Question(
                alliance=one.public_id,
                school=party.party,
                kind="only_visits",
                mark="x",
                asked_at=timezone.now(),
            )
            for at, (one, content) in enumerate(zip(rows, contents, strict=True))
            if one.since and one.form != "district_pair" and (at % 20 == 0 or len(content.parties) == LARGE)
            for party in content.parties
        ),
    )


def _notices(rows: Sequence[Alliance]) -> None:
    """A leader for every school, with some notices; the officer `officer`, if there is one, has two thousand."""
    since = FIRST
    schools = list(SchoolVersion.objects.order_by("pk").values_list("school__public_id", flat=True))
    leaders = [Account(username=f"leader{at}", name=f"Leader {at}") for at in range(len(schools))]
    _insert(Account, leaders)
    ids = dict(Account.objects.values_list("username", "public_id"))
    found = {one.username: one for one in Account.objects.filter(username__startswith="leader")}
    _insert(
        RoleHeld,
        (
            RoleHeld(
                account=found[f"leader{at}"],
                role=Role.SCHOOL_LEADER.value,
                place=school,
                since=since,
                given_by="bench",
            )
            for at, school in enumerate(schools)
        ),
    )
    told = [(ids[f"leader{at}"], number) for at in range(len(schools)) for number in range(20)]
    told += [(ids["officer"], number) for number in range(2000) if "officer" in ids]
    _insert(Notice, (_notice(account, number, rows[number % len(rows)]) for account, number in told))


def _notice(account: str, number: int, one: Alliance) -> Notice:
    return Notice(
        account=account,
        place="city",
        subject=f"alliance:{one.public_id}",
        key=f"alliance:{one.public_id}:{number}",
        what=kept(say("Alliance {number}: {step}", number=one.number, step=say("Offered"))),
        why=kept(say("Your bureau decides what comes next.")),
        verb=kept(say("Decide")),
        address=f"alliances/{one.public_id}/",
        asks=number % 2 == 0,
        due=one.until,
        made_at=timezone.now(),
        done_at=timezone.now() if number % 3 == 0 else None,
    )


def _insert(model: type[models.Model], rows: Iterable[Any]) -> None:
    model._default_manager.bulk_create(rows, LOT)
