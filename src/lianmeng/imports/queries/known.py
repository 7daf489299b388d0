"""What the register knows, for reading a file: regions and schools that cells may name, and records to compare with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lianmeng.imports.rules.columns import Columns
from lianmeng.imports.rules.digests import Plan, Scope, key_digests, known_digests
from lianmeng.imports.rules.endings import Endings
from lianmeng.imports.rules.fields import FIGURE
from lianmeng.imports.rules.lives import lives_of
from lianmeng.imports.rules.places import Places
from lianmeng.imports.rules.understanding import AMBIGUOUS, Known
from lianmeng.imports.vocabulary import OF_SCHOOLS, Kind
from lianmeng.schools.queries.endings import known_endings, known_states, last_beginnings
from lianmeng.schools.queries.loading import Asked, former_codes, known_parts, known_regions
from lianmeng.schools.queries.region_states import region_codes, regions_as_at
from lianmeng.schools.queries.schemes import structure_of
from lianmeng.schools.vocabulary import Scheme

if TYPE_CHECKING:
    import polars as pl


def day_of(columns: Columns) -> date:
    return date.fromisoformat(columns.day)


def asked_of(columns: Columns) -> Asked:
    figures = [key.removeprefix(FIGURE) for key in sorted(columns.sent) if key.startswith(FIGURE)]
    return Asked(columns.scheme, day_of(columns), figures)


def known_for(kind: Kind, columns: Columns, within: Iterable[str]) -> Known:
    """What the cells of a file may name."""
    there, mine = known_regions(day_of(columns)), frozenset(within)
    schools: frozenset[str] = frozenset()
    elsewhen: dict[str, str] = {}
    if kind in OF_SCHOOLS:
        schools, elsewhen = _schools(columns, mine)
    elif kind is Kind.ENDINGS:  # judged by the day of each row
        schools = frozenset(code for code, *_ in known_states(columns.scheme))
    structure = structure_of(Scheme(columns.scheme)) if columns.scheme else None
    adds = columns.adds_regions and not mine and kind is Kind.SCHOOLS
    districts = {public_id: district for public_id, _, _, district in there}
    return Known(_by_name(there), schools, structure, adds, elsewhen, districts)


def _schools(columns: Columns, mine: Collection[str]) -> tuple[frozenset[str], dict[str, str]]:
    """The codes of schools that are there on the day of the file, and why those of the others cannot be named."""
    day = day_of(columns)
    lives = lives_of(known_states(columns.scheme))
    own = {code: life for code, life in lives.items() if not mine or life.district(day) in mine}
    elsewhen = {code: why for code, life in own.items() if (why := life.why_not_there(day))}
    return frozenset(own.keys() - elsewhen.keys()), elsewhen


def endings_for(columns: Columns, within: Collection[str]) -> Endings:
    """By what the rows of a file of endings are judged."""
    lives = lives_of(known_states(columns.scheme))
    for code, begins in last_beginnings(columns.scheme).items():
        lives[code].begins = begins
    told = known_endings(columns.scheme).select("school", "what", "on", "into")
    return Endings(lives, told.iter_rows(), within)


def _by_name(rows: Sequence[tuple[str, str, str, str]]) -> dict[str, str]:
    """Regions by name, code and id; a name that two of them share is ambiguous. A district goes before a street."""
    found: dict[str, str] = {}
    for public_id, _, name, district in sorted(rows, key=lambda one: one[0] != one[3]):
        if name not in found:
            found[name] = public_id
        elif public_id == district and found[name] != public_id:
            found[name] = AMBIGUOUS
    for public_id, code, _, _ in rows:
        found |= {public_id: public_id} | ({code: public_id} if code else {})
    return found


def places_of(day: date) -> Places:
    """By what the rows of a file of regions are found in the register."""
    return Places(regions_as_at(day), dict(region_codes(day)))


def known_of(kind: Kind, columns: Columns, plan: Plan, scope: Scope) -> Iterator[tuple[str, pl.DataFrame]]:
    """The digests of all records that a file of this kind is compared with: of some thousand at a time, their part."""
    wanted = {part.name: part for part in plan.parts}
    for name, records in known_parts(kind.value, asked_of(columns)):
        if name in wanted and records.height:
            yield name, known_digests(wanted[name], records, plan, scope)


def former_keys(columns: Columns, plan: Plan) -> dict[str, pl.DataFrame]:
    """The keys of codes that schools no longer have."""
    import polars as pl

    codes = pl.DataFrame({"code": list(former_codes(columns.scheme))}, schema={"code": pl.String})
    return {"former": pl.DataFrame({"key": key_digests(codes, plan.parts[0])})}
