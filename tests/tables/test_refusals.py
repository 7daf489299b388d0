"""Every bad file is refused in one sentence that names the place and says what to do."""

import os
import zipfile
from pathlib import Path

import pytest

from lianmeng.core.refusal import Refused
from lianmeng.tables import Layout, read_table

GOOD = "县,学生人数,教师\n甲,12,1\n乙,7,2\n"


def refusal(path: Path, layout: Layout | None = None, numbers: tuple[str, ...] = ("学生人数",)) -> str:
    with pytest.raises(Refused) as refused:
        read_table(path, numbers=numbers, categories=["县"], layout=layout or Layout())
    return str(refused.value)


@pytest.fixture
def refused(tmp_path: Path):
    """Writes a register and answers the sentence by which it is refused."""

    def refused(content: str | bytes, layout: Layout | None = None, numbers=("学生人数",)) -> str:
        path = tmp_path / "register.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return refusal(path, layout, numbers)

    return refused


def test_a_column_that_does_not_exist(refused) -> None:
    assert refused(GOOD, numbers=("學生人数",)) == (
        "There is no column 學生人数. The nearest is 学生人数. The file has: 县, 学生人数, 教师."
    )
    assert refused(GOOD, numbers=("books",)) == "There is no column books. The file has: 县, 学生人数, 教师."


def test_at_most_twenty_columns_are_listed(refused) -> None:
    headings = ",".join(f"c{at}" for at in range(1, 31))
    sentence = refused(f"{headings}\n{','.join('1' * 30)}\n", numbers=("学",))
    assert "c20, … (+10)." in sentence
    assert "c21" not in sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "县,学生人数,学生人数\n甲,1,2\n",
            "The heading 学生人数 stands twice, in columns 2 and 3. Rename one of them.",
        ),
        ("", "The file is empty. Choose a file with headings in its first row and data below."),
        ("\ufeff", "The file is empty. Choose a file with headings in its first row and data below."),
        (" \n,\n", "The file is empty. Choose a file with headings in its first row and data below."),
        ("县,学生人数\n", "The file has headings, but no rows below them. Choose a file with data."),
        ("县,学生人数\n,\n\n", "The file has headings, but no rows below them. Choose a file with data."),
        ("\n县,学生人数\n甲,1\n", "Row 1 has no headings. Say in which row the headings stand."),
        ("学校一览,,\n县,学生人数,教师\n甲,1,2\n", "The headings stand in row 2, not in row 1. "),
        (
            "县,学生人数\n县,学生人数\n甲,1\n乙,2\n",
            "Row 2 looks like a second row of headings: “学生人数” stands",
        ),
        (
            "县,学生人数\n甲,无此校\n乙,有\n丙,两\n",
            "Column 学生人数 holds words, not numbers: “无此校” in row 2.",
        ),
        (
            "县,学生人数\n甲,1\n乙,abc\n",
            "Row 3, column 学生人数: “abc” is not a number. Write a number, or leave",
        ),
        ("县,学生人数\n甲,-3\n", "Row 2, column 学生人数: “-3” is below zero. Correct it, or leave"),
        ("县,学生人数\n甲,－３\n", "Row 2, column 学生人数: “－３” is below zero. Correct it, or leave"),
        ("县,学生人数\n甲,1\n乙,inf\n", "Row 3, column 学生人数: “inf” is not a number."),
        ("县,学生人数\n甲,1\n乙,1e999\n", "Row 3, column 学生人数: “1e999” is not a number."),
        (
            "县,学生人数\n甲,=1+2\n",
            "Row 2, column 学生人数: “=1+2” is a formula. Save the file with its value",
        ),
        ("县,学生人数\n甲,1\n乙,85%\n", "Row 3, column 学生人数: “85%” is not a number."),
        ('县,学生人数\n甲,"12,5"\n', "Row 2, column 学生人数: “12,5” does not fit the decimal sign “.”. "),
        (
            "县,学生人数\n甲,1\n乙\n丙,3\n",
            "Row 3 has 1 cells, the headings have 2. Look for a missing or surplus",
        ),
        (
            "县,学生人数\n甲,1\n乙,2,3\n",
            "Row 3 has 3 cells, the headings have 2. Look for a missing or surplus",
        ),
        ("县,学生人数\n甲,1,1\n乙\n", "Row 2 has 3 cells, the headings have 2. "),
        (
            "县,学生人数,x\n甲,1,2\n乙,2",
            "The file ends inside row 3: 2 of 3 cells. It may be cut off; ask for",
        ),
        ('县,学生人数\n甲,1\n"乙,2\n丙,3\n', "Row 3 opens a quotation mark that is never closed. Close it,"),
        ('县,学生人数\n"甲"x,1\n', "Row 2 has letters after a closing quotation mark. Double the marks"),
        (
            "县,学生人数\n甲\0,1\n",
            "Row 2 holds a zero byte, which no text has. Save the file as “CSV UTF-8”,",
        ),
        (
            "县;学生人数\n甲;1,234\n乙;278\n",
            "Row 2, column 学生人数: “1,234” can be read in two ways. Say which",
        ),
        ("县\t学生人数\n甲\t1.234\n", "Row 2, column 学生人数: “1.234” can be read in two ways. Say which"),
        (
            "县;学生人数\n甲;1,5\n乙;2.5\n",
            "Column 学生人数 has decimal points and decimal commas: “2.5” in row 3",
        ),
    ],
)
def test_what_stands_in_the_file(refused, content: str, sentence: str) -> None:
    assert refused(content).startswith(sentence)


