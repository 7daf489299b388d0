"""Stable improvement cycles, held against every stable matching of small markets."""

import numpy as np
import pytest
from tests.mechanisms.matching_oracle import Plain
from tests.mechanisms.matching_rounds import both_sides, mirrored, pairs_of, rounds, traded_rounds, tried

from lianmeng.mechanisms.matching import (
    Draw,
    Fault,
    Lottery,
    Side,
    Unfit,
    judge,
    market_of,
    match,
    read_round,
    run,
)


def one_place_rounds(**kinds):
    return rounds(schools=4, hosts=3, wish_ties=False, own_places=1, **kinds)


def proposer_ranks(plain, pairs):
    """How each school fares: the place of its partner on its list, or beyond the end of it."""
    ranks = {school: len(plain.rank[school]) for school in plain.schools}
    return ranks | {school: plain.rank[school][host] for school, host in pairs}


def dominates(one, other):
    return one != other and all(one[name] <= other[name] for name in one)


@tried(one_place_rounds())
def test_no_proposer_is_hurt_and_the_matching_stays_stable(raw):
    plain = Plain(raw)
    before, after = pairs_of(raw), pairs_of(raw, improve=True)
    was, now = proposer_ranks(plain, before), proposer_ranks(plain, after)
    assert now == was or dominates(now, was)
    assert plain.stable(after)
    assert {school for school, _ in before} == {school for school, _ in after}


@tried(one_place_rounds())
def test_no_stable_matching_is_better_for_one_proposer_and_worse_for_none(raw):
    plain = Plain(raw)
    now = proposer_ranks(plain, pairs_of(raw, improve=True))
    assert not any(dominates(proposer_ranks(plain, other), now) for other in plain.all_stable())


def test_where_it_trades_some_gain_and_no_stable_matching_is_better_still():
    """Small rounds seldom have a circle, so these were picked for having one."""
    for raw in traded_rounds(40):
        plain = Plain(raw)
        was, now = (proposer_ranks(plain, pairs_of(raw, improve=improve)) for improve in (False, True))
        assert dominates(now, was)
        everything = [proposer_ranks(plain, pairs) for pairs in plain.all_stable_of_one_place()]
        assert now in everything
        assert not any(dominates(other, now) for other in everything)


def test_where_hosts_trade_some_gain_and_no_stable_matching_is_better_still():
    """The same rounds with the sides changed; the draw is another one, so not all have a circle."""
    gained = 0
    for raw in traded_rounds(40):
        ones = dict.fromkeys(raw["wishes"], 1)
        turned = mirrored(raw | {"wishes_places": ones, "forbidden": []})
        plain = Plain(raw)
        both = [
            frozenset((host, school) for school, host in pairs_of(turned, Side.HOSTS, improve=improve))
            for improve in (False, True)
        ]
        was, now = (proposer_ranks(plain, pairs) for pairs in both)
        assert now == was or dominates(now, was)
        gained += now != was
        everything = [proposer_ranks(plain, pairs) for pairs in plain.all_stable_of_one_place()]
        assert now in everything
        assert not any(dominates(other, now) for other in everything)
    assert gained > 3


@tried(rounds(schools=5, hosts=4, wish_ties=False, priority_ties=False, own_places=1), both_sides())
def test_without_ties_there_is_nothing_to_improve(raw, side):
    raw["places"] = dict.fromkeys(raw["places"], 1)
    assert pairs_of(raw, side, improve=True) == pairs_of(raw, side)


@tried(one_place_rounds())
def test_hosts_that_propose_are_improved_alike(raw):
    """Up to the drawn order, which goes by side and name."""
    turned = mirrored(raw)
    plain = Plain(turned)
    before, after = (pairs_of(turned, Side.HOSTS, improve=improve) for improve in (False, True))
    swapped = Plain(raw)
    was, now = (proposer_ranks(swapped, {(b, a) for a, b in pairs}) for pairs in (before, after))
    assert plain.stable(after)
    assert now == was or dominates(now, was)


TIED = {
    "wishes": {"1": ["y", "x", "z"], "2": ["z", "y", "x"], "3": ["y", "z", "x"]},
    "priorities": {"x": ["1", "2", "3"], "y": ["2", ["1", "3"]], "z": ["3", "1", "2"]},
}


def test_the_example_of_the_page():
    """Where the draw puts 1 before 3, deferred acceptance gives nobody a first wish, and 2 and 3 trade."""
    seeds = [
        seed for seed in range(20) if pairs_of(TIED | {"seed": seed}) == {("1", "x"), ("2", "y"), ("3", "z")}
    ]
    assert seeds
    for seed in seeds:
        assert pairs_of(TIED | {"seed": seed}, improve=True) == {("1", "x"), ("2", "z"), ("3", "y")}
        assert run(read_round(TIED | {"seed": seed}), improve=True).matching.cycles == 1
    rank = Plain(TIED).rank
    assert rank["y"]["3"] > rank["y"]["2"]  # the hosts pay
    assert rank["z"]["2"] > rank["z"]["3"]


def test_improvement_is_refused_where_the_theory_does_not_hold():
    several = TIED | {"wishes_places": {"2": 2}}
    tied = TIED | {"wishes": TIED["wishes"] | {"3": [["y", "z"], "x"]}}
    for raw, side, fault, name in (
        (several, Side.SCHOOLS, Fault.SEVERAL_PLACES, "2"),
        (tied, Side.SCHOOLS, Fault.TIED_LIST, "3"),
        (TIED, Side.HOSTS, Fault.TIED_LIST, "y"),
        (TIED | {"places": {"x": 2}}, Side.HOSTS, Fault.SEVERAL_PLACES, "x"),
    ):
        with pytest.raises(Unfit) as refused:
            run(read_round(raw), proposing=side, improve=True)
        assert (refused.value.fault, refused.value.values["name"]) == (fault, name)


def test_arrays_are_refused_alike():
    market = market_of(
        [0, 2], [0, 1], wish_tiers=[1, 1], host_tiers=[1, 1], school_places=[1], host_places=[1, 1]
    )
    with pytest.raises(Unfit) as refused:
        match(market, Draw(np.zeros(1, np.int32), np.arange(2, dtype=np.int32)), improve=True)
    assert refused.value.fault is Fault.TIED_LIST


def large_tied_market(schools=3000, hosts=300, *, seed=5):
    """Ten wishes each, hosts that tell three kinds of schools apart."""
    chance = np.random.default_rng(seed)
    wishes = np.argsort(chance.random((schools, hosts)), axis=1)[:, :10]
    kinds = chance.integers(1, 4, (schools, 10))
    return market_of(
        np.arange(schools + 1) * 10,
        wishes.ravel(),
        wish_tiers=np.tile(np.arange(1, 11), schools),
        host_tiers=kinds.ravel(),
        school_places=np.ones(schools),
        host_places=np.full(hosts, 10),
    )


def test_a_large_market_is_improved_and_stays_stable():
    market = large_tied_market()
    draw = Lottery.of([f"A{i}" for i in range(3000)], [f"X{i}" for i in range(300)]).draw(1)
    before, after = match(market, draw), match(market, draw, improve=True)
    assert after.cycles > 20
    assert judge(market, after.schools, after.hosts).stable
    was, now = (dict(zip(m.schools.tolist(), m.wishes.tolist(), strict=True)) for m in (before, after))
    assert was.keys() == now.keys()
    assert all(now[school] <= was[school] for school in was)
    assert sum(was[school] - now[school] for school in was) >= 2 * after.cycles  # places gained on the lists
