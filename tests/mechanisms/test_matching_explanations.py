"""What a school is told is true: why not, and what would have moved it."""

import copy
from dataclasses import replace

import pytest
from tests.mechanisms.matching_oracle import Plain
from tests.mechanisms.matching_rounds import both_sides, drawn_positions, pairs_of, rounds, tried

from lianmeng.mechanisms.matching import Change, Explainer, Reason, Side, read_round, redrawn_shares, run


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


@tried(any_round(), both_sides(), examples=200)
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


def ranked_before(listed, school, *, last):
    """The list with the school, wherever it stood, alone just before the tier of the last."""
    tiers = [[tier] if isinstance(tier, str) else list(tier) for tier in listed]
    tiers = [kept for tier in tiers if (kept := [name for name in tier if name != school])]
    at = next(at for at, tier in enumerate(tiers) if last in tier)
    return [tier[0] if len(tier) == 1 else tier for tier in [*tiers[:at], [school], *tiers[at:]]]


def changed(raw, school, *, why_not, changes):
    """The round as it would be if these things had been otherwise."""
    raw, host = copy.deepcopy(raw), why_not.host
    for change in changes:
        if change is Change.ALLOWED:
            raw["forbidden"] = [
                one for one in raw["forbidden"] if (one["school"], one["host"]) != (school, host)
            ]
        elif change is Change.LISTED:
            raw["priorities"][host].append(school)
        elif change is Change.PLACE:
            raw["places"][host] = raw["places"].get(host, 1) + 1
        elif change is Change.BEFORE_LAST:
            raw["priorities"][host] = ranked_before(raw["priorities"][host], school, last=why_not.last)
    return raw


@tried(any_round(), both_sides(), examples=200)
def test_whatever_would_have_changed_it_would_have(raw, side):
    """Each combination alone makes school and host leave the pairs for each other."""
    pairs = pairs_of(raw, side)
    for school, told in explained(raw, side).items():
        for why_not in told.why_not:
            assert why_not.changes
            for changes in why_not.changes:
                if Change.DRAWN_FIRST in changes:
                    continue
                other = changed(raw, school, why_not=why_not, changes=changes)
                assert (school, why_not.host) in Plain(other).blocking(pairs)


@tried(any_round(), both_sides(), examples=200)
def test_another_draw_would_have_changed_what_the_draw_decided(raw, side):
    """With the school drawn just before the last, the pairs are not stable in the drawn order."""
    pairs, plain = pairs_of(raw, side), Plain(raw)
    for school, told in explained(raw, side).items():
        for why_not in told.why_not:
            drawn_first = (Change.DRAWN_FIRST,) in why_not.changes
            assert drawn_first == (why_not.reason is Reason.DRAWN_LATER)
            if drawn_first:
                positions = drawn_positions(raw)
                positions[school] = positions[why_not.last] - 0.5
                assert (school, why_not.host) in plain.strict(positions).blocking(pairs)


@tried(rounds(schools=4, hosts=3, wish_ties=False, own_places=1), examples=200)
def test_an_improved_matching_is_explained_truly_too(raw):
    pairs, positions = pairs_of(raw, improve=True), drawn_positions(raw)
    for school, told in explained(raw, improve=True).items():
        for why_not in told.why_not:
            if why_not.reason is Reason.PASSED_ON:
                assert why_not.rank == why_not.last_rank
                assert positions[school] < positions[why_not.last]
            for changes in why_not.changes:
                if Change.DRAWN_FIRST not in changes:
                    other = changed(raw, school, why_not=why_not, changes=changes)
                    assert (school, why_not.host) in Plain(other).blocking(pairs)


ROUND = {
    "wishes": {"A": ["V", "W", "X", "Y", "Z"], "B": ["X"], "C": ["Y"], "D": []},
    "priorities": {"V": ["A"], "W": ["A"], "X": ["B", "A"], "Y": [["A", "C"]], "Z": ["A"]},
    "places": {"W": 0},
    "forbidden": [{"school": "A", "host": "V", "reason": "same district"}],
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
    assert [one.changes for one in told.why_not] == [
        ((Change.ALLOWED,),),
        ((Change.PLACE,),),
        ((Change.BEFORE_LAST,), (Change.PLACE,)),
        ((Change.DRAWN_FIRST,), (Change.BEFORE_LAST,), (Change.PLACE,)),
    ]


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


def test_without_ties_a_school_is_matched_in_all_redrawn_orders_or_in_none():
    round_ = read_round(ROUND | {"priorities": ROUND["priorities"] | {"Y": ["C", "A"]}})
    assert not round_.tied
    assert redrawn_shares(round_, 20) == {"A": 1.0, "B": 1.0, "C": 1.0, "D": 0.0}


def test_an_explanation_is_a_plain_value():
    told = explained(ROUND)["A"]
    assert replace(told) == told
    assert hash(told) == hash(replace(told))
