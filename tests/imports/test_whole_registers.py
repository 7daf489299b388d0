"""The largest real registers whole: all rows, the same file again, and a later version of which every row is known."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.imports.steps import applied, counts, previewed
from tests.imports.test_registers import TAIWAN

from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Shown
from lianmeng.imports.vocabulary import RowState
from lianmeng.schools.models import Return, School, SchoolVersion, Section

pytestmark = pytest.mark.django_db
REGISTERS = Path(__file__).parent.parent / "data" / "registers"
LATER = {"day": "2025-09-01"}
IN_ITALY = {"scheme": "it", "adds_regions": True, "words": {"High": "-"}}
Row = dict[str, str]


def rows_of(file: str) -> list[Row]:
    path = REGISTERS / file
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(text.decode("utf-8-sig").splitlines()))


def as_file(rows: list[Row]) -> bytes:
    text = io.StringIO()
    sheet = csv.DictWriter(text, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue().encode()


@dataclass(frozen=True)
class Edited:
    """A later version of a register, and the codes that are in each state then."""

    rows: list[Row]
    codes: Mapping[RowState, set[str]]


def edited(rows: list[Row], candidates: list[Row], *, code: str, text: str, new: str) -> Edited:
    """Of the candidates 40 are left out and 60 get another text; 25 new ones have the codes `new` with a number."""
    drawn = random.Random(16).sample(candidates, 100)
    gone, changed = ({row[code] for row in some} for some in (drawn[:40], drawn[40:]))
    kept = [
        row | ({text: row[text] + " II"} if row[code] in changed else {})
        for row in rows
        if row[code] not in gone
    ]
    added = [drawn[-1] | {code: new.format(at), text: f"New {at}"} for at in range(10, 35)]
    codes = {RowState.GONE: gone, RowState.CHANGED: changed, RowState.NEW: {row[code] for row in added}}
    return Edited(kept + added, codes)


def assert_exact(one: Import, expected: Edited, unchanged: int) -> None:
    for state, codes in expected.codes.items():
        assert {row.code for row in Shown(one).rows(state, 0, 1000)} == codes
    assert one.counts["unchanged"] == unchanged


def day(text: str) -> int:
    """2016-09-01 of 01-09-2016; 0 where none was sent."""
    return int("".join(reversed(text.split("-"))) or 0)


def test_england_of_seven_columns_does_not_send_the_rest() -> None:
    rows = rows_of("england_gias.csv.gz")
    impossible = [
        row for row in rows if row["close_date"] and 0 < day(row["close_date"]) <= day(row["open_date"])
    ]
    good = len(rows) - len(impossible)
    one = applied(previewed(as_file(rows), scheme="gb-eng"))
    assert (len(rows), counts(one)) == (49_029, {"new": good, "refused": len(impossible)})
    assert SchoolVersion.objects.exclude(region=None, setting="", ownership="", longitude=None).count() == 0
    assert (School.objects.count(), Section.objects.count(), Return.objects.count()) == (good, 0, 0)
    closed = School.objects.exclude(closed_on=None)
    assert dict(closed.values_list("code", "closed_on")).keys() == {
        row["urn"] for row in rows if row["close_date"] and row not in impossible
    }
    assert str(SchoolVersion.objects.get(code="100004").until) == "1992-08-31"
    open_ones = [row for row in rows if not row["close_date"]]
    later = edited(rows, open_ones, code="urn", text="name", new="9000{}")
    again = previewed(as_file(later.rows), scheme="gb-eng", **LATER)
    assert_exact(again, later, good - 100)


def test_taiwan_a_year_later() -> None:
    applied(previewed(TAIWAN, scheme="tw", adds_regions=True))
    rows = list(csv.DictReader(TAIWAN.read_text("utf-8-sig").splitlines()))
    later = edited(rows, rows, code="學校代碼", text="學校名稱", new="9999{}")
    assert_exact(previewed(as_file(later.rows), scheme="tw", **LATER), later, 1642 - 100)


def italy(registry: list[Row], students: list[Row], folder: Path, **known: Any) -> Import:
    (folder / "students.csv").write_bytes(as_file(students))
    return previewed(as_file(registry), folder / "students.csv", **IN_ITALY, **known)


def test_italy_in_two_files_and_a_year_later(tmp_path: Path) -> None:
    registry, students = rows_of("italy_registry.csv.gz"), rows_of("italy_students.csv.gz")
    assert (len(registry), len(students)) == (2_309, 8_426)
    one = applied(italy(registry, students, tmp_path))
    orders: dict[str, set[str]] = {}
    pupils: Counter[str] = Counter()
    for row in students:
        orders.setdefault(row["School_code"], set()).add(row["Order"])
        if row["Order"] != "High":
            pupils[row["School_code"]] += int(float(row["Male_students"]) + float(row["Female_students"]))
    assert counts(one) == {"new": 2_309}
    assert Section.objects.count() == sum(
        len(orders.get(row["School_code"], set()) - {"High"}) for row in registry
    )
    sent = Return.objects.values_list("section__school__code", "values")
    here = {row["School_code"] for row in registry}
    assert {code: values["pupils"] for code, values in sent} == {
        code: n for code, n in pupils.items() if code in here
    }
    assert counts(italy(registry, students, tmp_path)) == {"unchanged": 2_309}
    later = edited(registry, registry, code="School_code", text="School_address", new="BAEE9{}99X")
    assert_exact(italy(later.rows, students, tmp_path, **LATER), later, 2_309 - 100)
