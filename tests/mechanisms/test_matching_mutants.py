"""Faults made by hand in the solver and in the judge: each is noticed. And the judge on pairs with every fault.

A mutant is the source of a module with one piece exchanged, run as plain Python. It is noticed if it gives, on any
round of a fixed collection, another answer than the book.
"""

import random
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from tests.mechanisms.matching_oracle import Pairs, Plain
from tests.mechanisms.matching_rounds import drawn_positions, mirrored, tiers_of, traded_rounds
from tests.mechanisms.test_matching_explanations import assert_ways_are_true, crowded

from lianmeng.mechanisms.matching import Lottery, Side, Unfit, judge, match, read_round

HOME = "lianmeng.mechanisms.matching"
NJIT = "from lianmeng.mechanisms.compiled import njit"


def mutant(name: str, old: str, new: str) -> ModuleType:
    """The module with one piece exchanged, uncompiled."""
    module = import_module(f"{HOME}.{name}")
    source = Path(str(module.__file__)).read_text("utf-8")
    assert source.count(old) == 1, (name, old)
    changed = ModuleType(module.__name__)
    changed.__file__ = module.__file__
    plain = source.replace(old, new).replace(NJIT, "njit = lambda function: function")
    with pytest.MonkeyPatch.context() as patch:  # a dataclass looks its module up by name
        patch.setitem(import_module("sys").modules, module.__name__, changed)
        exec(compile(plain, str(module.__file__), "exec"), changed.__dict__)
    return changed


def made_up(seed: int, *, schools: int = 4, hosts: int = 3, least: int = 0, wish_ties: float = 0.3) -> dict:
    """A small round; `least` is how many of the others a list names at least."""
    chance = random.Random(seed)
    a, x = [f"A{i}" for i in range(schools)], [f"X{i}" for i in range(hosts)]
    return {
        "wishes": {name: tiers_of(chance, x, ties=wish_ties, least=min(least, hosts)) for name in a},
        "priorities": {name: tiers_of(chance, a, ties=0.3, least=min(least, schools)) for name in x},
        "places": {name: chance.randint(0, 2) for name in x},
        "wishes_places": {name: chance.randint(0, 2) for name in a},
        "forbidden": [{"school": "A0", "host": chance.choice(x), "reason": "too far"}],
        "seed": seed,
    }


@cache
def by_the_book() -> list[tuple[dict, Side, Pairs]]:
    found = []
    for seed in range(60):
        raw = made_up(seed, schools=8, hosts=4, least=3, wish_ties=0.3 * (seed % 2))
        plain = Plain(raw).strict(drawn_positions(raw))
        found += [
            (raw, Side.SCHOOLS, plain.deferred(plain.schools)),
            (raw, Side.HOSTS, plain.deferred(plain.hosts)),
        ]
    return found


@cache
def undominated() -> list[tuple[dict, list[dict[str, int]]]]:
    """Rounds in which improvement trades, and how the schools fare in each stable matching."""
    plain = [(raw, Plain(raw)) for raw in traded_rounds(15)]
    return [(raw, [fare(one, pairs) for pairs in one.all_stable_of_one_place()]) for raw, one in plain]


def fare(plain: Plain, pairs: Pairs) -> dict[str, int]:
    ranks = {school: len(plain.rank[school]) for school in plain.schools}
    return ranks | {school: plain.rank[school][host] for school, host in pairs}


def names(round_, found) -> Pairs:
    numbers = zip(found.schools.tolist(), found.hosts.tolist(), strict=True)
    return frozenset((round_.schools[school], round_.hosts[host]) for school, host in numbers)


def solved(raw: dict, side: Side, *, read: Callable, solve: Callable, improve: bool = False) -> Pairs:
    round_ = read(raw)
    draw = Lottery.of(round_.schools, round_.hosts).draw(round_.seed)
    return names(round_, solve(round_.market, draw, proposing=side, improve=improve))


