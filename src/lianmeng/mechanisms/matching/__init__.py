"""Stable matching between schools and hosts, both with wishes and places.

`read_round` checks a round by names, `run` matches and judges it, `verify` checks a saved record, `Explainer`
says why. `market_of` and `match` are the same on arrays, `judge` the second opinion, `suggest` what to wish for
before a round. Definitions, sources and guarantees stand in docs/mechanisms/matching.md.
"""

from lianmeng.mechanisms.matching.changing import Way
from lianmeng.mechanisms.matching.draw import Draw, Lottery
from lianmeng.mechanisms.matching.explaining import (
    Explainer,
    Explanation,
    Partner,
    Reason,
    Unsettling,
    WhyNot,
)
from lianmeng.mechanisms.matching.faults import Fault, Unfit
from lianmeng.mechanisms.matching.judge import Verdict, judge
from lianmeng.mechanisms.matching.market import Market, Side, market_of
from lianmeng.mechanisms.matching.outcome import (
    REDRAWS,
    VERSION,
    Finding,
    Outcome,
    redrawn_shares,
    run,
    verify,
)
from lianmeng.mechanisms.matching.rounds import Round, can_be_shown, read_round
from lianmeng.mechanisms.matching.solving import Matching, match
from lianmeng.mechanisms.matching.suggesting import Ground, Hosts, Suggestion, Weights, nearest, suggest

__all__ = [
    "REDRAWS",
    "VERSION",
    "Draw",
    "Explainer",
    "Explanation",
    "Fault",
    "Finding",
    "Ground",
    "Hosts",
    "Lottery",
    "Market",
    "Matching",
    "Outcome",
    "Partner",
    "Reason",
    "Round",
    "Side",
    "Suggestion",
    "Unfit",
    "Unsettling",
    "Verdict",
    "Way",
    "Weights",
    "WhyNot",
    "can_be_shown",
    "judge",
    "market_of",
    "match",
    "nearest",
    "read_round",
    "redrawn_shares",
    "run",
    "suggest",
    "verify",
]
