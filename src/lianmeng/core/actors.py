"""Who acts: plain values, so that rules and actions need not know how somebody signed in."""

from dataclasses import dataclass, field

from lianmeng.core.roles import CITY, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is a steady name of the person or visitor, empty for nobody; `roles` are held at a place now.

    `record` is the public id of the person's own record among the staff; empty where none is known.
    """

    id: str
    roles: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    record: str = ""

    def holds(self, role: Role, *places: str) -> bool:
        """Whether the role is held at one of these places; at any place if none is named."""
        return any(held == role and (not places or place in places) for held, place in self.roles)

    def places(self, role: Role) -> frozenset[str]:
        """Where the role is held."""
        return frozenset(place for held, place in self.roles if held == role)

    @property
    def is_city_officer(self) -> bool:
        return self.holds(Role.CITY_OFFICER, CITY)


NOBODY = Actor("")
# What the installation does by itself: a command of its operator, or a job that no person asked for.
OPERATOR = Actor("operator", frozenset({(Role.CITY_OFFICER.value, CITY)}))
