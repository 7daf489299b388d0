"""What a cell of a number column says, by itself and beside the rest of its column."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianmeng.core.refusal import Refused
from lianmeng.tables import Layout, read_table
from lianmeng.tables.cells import ABSENT_MARKS, Cells, Kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("278.0", 278),
        (" 12 ", 12),
        ("\u300012\u00a0", 12),
        ("１２", 12),
        ("1,236", 1236),
        ("１，２３６", 1236),
        ("1 236", 1236),
        ("1\u202f236 512.25", 1236512.25),
        ("1'236", 1236),
        ("1,234,567.5", 1234567.5),
        ("1.236", 1.236),
        ("+5", 5),
        ("1E+05", 100_000),
        (".5", 0.5),
        ("5.", 5),
    ],
)
def test_a_number_where_the_point_is_decimal(text: str, value: float) -> None:
    assert Cells(".").read(text) == (Kind.PLAIN, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,5", 12.5), ("1.236", 1236), ("1,236", 1.236), ("1.234.567,5", 1234567.5), (",5", 0.5)],
)
def test_a_number_where_the_comma_is_decimal(text: str, value: float) -> None:
    assert Cells(",").read(text) == (Kind.PLAIN, value)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "abc",
        "1,23",
        "12,34,567",
        "1,,2",
        "1 23",
        "٣",
        "0x1f",
        "1_000",
        "12%",
        "½",
        "1-2",
        "nan1",
        "é",
        "=",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert Cells(".").read(text).kind is Kind.BAD


@pytest.mark.parametrize("mark", [*sorted(ABSENT_MARKS), "N/A", "NONE", " － ", "……", "—"])
def test_marks_of_absence(mark: str) -> None:
    kind, value = Cells(".").read(mark)
    assert kind is Kind.ABSENT
    assert math.isnan(value)


@given(st.text(max_size=12))
def test_any_text_is_judged(text: str) -> None:
    for decimal in (".", ",", None):
        kind, value = Cells(decimal).read(text)
        assert math.isnan(value) if kind in (Kind.BAD, Kind.ABSENT) else value >= 0


@given(st.integers(1, 999), st.integers(0, 999))
def test_both_readings_of_three_digits_are_exact(whole: int, rest: int) -> None:
    for sign in (",", "."):
        text = f"{whole}{sign}{rest:03}"
        assert Cells(sign).read(text).value == float(f"{whole}.{rest:03}")
        assert Cells("," if sign == "." else ".").read(text).value == whole * 1000 + rest


def column(tmp_path: Path, cells: list[str], layout: Layout | None = None, other: str = "1") -> list[float]:
    path = tmp_path / "register.csv"
    path.write_text("n;m\n" + "".join(f"{cell};{other}\n" for cell in cells), encoding="utf-8")
    return read_table(path, numbers=["n", "m"], layout=layout or Layout()).numbers["n"].tolist()


def test_the_rest_of_the_column_decides(tmp_path: Path) -> None:
    assert column(tmp_path, ["1,234", "12,5"]) == [1.234, 12.5]
    assert column(tmp_path, ["1,234", "2,345,678"]) == [1234, 2345678]
    assert column(tmp_path, ["1.234", "0.5"]) == [1.234, 0.5]
    assert column(tmp_path, ["1.234", "1.234.567"]) == [1234, 1234567]
    assert column(tmp_path, ["1,234", "1.234,5"]) == [1.234, 1234.5]


def test_another_column_decides_where_this_one_does_not(tmp_path: Path) -> None:
    assert column(tmp_path, ["1.234", "7"], other="0,5") == [1234, 7]


def test_what_the_caller_says_decides(tmp_path: Path) -> None:
    assert column(tmp_path, ["1,234"], Layout(decimal=".")) == [1234]
    assert column(tmp_path, ["1,234"], Layout(decimal=",")) == [1.234]
    assert column(tmp_path, ["1,234"], Layout(decimal=",", block_bytes=3)) == [1.234]


def test_further_marks_and_negative_numbers(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("n\n-1.5\nGeheim\n2\n", encoding="utf-8")
    layout = Layout(negative=True, absent_marks=["geheim"])
    np.testing.assert_array_equal(
        read_table(path, numbers=["n"], layout=layout).numbers["n"], [-1.5, np.nan, 2]
    )
    with pytest.raises(Refused, match="is below zero"):
        read_table(path, numbers=["n"])


def test_one_column_read_in_three_ways(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("班级\n1\n 2\n1\n", encoding="utf-8")
    table = read_table(path, numbers=["班级"], categories=["班级"], texts=["班级"])
    assert table.numbers["班级"].tolist() == [1, 2, 1]
    assert table.categories["班级"].labels == ["1", "2"]
    assert list(table.texts["班级"]) == ["1", "2", "1"]
