"""The best plan under limits in schools, as a minimum-cost flow. Pupils do not count here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lianmeng.mechanisms.grouping.problem import Problem, Ways, Whole
from lianmeng.mechanisms.grouping.result import Score

_EASY = 0.9  # of the places: where more are wanted, a small step is seldom enough
_LARGEST = 2**62  # the solver multiplies every cost by the number of nodes


@dataclass(frozen=True, slots=True)
class Order:
    """The members' classes in the order of service, 0 first: present members by rank, then newcomers."""

    class_of: Whole  # (n)
    classes: int

    @classmethod
    def of(cls, problem: Problem) -> Order:
        key = np.where(problem.present >= 0, 0, problem.ranks.max(initial=0) + 1) + problem.ranks
        values, class_of = np.unique(key, return_inverse=True)
        return cls(class_of.astype(np.int64), values.size)

    def score(self, problem: Problem, core_of: Whole) -> Score:
        placed = core_of >= 0
        ways = problem.ways
        chosen = core_of[ways.members] == ways.cores
        return Score(
            int((placed & (core_of == problem.present)).sum()),
            tuple(np.bincount(self.class_of[placed], minlength=self.classes).tolist()),
            int(ways.costs[chosen].sum()),
        )


def places_of(problem: Problem) -> Whole:
    """(k) how many members each group may have beside its core."""
    return np.minimum(np.maximum(problem.most_schools - 1, 0), problem.members.count)


def flow(problem: Problem, ways: Ways, order: Order) -> Whole:
    """(n) the core of every member, -1 for none: the best `Score` of all plans within the limits in schools.

    Each member sends one unit over one of its ways to a core and on to the sink, or straight there: left out.
    Leaving one out costs a fine that falls by a step from class to class; losing a present member costs more
    than any of them. If the step is more than any exchange can save in ways, the sum of fines and costs
    respects the order of `Score` exactly. An exchange that can be undone in no smaller parts passes each of
    the k cores at most once, lets at most one member in and one out, and so changes at most k + 1 ways.
    The solver is quicker with a small step, which is enough where nobody is left out who has a way. As many
    stay as can with any step above the longest way, or one could come back and send one out for less than the
    fine; so no plan pays less in fines, and of those that pay as much this one costs least.
    Errors: ValueError where costs, classes and cores are so many that the fines leave 64 bits.
    Cost: one or two runs of the solver, cost scaling push-relabel: O(n²·e·log(n·largest cost)) at worst and far
    less in use.
    Source: A. Goldberg, "An efficient implementation of a scaling minimum-cost flow algorithm", Journal of
    Algorithms 22 (1997), in OR-Tools.
    """
    count = problem.members.count
    if count == 0 or ways.count == 0:
        return np.full(count, -1)
    reaching = np.bincount(ways.members, minlength=count) > 0
    longest = int(ways.costs.max())
    if reaching.sum() <= _EASY * places_of(problem).sum():
        core_of = _cheapest(problem, ways, order, step=3 * longest + 1)
        if ((core_of >= 0) == reaching).all():
            return core_of
    return _cheapest(problem, ways, order, step=(problem.cores.count + 1) * longest + 1)


def _cheapest(problem: Problem, ways: Ways, order: Order, *, step: int) -> Whole:
    """The plan with the least sum of fines and costs."""
    from ortools.graph.python import min_cost_flow

    count, cores = problem.members.count, problem.cores.count
    loss = (order.classes + 1) * step
    if (loss + order.classes * step) * (count + cores + 2) >= _LARGEST:
        raise ValueError("the costs are too large for so many members: use a coarser unit")
    losing, costs = np.where(problem.present >= 0, loss, 0), ways.costs
    if losing.any():
        costs = costs + losing[ways.members] * (ways.cores != problem.present[ways.members])
    sink = count + cores
    everyone, every_core = np.arange(count), np.arange(count, sink)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate((ways.members, everyone, every_core), dtype=np.int32),
        np.concatenate((ways.cores + count, np.full(count + cores, sink)), dtype=np.int32),
        np.concatenate((np.ones(ways.count + count, np.int64), places_of(problem))),
        np.concatenate(
            (
                costs,
                losing + (order.classes - order.class_of) * step,
                np.zeros(cores, np.int64),
            )
        ),
    )
    solver.set_nodes_supplies(np.append(everyone, sink), np.append(np.ones(count, np.int64), -count))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow was not solved: {status}")
    used = np.flatnonzero(solver.flows(arcs[: ways.count]))
    core_of = np.full(count, -1)
    core_of[ways.members[used]] = ways.cores[used]
    return core_of
