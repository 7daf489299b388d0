"""What waits for somebody: agreements to sign, activities to confirm, decisions of the bureau in charge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from lianmeng.alliances.models import Agreement, Alliance, Declaration, Membership, Part, Signature, Span
from lianmeng.alliances.models.alliances import held_on
from lianmeng.alliances.queries.changes import Changes, changes_of_all
from lianmeng.alliances.rules.life import LIVING, TO_DECIDE
from lianmeng.alliances.vocabulary import UNCONFIRMED, State
from lianmeng.core.actors import Actor
from lianmeng.core.keeping import kept_answers
from lianmeng.core.roles import Role
from lianmeng.database.prepared import Prepared, Row

_SIGN, _CONFIRM = 0, 1
_NOWHERE = ("",)  # where no party is
_KEPT = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """Public ids and titles of alliances: one for each agreement to sign, and for each activity to confirm."""

    to_sign: list[tuple[str, str]] = field(default_factory=list)
    to_confirm: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counted:
    """Alliances by state, and those of them that wait for the reader's decision.

    `by_form`, for the city's officer: how many are in effect today, and how many there are in all.
    """

    all: dict[State, int] = field(default_factory=dict)
    to_decide: dict[State, int] = field(default_factory=dict)
    by_form: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def waiting_for(by: Actor) -> Waiting:
    """For the parties that this person leads."""
    found = Waiting()
    for what, _, alliance, title in sorted(_WAITING.rows(tuple(_led_by(by)))):
        (found.to_sign if what == _SIGN else found.to_confirm).append((alliance, title))
    return found


def _waiting(parties: tuple[str, ...]) -> QuerySet[Any, Any]:
    versions = Agreement.objects.filter(alliance=OuterRef("alliance")).order_by("-number")
    latest = versions.values(key=Case(When(dropped=False, then="pk")))[:1]
    signed = Signature.objects.filter(agreement=OuterRef("latest"), party=OuterRef("party"))
    offered = Q(alliance__state=State.OFFERED)
    proposed = Q(alliance__state__in=LIVING, latest__isnull=False) & ~Q(latest=F("alliance__in_force"))
    unsigned = (
        Membership.objects.filter(party__in=parties, until=None)
        .annotate(latest=Subquery(latest), what=Value(_SIGN), row=F("pk"))
        .filter(~Exists(signed), offered | proposed)
        .order_by()
    )
    parts = (
        Part.objects.filter(
            party__in=parties, confirmed_at=None, contested="", lapsed=False, activity__state__in=UNCONFIRMED
        )
        .annotate(what=Value(_CONFIRM), row=F("pk"))
        .order_by()
    )
    return unsigned.values_list("what", "row", "alliance__public_id", "alliance__title").union(
        parts.values_list("what", "row", "activity__alliance__public_id", "activity__alliance__title")
    )


_WAITING = Prepared(_waiting)


def counted_by_state(by: Actor) -> Counted:
    """Of the whole city for its officer, else of the places of one's roles; the bureau in charge decides, but none
    of it who leads a party or declared a conflict of interest."""
    if not by.roles:
        return Counted()
    led = tuple(_led_by(by)) or _NOWHERE
    if by.is_city_officer:
        return _of_city(_IN_CITY.rows(by.id, led))
    places, districts = tuple({place for _, place in by.roles}), tuple(by.places(Role.DISTRICT_OFFICER))
    rows = _IN_DISTRICTS.rows(places, districts, by.id, led) if districts else _AT_PLACES.rows(places)
    everything: Counter[str] = Counter()
    mine: Counter[str] = Counter()
    for state, decides, count in rows:
        everything[state] += count
        mine[state] += count if decides else 0
    return _counted_in_order(everything, mine, {})


def _of_city(rows: list[Row]) -> Counted:
    """All there are is the officer's to decide, less the few to which they are tied: quicker than to look at each."""
    tied = Counter({state: count for is_tied, state, count, _ in rows if is_tied})
    all_of_them = next((Changes(*row) for is_tied, *row in rows if not is_tied), Changes())
    by_state, by_form = _states_and_forms(timezone.localdate(), all_of_them)
    return _counted_in_order(by_state, by_state - tied, by_form)


