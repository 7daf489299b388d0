"""The judge finds every fault that is planted, and nothing where there is none."""

import numpy as np
import pytest
from hypothesis import strategies as st
from tests.mechanisms.matching_oracle import Plain
from tests.mechanisms.matching_rounds import pairs_of, rounds, tried

from lianmeng.mechanisms.matching import judge, market_of, read_round


def numbers(raw, pairs):
    """Pairs of names as the two arrays that the judge reads; what the round does not know is -1."""
    schools, hosts = sorted(raw["wishes"]), sorted(raw["priorities"])
    return (
        [schools.index(school) if school in schools else -1 for school, _ in pairs],
        [hosts.index(host) if host in hosts else -1 for _, host in pairs],
    )


def verdict_on(raw, pairs):
    return judge(read_round(raw).market, *numbers(raw, pairs))


def blocking_names(raw, verdict):
    market = read_round(raw).market
    schools, hosts = sorted(raw["wishes"]), sorted(raw["priorities"])
    return {(schools[market.owners()[wish]], hosts[market.hosts[wish]]) for wish in verdict.blocking}


@tried(rounds(schools=4, hosts=4), st.data(), examples=200)
def test_any_pairs_are_judged_as_by_the_book(raw, data):
    """Any set of pairs that can be formed, within places: exactly the blocking pairs of the definition."""
    plain = Plain(raw)
    chosen = set()
    for pair in data.draw(st.permutations(plain.possible)):
        if plain.feasible(frozenset(chosen | {pair})) and data.draw(st.booleans()):
            chosen.add(pair)
    verdict = verdict_on(raw, sorted(chosen))
    assert verdict.feasible
    assert verdict.rational
    assert blocking_names(raw, verdict) == plain.blocking(frozenset(chosen))


@tried(rounds(schools=4, hosts=4), st.data())
def test_a_pair_taken_out_of_a_matching_is_missed(raw, data):
    pairs = sorted(pairs_of(raw))
    assert verdict_on(raw, pairs).stable
    if pairs:
        removed = data.draw(st.sampled_from(pairs))
        verdict = verdict_on(raw, [pair for pair in pairs if pair != removed])
        assert removed in blocking_names(raw, verdict)


ROUND = {
    "wishes": {"A": ["X", "Y"], "B": ["X"], "C": ["Y", "X"]},
    "priorities": {"X": ["A", "B", "C"], "Y": ["A"]},
    "places": {"X": 2},
    "forbidden": [{"school": "C", "host": "X", "reason": "too far"}],
}
SOUND = [("A", "X"), ("B", "X")]


def faults(pairs):
    verdict = verdict_on(ROUND, pairs)
    found = {name: getattr(verdict, name).tolist() for name in ("unknown", "repeated", "unwilling")}
    found |= {name: getattr(verdict, name).tolist() for name in ("schools_over", "hosts_over")}
    return {name: where for name, where in found.items() if where}


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        (SOUND, {}),
        ([*SOUND, ("D", "X")], {"unknown": [2]}),
        ([("A", "Z"), *SOUND], {"unknown": [0]}),
        ([*SOUND, ("A", "X")], {"repeated": [2]}),
        ([*SOUND, ("B", "Y")], {"unwilling": [2]}),  # it did not wish for it
        ([*SOUND, ("C", "Y")], {"unwilling": [2]}),  # it was not listed
        ([("A", "X"), ("C", "X")], {"unwilling": [1]}),  # it is forbidden
        ([*SOUND, ("A", "Y")], {"schools_over": [0]}),
    ],
)
def test_a_planted_fault_is_named(pairs, found):
    assert faults(pairs) == found
    assert verdict_on(ROUND, pairs).stable == (not found)


def test_a_host_past_its_places_is_named():
    one_place = ROUND | {"places": {"X": 1}}
    assert verdict_on(one_place, SOUND).hosts_over.tolist() == [0]


def test_a_pair_that_cannot_be_formed_fills_no_place():
    verdict = verdict_on(ROUND, [("A", "X"), ("C", "X")])
    assert blocking_names(ROUND, verdict) == {("B", "X")}


def test_numbers_past_both_ends_are_unknown():
    market = read_round(ROUND).market
    assert judge(market, [3, -1, 0, 0], [0, 0, 2, -1]).unknown.tolist() == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="same shape"):
        judge(market, [0, 1], [0])


GOOD = {
    "starts": [0, 2, 3],
    "hosts": [0, 1, 1],
    "wish_tiers": [1, 2, 1],
    "host_tiers": [1, 0, -2],
    "school_places": [1, 1],
    "host_places": [1, 1],
}


@pytest.mark.parametrize(
    "change",
    [
        {"starts": [0, 3]},
        {"starts": [1, 2, 3]},
        {"starts": [0, 2, 4]},
        {"starts": [0, 4, 3]},
        {"hosts": [0, 2, 1]},
        {"hosts": [0, -1, 1]},
        {"hosts": [0, 0, 1]},
        {"hosts": [0, 1]},
        {"wish_tiers": [2, 1, 1]},
        {"wish_tiers": [0, 1, 1]},
        {"wish_tiers": [1, 3, 1]},
        {"host_tiers": [3, 0, 0]},
        {"school_places": [1, -1]},
        {"host_places": [-1, 1]},
    ],
)
def test_arrays_that_do_not_fit_are_refused(change):
    assert market_of(**{key: np.array(value) for key, value in GOOD.items()}).school_options.tolist() == [
        1,
        0,
    ]
    with pytest.raises(ValueError, match=r"\w"):
        market_of(**{key: np.array(value) for key, value in (GOOD | change).items()})
