"""Small markets for grouping, and the best plan by trying every plan."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from lianmeng.mechanisms.grouping import Problem, Schools, Ways

LOOSE = 10_000


def market(ways, *, members=None, cores=None, **limits):
    """A problem from {(member, core): cost}, with the pupils of members and cores (all 100 if unsaid)."""
    members = members or dict.fromkeys(sorted({member for member, _ in ways}), 100)
    cores = cores or dict.fromkeys(sorted({core for _, core in ways}), 100)
    rows, columns = list(members), list(cores)
    if "present" in limits:
        limits["present"] = [columns.index(each) if each else -1 for each in limits["present"]]
    return Problem(
        Schools(rows, list(members.values())),
        Schools(columns, list(cores.values())),
        Ways(
            [rows.index(member) for member, _ in ways],
            [columns.index(core) for _, core in ways],
            list(ways.values()),
        ),
        **limits,
    )


@st.composite
def markets(draw, *, tight_pupils=False):
    """Members with or without ways, a present core, a rank; limits of every size, 0 included.

    With `tight_pupils` most limits are in pupils, and only some of the members fit.
    """
    count, cores = draw(st.integers(3 * tight_pupils, 6)), draw(st.integers(1, 3))
    pairs = [(member, core) for member in range(count) for core in range(cores)]
    kept = [pair for pair in pairs if draw(st.integers(0, 3)) > (not tight_pupils)]
    whole = st.integers(0, 9)
    size = st.integers(1, 6) if tight_pupils else st.just(0)
    most_schools = st.integers(3, 6) if tight_pupils else st.integers(0, 4)
    return Problem(
        Schools([f"m{name}" for name in draw(st.permutations(range(count)))], drawn(draw, size, count)),
        Schools([f"c{core}" for core in range(cores)], drawn(draw, st.integers(0, 2), cores)),
        Ways([m for m, _ in kept], [c for _, c in kept], drawn(draw, whole, len(kept))),
        present=drawn(draw, st.integers(-1, cores - 1), count),
        ranks=drawn(draw, st.integers(0, 2), count),
        most_schools=drawn(draw, most_schools, cores),
        most_pupils=drawn(draw, st.integers(1, 12), cores),
    )


def drawn(draw, strategy, count):
    return draw(st.lists(strategy, min_size=count, max_size=count))


def every_plan(problem, *, with_pupils=True):
    """All plans that keep the limits, as tuples of cores, -1 for none."""
    mine = {member: [-1] for member in range(problem.members.count)}
    for member, core in zip(problem.ways.members.tolist(), problem.ways.cores.tolist(), strict=True):
        mine[member].append(core)
    for plan in product(*mine.values()):
        if all(keeps(problem, plan, core, with_pupils=with_pupils) for core in range(problem.cores.count)):
            yield plan


def keeps(problem, plan, core, *, with_pupils):
    group = [member for member, chosen in enumerate(plan) if chosen == core]
    pupils = problem.cores.pupils[core] + sum(problem.members.pupils[member] for member in group)
    schools_kept = 1 + len(group) <= problem.most_schools[core]
    return not group or (schools_kept and (not with_pupils or pupils <= problem.most_pupils[core]))


def reached(problem, plan):
    """The score of a plan as one tuple: stayed, placed by class, minus the cost; the larger, the better."""
    members = range(problem.members.count)
    kinds = [(problem.present[m] < 0, problem.ranks[m]) for m in members]
    placed = [sum(plan[m] >= 0 for m in members if kinds[m] == kind) for kind in sorted(set(kinds))]
    stayed = sum(plan[m] >= 0 and plan[m] == problem.present[m] for m in members)
    ways = zip(*(column.tolist() for column in (problem.ways.members, problem.ways.cores)), strict=True)
    cost = sum(
        each for way, each in zip(ways, problem.ways.costs.tolist(), strict=True) if plan[way[0]] == way[1]
    )
    return (stayed, *placed, -cost)


def told(score):
    return (score.stayed, *score.placed, -score.cost)


def shuffled(problem, seed):
    """The same problem with its lines in another order, and the new place of each member and core."""
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(problem.members.count), rng.permutation(problem.cores.count)
    row_at, column_at = np.argsort(rows), np.append(np.argsort(columns), -1)
    ways = rng.permutation(problem.ways.count)
    return Problem(
        Schools([problem.members.names[row] for row in rows], problem.members.pupils[rows]),
        Schools([problem.cores.names[column] for column in columns], problem.cores.pupils[columns]),
        Ways(
            row_at[problem.ways.members[ways]],
            column_at[problem.ways.cores[ways]],
            problem.ways.costs[ways],
        ),
        present=column_at[problem.present[rows]],
        ranks=problem.ranks[rows],
        most_schools=problem.most_schools[columns],
        most_pupils=problem.most_pupils[columns],
    )


def by_name(problem, core_of):
    """Who is in whose group."""
    cores = (*problem.cores.names, None)
    return {name: cores[core] for name, core in zip(problem.members.names, core_of.tolist(), strict=True)}
