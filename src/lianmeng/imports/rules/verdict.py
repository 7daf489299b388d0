"""What each row is to the register: new, changed, unchanged or refused, found for all rows at once.

Rows and records are compared by 64-bit digests of their keys and fields, so that a row costs bytes and not its text.
Two different keys among a million have one digest with a chance of about 10**-8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lianmeng.imports.rules.fields import Part, Shape
from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.vocabulary import RowState

if TYPE_CHECKING:
    import polars as pl


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
    """Of a block: `good`, `left_out`, `ends`, the row's key, and for each part its key, fields, and if it is meant."""
    import polars as pl

    found = [
        (rows["wrong_why"].is_null() & ~rows["left_out"]).alias("good"),
        rows["left_out"],
        (
            rows["closed_on"].is_not_null()
            if "closed_on" in rows.columns
            else pl.repeat(False, rows.height, eager=True)
        ).alias("ends"),
        digest(rows, plan.shape.keys, salt=1).alias("row_key"),
    ]
    if "identity" in rows.columns:
        found.append(_identity_key(rows))
    for part in plan.parts:
        meant = _all(rows)
        for name in part.needs:
            meant &= rows[name].is_not_null() & (rows[name] != "" if rows[name].dtype == pl.String else True)
        fields = list(plan.fields[part.name])
        if part.filled:
            meant &= (
                rows.select(pl.any_horizontal(_is_sent(rows, name) for name in fields)).to_series() | False
            )
        key = key_digests(rows, part)
        found.append(key.alias(f"{part.name}_key"))
        found.append(meant.alias(f"{part.name}_meant"))
        found.append(digest(rows, fields, salt=3).alias(f"{part.name}_fields"))
    return pl.DataFrame(found)


def _identity_key(rows: pl.DataFrame) -> pl.Series:
    """The identity number's digest, null where it was not sent."""
    import polars as pl

    key = pl.when(pl.col("identity") != "").then(pl.col("identity").hash(4))
    return rows.select(key.alias("identity_key")).to_series()


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
            digest(records, plan.parts[0].keys[:1], salt=2).alias("head"),
            records["id"],
            (records["since"] if "since" in records.columns else nothing).alias("since"),
            digest(records, plan.fields[part.name], salt=3).alias("was"),
            (~mine).alias("others"),
            records["open"].fill_null(True).alias("open"),
            spoken_of.alias("in_scope"),
            *([_identity_key(records)] if "identity" in records.columns else []),
        ]
    )


def _all(records: pl.DataFrame) -> pl.Series:
    import polars as pl

    return pl.repeat(True, records.height, dtype=pl.Boolean, eager=True)


def judged(rows: pl.DataFrame, known: Mapping[str, pl.DataFrame], plan: Plan) -> pl.DataFrame:
    """The verdict on every row, in their order: `state`, `why` (a reason found here), and where each part stands."""
    import polars as pl

    rows = rows.with_row_index("at").with_columns(why=pl.lit(None, dtype=pl.String))
    found = rows
    for part in plan.parts:
        found = _joined(found, known[part.name], part.name)
    if "identity_key" in rows.columns and "identity_key" in known["person"].columns:
        holders = (
            known["person"].drop_nulls("identity_key").select("identity_key", pl.col("id").alias("holder"))
        )
        found = found.join(holders, on="identity_key", how="left", maintain_order="left")
    if "former" in known:
        found = found.with_columns(
            pl.col("school_key").is_in(known["former"]["key"].implode()).alias("former")
        )
    reasons = _reasons(found, plan)
    good = found.with_columns(why=reasons).filter(pl.col("good") & pl.col("why").is_null())
    numbered = _numbered(good, plan)
    columns = [name for part in plan.parts for name in columns_of(part.name)]
    verdict = rows.select("at", "good", "left_out").with_columns(why=reasons)
    verdict = verdict.join(
        numbered.select("at", "state", *columns), on="at", how="left", maintain_order="left"
    )
    refused = (
        pl.when("left_out").then(pl.lit(RowState.LEFT_OUT.value)).otherwise(pl.lit(RowState.REFUSED.value))
    )
    return verdict.with_columns(pl.coalesce("state", refused).alias("state")).drop("good", "left_out")


def columns_of(part: str) -> tuple[str, ...]:
    return tuple(f"{part}_{name}" for name in ("id", "since", "was", "new", "changed", "first"))


def _joined(rows: pl.DataFrame, known: pl.DataFrame, part: str) -> pl.DataFrame:
    kept = known.drop("identity_key", strict=False)
    named = kept.rename({name: f"{part}_{name}" for name in kept.columns if name != "key"})
    return rows.join(named, left_on=f"{part}_key", right_on="key", how="left", maintain_order="left")


