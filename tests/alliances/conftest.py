"""A small city with two districts and six schools, their people, and an agreement that can be signed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lianmeng.alliances.actions.drafting import Beginning, begin, change, latest_version
from lianmeng.alliances.actions.holding import Taking
from lianmeng.alliances.actions.signing import offer, sign
from lianmeng.alliances.actions.steps import take_step
from lianmeng.alliances.actions.wishes import answer_wish, ask_withdrawal
from lianmeng.alliances.models import Alliance
from lianmeng.alliances.rules.content import Content, Gift, Objective, Task
from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.schools.models import Region, School, SchoolVersion

SCHOOLS = {"a": "d1", "b": "d2", "c": "d1", "d": "d1", "e": "d2", "f": "d1"}
NAMES = {one: f"{name}小学" for one, name in zip(SCHOOLS, "甲乙丙丁戊己", strict=True)}


def officer(place: str, role: Role = Role.DISTRICT_OFFICER) -> Actor:
    return Actor(f"officer-{place}", frozenset({(role.value, place)}))


def leader(school: str) -> Actor:
    return Actor(f"leader-{school}", frozenset({(Role.SCHOOL_LEADER.value, school)}))


CITY_OFFICER = officer(CITY, Role.CITY_OFFICER)
TODAY = timezone.localdate()
DECISION: dict[str, Any] = {
    "reason": "Read and weighed",
    "evidence": "Minutes of the meeting",
    "authoriser": "Deputy head of the bureau",
    "no_interest": True,
}


@pytest.fixture
def city(db: None) -> None:
    build_city()


def build_city() -> None:
    top = Region.objects.create(public_id="top", kind="city", name="市", code="510100")
    for number, one in enumerate(("d1", "d2")):
        district = Region.objects.create(
            public_id=one, kind="district", name=f"{'东西'[number]}区", code=f"51010{number + 1}", parent=top
        )
        Region.objects.filter(pk=district.pk).update(district=district)
    regions = {one.public_id: one for one in Region.objects.all()}
    for one, district in SCHOOLS.items():
        school = School.objects.create(public_id=one, scheme="cn", code=f"51{one}")
        SchoolVersion.objects.create(
            school=school, code=school.code, name=NAMES[one], region=regions[district], since=date(2000, 1, 1)
        )


def filled(content: Content) -> Content:
    """The content with everything that a signature asks for."""
    from dataclasses import replace

    first = content.parties[0].party
    return replace(
        content,
        since=content.since or (TODAY - timedelta(days=400)).isoformat(),
        until=content.until or (TODAY + timedelta(days=400)).isoformat(),
        objectives=(Objective(first, "Science lessons", due="2027-06-30", evidence="Timetables"),),
        plan=(Task("Joint planning", first, due="2027-01-31"),),
        gifts=tuple(Gift(one.party, f"What {one.name} is good at") for one in content.parties),
        money="none",
        exit_criteria="Both sides reach their objectives",
        hand_back="Rooms and records go back within a month",
    )


def drafted(
    form: str = "twinning", roles: tuple[tuple[str, str], ...] = (("lead", "a"), ("partner", "c"))
) -> str:
    """A draft in which nothing is missing, begun by the city's officer 300 days ago."""
    begun = TODAY - timedelta(days=300)
    made = begin(Beginning(form, roles, day=begun), by=CITY_OFFICER)
    who = leader(roles[0][1]) if form != "district_pair" else officer(roles[0][1])
    change(made, filled, seen=alliance(made).turn, by=who, day=begun)
    return made


def signer(party: str) -> Actor:
    return officer(party) if party.startswith("d") and party != "d" else leader(party)


def signed(*args: Any, day: date | None = None) -> str:
    made = drafted(*args)
    all_sign(made, day=day or TODAY - timedelta(days=300))
    return made


def all_sign(made: str, *, day: date) -> None:
    """A complete draft is offered, and all parties sign."""
    parties = [one.party for one in alliance(made).memberships.all()]
    offer(made, seen=None, by=signer(parties[0]), day=day)
    for party in parties:
        sign(made, party, digest(made), by=signer(party), day=day)


def approved(*args: Any) -> str:
    """In effect since 300 days ago."""
    made = signed(*args)
    step(made, "approve", day=TODAY - timedelta(days=300))
    return made


def step(made: str, code: str, by: Actor = CITY_OFFICER, **more: Any) -> None:
    take_step(made, code, Taking(**({**DECISION, **more})), seen=None, by=by)


def alliance(made: str) -> Alliance:
    return Alliance.objects.get(public_id=made)


def digest(made: str) -> str:
    return latest_version(alliance(made)).digest


def withdraw_booked(activity: str, *, by: Actor, other: Actor) -> None:
    """One side asks, the other agrees."""
    wish = ask_withdrawal(activity, "It was another day", by=by)
    answer_wish(activity, wish, agrees=True, by=other)
