"""Who may change and see what of the register. `over`: the public ids of the regions that lie over it.

The city's officers everything; a district's officers what lies in their district; a school's leaders what their own
school declares of itself: its yearly return, its needs and strengths. Nobody else changes anything.
"""

from __future__ import annotations

from collections.abc import Collection

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.vocabulary import Audience


def may_keep_regions(by: Actor) -> bool:
    """Regions, their calendar, and whatever has no district yet."""
    return by.is_city_officer


def may_keep(by: Actor, over: Collection[str]) -> bool:
    """Schools, sections, campuses and staff that lie in these regions."""
    return by.is_city_officer or (bool(over) and by.holds(Role.DISTRICT_OFFICER, *over))


def may_declare(by: Actor, school: str, over: Collection[str]) -> bool:
    """A school's returns, needs and strengths."""
    return may_keep(by, over) or by.holds(Role.SCHOOL_LEADER, school)


def may_see_staff(by: Actor, school: str, over: Collection[str]) -> bool:
    """Names and numbers of the staff of a school. Counts are for everybody who is signed in."""
    return may_declare(by, school, over)


def may_search_staff(by: Actor) -> bool:
    """Whether there are schools whose staff the actor sees."""
    return by.is_city_officer or by.holds(Role.DISTRICT_OFFICER) or by.holds(Role.SCHOOL_LEADER)


def may_see_need(
    by: Actor, seen_by: str, school: str, over: Collection[str], *, allied: bool = False
) -> bool:
    """`allied`: whether a school of the reader is in an alliance with this one."""
    if by.is_city_officer or by.holds(Role.SCHOOL_LEADER, school):
        return True
    if seen_by == Audience.PUBLIC:
        return bool(by.id)
    if seen_by == Audience.ALLIANCE and allied:
        return True
    in_district = bool(over) and by.holds(Role.DISTRICT_OFFICER, *over)
    return seen_by != Audience.CITY and in_district


def why_not_kept(by: Actor, over: Collection[str]) -> Sentence | None:
    if may_keep(by, over):
        return None
    return say(
        "Only officers of the city or of the district that it lies in may change this. Ask one of them."
    )


def why_not_declared(by: Actor, school: str, over: Collection[str]) -> Sentence | None:
    if may_declare(by, school, over):
        return None
    return say("Only the school's leaders and the bureau's officers may change this. Ask one of them.")


def why_not_keeping_regions(by: Actor) -> Sentence | None:
    if may_keep_regions(by):
        return None
    return say("Only officers of the city may change regions and calendars. Ask one of them.")
