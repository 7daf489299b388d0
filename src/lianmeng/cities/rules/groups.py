"""The groups of the made-up city, first the city, later the countryside. The source prints no number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lianmeng.cities.rules.plan import plan
from lianmeng.cities.rules.rows import CityRows, District, MadeSchool

Sides = dict[str, list[MadeSchool]]  # "own" and "other" district of the pair


@dataclass(frozen=True, slots=True)
class Group:
    """The first of `schools` is the core; only the first `staying` of them are parties of later agreements."""

    form: str
    title: str
    roles: tuple[str, str]
    schools: tuple[MadeSchool, ...]
    staying: int
    since: date

    def terms(self) -> Iterator[tuple[date, date]]:
        """One after another, as long as one of them begins before the last year of all."""
        known, first = plan()["alliances"]["group_terms"], self.since
        while first.year < known["last_begin"]:
            after = first.replace(year=first.year + known["years"])
            yield first, after - timedelta(days=1)
            first = after


def groups(rows: CityRows, pairs: Sequence[tuple[District, District]]) -> Iterator[Group]:
    """By kind and pair of districts. No school is in two of them, but for a core that is shared."""
    known, strength = plan()["alliances"], _strengths(rows)
    taken: set[str] = set()
    for kind in known["groups"]:
        for number, (near, far) in enumerate(pairs, start=1):
            if number not in kind["pairs"]:
                continue
            own, other = (near, far) if kind["side"] == "near" else (far, near)
            since = known["group_terms"]["begin"][own.layer - 1]
            sides = {
                side: rows.ordinary_schools(district, since, known["term"][1])
                for side, district in (("own", own), ("other", other))
            }
            found = _members(kind, sides, strength, taken)
            taken |= {one.id for one in found}
            grown_out = number in kind.get("grown_out", ())
            yield Group(
                kind["form"],
                kind["title"],
                tuple(kind["roles"]),
                tuple(found),
                len(found) - grown_out,
                since,
            )


def _members(
    kind: dict[str, Any], sides: Sides, strength: Callable[[MadeSchool], float], taken: set[str]
) -> list[MadeSchool]:
    """The strongest school first, then those that the kind asks for, as far as there are any."""
    free = {side: [one for one in found if one.id not in taken] for side, found in sides.items()}
    core = max(sides["own"] if kind.get("shares_core") else free["own"], key=strength)
    found = [core]
    for wanted in kind["members"]:
        side = free["other" if wanted == "rural" else "own"]
        left = [one for one in side if one not in found and _is(one, wanted)]
        nearest = wanted == "near"
        if left:
            found.append(min(left, key=lambda one: _away(one, core) if nearest else strength(one)))
    return found


def _is(school: MadeSchool, wanted: str) -> bool:
    return {
        "private": school.ownership == "private",
        "rural": school.setting != "urban",
    }.get(wanted, school.ownership == "public")


def _away(one: MadeSchool, other: MadeSchool) -> float:
    """For comparing only: in degrees, squared."""
    return (one.at[0] - other.at[0]) ** 2 + (one.at[1] - other.at[1]) ** 2


def _strengths(rows: CityRows) -> Callable[[MadeSchool], float]:
    """Key teachers a pupil in a school's latest return that says so; the weakest send no return."""
    known: dict[str, float] = {}
    for one in sorted(rows.returns, key=lambda one: one.year):
        key, pupils = (one.values.get(name) for name in ("key_teachers", "pupils"))
        if isinstance(key, int | float) and isinstance(pupils, int | float) and pupils:
            known[one.school] = key / pupils
    return lambda school: known.get(school.id, 0.0)
