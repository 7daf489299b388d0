"""What a school is told is true: why not, and what would have moved it."""

import copy
import random
from dataclasses import replace

import numpy as np
import pytest
from tests.mechanisms.matching_oracle import Plain
from tests.mechanisms.matching_rounds import (
    both_sides,
    drawn_positions,
    mirrored,
    pairs_of,
    rounds,
    traded_rounds,
    tried,
)

from lianmeng.mechanisms.matching import (
    Draw,
    Explainer,
    Lottery,
    Reason,
    Side,
    Unsettling,
    Way,
    match,
    read_round,
    redrawn_shares,
    run,
)


def explained(raw, side=Side.SCHOOLS, *, improve=False):
    """Every explanation of a round, by school."""
    outcome = run(read_round(raw), proposing=side, improve=improve)
    explainer = Explainer(outcome)
    return {school: explainer.explain(school) for school in outcome.round.schools}


def any_round(**kinds):
    return rounds(schools=4, hosts=3, **kinds)


@tried(any_round(), both_sides())
def test_every_better_liked_host_is_explained_and_no_other(raw, side):
    plain, pairs = Plain(raw), pairs_of(raw, side)
    for school, told in explained(raw, side).items():
        mine = plain.partners(pairs, school)
        full = len(mine) >= plain.places[school]
        worst = max((plain.rank[school][host] for host in mine), default=-1)
        better = [
            host
            for host, rank in sorted(plain.rank[school].items(), key=lambda one: (one[1], one[0]))
            if host not in mine and (not full or rank < worst)
        ]
        assert [one.host for one in told.why_not] == better
        assert {one.host: one.wish - 1 for one in told.partners} == {
            host: plain.rank[school][host] for host in mine
        }


@tried(any_round(), both_sides(), examples=100)
def test_every_reason_is_true(raw, side):
    plain, pairs, positions = Plain(raw), pairs_of(raw, side), drawn_positions(raw)
    barred = {(one["school"], one["host"]) for one in raw["forbidden"]}
    for school, told in explained(raw, side).items():
        for one in told.why_not:
            theirs = plain.partners(pairs, one.host)
            rank = plain.rank[one.host].get(school)
            assert one.rank == (0 if rank is None else rank + 1)
            assert ((school, one.host) in barred) == (one.reason is Reason.FORBIDDEN) == bool(one.forbidden)
            assert (rank is None) == (one.rank == 0)
            if one.last:
                worst = max(theirs, key=lambda other: (plain.rank[one.host][other], positions[other]))
                assert (one.last, one.last_rank) == (worst, plain.rank[one.host][worst] + 1)
                assert len(theirs) == plain.places[one.host]
            if one.reason is Reason.RANKED_LOWER:
                assert all(plain.rank[one.host][other] < rank for other in theirs)
            if one.reason is Reason.DRAWN_LATER:
                assert plain.rank[one.host][one.last] == rank
                assert positions[one.last] < positions[school]
            if one.reason is Reason.NO_PLACES:
                assert plain.places[one.host] == 0
            assert one.reason is not Reason.PASSED_ON


def ranked(listed, school, *, behind):
    """The list with the school, wherever it stood, tied with none, and no more than so many before it."""
    tiers = [[tier] if isinstance(tier, str) else list(tier) for tier in listed]
    tiers = [kept for tier in tiers if (kept := [name for name in tier if name != school])]
    at = next((at for at in range(len(tiers)) if sum(map(len, tiers[: at + 1])) > behind), len(tiers))
    return [tier[0] if len(tier) == 1 else tier for tier in [*tiers[:at], [school], *tiers[at:]]]


def ranked_before(listed, school, *, last):
    """Alone just before the tier of the last."""
    tiers = [[tier] if isinstance(tier, str) else tier for tier in listed]
    before = [
        name for tier in tiers[: next(at for at, tier in enumerate(tiers) if last in tier)] for name in tier
    ]
    return ranked(listed, school, behind=len([name for name in before if name != school]))


def changed(raw, school, host, *, way):
    """The round as it would be, but for the draw."""
    raw = copy.deepcopy(raw)
    if way.allowed:
        raw["forbidden"] = [one for one in raw["forbidden"] if (one["school"], one["host"]) != (school, host)]
    if way.listed:
        raw["priorities"][host].append(school)
    if way.among:
        raw["priorities"][host] = ranked(raw["priorities"][host], school, behind=way.among - 1)
    raw["places"][host] = raw["places"].get(host, 1) + way.places
    return raw


def matched_again(raw, side, *, improve, first=None, before=None):
    """The same mechanism again; with a school drawn first of all, or just before another."""
    round_ = read_round(raw)
    positions = drawn_positions(raw)
    if first is not None:
        positions[first] = -1 if before is None else positions[before] - 0.5
    order = np.argsort([positions[school] for school in round_.schools])
    draw = Draw(np.argsort(order).astype(np.int32), run(round_).draw.hosts)
    found = match(round_.market, draw, proposing=side, improve=improve)
    numbers = zip(found.schools.tolist(), found.hosts.tolist(), strict=True)
    return frozenset((round_.schools[school], round_.hosts[host]) for school, host in numbers)