def test_rows_are_counted_as_a_spreadsheet_shows_them(refused) -> None:
    assert refused('县,学生人数\n"甲\n乙",1\n\n丙,1\n,\n丁,abc\n').startswith("Row 6, column 学生人数: “abc”")


def test_a_heading_row_without_headings(refused) -> None:
    assert refused(GOOD, Layout(heading_row=9)) == (
        "Row 9 has no headings. Say in which row the headings stand."
    )
    assert refused(GOOD, Layout(heading_row=0)).startswith("Row 0 has no headings.")


def test_a_column_without_a_heading(refused) -> None:
    assert refused("县,\n甲,1\n", numbers=("",)) == (
        "A column without a heading cannot be read. Give it a heading in the file, and name that."
    )


def test_a_delimiter_that_is_none(refused) -> None:
    for delimiter in ("", "::", '"', "，"):
        assert refused(GOOD, Layout(delimiter=delimiter)).startswith(f"“{delimiter}” cannot part cells.")
    assert refused(GOOD, Layout(delimiter="|")).startswith("There is no column 学生人数.")


def test_no_column_at_all(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(Refused, match="Name at least one column to read"):
        read_table(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"GIF89a", "a picture (GIF)"),
        (b"\x1f\x8b\x08", "a compressed file (gzip)"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel file (XLS)"),
        (b"\n<!DOCTYPE html><table>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
    ],
)
def test_another_kind_of_file(refused, content: bytes, kind: str) -> None:
    assert refused(content) == (
        f"register.csv is {kind}, not a file of rows. Open it in a spreadsheet and save it as XLSX or CSV."
    )


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    for member, kind in (("word/document.xml", "a Word document"), ("a.txt", "a ZIP archive")):
        path = tmp_path / "register.csv"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, "x")
        assert refusal(path).startswith(f"register.csv is {kind}, not a file of rows.")


def test_a_locked_workbook(refused) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert refused(content) == "register.csv is locked with a password. Save it without one."


def test_paths_that_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(tmp_path).endswith(" is a folder. Name a file of rows, CSV or XLSX.")
    assert refusal(tmp_path / "none.csv").startswith("There is no file ")
    assert refusal(tmp_path / ("x" * 300)).endswith(" cannot be opened (ENAMETOOLONG).")
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "pipe is not an ordinary file. Save the rows to a file first."

    def denied(*_: object) -> None:
        raise PermissionError

    (tmp_path / "secret.csv").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(Path, "open", denied)
    assert refusal(tmp_path / "secret.csv") == "secret.csv may not be read. Ask for the right to read it."
