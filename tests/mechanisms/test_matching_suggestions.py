"""Suggestions follow the stated formula, find planted complements, and give their grounds."""

import numpy as np
import pytest
from hypothesis import strategies as st
from tests.mechanisms.matching_rounds import tried

from lianmeng.mechanisms.matching import Ground, Hosts, Weights, nearest, suggest

NAN = float("nan")
shares = st.floats(0, 1)


def by_hand(needs, hosts, *, pupils):
    """The formula, host by host."""
    scores = []
    for strengths, km, size in zip(hosts.strengths, hosts.km, hosts.pupils, strict=True):
        met = sum(need * strength for need, strength in zip(needs, strengths, strict=True))
        fit = met / sum(needs) if sum(needs) else 0
        scores.append(0.6 * fit + 0.3 * 10 / (10 + km) + 0.1 * min(pupils, size) / max(pupils, size))
    return scores


@st.composite
def markets(draw):
    count, kinds = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    rows = st.lists(shares, min_size=kinds, max_size=kinds)
    return draw(rows), Hosts(
        draw(st.lists(rows, min_size=count, max_size=count)),
        draw(st.lists(st.floats(0, 500), min_size=count, max_size=count)),
        draw(st.lists(st.integers(1, 5000), min_size=count, max_size=count)),
    )


@tried(markets(), st.integers(1, 5000))
def test_the_score_is_the_formula_and_the_best_come_first(market, pupils):
    needs, hosts = market
    scores = by_hand(needs, hosts, pupils=pupils)
    found = suggest(needs, hosts, pupils=pupils)
    assert [one.score for one in found] == pytest.approx(sorted(scores, reverse=True))
    assert all(one.score == pytest.approx(scores[one.host]) for one in found)
    assert all(0 <= part <= 1 for one in found for part in (one.fit, one.nearness, one.size))


def planted(chance):
    """A hundred hosts strong where nothing is needed, most of them near; one, far off, has all that is needed."""
    needs = (chance.random(8) < 0.4).astype(float)
    needs[chance.integers(8)] = 1.0
    strengths = chance.random((100, 8)) * np.where(needs > 0, 0.3, 1.0)
    km = chance.uniform(0, 20, 100)
    complement = int(chance.integers(100))
    strengths[complement], km[complement] = needs, 30.0
    return needs, Hosts(strengths, km, chance.integers(200, 3000, 100)), complement


def test_a_planted_complement_ranks_first_where_the_nearest_never_finds_it():
    chance = np.random.default_rng(8)
    by_formula = by_distance = 0
    for _ in range(200):
        needs, hosts, complement = planted(chance)
        by_formula += suggest(needs, hosts, pupils=900, most=1)[0].host == complement
        by_distance += complement in nearest(hosts.km, most=10)
    assert (by_formula, by_distance) == (200, 0)


@tried(st.floats(0, 1 / 3, exclude_max=True), st.floats(0, 1e6), st.integers(1, 10**6))
def test_a_full_complement_stands_before_every_host_of_less_than_a_third(fit, km, pupils):
    hosts = Hosts([[fit], [1.0]], [0, km], [500, pupils])
    assert suggest([1.0], hosts, pupils=500)[0].host == 1


def test_the_grounds_name_what_counts_and_what_is_not_known():
    hosts = Hosts([[0.5, NAN, 1.0, 0.0, 0.2]], [10], [400])
    (one,) = suggest([1.0, 0.5, 0.8, 0.3, NAN], hosts, pupils=800)
    assert one.grounds == (
        (Ground.MEETS, (2, 0.8, 1.0)),
        (Ground.MEETS, (0, 1.0, 0.5)),
        (Ground.NOT_KNOWN, (1,)),
        (Ground.NEAR, (10.0,)),
        (Ground.SIZE, (0.5,)),
    )
    assert one.fit == pytest.approx(1.3 / 2.6)


def test_a_strength_that_is_not_known_never_helps():
    known, unknown = (suggest([1, 1], Hosts([[0.4, last]], [1], [1]), pupils=1)[0] for last in (0.0, NAN))
    assert known.score == unknown.score


def test_without_needs_the_others_decide_and_it_is_said():
    hosts = Hosts([[1.0], [0.0]], [9, 3], [100, 100])
    found = suggest([0.0], hosts, pupils=100)
    assert [one.host for one in found] == [1, 0]
    assert found[0].grounds[0] == (Ground.NO_NEEDS, ())


def test_equal_hosts_stand_in_their_order_and_no_more_than_asked():
    hosts = Hosts([[1.0]] * 5, [2] * 5, [100] * 5)
    assert [one.host for one in suggest([1], hosts, pupils=100, most=3)] == [0, 1, 2]
    assert nearest([3, 1, 1, 0], most=3) == [3, 1, 2]


FINE = {"needs": [0.5], "strengths": [[0.5]], "km": [1], "sizes": [10], "pupils": 5, "weights": Weights()}


@pytest.mark.parametrize(
    "change",
    [
        {"needs": [[0.5]]},
        {"needs": [1.5]},
        {"strengths": [0.5]},
        {"strengths": [[-0.1]]},
        {"km": [1, 2]},
        {"km": [-1]},
        {"km": [NAN]},
        {"sizes": [0]},
        {"sizes": [float("inf")]},
        {"pupils": 0},
        {"pupils": NAN},
        {"weights": Weights(fit=0.9)},
        {"weights": Weights(reach_km=0)},
    ],
)
def test_numbers_out_of_range_are_refused(change):
    def asked(values):
        hosts = Hosts(values["strengths"], values["km"], values["sizes"])
        return suggest(values["needs"], hosts, pupils=values["pupils"], weights=values["weights"])

    assert len(asked(FINE)) == 1
    with pytest.raises(ValueError, match=r"\w"):
        asked(FINE | change)