def given(raw, pairs, *, school, host):
    """Whether it has the host, or in each of its places one that it likes at least as well."""
    plain = Plain(raw)
    mine = plain.partners(pairs, school)
    liked = plain.rank[school]
    return host in mine or (
        len(mine) == plain.places[school] > 0 and all(liked[one] <= liked[host] for one in mine)
    )


def assert_ways_are_true(raw, side, *, improve=False):
    for school, told in explained(raw, side, improve=improve).items():
        for why_not in told.why_not:
            assert not given(raw, pairs_of(raw, side, improve=improve), school=school, host=why_not.host)
            assert why_not.ways
            for way in why_not.ways:
                other = changed(raw, school, why_not.host, way=way)
                first = school if way.drawn_first else None
                pairs = matched_again(other, side, improve=improve, first=first)
                assert given(other, pairs, school=school, host=why_not.host), (school, why_not.host, way)


def assert_other_pairs_come_out(raw, side, *, improve=False):
    pairs = pairs_of(raw, side, improve=improve)
    for school, told in explained(raw, side, improve=improve).items():
        for why_not in told.why_not:
            for one in why_not.unsettling:
                other, first, before = copy.deepcopy(raw), None, None
                if one is Unsettling.BEFORE_LAST:
                    listed = other["priorities"][why_not.host]
                    other["priorities"][why_not.host] = ranked_before(listed, school, last=why_not.last)
                else:
                    first, before = school, why_not.last
                assert matched_again(other, side, improve=improve, first=first, before=before) != pairs


def one_place_rounds():
    return rounds(schools=5, hosts=4, wish_ties=False, own_places=1)


@tried(rounds(schools=5, hosts=4, most_places=3, own_places=3), both_sides(), examples=150)
def test_every_way_gives_the_host_when_the_changed_round_is_matched(raw, side):
    assert_ways_are_true(raw, side)


@tried(one_place_rounds(), both_sides(), examples=150)
def test_every_way_is_true_of_schools_with_one_place(raw, side):
    assert_ways_are_true(raw, side)


@tried(one_place_rounds(), examples=150)
def test_every_way_is_true_with_improvement(raw):
    assert_ways_are_true(raw, Side.SCHOOLS, improve=True)


@tried(one_place_rounds(), examples=150)
def test_every_way_is_true_where_hosts_improve(raw):
    assert_ways_are_true(mirrored(raw), Side.HOSTS, improve=True)


@tried(rounds(schools=5, hosts=4, most_places=3), both_sides(), examples=100)
def test_whatever_is_said_to_unsettle_the_pairs_does(raw, side):
    assert_other_pairs_come_out(raw, side)


@tried(one_place_rounds(), examples=100)
def test_whatever_is_said_to_unsettle_improved_pairs_does(raw):
    assert_other_pairs_come_out(raw, Side.SCHOOLS, improve=True)
    assert_other_pairs_come_out(mirrored(raw), Side.HOSTS, improve=True)


def crowded(chance, *, places, own):
    """Forty schools, eight hosts, three tiers on each host's list."""
    schools, hosts = [f"A{i:02}" for i in range(40)], [f"X{i}" for i in range(8)]
    orders = {host: chance.sample(schools, chance.randint(30, 40)) for host in hosts}
    return {
        "wishes": {school: chance.sample(hosts, chance.randint(2, 8)) for school in schools},
        "priorities": {host: [order[:10], order[10:20], order[20:]] for host, order in orders.items()},
        "places": {host: chance.randint(0, places) for host in hosts},
        "wishes_places": {school: chance.randint(1, own) for school in schools},
        "forbidden": [{"school": school, "host": "X0", "reason": "too far"} for school in schools[:10]],
        "seed": chance.randint(0, 99),
    }


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("seed", range(3))
def test_every_way_is_true_in_long_lines(seed, side):
    assert_ways_are_true(crowded(random.Random(seed), places=6, own=2), side)


@pytest.mark.parametrize("seed", range(3))
def test_every_way_is_true_in_long_lines_with_improvement(seed):
    assert_ways_are_true(crowded(random.Random(seed), places=6, own=1), Side.SCHOOLS, improve=True)


def test_every_way_is_true_where_schools_or_hosts_traded():
    for raw in traded_rounds(40):
        assert_ways_are_true(raw, Side.SCHOOLS, improve=True)
        ones = dict.fromkeys(raw["wishes"], 1)
        turned = mirrored(raw | {"wishes_places": ones, "forbidden": []})
        assert_ways_are_true(turned, Side.HOSTS, improve=True)


