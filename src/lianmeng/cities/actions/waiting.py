"""What waits for the demonstration's cast on the first day, left by the same actions as anybody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from lianmeng.alliances.actions.activities import Done, record_activity
from lianmeng.alliances.actions.drafting import Beginning, begin, change
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.photos import add_scan
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.queries.parties import district_pairs
from lianmeng.alliances.queries.record import newest_digest
from lianmeng.alliances.rules.content import Content, Gift, Objective, Task
from lianmeng.alliances.vocabulary import ActivityKind
from lianmeng.cities.actions.given import let_schools_give
from lianmeng.cities.actions.sheets import stamped_sheet
from lianmeng.cities.actions.targets import with_target
from lianmeng.cities.rules.alliances import agreed
from lianmeng.cities.rules.founding import neighbour
from lianmeng.cities.rules.plan import plan
from lianmeng.cities.rules.rows import CityRows
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.schools.queries.sent import returns_of_schools


def let_things_wait(rows: CityRows, places: Mapping[str, str], cast: Mapping[str, str]) -> None:
    """`places` of the cast, and `cast`: the account of each by key. Everybody who acts in alliances finds something."""
    today = timezone.localdate()
    begun = today - timedelta(days=60)
    city = Actor(cast["city_officer"], frozenset({(Role.CITY_OFFICER.value, CITY)}))
    one, other = (
        Actor(cast[key], frozenset({(Role.SCHOOL_LEADER.value, places[school])}))
        for key, school in (("school_leader", "school"), ("other_school_leader", "other_school"))
    )
    of_old = list(agreed(rows))
    let_schools_give(of_old, places["district"])  # first: the first page shows what changed last
    school, partner = places["school"], places["other_school"]
    tie = _signed(_tie(places, today), [(school, one), (partner, other)], begun)
    take_step(tie, "approve", _decision(begun), seen=None, by=city)
    _held(tie, school, partner, by=one)
    _held(tie, partner, school, by=other)
    for mine, leader in ((school, one), (partner, other)):
        if near := neighbour(rows, mine):
            made = (("lead", mine), ("partner", near))
            _signed(Beginning("twinning", made, day=begun), [(mine, leader), (near, OPERATOR)], begun)
    group = Beginning("elite_group", (("core", school), ("member", partner)), day=begun)
    _signed(group, [(school, one)], begun)
    if over := next((one.public_id for one in of_old if one.frame and not one.ended), ""):
        take_step(
            over, "assess", Taking(deadline=today + timedelta(days=21), no_interest=True), seen=None, by=city
        )


def _tie(places: Mapping[str, str], today: date) -> Beginning:
    """A twinning where the two districts are paired; else the form that asks for no pair."""
    paired = {"district", "other_district"}
    pair = frozenset(places[one] for one in paired)
    form, second = (
        ("twinning", "partner")
        if pair in [districts for _, districts in district_pairs(today)]
        else ("trusteeship", "led")
    )
    members = (("lead", places["school"]), (second, places["other_school"]))
    return Beginning(form, members, day=today - timedelta(days=60))


def _signed(beginning: Beginning, signers: Sequence[tuple[str, Actor]], day: date) -> str:
    """Begun and filled in by the first, then signed by each of these; whose leader is not of the cast, on paper."""
    first = signers[0][1]
    made = begin(beginning, by=first)
    change(made, lambda was: _filled(was, day), seen=None, by=first, day=day)
    offer(made, seen=None, by=first, day=day)
    digest, sheet = newest_digest(made), stamped_sheet(*plan()["alliances"]["texts"]["sheet"])
    for party, by in signers:
        scan = add_scan(made, party, sheet, by=by) if by == OPERATOR else ""
        sign(made, party, digest, by=by, day=day, scan=scan)
    return made


def _filled(content: Content, day: date) -> Content:
    texts, until = plan()["alliances"]["texts"], day + timedelta(days=3 * 365)
    filled = replace(
        content,
        since=day.isoformat(),
        until=until.isoformat(),
        objectives=(
            Objective(
                content.parties[0].party,
                texts["objective"],
                due=until.isoformat(),
                evidence=texts["shown_by"],
            ),
        ),
        plan=(Task(texts["task"], content.parties[0].party, until.isoformat(), texts["done_by"]),),
        gifts=tuple(
            Gift(one.party, texts["first_gives"] if at == 0 else texts["others_give"])
            for at, one in enumerate(content.parties)
        ),
        money=texts["money"],
        exit_criteria=texts["exit"],
        hand_back=texts["hand_back"],
    )
    return with_target(filled, returns_of_schools([content.parties[1].party]))


def _held(tie: str, giver: str, receiver: str, *, by: Actor) -> None:
    """An open lesson that the other side has still to confirm."""
    lesson: dict[str, Any] = {"quantity": Decimal(1), "minutes": 40, "people": {receiver: (6, 0)}}
    day, title = timezone.localdate() - timedelta(days=3), plan()["alliances"]["texts"]["lesson"]
    record_activity(tie, Done(ActivityKind.OPEN_LESSON, day, title, giver, **lesson), by=by)


def _decision(day: date) -> Taking:
    texts = plan()["alliances"]["texts"]
    return Taking(
        reason=texts["reason"],
        evidence=texts["read"],
        no_interest=True,
        authoriser=texts["authoriser"],
        day=day,
    )
