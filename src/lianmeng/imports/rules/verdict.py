"""What each row is to the register: new, changed, unchanged or refused, found for all rows of some heads at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lianmeng.imports.rules.digests import POST, WHOLE_POST, Plan
from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.vocabulary import RowState

if TYPE_CHECKING:
    import polars as pl

_ROWS_NAMED = 4  # of the rows that have a code in common


def judged(rows: pl.DataFrame, known: Mapping[str, pl.DataFrame], plan: Plan) -> pl.DataFrame:
    """The verdict on every row, in their order: `at` (its place in the file), `state`, `why` (a reason found here), the
    rows `also` meant by the reason, and where each part stands.

    `<part>_new` of a new record is the place of the first row that tells of it.
    """
    import polars as pl

    found = rows.with_columns(why=pl.lit(None, dtype=pl.String))
    for part in plan.parts:
        found = _joined(found, known[part.name], part.name)
    if "former" in known:
        found = found.with_columns(
            pl.col("school_key").is_in(known["former"]["key"].implode()).alias("former")
        )
    alone = rows["head"].n_unique() == rows.height
    reasons = _reasons(found, plan, alone=alone)
    good = found.with_columns(why=reasons).filter(pl.col("good") & pl.col("why").is_null())
    numbered = _numbered(good, plan, alone=alone)
    columns = [name for part in plan.parts for name in columns_of(part.name)]
    verdict = rows.select("at", "block", "good", "left_out").with_columns(
        why=reasons, also=_also(rows, reasons, plan)
    )
    if numbered.height == found.height == rows.height:
        verdict = pl.concat([verdict, numbered.select("state", *columns)], how="horizontal")
    else:
        told = numbered.select("at", "state", *columns)
        verdict = verdict.join(told, on="at", how="left", maintain_order="left")
    refused = (
        pl.when("left_out").then(pl.lit(RowState.LEFT_OUT.value)).otherwise(pl.lit(RowState.REFUSED.value))
    )
    return verdict.with_columns(pl.coalesce("state", refused).alias("state")).drop("good", "left_out")


def columns_of(part: str) -> tuple[str, ...]:
    return tuple(f"{part}_{name}" for name in ("id", "since", "was", "new", "changed", "first"))


def _joined(rows: pl.DataFrame, known: pl.DataFrame, part: str) -> pl.DataFrame:
    import polars as pl

    kept = known.drop("identity_key", "head", "in_scope", "share", strict=False)
    named = kept.rename({name: f"{part}_{name}" for name in kept.columns if name != "key"})
    if not named.height:
        return rows.with_columns(
            pl.lit(None, dtype=kind).alias(name) for name, kind in named.schema.items() if name != "key"
        )
    return rows.join(named, left_on=f"{part}_key", right_on="key", how="left", maintain_order="left")


def _reasons(rows: pl.DataFrame, plan: Plan, *, alone: bool) -> pl.Series:
    """Why a row that was understood is refused all the same; null where it is not.

    Where rows contradict one another, none of them is taken: which is right is not told by their order. `alone`: no
    two of the rows have one head.
    """
    import polars as pl

    head = plan.parts[0].name
    good = pl.col("good")
    chain: Any = pl.when(~good).then(None)
    if not alone:
        chain = chain.when(good.sum().over("row_key") > 1).then(pl.lit(Reason.TWICE.value))
    if "share_percent" in plan.fields.get(POST, ()) and not alone:
        taken = pl.col("share").filter(good & pl.col(f"{POST}_meant")).sum().over("head")
        chain = chain.when(taken > WHOLE_POST).then(pl.lit(Reason.TOO_MUCH.value))
    for part in plan.parts:
        key, fields = pl.col(f"{part.name}_key"), pl.col(f"{part.name}_fields")
        if part.keys != plan.shape.keys and not alone:
            differ = fields.filter(good).n_unique().over(key) > 1
            chain = chain.when(differ).then(pl.lit(Reason.DIFFERS.value))
        if part.required:
            chain = chain.when(pl.col(f"{part.name}_id").is_null()).then(pl.lit(Reason.NO_SECTION.value))
    others = pl.col(f"{head}_others").fill_null(False) | (pl.col(f"{head}_id").is_null() & ~pl.col("mine"))
    chain = chain.when(others).then(pl.lit(Reason.NOT_YOURS.value))
    if "identity_taken" in rows.columns:
        chain = chain.when(pl.col("identity_taken")).then(pl.lit(Reason.IDENTITY_TWICE.value))
    if head == "school":
        if "former" in rows.columns:
            chain = chain.when(pl.col("former")).then(pl.lit(Reason.FORMER.value))
        chain = chain.when(~pl.col("school_open") & ~pl.col("ends")).then(pl.lit(Reason.CLOSED.value))
    return rows.select(chain.otherwise(None).cast(pl.String).alias("why")).to_series()


def _also(rows: pl.DataFrame, reasons: pl.Series, plan: Plan) -> pl.Series:
    """For a row that another one contradicts, the numbers of the first rows of the same key, its own among them."""
    import polars as pl

    keys = {Reason.TWICE: "row_key", Reason.DIFFERS: "head"}
    told = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    for reason, key in keys.items():
        meant = (reasons == reason.value).fill_null(False)
        if meant.any():
            numbers = pl.col("row").head(_ROWS_NAMED).cast(pl.String).str.join(" ")
            more = pl.when(pl.len() > _ROWS_NAMED).then(pl.lit(" …")).otherwise(pl.lit(""))
            named = rows.filter("good").group_by(key).agg((numbers + more).alias("also"))
            found = rows.select(key).join(named, on=key, how="left", maintain_order="left")["also"]
            told = found.zip_with(meant, told)
    return told


def identities_taken(rows: pl.DataFrame, people: pl.DataFrame) -> pl.Series:
    """The places of good rows whose identity number the register, or the file, gives to another person too.

    The person whose number it is in the register is not refused for what another row claims.
    """
    import polars as pl

    holders = people.select("identity_key", pl.col("key").alias("holder")).unique(
        "identity_key", keep="first"
    )
    found = rows.filter(pl.col("good") & pl.col("identity_key").is_not_null())
    found = found.join(holders, on="identity_key", how="left", maintain_order="left")
    two = pl.col("person_key").n_unique().over("identity_key") > 1
    taken = pl.when(pl.col("holder").is_null()).then(two).otherwise(pl.col("holder") != pl.col("person_key"))
    return found.filter(taken)["at"]


def _numbered(rows: pl.DataFrame, plan: Plan, *, alone: bool) -> pl.DataFrame:
    """With what tells a new record from the others, and the state of the row."""
    import polars as pl

    told = []
    for part in plan.parts:
        name = part.name
        known = pl.col(f"{name}_id").is_not_null()
        made = pl.col(f"{name}_meant") & ~known & (not part.required)
        was = pl.col(f"{name}_was") != pl.col(f"{name}_fields")
        shared = len(part.keys) < len(plan.shape.keys) and not alone
        first = pl.col("at").filter(made).first().over(f"{name}_key") if shared else pl.col("at")
        leads = pl.lit(True) if alone else pl.col(f"{name}_key").is_first_distinct()
        told += [
            leads.alias(f"{name}_first"),
            (known & was.fill_null(False)).alias(f"{name}_changed"),
            made.alias(f"{name}_made"),
            pl.when(made).then(first).alias(f"{name}_new"),
        ]
    rows = rows.with_columns(told)
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


def gone(
    rows: pl.DataFrame, known: Mapping[str, pl.DataFrame], plan: Plan, *, blanks: bool
) -> dict[str, pl.Series]:
    """The ids of the records in scope that no row names, by part.

    A head is gone if everything of it is in scope and gone; then its further parts are not told. `blanks`: the file
    also has rows of heads without further parts.
    """
    import polars as pl

    closing = [part for part in plan.parts if part.closes]
    if not any(known[part.name].height for part in closing):
        return {part.name: known[part.name]["id"] for part in closing}
    missing = {part.name: _missing(rows, known[part.name], part.name) for part in closing}
    head = missing[closing[0].name]
    rest = {}
    for part in closing[1:]:
        open_ones = known[part.name].filter("open")
        outside = open_ones.filter(~pl.col("in_scope"))
        head = head.join(outside, left_on="key", right_on="head", how="anti")
        head = head if blanks else head.join(open_ones, left_on="key", right_on="head", how="semi")
        rest[part.name] = missing[part.name].join(head, left_on="head", right_on="key", how="anti")["id"]
    return {closing[0].name: head["id"], **rest}


def _missing(rows: pl.DataFrame, known: pl.DataFrame, part: str) -> pl.DataFrame:
    import polars as pl

    there = known.filter(pl.col("open") & pl.col("in_scope"))
    return there.join(rows.select(f"{part}_key"), left_on="key", right_on=f"{part}_key", how="anti")


def left(rows: pl.DataFrame, verdict: pl.DataFrame, posts: pl.DataFrame) -> pl.Series:
    """The ids of posts out of scope that somebody leaves: with a new one that the file names, and what else it names
    of the person, they would be more than one full post."""
    import polars as pl

    taken = rows.filter(verdict["state"].is_in([RowState.NEW, RowState.CHANGED, RowState.UNCHANGED]))
    begun = rows.filter(verdict[f"{POST}_new"].is_not_null())["head"]
    there = posts.filter(pl.col("open") & ~pl.col("others") & ~pl.col("in_scope"))
    kept = there.filter(pl.col("head").is_in(begun.implode()))
    kept = kept.join(rows.select(f"{POST}_key"), left_on="key", right_on=f"{POST}_key", how="anti")
    named = taken.filter(f"{POST}_meant").group_by("head").agg(pl.col("share").sum().alias("named"))
    found = kept.join(named, on="head", how="left")
    full = pl.col("share").sum().over("head") + pl.col("named").fill_null(0) > WHOLE_POST
    return found.filter(full)["id"]
