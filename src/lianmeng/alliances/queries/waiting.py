"""What waits for somebody: agreements to sign, activities to confirm, decisions of the bureau in charge."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value

from lianmeng.alliances.models import Agreement, Alliance, Declaration, Membership, Part, Signature
from lianmeng.alliances.rules.life import LIVING
from lianmeng.alliances.vocabulary import ActivityState, State
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role

TO_DECIDE = (State.SIGNED, State.ASSESSMENT, State.CRITICISED, State.RECTIFYING, State.ENDING)
_SIGN, _CONFIRM = 0, 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """Public ids and titles of alliances: one for each agreement to sign, and for each activity to confirm."""

    to_sign: list[tuple[str, str]] = field(default_factory=list)
    to_confirm: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counted:
    """Alliances by state, and those of them that wait for the reader's decision."""

    all: dict[State, int] = field(default_factory=dict)
    to_decide: dict[State, int] = field(default_factory=dict)


def waiting_for(by: Actor) -> Waiting:
    """For the parties that this person leads."""
    led = _led_by(by)
    if not led:
        return Waiting()
    latest = Agreement.objects.filter(alliance=OuterRef("alliance")).order_by("-number").values("pk")[:1]
    signed = Signature.objects.filter(agreement=OuterRef("latest"), party=OuterRef("party"))
    offered = Q(alliance__state=State.OFFERED)
    proposed = Q(alliance__state__in=LIVING) & ~Q(latest=F("alliance__in_force"))  # for the next term
    unsigned = (
        Membership.objects.filter(party__in=led, until=None)
        .annotate(latest=Subquery(latest), what=Value(_SIGN), row=F("pk"))
        .filter(~Exists(signed), offered | proposed)
        .order_by()
    )
    parts = (
        Part.objects.filter(party__in=led, confirmed_at=None, activity__state=ActivityState.RECORDED)
        .annotate(what=Value(_CONFIRM), row=F("pk"))
        .order_by()
    )
    rows = unsigned.values_list("what", "row", "alliance__public_id", "alliance__title").union(
        parts.values_list("what", "row", "activity__alliance__public_id", "activity__alliance__title")
    )
    found = Waiting()
    for what, _, alliance, title in sorted(rows):
        (found.to_sign if what == _SIGN else found.to_confirm).append((alliance, title))
    return found


def counted_by_state(by: Actor) -> Counted:
    """Of the whole city for its officer, else of the places of one's roles; the bureau in charge decides, but none
    of it who leads a party or declared a conflict of interest."""
    if not by.roles:
        return Counted()
    found, places = Alliance.objects.order_by(), {place for _, place in by.roles}
    if by.is_city_officer:
        found = found.annotate(mine=ExpressionWrapper(_untied(by), output_field=BooleanField()))
    else:
        own = Membership.objects.filter(Q(party__in=places) | Q(district__in=places)).values("alliance")
        found = found.filter(pk__in=own).annotate(mine=_decided_by(by))
    everything: Counter[str] = Counter()
    mine: Counter[str] = Counter()
    for state, decides, count in found.values_list("state", "mine").annotate(count=Count("pk")):
        everything[state] += count
        mine[state] += count if decides else 0
    return Counted(
        {one: everything[one.value] for one in State if everything[one.value]},
        {one: mine[one.value] for one in TO_DECIDE if mine[one.value]},
    )


def _led_by(by: Actor) -> frozenset[str]:
    return by.places(Role.SCHOOL_LEADER) | by.places(Role.DISTRICT_OFFICER)


def _untied(by: Actor) -> Q:
    """Neither led by this officer nor declared to be of interest to them: by lists that are short, not row by row."""
    declared = Declaration.objects.filter(officer=by.id, interest=True).order_by()
    untied, led = ~Q(pk__in=declared.values("alliance")), _led_by(by)
    if led:
        untied &= ~Q(
            pk__in=Membership.objects.filter(party__in=led, until=None).order_by().values("alliance")
        )
    return untied


def _decided_by(by: Actor) -> Value | ExpressionWrapper[Any]:
    """Whether all parties lie in one and the same of this officer's districts, and none of them is their own."""
    districts = by.places(Role.DISTRICT_OFFICER)
    if not districts:
        return Value(False)
    members = Membership.objects.filter(alliance=OuterRef("pk"), until=None)
    other = Membership.objects.filter(alliance=OuterRef("alliance"), until=None)
    other = other.exclude(district=OuterRef("district"))
    alone = members.filter(~Exists(other), district__in=districts)
    return ExpressionWrapper(Q(Exists(alone)) & _untied(by), output_field=BooleanField())
