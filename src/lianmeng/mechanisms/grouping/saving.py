"""A record as plain values for a file, and the judge's word on such a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from lianmeng.mechanisms.grouping import judge
from lianmeng.mechanisms.grouping.fault import Fault
from lianmeng.mechanisms.grouping.problem import Problem, Whole
from lianmeng.mechanisms.grouping.result import Plan, Proof, Reason, Record, Score


def saved(record: Record, problem: Problem) -> dict[str, Any]:
    """The record with the schools' names, ready for JSON, in the order of the names.

    `groups` and `relaxed`: the core of each member that has one. `left_out`: why each other has none.
    """
    plan, names = record.plan, problem.members.names
    left_out = np.flatnonzero(plan.core_of < 0).tolist()
    return {
        "groups": _named(problem, plan.core_of),
        "left_out": {
            names[row]: Reason(plan.reasons[row]).name for row in sorted(left_out, key=names.__getitem__)
        },
        "score": _score(plan.score),
        "proof": plan.proof.value,
        "relaxed": _named(problem, plan.relaxed),
        "bound": _score(plan.bound),
        "digest": record.digest,
        "mechanism": record.mechanism,
        "version": record.version,
        "solver": record.solver,
        "seconds": record.seconds,
        "faults": [[fault.kind, fault.subject, fault.found, fault.expected] for fault in record.faults],
    }


def verify(told: dict[str, Any], problem: Problem) -> Iterator[Fault]:
    """What is wrong with a saved record of this problem: other inputs than said, or what the judge finds."""
    digest = problem.digest()
    if told["digest"] != digest:
        yield Fault("digest", "", told["digest"], digest)
        return
    if strangers := _strangers(told, problem):
        yield Fault("names", ", ".join(strangers), "named", "schools of this problem and reasons")
        return
    rows = {name: row for row, name in enumerate(problem.members.names)}
    reasons = np.zeros(len(rows), np.int8)
    for name, reason in told["left_out"].items():
        reasons[rows[name]] = Reason[reason]
    plan = Plan(
        core_of=_rows(problem, told["groups"]),
        reasons=reasons,
        score=_read_score(told["score"]),
        proof=Proof(told["proof"]),
        relaxed=_rows(problem, told["relaxed"]),
        bound=_read_score(told["bound"]),
    )
    yield from judge.faults(problem, plan)


def _strangers(told: dict[str, Any], problem: Problem) -> list[str]:
    members, cores = set(problem.members.names), set(problem.cores.names)
    named = {*told["groups"], *told["left_out"], *told["relaxed"]} - members
    named |= {*told["groups"].values(), *told["relaxed"].values()} - cores
    return sorted(named | (set(told["left_out"].values()) - set(Reason.__members__)))


def _named(problem: Problem, core_of: Whole) -> dict[str, str]:
    names, cores = problem.members.names, problem.cores.names
    placed = sorted(np.flatnonzero(core_of >= 0).tolist(), key=names.__getitem__)
    return {names[row]: cores[core_of[row]] for row in placed}


def _rows(problem: Problem, groups: dict[str, str]) -> Whole:
    core_at = {name: row for row, name in enumerate(problem.cores.names)}
    return np.array(
        [core_at[groups[name]] if name in groups else -1 for name in problem.members.names], np.int64
    )


def _score(score: Score) -> dict[str, Any]:
    return {"stayed": score.stayed, "placed": list(score.placed), "cost": score.cost}


def _read_score(told: dict[str, Any]) -> Score:
    return Score(told["stayed"], tuple(told["placed"]), told["cost"])
