"""Who may see what of the balance read from the register."""

from lianmeng.core.actors import Actor
from lianmeng.core.roles import POWERS, Role

_OF_A_SCHOOL = frozenset(Role) - frozenset(POWERS)


def may_see_schools(by: Actor) -> bool:
    """Coefficients are for everybody; which school has what is for those who work in the city's schools and bureaus."""
    return any(by.holds(role) for role in _OF_A_SCHOOL)
