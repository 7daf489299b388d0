"""Regions: districts that a file of schools names for the first time, and files of regions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from lianmeng.database.bulk import insert_frame, reserved_ids, update_frame
from lianmeng.database.pinyin import initials
from lianmeng.schools.actions.loading.frames import (
    Loading,
    Rows,
    change_dated,
    counted_up,
    public_ids,
    with_initials,
)
from lianmeng.schools.models import Region, RegionCode, RegionPlace
from lianmeng.schools.vocabulary import ALWAYS, DISTRICTS, RegionKind

if TYPE_CHECKING:
    pass


def add_districts(names: Iterable[str]) -> dict[str, int]:
    """New districts of the city by these names; their ids by name."""
    city = Region.objects.filter(kind=RegionKind.CITY, parent__isnull=True).order_by("id").first()
    added = {}
    for name in names:
        region = Region.objects.create(
            kind=RegionKind.DISTRICT.value, name=name, initials=initials(name)[:100], parent=city
        )
        Region.objects.filter(pk=region.pk).update(district=region)
        RegionCode.objects.create(region=region, name=name)
        added[name] = region.pk
    return added


def region_ids() -> dict[str, int]:
    """The database's id of every region by its public id."""
    return dict(Region.objects.values_list("public_id", "id"))


def load_regions(rows: Rows, loading: Loading) -> None:
    import polars as pl

    rows = _above(rows, loading)
    new = rows.filter(pl.col("region_new").is_not_null())
    if new.height:
        _add(new)
    changed = rows.filter("region_changed")
    if changed.is_empty():
        return
    counted_up(Region, changed["region_id"])
    _move(changed, loading.day)
    _rename(changed, loading)


_PLACED = {"region_kind": "kind", "parent_id": "parent_id", "layer": "layer"}


def _move(changed: Rows, day: date) -> None:
    """Another kind, region above or layer holds from the day on; the region lies where it lies last."""
    import polars as pl

    sent = {old: name for old, name in _PLACED.items() if old in changed.columns}
    wanted = changed.select(
        pl.col("region_id"), *(pl.col(old).alias(f"new_{name}") for old, name in sent.items())
    )
    states = wanted.join(_lay(changed["region_id"].to_list(), day), on="region_id")
    differ = pl.any_horizontal(pl.col(f"new_{name}").ne_missing(pl.col(name)) for name in sent.values())
    states = states.filter(differ)
    if states.is_empty():
        return
    moved = states.select(
        "id", "since", "region_id", *(pl.col(f"new_{name}").alias(name) for name in sent.values())
    )
    without = moved.filter(pl.col("id").is_null())["region_id"].to_list()
    begun = {
        one.pk: RegionPlace(region=one, kind=one.kind, parent_id=one.parent_id, layer=one.layer)
        for one in Region.objects.filter(id__in=without)
    }
    RegionPlace.objects.bulk_create(begun.values())
    moved = moved.drop("id", "since").join(
        _lay(moved["region_id"].to_list(), day), on="region_id", suffix="_was"
    )
    columns = {"region_id": pl.Int64, "kind": pl.String, "parent_id": pl.Int64, "layer": pl.Int64}
    change_dated(RegionPlace, moved.select("id", "since", "region_id", *sent.values()), columns, day)
    rows = RegionPlace.objects.filter(region_id__in=moved["region_id"].to_list()).order_by("since")
    latest = {row[0]: row for row in rows.values_list(*columns)}
    schema = {"id": pl.Int64, **{name: kind for name, kind in columns.items() if name != "region_id"}}
    update_frame(Region, pl.DataFrame(list(latest.values()), schema=schema, orient="row"))
    _place_in_districts()


def _lay(ids: list[int], day: date) -> Rows:
    """Where each region lay on the day, else last before, else at first; without `id` where it never moved."""
    import polars as pl

    columns = ("region_id", "id", "since", "kind", "parent_id", "layer")
    nearest: dict[int, Any] = {
        row[0]: (row[0], None, ALWAYS, *row[1:])
        for row in Region.objects.filter(id__in=ids).values_list("id", "kind", "parent_id", "layer")
    }
    for row in RegionPlace.objects.filter(region_id__in=ids).order_by("since").values_list(*columns):
        if nearest[row[0]][1] is None or row[2] <= day:
            nearest[row[0]] = row
    kinds = (pl.Int64, pl.Int64, pl.Date, pl.String, pl.Int64, pl.Int64)
    return pl.DataFrame(list(nearest.values()), schema=dict(zip(columns, kinds, strict=True)), orient="row")