def answers_wrong(read: Callable = read_round, solve: Callable = match) -> bool:
    """Whether some answer is not that of the book, or some improved one is not stable or can be bettered."""
    if any(solved(raw, side, read=read, solve=solve) != right for raw, side, right in by_the_book()):
        return True
    for raw, stable in undominated():
        pairs = solved(raw, Side.SCHOOLS, read=read, solve=solve, improve=True)
        mine = fare(Plain(raw), pairs)
        if mine not in stable or any(better(other, mine) for other in stable):
            return True
    return False


def better(one: dict[str, int], other: dict[str, int]) -> bool:
    return one != other and all(one[name] <= other[name] for name in one)


def noticed(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (IndexError, ValueError, KeyError, OverflowError):
        return True


def test_the_solver_itself_answers_as_the_book() -> None:
    assert not answers_wrong()


SOLVER = {
    "who is not listed is taken": ("deferred", "if tier <= 0:\n", "if tier < 0:\n"),
    "who loses its place asks no more": ("deferred", "free = at[room[0] & WHO]", "free = -1"),
    "the wrong one loses its place": ("deferred", "at[room[0] & WHO]", "at[room[-1] & WHO]"),
    "the rank does not count": ("deferred", "key = (tier << 32) | position", "key = np.int64(position)"),
    "the draw is turned round": ("deferred", "(tier << 32) | position", "(tier << 32) | (2**31 - position)"),
    "one proposal for all places": ("deferred", "for _ in range(places[opener]):", "for _ in range(1):"),
    "a full receiver stays open": ("deferred", "room[0] if held[receiver] == room.size else OPEN", "OPEN"),
    "who has no place is open": (
        "deferred",
        "np.where(slots > 0, OPEN, SHUT)",
        "np.where(slots > 0, OPEN, OPEN)",
    ),
    "the heap rises upside down": ("deferred", "if heap[parent] >= key:", "if heap[parent] <= key:"),
    "the heap sinks upside down": ("deferred", "if heap[child] <= key:", "if heap[child] >= key:"),
    "the last one held is lost": ("deferred", "drawn[proposer]) <= bar", "drawn[proposer]) < bar"),
    "no circle is looked for": ("cycles", "while found:", "while False:"),
    "those behind trade too": ("cycles", "tiers[waiting[at]] == tiers[waiting[front]]", "True"),
    "only the first in front trades": (
        "cycles",
        "if now[owners[pair]] > pair:",
        "if now[owners[pair]] > pair and at == front + 1:",
    ),
    "places of schools are forgotten": (
        "market",
        "ready, market.school_places, slots",
        "ready, np.ones_like(market.school_places), slots",
    ),
    "ties fall by name": ("market", "partners_drawn[partners], tiers", "partners, tiers"),
    "hosts propose by the schools' ranks": (
        "market",
        "if proposing is Side.SCHOOLS else market.wish_tiers)",
        "if True else market.wish_tiers)",
    ),
    "what is forbidden is allowed": ("rounds", "-rank if (school, host) in forbidden else rank", "rank"),
    "a tie is broken as it is written": (
        "rounds",
        "for place, tier in enumerate(tiers, start=1) for school in tier}\n        for host",
        "for place, school in enumerate((one for tier in tiers for one in tier), start=1)}\n        for host",
    ),
    "improvement is not asked for": (
        "solving",
        "    if improve:\n        receivers",
        "    if not improve:\n        receivers",
    ),
}


@pytest.mark.parametrize(("module", "old", "new"), SOLVER.values(), ids=SOLVER)
def test_a_fault_in_the_solver_is_noticed(
    module: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = mutant(module, old, new)
    for name in ("defer", "held_pairs", "improve"):
        if module in ("deferred", "cycles") and hasattr(changed, name):
            monkeypatch.setattr(f"{HOME}.{module}.{name}", getattr(changed, name))
    if module == "market":
        monkeypatch.setattr(f"{HOME}.solving.lists_of", changed.lists_of)
    read = changed.read_round if module == "rounds" else read_round
    solve = changed.match if module == "solving" else match
    assert noticed(lambda: answers_wrong(read, solve))


Claims = list[tuple[str, str]]


def claims(raw: dict, seed: int) -> Claims:
    """Pairs of every kind: sound ones, strangers, the same again, unwished, unlisted, forbidden, too many."""
    chance = random.Random(seed)
    schools, hosts = [*raw["wishes"], "nobody"], [*raw["priorities"], "nowhere"]
    possible = Plain(raw).possible
    found = chance.sample(possible, chance.randint(0, len(possible)))
    for _ in range(chance.randint(0, 2)):
        found.append((chance.choice(schools), chance.choice(hosts)))
    if found and chance.random() < 0.3:
        found.append(chance.choice(found))
    chance.shuffle(found)
    return found


def verdict_of_the_book(raw: dict, pairs: Claims) -> dict[str, set]:
    """What is wrong, in plain Python, from the definitions."""
    plain = Plain(raw)
    found: dict[str, set] = {key: set() for key in ("unknown", "repeated", "unwilling")}
    sound: list[tuple[str, str]] = []
    for at, pair in enumerate(pairs):
        if pair[0] not in plain.schools or pair[1] not in plain.hosts:
            found["unknown"].add(at)
        elif pair in sound:
            found["repeated"].add(at)
        elif pair in plain.possible:
            sound.append(pair)
        else:
            found["unwilling"].add(at)
    formed = frozenset(sound)
    for key, everybody in (("schools_over", plain.schools), ("hosts_over", plain.hosts)):
        found[key] = {name for name in everybody if len(plain.partners(formed, name)) > plain.places[name]}
    return found | {"blocking": plain.blocking(formed)}


def judged(raw: dict, pairs: Claims, judging: Callable) -> tuple[dict[str, set], bool]:
    """The same from a judge, and whether it calls the pairs stable."""
    round_ = read_round(raw)
    schools = {name: number for number, name in enumerate(round_.schools)}
    hosts = {name: number for number, name in enumerate(round_.hosts)}
    verdict = judging(
        round_.market,
        [schools.get(school, len(schools)) for school, _ in pairs],
        [hosts.get(host, len(hosts)) for _, host in pairs],
    )
    owners, market = round_.market.owners(), round_.market
    found = {key: set(getattr(verdict, key).tolist()) for key in ("unknown", "repeated", "unwilling")}
    found["schools_over"] = {round_.schools[at] for at in verdict.schools_over}
    found["hosts_over"] = {round_.hosts[at] for at in verdict.hosts_over}
    found["blocking"] = {
        (round_.schools[owners[at]], round_.hosts[market.hosts[at]]) for at in verdict.blocking
    }
    return found, verdict.stable


@cache
def planted() -> list[tuple[dict, Claims, dict[str, set]]]:
    rounds = ((made_up(seed), seed) for seed in range(250))
    return [(raw, pairs := claims(raw, seed), verdict_of_the_book(raw, pairs)) for raw, seed in rounds]


def judges_wrong(judging: Callable) -> bool:
    return any(
        judged(raw, pairs, judging) != (right, not any(right.values())) for raw, pairs, right in planted()
    )


def test_the_judge_finds_every_planted_fault_and_no_other() -> None:
    assert not judges_wrong(judge)


@pytest.mark.parametrize(
    "fault", ["unknown", "repeated", "unwilling", "schools_over", "hosts_over", "blocking"]
)
def test_every_fault_is_planted_often_with_others_and_alone(fault: str) -> None:
    with_it = [right for _, _, right in planted() if right[fault]]
    assert len(with_it) > 15
    assert any(sum(map(bool, right.values())) == 1 for right in with_it)
    assert any(not any(right.values()) for _, _, right in planted())


JUDGE = {
    "a stranger is let in": ("judging", "host < 0 or host >= host_count", "host < 0 or host > host_count"),
    "the same again is let in": ("judging", "if formed[wish]:", "if False:"),
    "a forbidden pair is let in": ("judging", "elif host_tiers[wish] > 0:", "elif host_tiers[wish] != 0:"),
    "who is not listed is let in": ("judging", "elif host_tiers[wish] > 0:", "else:"),
    "who did not wish is let in": (
        "judging",
        "np.full(claimed.size, UNWILLING",
        "np.full(claimed.size, UNKNOWN",
    ),
    "a tie blocks at the school": ("judging", "if wish_tiers[wish] >= bar:", "if wish_tiers[wish] > bar:"),
    "a tie blocks at the host": (
        "judging",
        "0 < host_tiers[wish] < host_bars",
        "0 < host_tiers[wish] <= host_bars",
    ),
    "who is not listed blocks": ("judging", "if 0 < host_tiers[wish] <", "if host_tiers[wish] <"),
    "a pair that is formed blocks": ("judging", " and not formed[wish]", ""),
    "the first that blocks is enough": ("judging", "count += 1", "return blocking[:1].copy()"),
    "one school too many": (
        "judge",
        "school_counts > market.school_places)",
        "school_counts > market.school_places + 1)",
    ),
    "one host too many": (
        "judge",
        "host_counts > market.host_places)",
        "host_counts > market.host_places + 1)",
    ),
    "a full school has room": (
        "judge",
        "school_counts < market.school_places]",
        "school_counts <= market.school_places]",
    ),
    "a full host has room": (
        "judge",
        "host_counts < market.host_places]",
        "host_counts <= market.host_places]",
    ),
    "a school with room is full": (
        "judge",
        "school_bars[school_counts < market.school_places] = _NEVER_FULL",
        "pass",
    ),
    "a host with room is full": (
        "judge",
        "host_bars[host_counts < market.host_places] = _NEVER_FULL",
        "pass",
    ),
    "the best partner counts": ("judge", "np.maximum.at(school_bars", "np.minimum.at(school_bars"),
    "unwilling pairs are stable": ("judge", "self.feasible and self.rational and", "self.feasible and"),
    "pairs too many are stable": ("judge", "self.schools_over, self.hosts_over)", "self.schools_over)"),
    "blocking pairs are stable": ("judge", " and not self.blocking.size", ""),
}


@pytest.mark.parametrize(("module", "old", "new"), JUDGE.values(), ids=JUDGE)
def test_a_fault_in_the_judge_is_noticed(
    module: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = mutant(module, old, new)
    judging = judge
    if module == "judge":
        judging = changed.judge
    else:
        for name in ("wishes_of", "blocking_wishes"):
            monkeypatch.setattr(f"{HOME}.judging.{name}", getattr(changed, name))
    assert noticed(lambda: judges_wrong(judging))


WAYS = {
    "a place too few": ("+ 1 - pair.free", "- pair.free"),
    "a rank too low": ("else max(places, 1)", "else max(places, 1) + 1"),
    "drawn first is thought enough everywhere": (
        "pair.rank - 1) < self._places(pair)",
        "0) < self._places(pair)",
    ),
    "places are thought enough where hosts trade": ("if self._by_rank_alone or (", "if ("),
    "a rank that one has is thought enough": ("self._listed(pair, pair.rank) <= places", "True"),
    "the line is that of the improved pairs": (
        "if outcome.improve and not self._by_rank_alone:",
        "if False:",
    ),
    "nobody stands in line": ("(liking < worst[owners])", "(liking < -1)"),
    "only those without a partner stand in line": ("liking[matching.wishes])", "-liking[matching.wishes])"),
}


@pytest.mark.parametrize(("old", "new"), WAYS.values(), ids=WAYS)
def test_a_fault_in_what_would_have_changed_it_is_noticed(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{HOME}.explaining.Ways", mutant("changing", old, new).Ways)
    assert ways_wrong()


def test_what_would_have_changed_it_would_have() -> None:
    assert not ways_wrong()


def ways_wrong() -> bool:
    try:
        for raw, side, _ in by_the_book()[:50]:
            assert_ways_are_true(raw, side)
        for raw in traded_rounds(30):
            assert_ways_are_true(raw, Side.SCHOOLS, improve=True)
            turned = mirrored(raw | {"wishes_places": dict.fromkeys(raw["wishes"], 1), "forbidden": []})
            assert_ways_are_true(turned, Side.HOSTS, improve=True)
        for seed in range(2):
            chance = random.Random(seed)
            assert_ways_are_true(crowded(chance, places=6, own=1), Side.SCHOOLS, improve=True)
    except (AssertionError, Unfit):  # Unfit: a change after which the mechanism does not even apply
        return True
    return False
