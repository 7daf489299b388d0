"""What officers declared before they decided: a conflict of interest, or that there is none."""

from __future__ import annotations

from django.db.models import F, Max, Min, QuerySet

from lianmeng.alliances.models import Alliance, Declaration
from lianmeng.alliances.rules.rights import sees_every_interest
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role


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


def tied_to(alliance: Alliance) -> frozenset[str]:
    """The officers who declared that they are tied to a party of it."""
    found = Declaration.objects.filter(alliance=alliance, interest=True).order_by()
    return frozenset(found.values_list("officer", flat=True))
