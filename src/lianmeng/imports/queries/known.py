"""What the register knows, for reading a file: regions and schools that cells may name, and records to compare with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from lianmeng.imports.rules.columns import Columns
from lianmeng.imports.rules.fields import FIGURE
from lianmeng.imports.rules.understanding import AMBIGUOUS, Known
from lianmeng.imports.rules.verdict import Plan, Scope, key_digests, known_digests
from lianmeng.imports.vocabulary import Kind
from lianmeng.schools.queries.loading import Asked, former_codes, known_codes, known_parts, known_regions
from lianmeng.schools.queries.schemes import structure_of
from lianmeng.schools.vocabulary import Scheme

if TYPE_CHECKING:
    import polars as pl

_EMPTY = {"key": "UInt64", "head": "UInt64", "id": "Int64", "since": "Date", "was": "UInt64"}
_EMPTY |= {"others": "Boolean", "open": "Boolean", "in_scope": "Boolean"}


def day_of(columns: Columns) -> date:
    return date.fromisoformat(columns.day)


def asked_of(columns: Columns) -> Asked:
    figures = [key.removeprefix(FIGURE) for key in sorted(columns.sent) if key.startswith(FIGURE)]
    return Asked(columns.scheme, day_of(columns), figures)


def known_for(kind: Kind, columns: Columns, within: Iterable[str]) -> Known:
    """What the cells of a file may name."""
    regions, mine = _regions(day_of(columns)), frozenset(within)
    schools: frozenset[str] = frozenset()
    if kind in (Kind.STAFF, Kind.NEEDS):
        codes = known_codes(columns.scheme, day_of(columns))
        schools = frozenset(code for code, district in codes if not mine or district in mine)
    structure = structure_of(Scheme(columns.scheme)) if columns.scheme else None
    adds = columns.adds_regions and not mine and kind is Kind.SCHOOLS
    return Known(regions, schools, structure, adds)


def _regions(day: date) -> dict[str, str]:
    """Regions by name, code and id; a name that two of them share is ambiguous. A district goes before a street."""
    found: dict[str, str] = {}
    rows = known_regions(day)
    for public_id, _, name, district in sorted(rows, key=lambda one: one[0] != one[3]):
        if name not in found:
            found[name] = public_id
        elif public_id == district:
            found[name] = AMBIGUOUS
    for public_id, code, _, _ in rows:
        found |= {public_id: public_id} | ({code: public_id} if code else {})
    return found


def districts_by_region(day: date) -> dict[str, str]:
    return {public_id: district for public_id, _, _, district in known_regions(day)}


def compared_records(kind: Kind, columns: Columns, plan: Plan, scope: Scope) -> dict[str, pl.DataFrame]:
    """The digests of all records that a file of this kind is compared with, by part."""
    import polars as pl

    wanted = {part.name: part for part in plan.parts}
    found: dict[str, list[pl.DataFrame]] = {name: [] for name in wanted}
    for name, records in known_parts(kind.value, asked_of(columns)):
        if name in wanted and records.height:
            found[name].append(known_digests(wanted[name], records, plan, scope))
    empty = pl.DataFrame(schema={name: getattr(pl, kind_) for name, kind_ in _EMPTY.items()})
    known = {name: pl.concat(frames) if frames else empty for name, frames in found.items()}
    if kind is Kind.SCHOOLS:
        codes = pl.DataFrame({"code": list(former_codes(columns.scheme))}, schema={"code": pl.String})
        known["former"] = pl.DataFrame({"key": key_digests(codes, wanted["school"])})
    return known
