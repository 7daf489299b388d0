"""A made-up city from a seed: the same seed and sizes give the same city, on every machine."""

from __future__ import annotations

from random import Random

from lianmeng.cities.rules.changes import Changes
from lianmeng.cities.rules.figures import yearly_returns
from lianmeng.cities.rules.needs import needs_and_strengths
from lianmeng.cities.rules.people import Staffing
from lianmeng.cities.rules.plan import districts, plan
from lianmeng.cities.rules.rows import Chain, CityRows, District, MadeSchool
from lianmeng.cities.rules.schools import Names, chains_of, first_schools, leanings

SEED, SCHOOLS = 2016, 600


def demo_city(seed: int = SEED, *, schools: int = SCHOOLS, areas: tuple[str, ...] = ()) -> CityRows:
    """`schools` to start with, shared out by the districts' weights; `areas` names the districts, or all of them."""
    dice = Random(seed)  # noqa: S311 - nothing here is secret
    chosen = tuple(one for one in districts() if not areas or one.id in areas)
    names = Names(dice, seed)
    made: list[MadeSchool] = []
    chains: list[Chain] = []
    for district, count in _shared_out(chosen, schools):
        lean = leanings(dice)
        for school in first_schools(dice, names, district, count):
            made.append(school)
            chains.extend(chains_of(dice, school, lean))
    changes = Changes(dice, names, made, chains)
    changes.happen()
    staffing = Staffing(dice, _homes(made))
    people = [person for chain in chains for person in staffing.of_chain(chain)]
    return CityRows(
        districts=chosen,
        schools=tuple(made),
        successions=tuple(changes.successions),
        people=tuple(people),
        returns=tuple(yearly_returns(dice, chains, people)),
        needs=tuple(needs_and_strengths(dice, made)),
        years=tuple(plan()["years"]),
    )


def _shared_out(chosen: tuple[District, ...], schools: int) -> list[tuple[District, int]]:
    """Whole numbers by weight that add up: each district gets what the running total calls for."""
    total, seen, given = sum(one.weight for one in chosen), 0, 0
    shares = []
    for one in chosen:
        seen += one.weight
        due = round(schools * seen / total)
        shares.append((one, due - given))
        given = due
    return shares


def _homes(schools: list[MadeSchool]) -> dict[tuple[str, str], list[MadeSchool]]:
    found: dict[tuple[str, str], list[MadeSchool]] = {}
    for one in schools:
        if one.closed is None and one.kind == "ordinary" and one.ownership == "public":
            for stage in one.stages:
                found.setdefault((one.district.id, stage), []).append(one)
    return found
