"""What officers declared before they decided: a conflict of interest, or that there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F, Max, Min, QuerySet
from django.utils.timezone import localdate

from lianmeng.alliances.models import Alliance, Declaration
from lianmeng.alliances.rules.rights import seats, sees_every_interest
from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.people.queries.holders import holders, posts


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


def who_frees(places: Iterable[str], tied: Collection[str]) -> list[str] | None:
    """Where all officers of these places are tied: the names of those who may make somebody else an officer. One
    question; None where one of them is free."""
    found = posts([*seats(places), (giver := Role.SECURITY_ADMINISTRATOR, CITY)], localdate())
    if {account for role, account, _ in found if role != giver} <= set(tied):
        return sorted({name for role, _, name in found if role == giver})
    return None


def tied_to(alliance: Alliance) -> frozenset[str]:
    """The officers who declared that they are tied to a party of it."""
    found = Declaration.objects.filter(alliance=alliance, interest=True).order_by()
    return frozenset(found.values_list("officer", flat=True))
