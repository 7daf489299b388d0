"""What officers declared before they decided: a conflict of interest, or that there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F, Max, Min, QuerySet
from django.utils.timezone import localdate

from lianmeng.alliances.models import Alliance, Declaration
from lianmeng.alliances.rules.rights import seats, sees_every_interest
from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.people.queries.accounts import names_of
from lianmeng.people.queries.holders import holders


def declarations_for(actor: Actor, *, conflicts: bool) -> QuerySet[Declaration]:
    """The latest first: of the whole city, or of the alliances on which the actor's district decides."""
    found = Declaration.objects.select_related("alliance").order_by("-at", "-id")
    if conflicts:
        found = found.filter(interest=True)
    if sees_every_interest(actor):
        return found
    ends = Alliance.objects.order_by().annotate(
        first=Min("memberships__district"), last=Max("memberships__district")
    )
    own = ends.filter(first=F("last"), first__in=actor.places(Role.DISTRICT_OFFICER))
    return found.filter(alliance__in=own.values("pk"))


def is_nobody_free(places: Iterable[str], tied: Collection[str]) -> bool:
    """Whether all officers of these places are tied."""
    return {one for one, _ in holders(seats(places), localdate())} <= set(tied)


def who_gives_offices() -> list[str]:
    """The names of those who may give somebody the role of an officer."""
    found = holders([(Role.SECURITY_ADMINISTRATOR, CITY)], localdate())
    return sorted(names_of(one for one, _ in found).values())


def tied_to(alliance: Alliance) -> frozenset[str]:
    """The officers who declared that they are tied to a party of it."""
    found = Declaration.objects.filter(alliance=alliance, interest=True).order_by()
    return frozenset(found.values_list("officer", flat=True))
