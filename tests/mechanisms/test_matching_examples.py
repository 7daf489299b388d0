"""The examples that other programs of the field publish with theirs, and their answers beside ours."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from matching.games import HospitalResident
from tests.mechanisms.matching_oracle import Plain
from tests.mechanisms.matching_rounds import pairs_of, rounds, tried

from lianmeng.mechanisms.matching import Side, read_round, run

PROJECTS = Path(__file__).parents[1] / "data" / "preflib_00038_projects_0708.soi"


def pairs(text: str) -> set[tuple[str, str]]:
    return {(school, host) for school, host in (pair.split("-") for pair in text.split())}


def lists(text: str) -> dict[str, list[str]]:
    """`A: X Y; B: Y` as lists."""
    return {
        owner.strip(): listed.split() for owner, _, listed in (one.partition(":") for one in text.split(";"))
    }


README = {
    "wishes": lists("A: C; S: C M; D: C M G; J: C G M; L: M C G"),
    "priorities": lists("M: D L S J; C: D A S L J; G: D J L"),
    "places": {"M": 2, "C": 2, "G": 2},
}
TOPICS = {
    "wishes": lists("G1: Property Privacy; G2: Privacy Fairness; G3: Privacy Media"),
    "priorities": lists("Fairness: G2; Property: G1; Privacy: G3 G2 G1; Media: G3"),
    "places": {"Fairness": 2, "Property": 2, "Privacy": 2, "Media": 2},
}
LOSER = {"wishes": lists("A: X; B: X Y"), "priorities": lists("X: B A; Y: B")}
AUSTEN = {
    "wishes": lists(
        "Bingley: Jane Elizabeth Lydia Charlotte; Collins: Jane Elizabeth Lydia Charlotte;"
        "Darcy: Elizabeth Jane Charlotte Lydia; Wickham: Lydia Jane Elizabeth Charlotte"
    ),
    "priorities": lists(
        "Charlotte: Bingley Darcy Collins Wickham; Elizabeth: Wickham Darcy Bingley Collins;"
        "Jane: Bingley Wickham Darcy Collins; Lydia: Bingley Wickham Darcy Collins"
    ),
}
MARRIAGE = {
    "wishes": lists("A: D E F; B: D F E; C: F D E"),
    "priorities": lists("D: B C A; E: A C B; F: C B A"),
}
HR1 = {
    "wishes": lists("r1: h1 h2; r2: h2 h1; r3: h1"),
    "priorities": lists("h1: r3 r2 r1; h2: r1 r2"),
    "places": {"h1": 2, "h2": 1},
}
PUBLISHED = {
    "matching: hospitals of its first page": (README, Side.SCHOOLS, "A-C D-C S-M L-M J-G"),
    "matching: issue 67": (TOPICS, Side.SCHOOLS, "G1-Property G2-Privacy G3-Privacy"),
    "matching: a resident loses every wish": (LOSER, Side.SCHOOLS, "B-X"),
    "matching: Pride and Prejudice": (
        AUSTEN,
        Side.SCHOOLS,
        "Bingley-Jane Collins-Charlotte Darcy-Elizabeth Wickham-Lydia",
    ),
    "matching: marriages of its first page": (MARRIAGE, Side.SCHOOLS, "A-E B-D C-F"),
    "algmatch: hr1, residents propose": (HR1, Side.SCHOOLS, "r1-h1 r2-h2 r3-h1"),
    "algmatch: hr1, hospitals propose": (HR1, Side.HOSTS, "r1-h2 r2-h1 r3-h1"),
}


@pytest.mark.parametrize(("raw", "side", "published"), PUBLISHED.values(), ids=PUBLISHED)
def test_the_answer_is_the_published_one(raw, side, published):
    assert pairs_of(raw, side) == pairs(published)


def test_a_stable_matching_that_neither_side_proposes_is_not_the_answer():
    assert len(Plain(HR1).all_stable()) == 2


# DeferredAcceptance.jl: its tutorial's 10 students and 4 schools with coarse ranks, as places on lists.
STUDENTS = ["3421", "3412", "4321", "3421", "4321", "3412", "3421", "3421", "3421", "4321"]
COARSE = [
    [1, 1, 5, 5, 10, 1, 5, 8, 8, 1],
    [5, 1, 1, 1, 9, 5, 1, 5, 9, 5],
    [7, 1, 1, 1, 7, 4, 4, 7, 7, 4],
    [5, 1, 1, 1, 8, 5, 1, 8, 8, 5],
]


def tutorial() -> dict:
    return {
        "wishes": {f"s{at}": [f"c{school}" for school in listed] for at, listed in enumerate(STUDENTS)},
        "priorities": {f"c{at}": tiers(ranks) for at, ranks in enumerate(COARSE, start=1)},
        "places": {"c1": 3, "c2": 2, "c3": 2, "c4": 3},
    }


def tiers(ranks: Iterable[int]) -> list[list[str]]:
    by_rank: dict[int, list[str]] = {}
    for at, rank in enumerate(ranks):
        by_rank.setdefault(rank, []).append(f"s{at}")
    return [by_rank[rank] for rank in sorted(by_rank)]


@pytest.mark.parametrize("side", list(Side))
def test_the_tutorial_with_ties_is_stable_whatever_is_drawn(side):
    plain = Plain(tutorial())
    for seed in range(20):
        found = pairs_of(tutorial() | {"seed": seed}, side)
        assert len(found) == 10
        assert plain.stable(found)


@tried(rounds(schools=5, hosts=4, wish_ties=False, priority_ties=False, own_places=1), examples=60)
def test_the_matching_package_gives_the_same(raw):
    raw["forbidden"] = []
    raw["places"] = {host: places + 1 for host, places in raw["places"].items()}  # it knows no 0
    raw["wishes_places"] = {}
    clean = Plain(raw)
    wishes = {a: [x for x in raw["wishes"][a] if (a, x) in clean.possible] for a in clean.schools}
    priorities = {x: [a for a in raw["priorities"][x] if (a, x) in clean.possible] for x in clean.hosts}
    wishes, priorities = (
        {k: v for k, v in each.items() if v} for each in (wishes, priorities)
    )  # nor empty lists
    game = HospitalResident.create_from_dictionaries(wishes, priorities, raw["places"])
    theirs = game.solve(optimal="resident")
    assert pairs_of(raw) == {
        (str(school), str(host)) for host, schools in theirs.items() for school in schools
    }


def real_wishes() -> dict[str, list[str]]:
    """What 35 students of 2007/08 wished for: five of 61 projects each."""
    lines = [line for line in PROJECTS.read_text("ascii").splitlines() if not line.startswith("#")]
    return {f"student {at:02d}": line.split(": ")[1].split(",") for at, line in enumerate(lines, start=1)}


def test_real_wish_lists_with_hosts_that_tell_nobody_apart():
    """Everybody is tied, so the draw alone decides: still stable, and improvement keeps who is matched."""
    wishes = real_wishes()
    hosts = sorted({host for listed in wishes.values() for host in listed})
    raw = {"wishes": wishes, "priorities": {host: [sorted(wishes)] for host in hosts}}
    for seed in random.Random(3).sample(range(1000), 10):
        plain, improved = (
            run(read_round(raw | {"seed": seed}), improve=improve) for improve in (False, True)
        )
        assert plain.verdict.stable
        assert improved.verdict.stable
        assert plain.unmatched == improved.unmatched
        assert sum(plain.rank_profile) + len(plain.unmatched) == 35
