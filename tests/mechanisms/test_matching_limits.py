"""What is not promised: an example for each "no" of the page that stands nowhere else."""

from tests.mechanisms.matching_oracle import Plain
from tests.mechanisms.matching_rounds import pairs_of, traded_rounds

LOTTERY = {"wishes": {"A": ["X"], "B": ["X"]}, "priorities": {"X": [["A", "B"]]}}
SHORT = {"wishes": {"A": ["X", "Y"], "B": ["X"]}, "priorities": {"X": [["A", "B"]], "Y": ["A"]}}


def liked(plain, pairs, name):
    """The place of its partner on its list; beyond the end of it if it has none."""
    (partner,) = plain.partners(pairs, name) or [None]
    return plain.rank[name].get(partner, len(plain.rank[name]))


def test_with_ties_no_stable_matching_need_be_best_for_every_proposer():
    """Not even with improvement: whoever loses the draw has a stable matching that it likes better."""
    for improve in (False, True):
        plain, pairs = Plain(LOTTERY), pairs_of(LOTTERY, improve=improve)
        (alone,) = {"A", "B"} - {school for school, _ in pairs}
        assert any(liked(plain, other, alone) < liked(plain, pairs, alone) for other in plain.all_stable())


def test_with_ties_some_have_partners_in_one_stable_matching_and_none_in_another():
    matched = [{school for school, _ in pairs} for pairs in Plain(LOTTERY).all_stable()]
    assert sorted(matched, key=min) == [{"A"}, {"B"}]


def test_with_ties_a_stable_matching_can_be_better_for_some_proposers_and_worse_for_none():
    for raw in traded_rounds(20):
        plain, pairs = Plain(raw), pairs_of(raw)
        assert any(
            other != pairs
            and all(liked(plain, other, name) <= liked(plain, pairs, name) for name in plain.schools)
            for other in plain.all_stable_of_one_place()
        )


def test_with_ties_there_can_be_a_larger_stable_matching_and_improvement_does_not_find_it():
    largest = max(map(len, Plain(SHORT).all_stable()))
    seeds = [seed for seed in range(20) if len(pairs_of(SHORT | {"seed": seed})) < largest]
    assert largest == 2
    assert seeds
    assert all(len(pairs_of(SHORT | {"seed": seed}, improve=True)) == 1 for seed in seeds)


def test_a_receiver_can_fare_worse_with_improvement():
    worse = 0
    for raw in traded_rounds(20):
        plain = Plain(raw)
        before, after = (pairs_of(raw, improve=improve) for improve in (False, True))
        for host in plain.hosts:
            was, now = (
                sorted(plain.rank[host][school] for school in plain.partners(pairs, host))
                for pairs in (before, after)
            )
            assert len(was) == len(now)
            worse += was < now
    assert worse


def test_two_schools_can_gain_by_agreeing_on_their_lists():
    """Each alone cannot. B keeps its wish for X to itself, at no cost to itself, and A and C gain."""
    raw = {
        "wishes": {"A": ["X", "Y"], "B": ["X"], "C": ["Y", "X"]},
        "priorities": {"X": ["C", "B", "A"], "Y": ["A", "C"]},
    }
    agreed = raw | {"wishes": raw["wishes"] | {"B": []}}
    assert pairs_of(raw) == {("A", "Y"), ("C", "X")}
    assert pairs_of(agreed) == {("A", "X"), ("C", "Y")}
