"""What comes out: a plan with its proof, and the record that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from lianmeng.mechanisms.grouping.fault import Fault
from lianmeng.mechanisms.grouping.problem import Whole

Codes = NDArray[np.int8]


class Reason(IntEnum):
    """Why a member is in no group."""

    PLACED = 0
    NO_WAY = 1  # no core within reach
    TOO_LARGE = 2  # no core within reach could take it even if it were the only member
    FULL = 3  # every core within reach that could take it has as many schools as it may
    PUPILS = 4  # at least one of them has a place for a school, but none room for its pupils


class Proof(StrEnum):
    """How much is known about the plan. What "better" means, `Score` says."""

    OPTIMAL = "optimal"  # no plan is better, and the judge has proved it
    SEARCHED = "searched"  # no plan is better, says the search that went through all; nobody proved it again
    BOUNDED = "bounded"  # no plan reaches more than `Plan.bound`; whether one lies between is not known


@dataclass(frozen=True, slots=True, order=False)
class Score:
    """What a plan reaches, compared from left to right: one place more to the left outweighs all to the right.

    `stayed`: present members that keep their core. `placed`: members in a group, of every class in the order
    of service: present members by rank, then newcomers by rank. `cost`: the sum over all placed members.
    """

    stayed: int
    placed: tuple[int, ...]
    cost: int

    @property
    def key(self) -> tuple[int, ...]:
        """The smaller, the better."""
        return (-self.stayed, *(-count for count in self.placed), self.cost)


@dataclass(frozen=True, slots=True)
class Plan:
    """The group of every member, in the order in which the members were given.

    `core_of[m]` is a core, or -1 for a member left out; `reasons[m]` is a `Reason`. `relaxed` is the best plan
    where limits in pupils do not count, and `bound` its score: no plan's `score` is better.
    """

    core_of: Whole  # (n)
    reasons: Codes  # (n)
    score: Score
    proof: Proof
    relaxed: Whole  # (n)
    bound: Score


@dataclass(frozen=True, slots=True)
class Record:
    """One run: what was asked (digest), by which mechanism, the answer, and what the judge says of it.

    `faults` is what the judge found wrong; a plan with any is not to be used.
    """

    plan: Plan
    digest: str
    mechanism: str
    version: str
    solver: str
    seconds: float
    faults: tuple[Fault, ...]

    @property
    def good(self) -> bool:
        return not self.faults
