"""Rows in slots come out as they went in, held or laid down; rows alone are judged as among others."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from lianmeng.imports.queries.piles import Slots
from lianmeng.imports.rules.digests import digests, nothing_known, plan_of
from lianmeng.imports.rules.fields import shape_of
from lianmeng.imports.rules.rows import WRONG
from lianmeng.imports.rules.verdict import judged
from lianmeng.imports.vocabulary import Kind, RowState


@pytest.mark.parametrize(("held_bytes", "on_disk"), [(0, True), (1_000, True), (1_000_000, False)])
def test_rows_come_out_of_their_slot_in_their_order(
    tmp_path: Path, held_bytes: int, *, on_disk: bool
) -> None:
    rows = pl.DataFrame({"at": range(400)})
    slots = Slots(tmp_path / "slots", held_bytes=held_bytes)
    for number in range(4):
        slots.add(rows.slice(100 * number, 100), pl.col("at") % 3, number)
    for slot in range(3):
        found = slots.of(slot)
        assert found is not None
        assert found.equals(rows.filter(pl.col("at") % 3 == slot))
    assert slots.of(3) is None
    assert (tmp_path / "slots").exists() is on_disk


def rows_of(codes: list[str]) -> pl.DataFrame:
    told = pl.DataFrame({"code": codes, "name": [f"School {code}" for code in codes]})
    nothing = [pl.lit(None, dtype=pl.String).alias(name) for name in WRONG]
    return told.with_row_index("row", 2).with_columns(pl.lit(False).alias("left_out"), *nothing)


def test_rows_alone_are_judged_as_among_others_that_contradict_one_another() -> None:
    plan = plan_of(shape_of(Kind.SCHOOLS), ["code", "name"])
    verdicts = []
    for codes in (["1", "2", "3"], ["1", "2", "3", "4", "4"]):
        rows = digests(rows_of(codes), plan).with_row_index("at")
        rows = rows.with_columns(block=pl.lit(0), mine=pl.lit(True))
        verdicts.append(judged(rows, {part.name: nothing_known() for part in plan.parts}, plan))
    assert verdicts[1]["state"].to_list()[3:] == [RowState.REFUSED.value] * 2
    assert verdicts[0].equals(verdicts[1].head(3))
    assert verdicts[0].schema == verdicts[1].schema
