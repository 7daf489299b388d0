"""Who acts: plain values, so that rules and actions need not know how somebody signed in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is a steady name of the person or visitor, empty for nobody; `roles` are held at a place."""

    id: str
    roles: frozenset[tuple[str, str]] = field(default_factory=frozenset)


NOBODY = Actor("")