def _reasons(rows: pl.DataFrame, plan: Plan) -> pl.Series:
    """Why a row that was understood is refused all the same; null where it is not."""
    import polars as pl

    head = plan.parts[0].name
    good = pl.col("good")
    chain = (
        pl.when(~good)
        .then(None)
        .when(~_first_among(good, pl.col("row_key")))
        .then(pl.lit(Reason.TWICE.value))
    )
    for part in plan.parts:
        key, fields = pl.col(f"{part.name}_key"), pl.col(f"{part.name}_fields")
        if part.keys != plan.shape.keys and rows[f"{part.name}_key"].n_unique() < rows.height:
            chain = chain.when(fields != fields.filter(good).first().over(key)).then(
                pl.lit(Reason.DIFFERS.value)
            )
        if part.required:
            chain = chain.when(pl.col(f"{part.name}_id").is_null()).then(pl.lit(Reason.NO_SECTION.value))
    others = pl.col(f"{head}_others").fill_null(False) | (pl.col(f"{head}_id").is_null() & ~pl.col("mine"))
    chain = chain.when(others).then(pl.lit(Reason.NOT_YOURS.value))
    if "identity_key" in rows.columns:
        same = pl.col("person_key") == pl.col("person_key").filter(good).first().over("identity_key")
        chain = chain.when(pl.col("identity_key").is_not_null() & ~same).then(
            pl.lit(Reason.IDENTITY_TWICE.value)
        )
    if "holder" in rows.columns:
        chain = chain.when(
            pl.col("holder").ne_missing(pl.col("person_id")) & pl.col("holder").is_not_null()
        ).then(pl.lit(Reason.IDENTITY_TWICE.value))
    if head == "school":
        if "former" in rows.columns:
            chain = chain.when(pl.col("former")).then(pl.lit(Reason.FORMER.value))
        chain = chain.when(~pl.col("school_open") & ~pl.col("ends")).then(pl.lit(Reason.CLOSED.value))
    return rows.select(chain.otherwise(None).cast(pl.String).alias("why")).to_series()


def _first_among(good: pl.Expr, key: pl.Expr) -> pl.Expr:
    """Whether a good row is the first good one with its key. Bad rows have no part in it."""
    import polars as pl

    unique = pl.when(good).then(key).otherwise(pl.int_range(pl.len()).cast(pl.UInt64).hash(99))
    return unique.is_first_distinct()


def _numbered(rows: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """With a number from 0 for each new record, and the state of the row."""
    import polars as pl

    for part in plan.parts:
        name = part.name
        meant = pl.col(f"{name}_meant")
        known = pl.col(f"{name}_id").is_not_null()
        first = pl.col(f"{name}_key").is_first_distinct()
        made = meant & ~known & (not part.required)
        rows = rows.with_columns(
            first.alias(f"{name}_first"),
            (known & (pl.col(f"{name}_was") != pl.col(f"{name}_fields")).fill_null(False)).alias(
                f"{name}_changed"
            ),
            made.alias(f"{name}_made"),
        )
        order = (pl.col(f"{name}_first") & made).cum_sum() - 1
        rows = rows.with_columns(pl.when(made).then(order).cast(pl.UInt32).alias(f"{name}_new"))
        if len(part.keys) < len(plan.shape.keys):
            shared = pl.col(f"{name}_new").first().over(f"{name}_key")
            rows = rows.with_columns(pl.when(f"{name}_made").then(shared).alias(f"{name}_new"))
    new = pl.any_horizontal(f"{part.name}_made" for part in plan.parts if part.structural)
    changed = pl.any_horizontal(
        name for part in plan.parts for name in (f"{part.name}_made", f"{part.name}_changed")
    )
    state = (
        pl.when(new)
        .then(pl.lit(RowState.NEW.value))
        .when(changed)
        .then(pl.lit(RowState.CHANGED.value))
        .otherwise(pl.lit(RowState.UNCHANGED.value))
    )
    return rows.with_columns(state.alias("state"))


def gone(rows: pl.DataFrame, known: Mapping[str, pl.DataFrame], plan: Plan, *, blanks: bool) -> pl.DataFrame:
    """The records in scope that no row names: `part` and `id`.

    A head is gone if everything of it is in scope and gone; then its further parts are not told. `blanks`: the file
    also has rows of heads without further parts.
    """
    import polars as pl

    closing = [part for part in plan.parts if part.closes]
    if not closing:
        return pl.DataFrame(schema={"part": pl.String, "id": pl.Int64})
    missing = {part.name: _missing(rows, known[part.name], part.name) for part in closing}
    head = missing[closing[0].name]
    rest = []
    for part in closing[1:]:
        open_ones = known[part.name].filter("open")
        outside = open_ones.filter(~pl.col("in_scope"))
        head = head.join(outside, left_on="key", right_on="head", how="anti")
        head = head if blanks else head.join(open_ones, left_on="key", right_on="head", how="semi")
        rest.append(missing[part.name].join(head, left_on="head", right_on="key", how="anti"))
    told = [
        (closing[0].name, head),
        *((part.name, each) for part, each in zip(closing[1:], rest, strict=True)),
    ]
    return pl.concat([frame.select(pl.lit(name).alias("part"), "id") for name, frame in told])


def _missing(rows: pl.DataFrame, known: pl.DataFrame, part: str) -> pl.DataFrame:
    import polars as pl

    there = known.filter(pl.col("open") & pl.col("in_scope"))
    return there.join(rows.select(f"{part}_key"), left_on="key", right_on=f"{part}_key", how="anti")
