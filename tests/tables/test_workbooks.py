"""Workbooks are read like text files, and their traps are refused."""

import datetime
import math
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lianmeng.core.refusal import Refused
from lianmeng.tables import Column, Layout, Sheet, peek, read_table, workbooks, write_workbook


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def changed(path: Path, member: str, change) -> Path:
    """The workbook with one member of its archive rewritten."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path, layout: Layout | None = None) -> str:
    with pytest.raises(Refused) as refused:
        read_table(path, numbers=["n"], texts=["t"], layout=layout or Layout())
    return str(refused.value)


def test_cells_of_every_kind(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.csv",  # the name says nothing
        ("t", "n"),
        ("甲", 12),
        (None, None),
        (7, 1.25),
        (datetime.date(2024, 9, 1), "1,236"),
        (True, "-"),
        ("短",),
    )
    table = read_table(path, numbers=["n"], texts=["t"], categories=["t"])
    assert table.numbers["n"].tolist()[:3] == [12, 1.25, 1236]
    assert [math.isnan(value) for value in table.numbers["n"]] == [False, False, False, True, True]
    assert list(table.texts["t"]) == ["甲", "7", "2024-09-01", "TRUE", "短"]
    assert [table.row_number(index) for index in range(5)] == [2, 4, 5, 6, 7]
    assert (table.origin.format, table.origin.sheet) == ("xlsx", "Sheet")


SHOWN = [
    ("0000000000", 51010401, "0051010401"),
    ("0000000000;-0000000000;0", 7, "0000000007"),
    ("[$-404]000000_ ", 12345, "012345"),
    ("000-000", 1234, "001-234"),
    ('"0"#####', 12345, "012345"),
    ("000", 12345, "12345"),
    ("General", 7, "7"),
    ("0", 7, "7"),
    ("#,##0", 1234, "1234"),
    ('0"人"', 12, "12"),
    ("00.00", 7, "7"),
]


def test_what_a_format_fills_up_with_zeros_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """Codes have their zeros; how a figure looks is no matter."""
    book = openpyxl.Workbook()
    book.active.append(("t", "n"))
    for at, (form, value, _) in enumerate(SHOWN, 2):
        for column in (1, 2):
            book.active.cell(at, column, value).number_format = form if column == 1 else "00000000"
    path = tmp_path / "a.xlsx"
    book.save(path)
    table = read_table(path, numbers=["n"], texts=["t"])
    assert list(table.texts["t"]) == [shown for _, _, shown in SHOWN]
    assert table.numbers["n"].tolist() == [value for _, value, _ in SHOWN]
    assert [row[0] for row in peek(path).rows] == [shown for _, _, shown in SHOWN]


def test_a_look_at_its_head(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("title",), ("t", "n"), ("甲", 1))
    assert peek(path).headings == ["title"]
    head = peek(path, layout=Layout(heading_row=2))
    assert (head.headings, head.rows, head.sheets) == (["t", "n"], [["甲", "1"]], ["Sheet"])
    assert refusal(path).startswith("The headings stand in row 2, not in row 1.")
    assert read_table(path, numbers=["n"], layout=Layout(heading_row=2)).numbers["n"].tolist() == [1]


def test_a_sheet_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheets = [Sheet(title, [Column("t"), Column("n")], [("甲", n)]) for title, n in (("一", 1), ("二", 2))]
    write_workbook(path, sheets)
    assert read_table(path, numbers=["n"]).numbers["n"].tolist() == [1]
    assert read_table(path, numbers=["n"], layout=Layout(sheet="二")).numbers["n"].tolist() == [2]
    assert refusal(path, Layout(sheet="三")) == "There is no sheet 三. The file has: 一, 二."


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("abc", "Row 3, column n: “abc” is not a number."),
        (-4, "Row 3, column n: “-4” is below zero."),
        (True, "Row 3, column n: “TRUE” is not a number."),
        (datetime.date(2024, 9, 1), "Row 3, column n: “2024-09-01” is not a number."),
        ("=1+1", "Row 3, column n: “=1+1” is a formula."),
        ("#DIV/0!", "Row 3, column n: “#DIV/0!” is not a number."),
    ],
)
def test_a_cell_that_is_no_number(tmp_path: Path, cell: object, sentence: str) -> None:
    path = workbook(tmp_path / "a.xlsx", ("t", "n"), ("甲", 1), ("乙", cell), ("丙", "x"))
    assert refusal(path).startswith(sentence)


def test_a_formula_with_a_saved_value_is_its_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("t", "n"), ("=1&2", "=6*7"), ('=""', 1))
    saved = {b"A2": b"12", b"B2": b"42", b"A3": b""}

    def with_values(xml: bytes) -> bytes:
        for cell, value in saved.items():
            kind = b' t="str"' if cell.startswith(b"A") else b""
            xml = re.sub(
                rb'<c r="%s"[^>]*><f>([^<]*)</f><v ?/?>(</v>)?</c>' % cell,
                rb'<c r="%s"%s><f>\1</f><v>%s</v></c>' % (cell, kind, value),
                xml,
            )
        return xml

    table = read_table(changed(path, "xl/worksheets/sheet1.xml", with_values), numbers=["n"], texts=["t"])
    assert table.numbers["n"].tolist() == [42, 1]
    assert list(table.texts["t"]) == ["12", ""]


def test_a_formula_among_texts_is_kept_as_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("t", "n"), ("=cmd|' /C calc'!A0", 1))
    assert list(read_table(path, numbers=["n"], texts=["t"]).texts["t"]) == ["=cmd|' /C calc'!A0"]


def test_a_workbook_that_is_cut_or_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("t", "n"), *(("甲", n) for n in range(2000)))
    whole = path.read_bytes()
    sentence = "a.xlsx is a workbook that is cut or damaged. Ask for it again, or save it anew."
    for cut in (whole[:-40], whole[: len(whole) // 2], b"PK\x03\x04" + bytes(100)):
        path.write_bytes(cut)
        assert refusal(path) == sentence
    for member in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"):
        path.write_bytes(whole)
        assert refusal(changed(path, member, lambda xml: xml[: len(xml) // 2])) == sentence
    path.write_bytes(whole)
    entity = b'<!DOCTYPE x [<!ENTITY a "1">]>'
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: entity + xml.removeprefix(b"<?xml version='1.0'?>"))
    assert refusal(path) == sentence


def test_a_row_beyond_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 500)
    path = workbook(tmp_path / "a.xlsx", ("t", "n"), ("甲", 1))
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"'))
    assert refusal(path).endswith("cut or damaged. Ask for it again, or save it anew.")


def test_a_workbook_that_unfolds_too_far(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("t", "n"), ("甲", 1))
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (32 << 20))
    assert refusal(path) == (
        "a.xlsx would unfold to 34 MB, more than a register needs. Save its rows as CSV."
    )


def test_headings_alone_and_nothing_at_all(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "a.xlsx", ("t", "n"))).startswith("The file has headings, but no rows")
    assert refusal(workbook(tmp_path / "b.xlsx")).startswith("The file is empty.")


def test_progress_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("t", "n"), ("甲", 1), ("乙", 2))
    told: list[tuple[int, int]] = []
    read_table(path, numbers=["n"], progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_a_fault_of_the_caller_is_not_a_damaged_file(tmp_path: Path) -> None:
    def broken(done: int, total: int) -> None:
        raise KeyError(done, total)

    with pytest.raises(KeyError):
        read_table(workbook(tmp_path / "a.xlsx", ("t", "n"), ("甲", 1)), numbers=["n"], progress=broken)
