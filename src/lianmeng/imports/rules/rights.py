"""Who may import what. A district's officer loads rows of the own district; the others of the file are refused."""

from __future__ import annotations

from collections.abc import Collection

from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.imports.vocabulary import WITHOUT_SCHOOLS, Kind


def may_import(by: Actor) -> bool:
    return by.is_city_officer or by.holds(Role.DISTRICT_OFFICER)


def why_not_import(by: Actor, kind: Kind) -> Sentence | None:
    if by.is_city_officer or (kind not in WITHOUT_SCHOOLS and by.holds(Role.DISTRICT_OFFICER)):
        return None
    if kind in WITHOUT_SCHOOLS and by.holds(Role.DISTRICT_OFFICER):
        return say("Only officers of the city load regions and calendars. Ask one of them.")
    return say("Only officers of the city and its districts load files into the register. Ask one of them.")


def may_see(by: Actor, asked_by: str, within: Collection[str]) -> bool:
    """An import shows what its file holds, and can be applied: by the city's officers, and by who brought it.

    `within`: the districts that it was brought for. Who has none of them any more sees it no more.
    """
    own = by.id == asked_by and bool(within) and set(within) <= by.places(Role.DISTRICT_OFFICER)
    return by.is_city_officer or own


def within_of(by: Actor) -> list[str]:
    """The districts whose rows the officer may load; none for the whole city."""
    return [] if by.is_city_officer else sorted(by.places(Role.DISTRICT_OFFICER))
