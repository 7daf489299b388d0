"""Who may give which role where. Nobody gives to themselves, and the three powers over the system stay apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from lianmeng.core.actors import OPERATOR, Actor
from lianmeng.core.roles import CITY, POWERS, Role
from lianmeng.core.sentences import Sentence, say


class SeatKind(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at which a role is held, with the places that contain it."""

    place: str
    kind: SeatKind
    over: frozenset[str] = field(default_factory=frozenset)

    @property
    def within(self) -> tuple[str, ...]:
        return (self.place, *self.over)


CITY_SEAT = Seat(CITY, SeatKind.CITY)

_SECURITY = Role.SECURITY_ADMINISTRATOR
# Each role with those who give and end it, where their own role covers the place.
GIVERS: dict[Role, tuple[Role, ...]] = {
    Role.CITY_OFFICER: (_SECURITY,),
    Role.SYSTEM_ADMINISTRATOR: (_SECURITY,),
    Role.SECURITY_ADMINISTRATOR: (_SECURITY,),
    Role.AUDITOR: (_SECURITY,),
    Role.DISTRICT_OFFICER: (_SECURITY, Role.CITY_OFFICER),
    Role.EVALUATOR: (_SECURITY, Role.CITY_OFFICER),
    Role.GROUP_OFFICE: (_SECURITY, Role.CITY_OFFICER, Role.DISTRICT_OFFICER),
    Role.SCHOOL_LEADER: (_SECURITY, Role.CITY_OFFICER, Role.DISTRICT_OFFICER),
    Role.TEACHER: (_SECURITY, Role.SCHOOL_LEADER),
}
# Where a role can be held; a school group is named by its core school.
HELD_AT: dict[Role, tuple[SeatKind, ...]] = {
    Role.DISTRICT_OFFICER: (SeatKind.DISTRICT,),
    Role.EVALUATOR: (SeatKind.CITY, SeatKind.DISTRICT),
    Role.GROUP_OFFICE: (SeatKind.SCHOOL,),
    Role.SCHOOL_LEADER: (SeatKind.SCHOOL,),
    Role.TEACHER: (SeatKind.SCHOOL,),
}
_AT_THE_CITY = (SeatKind.CITY,)


def may_give(by: Actor, role: Role, seat: Seat) -> bool:
    return by == OPERATOR or any(by.holds(giver, *seat.within) for giver in GIVERS[role])


def givable(by: Actor) -> tuple[Role, ...]:
    """The roles that somebody may give at some place or other."""
    return tuple(role for role in Role if any(by.holds(giver) for giver in GIVERS[role]))


def why_not_give(by: Actor, role: Role, seat: Seat, *, to: str, held: Iterable[Role]) -> Sentence | None:
    """`held`: the roles that the person `to` holds or will hold, here or elsewhere."""
    if to == by.id:
        return say("Nobody gives a role to themselves. Ask somebody else who may give it.")
    if not may_give(by, role, seat):
        givers = tuple(giver.label for giver in GIVERS[role])
        return say(
            "You may not give the role {role} there. It is given by: {givers}.",
            role=role.label,
            givers=givers,
        )
    if seat.kind not in HELD_AT.get(role, _AT_THE_CITY):
        return say("The role {role} is not held at such a place. Choose another place.", role=role.label)
    other = next((one for one in held if one in POWERS and one != role), None)
    if role in POWERS and other is not None:
        return say(
            "This person is {other} already. Nobody holds two of the three powers over the system.",
            other=other.label,
        )
    return None


def why_not_end(by: Actor, role: Role, seat: Seat, *, of: str) -> Sentence | None:
    if of == by.id:
        return say("Nobody ends a role of their own. Ask somebody else who may end it.")
    if not may_give(by, role, seat):
        givers = tuple(giver.label for giver in GIVERS[role])
        return say(
            "You may not end the role {role} there. That is done by: {givers}.",
            role=role.label,
            givers=givers,
        )
    return None


def may_manage(by: Actor, seats: Iterable[tuple[Role, Seat]], *, created_by: str) -> bool:
    """Whether somebody may change, close and open an account that holds these roles.

    The security administrator always may; others only where each of its roles is theirs to give.
    """
    if by == OPERATOR or by.holds(_SECURITY, CITY):
        return True
    held = list(seats)
    return all(may_give(by, role, seat) for role, seat in held) if held else created_by == by.id != ""


def sees_everybody(by: Actor) -> bool:
    return any(by.holds(role, CITY) for role in (_SECURITY, Role.AUDITOR, Role.CITY_OFFICER))


def reads_the_log(by: Actor) -> bool:
    return by.holds(_SECURITY, CITY) or by.holds(Role.AUDITOR, CITY)
