"""What deferred acceptance promises, held against every matching of small markets."""

import random

import pytest
from hypothesis import strategies as st
from tests.mechanisms.matching_oracle import Plain, at_least_as_good
from tests.mechanisms.matching_rounds import (
    both_sides,
    drawn_positions,
    pairs_of,
    rounds,
    traded_rounds,
    tried,
)

from lianmeng.mechanisms.matching import Side, read_round, run


@tried(rounds(schools=5, hosts=4, most_places=3, own_places=3), both_sides())
def test_it_is_what_the_book_gives(raw, side):
    plain = Plain(raw).strict(drawn_positions(raw))
    proposers = plain.schools if side is Side.SCHOOLS else plain.hosts
    assert pairs_of(raw, side) == plain.deferred(proposers)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("side", list(Side))
def test_it_is_what_the_book_gives_with_many_places(seed, side):
    """Long queues at every receiver; three tiers on the lists of hosts."""
    chance = random.Random(seed)
    schools, hosts = [f"A{i:02}" for i in range(60)], [f"X{i}" for i in range(6)]
    cuts = (slice(0, 20), slice(20, 40), slice(40, 60))
    raw = {
        "wishes": {school: chance.sample(hosts, chance.randint(1, 6)) for school in schools},
        "priorities": {
            host: [order[cut] for cut in cuts] for host in hosts if (order := chance.sample(schools, 60))
        },
        "places": {host: chance.randint(0, 25) for host in hosts},
        "wishes_places": {school: chance.randint(1, 2) for school in schools},
        "seed": seed,
    }
    plain = Plain(raw).strict(drawn_positions(raw))
    assert pairs_of(raw, side) == plain.deferred(plain.schools if side is Side.SCHOOLS else plain.hosts)


@tried(rounds(schools=5, hosts=4, most_places=3, own_places=3), both_sides())
def test_it_is_stable_in_the_lists_as_given_and_as_drawn(raw, side):
    pairs = pairs_of(raw, side)
    assert Plain(raw).stable(pairs)
    assert Plain(raw).strict(drawn_positions(raw)).stable(pairs)


@tried(rounds(), both_sides())
def test_no_stable_matching_of_the_drawn_order_is_better_for_a_proposer_or_worse_for_a_receiver(raw, side):
    plain = Plain(raw).strict(drawn_positions(raw))
    proposers, receivers = (plain.schools, plain.hosts)[:: 1 if side is Side.SCHOOLS else -1]
    pairs = pairs_of(raw, side)
    for other in plain.all_stable():
        assert all(at_least_as_good(plain, name, one=pairs, other=other) for name in proposers)
        assert all(at_least_as_good(plain, name, one=other, other=pairs) for name in receivers)


@tried(rounds())
def test_everybody_has_as_many_partners_in_every_stable_matching_of_the_drawn_order(raw):
    plain = Plain(raw).strict(drawn_positions(raw))
    pairs = pairs_of(raw)
    for name in plain.schools + plain.hosts:
        mine = plain.partners(pairs, name)
        for other in plain.all_stable():
            theirs = plain.partners(other, name)
            assert len(theirs) == len(mine)
            assert len(mine) == plain.places[name] or theirs == mine


@tried(rounds(schools=5, hosts=4), both_sides(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(raw, side, chance):
    shuffled = {key: in_another_order(value, chance) for key, value in in_another_order(raw, chance).items()}
    one, other = (run(read_round(each), proposing=side) for each in (raw, shuffled))
    assert one.record() == other.record()


def test_the_order_of_the_lines_does_not_matter_to_improvement():
    for at, raw in enumerate(traded_rounds(30)):
        chance = random.Random(at)
        shuffled = {
            key: in_another_order(value, chance) for key, value in in_another_order(raw, chance).items()
        }
        one, other = (run(read_round(each), improve=True) for each in (raw, shuffled))
        assert one.record() == other.record()


def in_another_order(value, chance: random.Random):
    """Lines and ties shuffled; the order of a list stays."""
    if isinstance(value, dict):
        lines = list(value.items())
        chance.shuffle(lines)
        return {key: with_ties_shuffled(listed, chance) for key, listed in lines}
    return chance.sample(value, len(value)) if isinstance(value, list) else value


def with_ties_shuffled(listed, chance: random.Random):
    if not isinstance(listed, list):
        return listed
    return [chance.sample(tier, len(tier)) if isinstance(tier, list) else tier for tier in listed]


def test_every_drawn_order_of_three_is_as_likely():
    raw = {"wishes": {name: ["X"] for name in "ABC"}, "priorities": {"X": [list("ABC")]}, "places": {"X": 1}}
    wins = [next(iter(pairs_of(raw | {"seed": seed})))[0] for seed in range(3000)]
    assert all(900 < wins.count(name) < 1100 for name in "ABC")


def test_who_else_takes_part_does_not_change_the_drawn_order_of_two():
    few = {"wishes": {"A": ["X"], "B": ["X"]}, "priorities": {"X": [["A", "B"]]}}
    more = {"wishes": {"A": ["X"], "B": ["X"], "C": []}, "priorities": {"X": [["A", "B"]], "Y": ["C"]}}
    for seed in range(40):
        assert pairs_of(few | {"seed": seed}) == pairs_of(more | {"seed": seed})


def test_with_ties_the_draw_decides_how_many_pairs_there_are():
    raw = {"wishes": {"A": ["X", "Y"], "B": ["X"]}, "priorities": {"X": [["A", "B"]], "Y": ["A"]}}
    assert {len(pairs_of(raw | {"seed": seed})) for seed in range(20)} == {1, 2}