@tried(one_place_rounds(), examples=100)
def test_an_improved_matching_is_explained_truly_too(raw):
    positions = drawn_positions(raw)
    for school, told in explained(raw, improve=True).items():
        for why_not in told.why_not:
            if why_not.reason is Reason.PASSED_ON:
                assert why_not.rank == why_not.last_rank
                assert positions[school] < positions[why_not.last]


ROUND = {
    "wishes": {"A": ["V", "W", "X", "Y", "Z"], "B": ["X"], "C": ["Y"], "D": []},
    "priorities": {"V": ["A"], "W": ["A"], "X": ["B", "A"], "Y": [["A", "C"]], "Z": ["A"]},
    "places": {"W": 0},
    "forbidden": [{"school": "A", "host": "V", "reason": "same district"}],
}


COMING_BACK = {
    "wishes": {"A": ["Y", "X"], "B": ["X", "Y"], "C": ["X", "Z"]},
    "priorities": {"X": ["A", "B", "C"], "Y": ["B", "A"], "Z": ["C"]},
}


def test_every_obstacle_is_told_in_the_order_of_the_list():
    seed = next(seed for seed in range(20) if ("C", "Y") in pairs_of(ROUND | {"seed": seed}))
    told = explained(ROUND | {"seed": seed})["A"]
    assert [(one.host, one.wish) for one in told.partners] == [("Z", 5)]
    reasons = [(one.host, one.wish, one.reason, one.rank, one.last) for one in told.why_not]
    assert reasons == [
        ("V", 1, Reason.FORBIDDEN, 1, ""),
        ("W", 2, Reason.NO_PLACES, 1, ""),
        ("X", 3, Reason.RANKED_LOWER, 2, "B"),
        ("Y", 4, Reason.DRAWN_LATER, 1, "C"),
    ]
    assert told.why_not[0].forbidden == "same district"
    assert [one.ways for one in told.why_not] == [
        (Way(allowed=True),),
        (Way(places=1),),
        (Way(among=1), Way(places=1)),
        (Way(drawn_first=True), Way(among=1), Way(places=1)),
    ]
    assert not any(one.unsettling for one in told.why_not)


def test_being_put_before_the_last_is_said_to_unsettle_and_no_more():
    """C stands second at X behind its last, B; put before B it would not have X, for A comes back there."""
    told = explained(COMING_BACK)["C"].why_not[0]
    assert (told.host, told.last, told.unsettling) == ("X", "B", (Unsettling.BEFORE_LAST,))
    other = copy.deepcopy(COMING_BACK)
    other["priorities"]["X"] = ["A", "C", "B"]
    assert pairs_of(COMING_BACK) == {("A", "Y"), ("B", "X"), ("C", "Z")}
    assert pairs_of(other) == {("A", "X"), ("B", "Y"), ("C", "Z")}


def test_a_school_without_wishes_or_places_has_nothing_to_be_told():
    told = explained(ROUND | {"wishes_places": {"A": 0}})
    assert (told["A"].places, told["A"].partners, told["A"].why_not) == (0, (), ())
    assert told["D"].why_not == ()
    with pytest.raises(KeyError):
        Explainer(run(read_round(ROUND))).explain("nobody")


def test_the_share_of_redrawn_orders_is_that_of_the_lottery():
    raw = {"wishes": {name: ["X"] for name in "ABCD"}, "priorities": {"X": [list("ABC"), "D"]}}
    shares = redrawn_shares(read_round(raw))
    assert sum(shares.values()) == pytest.approx(1)
    assert all(0.2 < shares[name] < 0.47 for name in "ABC")
    assert shares["D"] == 0


@tried(rounds(schools=4, hosts=3), examples=10)
def test_the_share_is_how_often_the_book_matches_the_school(raw):
    round_ = read_round(raw)
    lottery, plain = Lottery.of(round_.schools, round_.hosts), Plain(raw)
    counts = dict.fromkeys(round_.schools, 0)
    for again in range(1, 41):
        draw = lottery.draw(round_.seed, again)
        positions = dict(zip(round_.schools, draw.schools.tolist(), strict=True))
        positions |= dict(zip(round_.hosts, draw.hosts.tolist(), strict=True))
        for school in {school for school, _ in plain.strict(positions).deferred(plain.schools)}:
            counts[school] += 1
    assert redrawn_shares(round_, 40) == {school: count / 40 for school, count in counts.items()}


def test_without_ties_a_school_is_matched_in_all_redrawn_orders_or_in_none():
    round_ = read_round(ROUND | {"priorities": ROUND["priorities"] | {"Y": ["C", "A"]}})
    assert not round_.tied
    assert redrawn_shares(round_, 20) == {"A": 1.0, "B": 1.0, "C": 1.0, "D": 0.0}


def test_an_explanation_is_a_plain_value():
    told = explained(ROUND)["A"]
    assert replace(told) == told
    assert hash(told) == hash(replace(told))
