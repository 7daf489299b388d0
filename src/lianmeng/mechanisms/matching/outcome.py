"""A round that was matched: the pairs by name, the record that is kept, and the check of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from lianmeng.mechanisms.matching.draw import Draw, Lottery
from lianmeng.mechanisms.matching.judge import Verdict, judge
from lianmeng.mechanisms.matching.market import Side
from lianmeng.mechanisms.matching.rounds import Round
from lianmeng.mechanisms.matching.solving import Matching, match

VERSION = "1"  # another one whenever the same round could get another answer
REDRAWS = 200
Pair = list[str]


def mechanism_name(proposing: Side, *, improve: bool) -> str:
    """How a record names what was done: `deferred-acceptance/schools`, `improvement-cycles/hosts`, …"""
    return f"{'improvement-cycles' if improve else 'deferred-acceptance'}/{proposing.value}"


_MECHANISMS = {
    mechanism_name(side, improve=improve): (side, improve) for side in Side for improve in (False, True)
}


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a round came to, judged."""

    round: Round
    proposing: Side
    improve: bool
    draw: Draw
    matching: Matching
    verdict: Verdict

    @property
    def mechanism(self) -> str:
        return mechanism_name(self.proposing, improve=self.improve)

    @property
    def pairs(self) -> list[Pair]:
        """School and host, by school, within it as the school likes them."""
        found = zip(self.matching.schools.tolist(), self.matching.hosts.tolist(), strict=True)
        return [[self.round.schools[school], self.round.hosts[host]] for school, host in found]

    @property
    def unmatched(self) -> list[str]:
        """The schools that got nobody."""
        counts = np.bincount(self.matching.schools, minlength=len(self.round.schools))
        return [self.round.schools[school] for school in np.flatnonzero(counts == 0)]

    @property
    def blocking_pairs(self) -> list[Pair]:
        market = self.round.market
        schools = np.searchsorted(market.starts, self.verdict.blocking, side="right") - 1
        hosts = market.hosts[self.verdict.blocking]
        return [[self.round.schools[a], self.round.hosts[b]] for a, b in zip(schools, hosts, strict=True)]

    @property
    def rank_profile(self) -> list[int]:
        """How many pairs are some school's 1st wish, 2nd, 3rd …; a tie takes one place on the list."""
        counts: list[int] = np.bincount(self.round.market.wish_tiers[self.matching.wishes])[1:].tolist()
        return counts

    def record(self) -> dict[str, object]:
        """The outcome as plain values: what is saved, and what `verify` checks."""
        return {
            "pairs": self.pairs,
            "unmatched": self.unmatched,
            "blocking_pairs": self.blocking_pairs,
            "rank_profile": self.rank_profile,
            "mechanism": self.mechanism,
            "version": VERSION,
            "seed": self.round.seed,
            "digest": self.round.digest(),
            "verdict": "stable" if self.verdict.stable else "unstable",
        }


def run(round_: Round, *, proposing: Side = Side.SCHOOLS, improve: bool = False) -> Outcome:
    """Match a round in the drawn order of its seed, and judge the pairs. Unfit if `improve` does not apply.

    The answer depends on the round alone, not on the order in which its lines stand. What is promised stands
    with `solving.match`.

    >>> from lianmeng.mechanisms.matching import read_round
    >>> small = read_round({"wishes": {"A": ["X"], "B": ["X", "Y"]}, "priorities": {"X": ["B", "A"], "Y": ["B"]}})
    >>> run(small).pairs, run(small).unmatched
    ([['B', 'X']], ['A'])
    """
    if improve:
        round_.refuse_unless_improvable(proposing)
    draw = Lottery.of(round_.schools, round_.hosts).draw(round_.seed)
    matching = match(round_.market, draw, proposing=proposing, improve=improve)
    verdict = judge(round_.market, matching.schools, matching.hosts)
    return Outcome(round_, proposing, improve, draw, matching, verdict)


