"""Made-up rounds for the tests: small enough that everything about them can be tried."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from itertools import count, islice

from hypothesis import given, settings
from hypothesis import strategies as st

from lianmeng.mechanisms.matching import Lottery, Side, read_round, run

Raw = dict


def tried(*strategies, examples: int = 100) -> Callable:
    """`given` without a deadline: the first call compiles, and the machine may be busy."""

    def decorated(test):
        return settings(deadline=None, max_examples=examples)(given(*strategies)(test))

    return decorated


@st.composite
def lists(draw, owners, *, others, ties):
    """For each owner a list of some of the others, cut into tiers."""
    found = {}
    for owner in owners:
        order = draw(st.permutations(others))[: draw(st.integers(0, len(others)))]
        tiers: list[list[str]] = []
        for name in order:
            if tiers and ties and draw(st.booleans()):
                tiers[-1].append(name)
            else:
                tiers.append([name])
        found[owner] = [tier[0] if len(tier) == 1 else tier for tier in tiers]
    return found


@st.composite
def rounds(draw, *, schools=3, hosts=3, wish_ties=True, priority_ties=True, most_places=2, own_places=2):
    a = [f"A{i}" for i in range(draw(st.integers(1, schools)))]
    x = [f"X{i}" for i in range(draw(st.integers(1, hosts)))]
    pairs = st.tuples(st.sampled_from(a), st.sampled_from(x))
    barred = draw(st.lists(pairs, max_size=2, unique=True))
    return {
        "wishes": draw(lists(a, others=x, ties=wish_ties)),
        "priorities": draw(lists(x, others=a, ties=priority_ties)),
        "places": {name: draw(st.integers(0, most_places)) for name in x},
        "wishes_places": {name: draw(st.integers(0, own_places)) for name in a},
        "forbidden": [{"school": one, "host": other, "reason": "too far"} for one, other in barred],
        "seed": draw(st.integers(0, 99)),
    }


def both_sides():
    return st.sampled_from(list(Side))


def pairs_of(raw: Raw, side: Side = Side.SCHOOLS, *, improve: bool = False) -> frozenset:
    return frozenset(map(tuple, run(read_round(raw), proposing=side, improve=improve).pairs))


def drawn_positions(raw: Raw) -> dict[str, int]:
    """The drawn order of a round by names."""
    schools, hosts = sorted(raw["wishes"]), sorted(raw["priorities"])
    draw = Lottery.of(schools, hosts).draw(raw["seed"])
    names = zip([*schools, *hosts], [*draw.schools.tolist(), *draw.hosts.tolist()], strict=True)
    return dict(names)


def mirrored(raw):
    """The same round with the two sides changing names, so that hosts have what schools had."""
    return {
        "wishes": raw["priorities"],
        "priorities": raw["wishes"],
        "places": raw["wishes_places"],
        "wishes_places": raw["places"],
        "forbidden": [
            {"school": one["host"], "host": one["school"], "reason": "x"} for one in raw["forbidden"]
        ],
        "seed": raw["seed"],
    }


def tiers_of(chance: random.Random, others: list[str], *, ties: float, least: int = 0) -> list:
    """A list of at least so many of the others, each but the first tied with the one before by chance."""
    listed: list[list[str]] = []
    for name in chance.sample(others, chance.randint(least, len(others))):
        if listed and chance.random() < ties:
            listed[-1].append(name)
        else:
            listed.append([name])
    return [tier[0] if len(tier) == 1 else tier for tier in listed]


@cache
def traded_rounds(number: int) -> list[Raw]:
    """Rounds of five schools and four hosts in which improvement trades: about one of seven that are tried."""
    return list(islice((raw for raw in map(_crowded, count()) if _trades(raw)), number))


def _crowded(seed: int) -> Raw:
    chance = random.Random(seed)
    schools, hosts = ["A", "B", "C", "D", "E"], ["W", "X", "Y", "Z"]
    return {
        "wishes": {name: tiers_of(chance, hosts, ties=0, least=3) for name in schools},
        "priorities": {name: tiers_of(chance, schools, ties=0.7, least=4) for name in hosts},
        "places": {name: chance.choice((1, 1, 1, 2)) for name in hosts},
        "seed": seed,
    }


def _trades(raw: Raw) -> bool:
    return run(read_round(raw), improve=True).matching.cycles > 0
