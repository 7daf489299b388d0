"""A round as people send it in, by names: read, checked, and turned into a market."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lianmeng.mechanisms.matching.faults import Fault, Unfit
from lianmeng.mechanisms.matching.market import Market, Side, market_of

Tiers = tuple[tuple[str, ...], ...]
Lists = dict[str, Tiers]

_KEYS = ("wishes", "priorities", "places", "wishes_places", "forbidden", "seed")
_FORBIDDEN_KEYS = {"school", "host", "reason"}
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SEED_LIMIT = 2**63
_MANY = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """Lists best first, each tier sorted; places of everybody; names in the order of their code points.

    `market` numbers schools and hosts as they stand in `schools` and `hosts`.
    """

    schools: tuple[str, ...]
    hosts: tuple[str, ...]
    wishes: Lists
    priorities: Lists
    places: dict[str, int]
    wishes_places: dict[str, int]
    forbidden: dict[tuple[str, str], str]
    seed: int
    market: Market

    @property
    def tied(self) -> bool:
        """Whether any list, of either side, has a tie."""
        return any(first_tied(lists) is not None for lists in (self.wishes, self.priorities))

    def digest(self) -> str:
        """SHA-256 of the round as JSON in one form: keys and ties sorted, places written out, no blanks.

        It is the same for the same round in any order of lines, and another if anything is changed.
        """
        plain = {
            "wishes": self.wishes,
            "priorities": self.priorities,
            "places": self.places,
            "wishes_places": self.wishes_places,
            "forbidden": sorted((*pair, reason) for pair, reason in self.forbidden.items()),
            "seed": self.seed,
        }
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def refuse_unless_improvable(self, proposing: Side) -> None:
        """Unfit unless every proposer has at most one place and a list without ties."""
        schools = proposing is Side.SCHOOLS
        for name, places in sorted((self.wishes_places if schools else self.places).items()):
            if places > 1:
                raise Unfit(Fault.SEVERAL_PLACES, name=name, places=places)
        tied = first_tied(self.wishes if schools else self.priorities)
        if tied is not None:
            raise Unfit(Fault.TIED_LIST, name=tied)


def first_tied(lists: Lists) -> str | None:
    """The first name whose list has a tie."""
    return min((name for name, tiers in lists.items() if any(len(tier) > 1 for tier in tiers)), default=None)


def read_round(raw: object) -> Round:
    """A round from the values of its JSON (its form stands in docs/mechanisms/matching.md).

    Unfit where it is not of that form; the first thing wrong is named. Time and memory: O(lists).

    >>> small = read_round({"wishes": {"A": ["X"]}, "priorities": {"X": ["A"]}})
    >>> small.places, small.seed
    ({'X': 1}, 0)
    """
    whole = _object(raw, "")
    for key in whole:
        if key not in _KEYS:
            raise Unfit(Fault.UNKNOWN_KEY, key=key)
    wishes, priorities = (_lists(whole, key) for key in ("wishes", "priorities"))
    for name in sorted(wishes.keys() & priorities.keys()):
        raise Unfit(Fault.BOTH_SIDES, name=name)
    _refuse_unknown(wishes, priorities, key="wishes", fault=Fault.UNKNOWN_HOST)
    _refuse_unknown(priorities, wishes, key="priorities", fault=Fault.UNKNOWN_SCHOOL)
    places = _places(whole, priorities, key="places", fault=Fault.UNKNOWN_HOST)
    wishes_places = _places(whole, wishes, key="wishes_places", fault=Fault.UNKNOWN_SCHOOL)
    forbidden = _forbidden(whole.get("forbidden", []), wishes, priorities)
    return Round(
        schools=tuple(sorted(wishes)),
        hosts=tuple(sorted(priorities)),
        wishes=wishes,
        priorities=priorities,
        places=places,
        wishes_places=wishes_places,
        forbidden=forbidden,
        seed=_seed(whole.get("seed", 0)),
        market=_market(wishes, priorities, places, wishes_places=wishes_places, forbidden=forbidden),
    )


def _object(raw: object, key: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Unfit(Fault.NOT_AN_OBJECT, key=key)
    return raw


def _lists(whole: Mapping[str, Any], key: str) -> Lists:
    if key not in whole:
        raise Unfit(Fault.MISSING_KEY, key=key)
    lists: Lists = {}
    for owner, listed in _object(whole[key], key).items():
        _refuse_bad_name(owner, key)
        if not isinstance(listed, list):
            raise Unfit(Fault.NOT_A_LIST, key=key, owner=owner)
        lists[owner] = tuple(_tiers(listed, key, owner=owner))
        names = [name for tier in lists[owner] for name in tier]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise Unfit(Fault.TWICE, key=key, owner=owner, name=twice)
    return lists


def _tiers(listed: list[Any], key: str, *, owner: str) -> Iterator[tuple[str, ...]]:
    for position, entry in enumerate(listed, start=1):
        tier = entry if isinstance(entry, list) else [entry]
        if not tier:
            raise Unfit(Fault.EMPTY_TIE, key=key, owner=owner, position=position)
        for name in tier:
            if not isinstance(name, str):
                raise Unfit(Fault.NOT_A_NAME, key=key, owner=owner, position=position, value=name)
        yield tuple(sorted(tier))


def can_be_shown(name: str) -> bool:
    """Whether a name or reason can be read on a page, on one line: not empty, no control characters."""
    return bool(name.strip()) and not _UNPRINTABLE.search(name)


def _refuse_bad_name(name: object, key: str) -> None:
    if not isinstance(name, str) or not can_be_shown(name):
        raise Unfit(Fault.BAD_NAME, key=key, value=name)


def _refuse_unknown(lists: Lists, known: Iterable[str], *, key: str, fault: Fault) -> None:
    others = set(known)
    for owner, tiers in lists.items():
        for tier in tiers:
            for name in tier:
                if name not in others:
                    raise Unfit(fault, key=key, owner=owner, name=name)


def _places(whole: Mapping[str, Any], everybody: Iterable[str], *, key: str, fault: Fault) -> dict[str, int]:
    places = dict.fromkeys(everybody, 1)
    for name, count in _object(whole.get(key, {}), key).items():
        if name not in places:
            raise Unfit(fault, key=key, owner="", name=name)
        if type(count) is not int or count < 0:
            raise Unfit(Fault.NOT_PLACES, key=key, owner=name, value=count)
        places[name] = count
    return places


def _forbidden(raw: object, wishes: Lists, priorities: Lists) -> dict[tuple[str, str], str]:
    if not isinstance(raw, list):
        raise Unfit(Fault.NOT_A_LIST, key="forbidden", owner="")
    forbidden: dict[tuple[str, str], str] = {}
    for position, entry in enumerate(raw, start=1):
        if not isinstance(entry, Mapping) or entry.keys() != _FORBIDDEN_KEYS:
            raise Unfit(Fault.NOT_FORBIDDEN, position=position)
        school, host, reason = entry["school"], entry["host"], entry["reason"]
        if not all(isinstance(value, str) for value in (school, host, reason)):
            raise Unfit(Fault.NOT_FORBIDDEN, position=position)
        _refuse_bad_name(reason, "forbidden")
        if school not in wishes:
            raise Unfit(Fault.UNKNOWN_SCHOOL, key="forbidden", owner="", name=school)
        if host not in priorities:
            raise Unfit(Fault.UNKNOWN_HOST, key="forbidden", owner="", name=host)
        if (school, host) in forbidden:
            raise Unfit(Fault.FORBIDDEN_TWICE, position=position, school=school, host=host)
        forbidden[school, host] = reason
    return forbidden


def _seed(raw: object) -> int:
    if type(raw) is not int or not -_SEED_LIMIT <= raw < _SEED_LIMIT:
        raise Unfit(Fault.NOT_A_SEED, value=raw)
    return raw


def _market(
    wishes: Lists,
    priorities: Lists,
    places: dict[str, int],
    *,
    wishes_places: dict[str, int],
    forbidden: dict[tuple[str, str], str],
) -> Market:
    numbers = {host: number for number, host in enumerate(sorted(priorities))}
    ranks = {
        host: {school: place for place, tier in enumerate(tiers, start=1) for school in tier}
        for host, tiers in priorities.items()
    }
    starts, hosts, wish_tiers, host_tiers = [0], [], [], []
    for school in sorted(wishes):
        for place, tier in enumerate(wishes[school], start=1):
            for host in tier:
                rank = ranks[host].get(school, 0)
                hosts.append(numbers[host])
                wish_tiers.append(place)
                host_tiers.append(-rank if (school, host) in forbidden else rank)
        starts.append(len(hosts))
    return market_of(
        starts,
        hosts,
        wish_tiers=wish_tiers,
        host_tiers=host_tiers,
        school_places=[min(wishes_places[school], _MANY) for school in sorted(wishes)],
        host_places=[min(places[host], _MANY) for host in sorted(priorities)],
    )