def redrawn_shares(round_: Round, redraws: int = REDRAWS) -> dict[str, float]:
    """For every school, in what share of so many further drawn orders it would have been matched.

    In one order the same schools are matched in every stable matching, whoever proposes (rural hospitals
    theorem: A. Roth, Econometrica 54 (1986)), so this share depends on the ties alone. Time: a match for each.
    """
    lottery = Lottery.of(round_.schools, round_.hosts)
    counts = np.zeros(len(round_.schools), np.int64)
    for again in range(1, redraws + 1):
        found = match(round_.market, lottery.draw(round_.seed, again))
        counts[np.unique(found.schools)] += 1
    return dict(zip(round_.schools, (counts / redraws).tolist(), strict=True))


class Finding(Enum):
    """Why a record does not stand."""

    SHAPE = "shape"  # not a record at all, or a pair that is not two names
    VERSION = "version"  # made by another version, which could give another answer
    MECHANISM = "mechanism"  # no mechanism of that name, or one that does not apply to the round
    DIGEST = "digest"  # the round is not the one that was matched
    SEED = "seed"  # nor is its seed
    UNKNOWN = "unknown"  # a pair with a name that the round has not
    INFEASIBLE = "infeasible"  # a pair twice, or more partners than places
    UNWILLING = "unwilling"  # a pair of which one side did not list the other, or that is forbidden
    BLOCKED = "blocked"  # two like each other better than what they have
    NOT_DRAWN = "not_drawn"  # stable, but not what the mechanism gives in the drawn order
    UNTRUE = "untrue"  # unmatched, blocking_pairs, rank_profile or verdict say something else than the pairs


def verify(record: object, round_: Round) -> list[Finding]:
    """What is wrong with a saved record of a round; nothing, if it stands.

    The pairs are judged by themselves, then the round is matched again. Not checked: the seconds, and the
    sentences that a saved file holds beside the record.
    """
    if not isinstance(record, Mapping) or not _well_formed(record.get("pairs")):
        return [Finding.SHAPE]
    found = [
        finding
        for finding, key, right in (
            (Finding.VERSION, "version", VERSION),
            (Finding.DIGEST, "digest", round_.digest()),
            (Finding.SEED, "seed", round_.seed),
        )
        if record.get(key) != right
    ]
    found += _findings_of_judge(record["pairs"], round_)
    return found + _findings_of_rerun(record, round_, sound=not found)


def _well_formed(pairs: object) -> bool:
    return isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(name, str) for name in pair)
        for pair in pairs
    )


def _findings_of_judge(pairs: list[Pair], round_: Round) -> list[Finding]:
    school_numbers = {name: number for number, name in enumerate(round_.schools)}
    host_numbers = {name: number for number, name in enumerate(round_.hosts)}
    verdict = judge(
        round_.market,
        [school_numbers.get(school, -1) for school, _ in pairs],
        [host_numbers.get(host, -1) for _, host in pairs],
    )
    faults = {
        Finding.UNKNOWN: bool(verdict.unknown.size),
        Finding.INFEASIBLE: bool(
            verdict.repeated.size or verdict.schools_over.size or verdict.hosts_over.size
        ),
        Finding.UNWILLING: not verdict.rational,
        Finding.BLOCKED: bool(verdict.blocking.size),
    }
    return [finding for finding, wrong in faults.items() if wrong]


def _findings_of_rerun(record: Mapping[str, object], round_: Round, *, sound: bool) -> list[Finding]:
    name = record.get("mechanism")
    if not isinstance(name, str) or name not in _MECHANISMS:
        return [Finding.MECHANISM]
    proposing, improve = _MECHANISMS[name]
    try:
        right = run(round_, proposing=proposing, improve=improve).record()
    except ValueError:
        return [Finding.MECHANISM]
    pairs = record["pairs"]
    if isinstance(pairs, list) and sorted(pairs) != sorted(right["pairs"]):  # type: ignore[call-overload]
        return [Finding.NOT_DRAWN] if sound else []
    claims = ("unmatched", "blocking_pairs", "rank_profile", "verdict")
    return [Finding.UNTRUE] if any(record.get(claim) != right[claim] for claim in claims) else []
