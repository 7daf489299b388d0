"""Who is behind an id: the domains above register how actors, places and subjects are called.

The audit keeps ids only. Without a resolver an id is shown as it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lianmeng.core.actors import OPERATOR
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import Sentence, say

Named = Callable[[frozenset[str]], Mapping[str, str]]
Within = Callable[[frozenset[str]], Iterable[str]]


@dataclass(slots=True)
class _Resolvers:
    actors: Named = lambda ids: {}
    places: Named = lambda ids: {}
    within: Within = lambda places: places


_resolvers = _Resolvers()
_FIXED: Mapping[str, Sentence] = {
    OPERATOR.id: say("the installation itself"),
    "": say("somebody not signed in"),
    CITY: say("The whole city"),
}


def name_actors_by(function: Named) -> None:
    """Register how ids of accounts become names; one query for all ids."""
    _resolvers.actors = function


def name_places_by(function: Named) -> None:
    """Register how public ids of regions, schools and groups become names; one query for all ids."""
    _resolvers.places = function


def widen_places_by(function: Within) -> None:
    """Register which places lie within some places (the schools of a district), themselves included."""
    _resolvers.within = function


def actor_names(ids: Iterable[str]) -> dict[str, Sentence | str]:
    return _named(ids, _resolvers.actors)


def place_names(ids: Iterable[str]) -> dict[str, Sentence | str]:
    return _named(ids, _resolvers.places)


def places_within(places: Iterable[str]) -> frozenset[str]:
    own = frozenset(places)
    return own | frozenset(_resolvers.within(own)) if own else own


def _named(ids: Iterable[str], resolver: Named) -> dict[str, Sentence | str]:
    asked = frozenset(ids)
    unknown = asked - _FIXED.keys()
    found = resolver(unknown) if unknown else {}
    return {one: _FIXED.get(one) or found.get(one, "") or one for one in asked}
