"""What the schools of the made-up city gave one another of late: recorded and confirmed by the actions of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from lianmeng.alliances.actions.activities import Done, confirm_activity, record_activity
from lianmeng.alliances.rules.agreed import Agreed
from lianmeng.alliances.vocabulary import ActivityKind
from lianmeng.cities.rules.plan import plan
from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.roles import Role

MOST_GUESTS = 2  # schools that take part beside the giver


def let_schools_give(agreed: Sequence[Agreed], district: str) -> None:
    """In each group, and in each tie of schools within the pair of the district: something in either direction."""
    pairs = {one.public_id: one.content.parties for one in agreed if one.content.form == "district_pair"}
    frames = {"", *(pair for pair, sides in pairs.items() if district in {side.party for side in sides})}
    ties = [one for one in agreed if one.public_id not in pairs and one.frame in frames and not one.ended]
    for number, one in enumerate(ties):
        first, *others = [party.party for party in one.contents[-1].parties]
        texts, guests = plan()["alliances"]["texts"], others[:MOST_GUESTS]
        lesson = Done(
            ActivityKind.OPEN_LESSON,
            _day(20 + 9 * (number % 11)),
            texts["open_lesson"],
            first,
            quantity=Decimal(1 + number % 3),
            minutes=40 * (1 + number % 3),
            people=dict.fromkeys(guests, (3 + number % 4, 0)),
        )
        research = replace(
            lesson,
            kind=ActivityKind.JOINT_RESEARCH,
            day=_day(60 + 9 * (number % 11)),
            title=texts["research"],
            giver=guests[0],
            quantity=Decimal(1),
            minutes=120,
            people={first: (4 + number % 5, 0)},
        )
        for done in (lesson, research):
            _given(one.public_id, done)


def _given(alliance: str, done: Done) -> None:
    activity = record_activity(alliance, done, by=_leader(done.giver))
    for guest in done.people:
        confirm_activity(activity, guest, by=_leader(guest))


def _leader(school: str) -> Actor:
    """Only the cast have accounts: for all others whoever makes the city acts."""
    return Actor(OPERATOR.id, frozenset({(Role.SCHOOL_LEADER.value, school)}))


def _day(before: int) -> date:
    """So many days ago, or on the Friday before."""
    day = timezone.localdate() - timedelta(days=before)
    return day - timedelta(days=max(0, day.weekday() - 4))