def _counted_in_order(
    everything: Counter[str], mine: Counter[str], by_form: Mapping[str, tuple[int, int]]
) -> Counted:
    return Counted(
        {one: everything[one.value] for one in State if everything[one.value]},
        {one: mine[one.value] for one in TO_DECIDE if mine[one.value]},
        by_form,
    )


@kept_answers(_KEPT)
def _states_and_forms(day: date, _changes: Changes) -> tuple[Counter[str], dict[str, tuple[int, int]]]:
    by_state: Counter[str] = Counter()
    by_form: dict[str, tuple[int, int]] = {}
    for state, form, effective, every in _STATES_AND_FORMS.rows(day):
        known, known_of_all = by_form.get(form, (0, 0))
        by_state[state] += every
        by_form[form] = known + effective, known_of_all + every
    return by_state, by_form


def _states_and_forms_on(day: date) -> QuerySet[Alliance, Any]:
    """Of an alliance one span at most holds on a day."""
    spans = Span.objects.filter(held_on(day)).order_by().values("alliance")
    effective = Count("pk", filter=Q(pk__in=spans))
    return (
        Alliance.objects.order_by()
        .values_list("state", "form")
        .annotate(effective=effective, every=Count("pk"))
    )


def _led_by(by: Actor) -> frozenset[str]:
    return by.places(Role.SCHOOL_LEADER) | by.places(Role.DISTRICT_OFFICER)


def _in_city(officer: str, led: tuple[str, ...]) -> QuerySet[Alliance, Any]:
    """How often all changed, and by state those to which the officer is tied, in one question."""
    tied = Alliance.objects.filter(_tied(officer, led)).order_by().annotate(mark=Value(True))
    by_state = tied.values_list("mark", "state").annotate(count=Count("pk"), none=Value(0))
    return changes_of_all().union(by_state, all=True)


def _in_districts(
    places: tuple[str, ...], districts: tuple[str, ...], officer: str, led: tuple[str, ...]
) -> QuerySet[Alliance, Any]:
    decides = Q(_lies_within(districts)) & ~_tied(officer, led)
    return _counted(_at(places), ExpressionWrapper(decides, output_field=BooleanField()))


def _at_places(places: tuple[str, ...]) -> QuerySet[Alliance, Any]:
    return _counted(_at(places), Value(False))


_STATES_AND_FORMS = Prepared(_states_and_forms_on)
_IN_CITY, _IN_DISTRICTS, _AT_PLACES = Prepared(_in_city), Prepared(_in_districts), Prepared(_at_places)


def _at(places: tuple[str, ...]) -> QuerySet[Alliance]:
    own = Membership.objects.filter(Q(party__in=places) | Q(district__in=places)).values("alliance")
    return Alliance.objects.filter(pk__in=own)


def _counted(found: QuerySet[Alliance], mark: Value | ExpressionWrapper[Any]) -> QuerySet[Alliance, Any]:
    by_state = found.order_by().annotate(mark=mark).values_list("state", "mark")
    return by_state.annotate(count=Count("pk"))


def _tied(officer: str, led: tuple[str, ...]) -> Q:
    """Led by this officer, or declared to be of interest to them: by one short list, not row by row."""
    declared = Declaration.objects.filter(officer=officer, interest=True).order_by().values("alliance")
    own = Membership.objects.filter(party__in=led, until=None).order_by().values("alliance")
    return Q(pk__in=declared.union(own, all=True))


def _lies_within(districts: tuple[str, ...]) -> Exists:
    """Whether all parties lie in one and the same of these districts."""
    members = Membership.objects.filter(alliance=OuterRef("pk"), until=None)
    other = Membership.objects.filter(alliance=OuterRef("alliance"), until=None)
    other = other.exclude(district=OuterRef("district"))
    return Exists(members.filter(~Exists(other), district__in=districts))
