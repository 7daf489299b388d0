"""For whom it is safe to be truthful: every other list is tried; and for whom it is not."""

from itertools import permutations

from hypothesis import strategies as st
from tests.mechanisms.matching_oracle import ranks_of
from tests.mechanisms.matching_rounds import both_sides, pairs_of, rounds, tried

from lianmeng.mechanisms.matching import Side


def every_list(others):
    """Every strict list of some of the others."""
    for length in range(len(others) + 1):
        yield from map(list, permutations(others, length))


def partners(raw, name, *, side, improve=False):
    pairs = pairs_of(raw, side, improve=improve)
    return {host if school == name else school for school, host in pairs if name in (school, host)}


def with_list(raw, key, *, name, listed):
    return raw | {key: raw[key] | {name: listed}}


@tried(rounds(), both_sides(), st.integers(0, 2), examples=60)
def test_a_proposer_with_one_place_gets_nothing_better_by_any_other_list(raw, side, which):
    """Others may have several places, and every list may have ties."""
    key, others = ("wishes", "priorities") if side is Side.SCHOOLS else ("priorities", "wishes")
    name = sorted(raw[key])[which % len(raw[key])]
    places = "wishes_places" if side is Side.SCHOOLS else "places"
    raw[places][name] = 1
    rank = ranks_of(raw[key])[name]
    (truth,) = partners(raw, name, side=side) or {None}
    for lie in every_list(sorted(raw[others])):
        (got,) = partners(with_list(raw, key, name=name, listed=lie), name, side=side) or {None}
        assert got is None or got not in rank or (truth is not None and rank[truth] <= rank[got])


TWO_PLACES = {
    "wishes": {"A": ["X", "Z", "Y"], "B": ["X", "Y", "Z"]},
    "priorities": {"X": ["B", "A"], "Y": ["A", "B"], "Z": ["B", "A"]},
    "wishes_places": {"A": 2, "B": 2},
}
IMPROVED = {
    "wishes": {"A": ["X", "Y", "Z"], "B": ["Z", "X", "Y"], "C": ["X", "Y", "Z"]},
    "priorities": {"X": [["A", "B", "C"]], "Y": [["A", "B", "C"]], "Z": ["A", ["B", "C"]]},
}
ONE_EACH = {
    "wishes": {"A": ["X", "Y"], "B": ["Y", "X"]},
    "priorities": {"X": ["B", "A"], "Y": ["A", "B"]},
}


def test_a_proposer_with_two_places_can_gain_by_a_shorter_list():
    assert partners(TWO_PLACES, "A", side=Side.SCHOOLS) == {"Y"}
    lie = with_list(TWO_PLACES, "wishes", name="A", listed=["Z"])
    assert partners(lie, "A", side=Side.SCHOOLS) == {"Z"}  # which it likes better


def test_a_receiver_can_gain_by_a_shorter_list():
    assert partners(ONE_EACH, "X", side=Side.SCHOOLS) == {"A"}
    lie = with_list(ONE_EACH, "priorities", name="X", listed=["B"])
    assert partners(lie, "X", side=Side.SCHOOLS) == {"B"}  # which it likes better


def test_with_improvement_a_proposer_with_one_place_can_gain_by_another_list():
    """A gets its second wish by the truth, and its first by leaving that second one out."""
    lie = with_list(IMPROVED, "wishes", name="A", listed=["X", "Z"])
    gains = [
        seed
        for seed in range(20)
        if partners(IMPROVED | {"seed": seed}, "A", side=Side.SCHOOLS, improve=True) == {"Y"}
        and partners(lie | {"seed": seed}, "A", side=Side.SCHOOLS, improve=True) == {"X"}
    ]
    assert gains