def _place_in_districts() -> None:
    """Every region lies in the district of what is above it: with a region that was moved, all of its parts."""
    import polars as pl

    rows: list[Any] = list(Region.objects.values_list("pk", "kind", "parent_id", "district_id"))
    kinds, above, was = ({row[0]: row[at] for row in rows} for at in (1, 2, 3))
    wrong: dict[int, int | None] = {}
    for region, district in was.items():
        found: int | None = region
        passed: set[int] = set()
        while found and found not in passed and kinds[found] not in DISTRICTS:
            passed.add(found)
            found = above[found]
        found = None if found in passed else found
        if found != district:
            wrong[region] = found
    if wrong:
        schema = {"id": pl.Int64, "district_id": pl.Int64}
        update_frame(Region, pl.DataFrame(list(wrong.items()), schema=schema, orient="row"))


def _above(rows: Rows, loading: Loading) -> Rows:
    """With `parent_id`, `above` (the parent's district) and `initials`."""
    import polars as pl

    rows = rows.with_columns(with_initials(rows, 100).alias("initials"))
    if "layer" in rows.columns:
        rows = rows.with_columns(pl.col("layer").cast(pl.Int64))
    if "region" not in rows.columns:
        return rows
    known: list[Any] = list(Region.objects.values_list("public_id", "id", "district_id"))
    schema = {"region": pl.String, "parent_id": pl.Int64, "above": pl.Int64}
    return rows.join(pl.DataFrame(known, schema=schema, orient="row"), on="region", how="left")


def _add(new: Rows) -> None:
    import polars as pl

    first = reserved_ids(Region, new.height)
    numbered = new.with_columns((pl.int_range(pl.len()) + first).alias("id"))
    nothing = pl.lit(None, dtype=pl.Int64)
    above = pl.col("above") if "above" in new.columns else nothing
    itself = pl.col("region_kind").is_in([kind.value for kind in DISTRICTS])
    insert_frame(
        Region,
        numbered.select(
            "id",
            public_ids(new.height).alias("public_id"),
            pl.col("region_kind").alias("kind"),
            "code",
            "name",
            "initials",
            (pl.col("parent_id") if "parent_id" in new.columns else nothing).alias("parent_id"),
            pl.when(itself).then(pl.col("id")).otherwise(above).alias("district_id"),
            (pl.col("layer") if "layer" in new.columns else nothing).alias("layer"),
            pl.lit(1).alias("version"),
        ),
    )
    dated = numbered.select(pl.lit(ALWAYS).alias("since"), pl.col("id").alias("region_id"), "code", "name")
    insert_frame(RegionCode, dated)


def _rename(changed: Rows, loading: Loading) -> None:
    """Another name or code holds from the day on; the region is called by its latest."""
    import polars as pl

    ids = changed["region_id"].to_list()
    states = _called(ids, loading.day)
    renamed = changed.select("region_id", "code", "name").join(states, on="region_id")
    renamed = renamed.filter((pl.col("name") != pl.col("was")) | (pl.col("code") != pl.col("had")))
    columns = {"region_id": pl.Int64, "code": pl.String, "name": pl.String}
    change_dated(RegionCode, renamed.drop("was", "had"), columns, loading.day)
    latest = {
        region: (code, name)
        for region, code, name in RegionCode.objects.filter(region_id__in=renamed["region_id"].to_list())
        .order_by("since")
        .values_list("region_id", "code", "name")
    }
    rows = [(region, code, name) for region, (code, name) in latest.items()]
    called = pl.DataFrame(rows, schema={"id": pl.Int64, "code": pl.String, "name": pl.String}, orient="row")
    if called.height:
        update_frame(Region, called.with_columns(with_initials(called, 100).alias("initials")))


def _called(ids: list[int], day: date) -> Rows:
    """The state of each region on the day, else its last before, else its first."""
    import polars as pl

    without = Region.objects.filter(id__in=ids, codes=None)
    RegionCode.objects.bulk_create(
        RegionCode(region=one, code=one.code, name=one.name, since=one.since or ALWAYS) for one in without
    )
    columns = ("region_id", "id", "since", "name", "code")
    found = RegionCode.objects.filter(region_id__in=ids).order_by("since").values_list(*columns)
    nearest: dict[int, Any] = {}
    for row in found:
        if row[0] not in nearest or row[2] <= day:
            nearest[row[0]] = row
    schema = {"region_id": pl.Int64, "id": pl.Int64, "since": pl.Date, "was": pl.String, "had": pl.String}
    return pl.DataFrame(list(nearest.values()), schema=schema, orient="row")
