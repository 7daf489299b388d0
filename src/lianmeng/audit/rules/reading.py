"""Who may read the audit, and of which places."""

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role

_PLACED = (Role.DISTRICT_OFFICER, Role.SCHOOL_LEADER)


def may_read_all(actor: Actor) -> bool:
    """The auditor and the city's officers read the lines of every place."""
    return actor.is_city_officer or actor.holds(Role.AUDITOR)


def places_to_read(actor: Actor) -> frozenset[str]:
    """The places whose lines somebody reads who does not read all; what lies within them counts too."""
    return frozenset().union(*(actor.places(role) for role in _PLACED))


def may_read(actor: Actor) -> bool:
    return may_read_all(actor) or bool(places_to_read(actor))
