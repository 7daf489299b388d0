"""Matching by the book, in plain Python on dicts, sharing nothing with what it is compared with.

A round is the JSON of the command line. `Plain` reads off it who may be paired and who likes whom how much.
"""

from __future__ import annotations

from itertools import combinations, product

Pair = tuple[str, str]  # school, host
Pairs = frozenset[Pair]


def places_of(lists: dict[str, list], places: dict[str, int]) -> dict[str, int]:
    return {name: places.get(name, 1) for name in lists}


def ranks_of(lists: dict[str, list]) -> dict[str, dict[str, int]]:
    return {
        owner: {
            name: place
            for place, tier in enumerate(listed)
            for name in ([tier] if isinstance(tier, str) else tier)
        }
        for owner, listed in lists.items()
    }


class Plain:
    """One round. `rank[a][b]` is how a likes b: less is better, equal is a tie."""

    def __init__(self, raw: dict) -> None:
        self.schools, self.hosts = sorted(raw["wishes"]), sorted(raw["priorities"])
        self.rank = ranks_of(raw["wishes"]) | ranks_of(raw["priorities"])
        self.places = places_of(raw["wishes"], raw.get("wishes_places", {}))
        self.places |= places_of(raw["priorities"], raw.get("places", {}))
        barred = {(one["school"], one["host"]) for one in raw.get("forbidden", [])}
        self.possible = [
            (school, host)
            for school, host in product(self.schools, self.hosts)
            if host in self.rank[school] and school in self.rank[host] and (school, host) not in barred
        ]

    def strict(self, position: dict[str, int]) -> Plain:
        """The same round with every tie broken by a drawn order."""
        other = object.__new__(Plain)
        other.__dict__ |= self.__dict__
        other.rank = {
            owner: {name: (tier, position[name]) for name, tier in tiers.items()}
            for owner, tiers in self.rank.items()
        }
        return other

    def partners(self, pairs: Pairs, name: str) -> list[str]:
        """Best first."""
        found = [host if school == name else school for school, host in pairs if name in (school, host)]
        return sorted(found, key=lambda other: self.rank[name][other])

    def would_take(self, pairs: Pairs, name: str, *, other: str) -> bool:
        """Whether it has a place left for `other`, or somebody it likes strictly less."""
        mine = self.partners(pairs, name)
        if len(mine) < self.places[name]:
            return True
        return any(self.rank[name][other] < self.rank[name][partner] for partner in mine)

    def blocking(self, pairs: Pairs) -> set[Pair]:
        return {
            (school, host)
            for school, host in self.possible
            if (school, host) not in pairs
            and self.would_take(pairs, school, other=host)
            and self.would_take(pairs, host, other=school)
        }

    def feasible(self, pairs: Pairs) -> bool:
        everybody = [name for pair in pairs for name in pair]
        return pairs <= set(self.possible) and all(
            everybody.count(name) <= self.places[name] for name in everybody
        )

    def stable(self, pairs: Pairs) -> bool:
        return self.feasible(pairs) and not self.blocking(pairs)

    def all_stable(self) -> list[Pairs]:
        """Every stable matching, by trying every set of pairs."""
        sets = (
            frozenset(chosen)
            for size in range(len(self.possible) + 1)
            for chosen in combinations(self.possible, size)
        )
        return [pairs for pairs in sets if self.stable(pairs)]

    def all_stable_of_one_place(self) -> list[Pairs]:
        """The same where a school has at most one place, by trying every choice of a host or none for each."""
        mine = [[pair for pair in self.possible if pair[0] == school] for school in self.schools]
        chosen = product(*([None, *pairs] for pairs in mine))
        sets = (frozenset(pair for pair in pairs if pair) for pairs in chosen)
        return [pairs for pairs in sets if self.stable(pairs)]

    def deferred(self, proposers: list[str]) -> Pairs:
        """Deferred acceptance of strict lists in rounds: all who have places free ask at once."""
        asked: dict[str, list[str]] = {name: [] for name in proposers}
        school_asks = proposers == self.schools
        held: set[Pair] = set()
        while True:
            new = set()
            for proposer in proposers:
                pair_with = [
                    (proposer, one) if school_asks else (one, proposer) for one in self.rank[proposer]
                ]
                fresh = [pair for pair in pair_with if pair in self.possible and pair not in asked[proposer]]
                fresh.sort(key=lambda pair: self.rank[proposer][pair[1] if school_asks else pair[0]])
                free = self.places[proposer] - len(self.partners(frozenset(held), proposer))
                new |= set(fresh[:free])
                asked[proposer] += fresh[:free]
            if not new:
                return frozenset(held)
            held |= new
            for receiver in self.hosts if school_asks else self.schools:
                for refused in self.partners(frozenset(held), receiver)[self.places[receiver] :]:
                    held.remove((refused, receiver) if school_asks else (receiver, refused))


def at_least_as_good(plain: Plain, name: str, *, one: Pairs, other: Pairs) -> bool:
    """Whether a strict responsive preference holds `one` at least as good for sure: best of both, up to its places."""
    union = set(plain.partners(one, name)) | set(plain.partners(other, name))
    best = sorted(union, key=lambda partner: plain.rank[name][partner])[: plain.places[name]]
    return best == plain.partners(one, name)
