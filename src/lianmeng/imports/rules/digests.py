"""Rows and records as 64-bit digests of their keys and fields, so that comparing them costs bytes and not their text.

Two different keys among a million have one digest with a chance of about 10**-8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lianmeng.imports.rules.fields import Part, Shape

if TYPE_CHECKING:
    import polars as pl


POST, WHOLE_POST = "appointment", 100


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts that a file is about, and the fields of each that are compared."""

    shape: Shape
    parts: tuple[Part, ...]
    fields: Mapping[str, tuple[str, ...]]


def plan_of(shape: Shape, sent: Sequence[str]) -> Plan:
    parts = tuple(shape.parts_of(sent))
    return Plan(shape, parts, {part.name: tuple(shape.fields_of(part.name, sent)) for part in parts})


def digests(rows: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Of a block: `row`, `good`, `left_out`, `ends`, keys of row and head; each part's key, fields, if it is meant."""
    import polars as pl

    heads = head_digests(rows, plan)
    found = [
        rows["row"],
        (rows["wrong_why"].is_null() & ~rows["left_out"]).alias("good"),
        rows["left_out"],
        (
            rows["closed_on"].is_not_null()
            if "closed_on" in rows.columns
            else pl.repeat(False, rows.height, eager=True)
        ).alias("ends"),
        digest(rows, plan.shape.keys, salt=1).alias("row_key"),
        heads.alias("head"),
    ]
    if "identity" in rows.columns:
        found.append(_identity_key(rows))
    if any(part.name == POST for part in plan.parts):
        found.append(_share(rows))
    for part in plan.parts:
        meant = _all(rows)
        for name in part.needs:
            meant &= rows[name].is_not_null() & (rows[name] != "" if rows[name].dtype == pl.String else True)
        fields = list(plan.fields[part.name])
        if part.filled:
            meant &= (
                rows.select(pl.any_horizontal(_is_sent(rows, name) for name in fields)).to_series() | False
            )
        key = heads if part.keys == plan.parts[0].keys[:1] else key_digests(rows, part)
        found.append(key.alias(f"{part.name}_key"))
        found.append(meant.alias(f"{part.name}_meant"))
        found.append(digest(rows, fields, salt=3).alias(f"{part.name}_fields"))
    return pl.DataFrame(found)


def _identity_key(rows: pl.DataFrame) -> pl.Series:
    """The identity number's digest, null where it was not sent."""
    import polars as pl

    key = pl.when(pl.col("identity") != "").then(pl.col("identity").hash(4))
    return rows.select(key.alias("identity_key")).to_series()


def _share(rows: pl.DataFrame) -> pl.Series:
    """Of a full post; what is not said to be part of one is a whole one."""
    import polars as pl

    if "share_percent" not in rows.columns:
        return pl.repeat(WHOLE_POST, rows.height, dtype=pl.Float64, eager=True).alias("share")
    return rows["share_percent"].fill_null(WHOLE_POST).alias("share")


def _is_sent(rows: pl.DataFrame, name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name).is_not_null() if rows[name].dtype != pl.String else pl.col(name) != ""


def digest(rows: pl.DataFrame, names: Sequence[str], *, salt: int) -> pl.Series:
    """One number for these columns of each row; columns that are not there count as empty."""
    import polars as pl

    there = [name for name in names if name in rows.columns]
    if not there:
        return pl.repeat(0, rows.height, dtype=pl.UInt64, eager=True)
    if len(there) == 1:
        return rows[there[0]].hash(salt)
    return rows.select(there).hash_rows(salt)


def key_digests(rows: pl.DataFrame, part: Part) -> pl.Series:
    return digest(rows, part.keys, salt=2)


def head_digests(rows: pl.DataFrame, plan: Plan) -> pl.Series:
    """Of the school or person that a row or record belongs to: what has one head is judged together."""
    return digest(rows, plan.parts[0].keys[:1], salt=2)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the file speaks of: the districts an officer may change (none: all), and for columns of the register's
    records the values that the file names. A record outside is not missed."""

    within: frozenset[str] = frozenset()
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)


def known_digests(part: Part, records: pl.DataFrame, plan: Plan, scope: Scope) -> pl.DataFrame:
    """Of the register's records of a part: their keys, `id`, `since`, fields, whether another's, open, in scope."""
    import polars as pl

    mine = records["district"].is_in(list(scope.within)).fill_null(False) if scope.within else _all(records)
    spoken_of = mine
    for name, values in scope.named.items():
        if name in records.columns:
            spoken_of &= records[name].fill_null("").is_in(list(values))
    nothing = pl.repeat(None, records.height, dtype=pl.Date, eager=True)
    return pl.DataFrame(
        [
            key_digests(records, part).alias("key"),
            head_digests(records, plan).alias("head"),
            records["id"],
            (records["since"] if "since" in records.columns else nothing).alias("since"),
            digest(records, plan.fields[part.name], salt=3).alias("was"),
            (~mine).alias("others"),
            records["open"].fill_null(True).alias("open"),
            spoken_of.alias("in_scope"),
            *([_identity_key(records)] if "identity" in records.columns else []),
            *([_share(records)] if part.name == POST else []),
        ]
    )


def nothing_known() -> pl.DataFrame:
    """As `known_digests` of no records."""
    import polars as pl

    return pl.DataFrame(
        schema={
            "key": pl.UInt64,
            "head": pl.UInt64,
            "id": pl.Int64,
            "since": pl.Date,
            "was": pl.UInt64,
            "others": pl.Boolean,
            "open": pl.Boolean,
            "in_scope": pl.Boolean,
            "identity_key": pl.UInt64,
            "share": pl.Float64,
        }
    )


def _all(records: pl.DataFrame) -> pl.Series:
    import polars as pl

    return pl.repeat(True, records.height, dtype=pl.Boolean, eager=True)
