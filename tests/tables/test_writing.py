"""What is written can be opened in a spreadsheet without anything in it coming to life."""

import csv
import io
import math
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianmeng.tables import Column, Sheet, neutral, peek, read_table, write_workbook

FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_neutral_in_csv(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "甲", "a=b", "1-2", "'", " a"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("text", [*FORMULAS, "{=1}", "http://example.org", "12", "x" * 40_000])
def test_text_is_text_in_a_workbook(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Sheet("a", [Column(text[:200])], [(text,)])])
    for cell in (openpyxl.load_workbook(path).active["A1"], openpyxl.load_workbook(path).active["A2"]):
        assert cell.data_type == "s"
        assert cell.hyperlink is None
    heading = peek(path).headings[0]
    assert list(read_table(path, texts=[heading]).texts[heading]) == [text[:32_767].strip()]


def test_headings_formats_and_widths(tmp_path: Path) -> None:
    target = io.BytesIO()
    columns = [Column("区县", width=20), Column("差异系数", "0.000")]
    write_workbook(target, [Sheet("结果", columns, [("甲", 0.4279), ("乙", None), ("丙", math.nan)])])
    sheet = openpyxl.load_workbook(target)["结果"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["B2"].number_format == "0.000"
    assert sheet.column_dimensions["A"].width == pytest.approx(20, abs=1)
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["甲", 0.4279],
        ["乙", None],
        ["丙", None],
    ]


def test_titles_that_a_workbook_would_not_take(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    titles = ["a/b", "A/B", "", "x" * 40, "x" * 41, "'q'"]
    write_workbook(path, [Sheet(title, [Column("n")]) for title in titles])
    assert openpyxl.load_workbook(path).sheetnames == [
        "a b",
        "A B 2",
        "Sheet",
        "x" * 31,
        "x" * 28 + " 2",
        "q",
    ]


safe_text = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=8).filter(
    str.strip
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(safe_text, st.floats(0, 1e9)), min_size=1, max_size=5))
def test_a_written_workbook_is_read_back(tmp_path: Path, rows: list[tuple[str, float]]) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Sheet("a", [Column("t"), Column("n")], rows)])
    table = read_table(path, numbers=["n"], texts=["t"])
    assert list(table.texts["t"]) == [text.strip() for text, _ in rows]
    assert table.numbers["n"].tolist() == pytest.approx([number for _, number in rows], rel=1e-14)


def test_neutral_text_survives_csv() -> None:
    text = io.StringIO()
    csv.writer(text).writerow(map(neutral, FORMULAS))
    assert all(cell.startswith("'") for cell in next(csv.reader(io.StringIO(text.getvalue(), newline=""))))
