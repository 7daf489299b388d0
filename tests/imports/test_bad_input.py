"""Whatever is wrong with a file ends in a sentence, in both languages, and leaves the register as it was."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.imports.steps import applied, brought, counts, previewed

from lianmeng.core.language import CHINESE, ENGLISH, spoken
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence
from lianmeng.imports.models import Import
from lianmeng.imports.queries.shown import Row, Shown
from lianmeng.imports.rules.keeping import sentence_from
from lianmeng.imports.vocabulary import ImportState, Kind, RowState
from lianmeng.schools.models import Appointment, School

pytestmark = pytest.mark.django_db
HEAD = "学校代码,学校名称\n"


def told(sentence: Sentence | None) -> str:
    """The English sentence, once it is sure that there is a Chinese one."""
    assert sentence is not None
    chinese = spoken(sentence, CHINESE)
    assert any("一" <= letter <= "鿿" for letter in chinese)
    english = spoken(sentence, ENGLISH)
    assert english != chinese
    return english


def refused_rows(text: str, **known: Any) -> list[str]:
    one = previewed(text.encode(), **known)
    assert one.state == ImportState.PREVIEWED, one.refusal
    return [told(row.refusal) for row in Shown(one).rows(RowState.REFUSED, 0, 20)]


def stopped(content: bytes, name: str = "file.csv", **known: Any) -> str:
    one = previewed(content, name=name, **known)
    assert one.state == ImportState.STOPPED
    assert not School.objects.exists()
    return told(sentence_from(one.refusal))


def not_taken(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        brought(content, kind=Kind.SCHOOLS, name=name)
    assert not Import.objects.exists()
    return told(refused.value.sentence)


def workbook(rows: list[list[Any]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_code_of_which_a_workbook_shows_leading_zeros_is_never_shortened() -> None:
    book = openpyxl.Workbook()
    for row in (["学校代码", "学校名称", "学段"], [10401, "一小", "小学"]):
        book.active.append(row)
    book.active["A2"].number_format = "0000000000"
    stream = io.BytesIO()
    book.save(stream)
    assert counts(applied(previewed(stream.getvalue(), name="a.xlsx"))) == {"new": 1}
    assert School.objects.get().code == "0000010401"


def test_codes_in_full_width_signs_and_years_in_words_are_the_same_codes_and_years() -> None:
    heads = "学校代码,学校名称,学段,学年度,学生数\n"
    assert counts(applied(previewed(f"{heads}A-1,一小,小学,2024,5\n".encode()))) == {"new": 1}
    assert "“注：略” is a total or a note" in refused_rows(f"{heads}注：略,,,,\n")[0]
    again = previewed(f"{heads}Ａ－１,一小,小学,113學年度,５\n校9,九小,小学,2024学年,5\n".encode())
    assert counts(again) == {"unchanged": 1, "new": 1}
    staff = applied(previewed("工号,任教学校\n００７,Ａ－１\n".encode(), kind=Kind.STAFF))
    assert counts(staff) == {"new": 1}
    assert list(Appointment.objects.values_list("staff__number", "school__code")) == [("007", "A-1")]


def test_a_school_that_comes_back_is_refused_with_the_way_to_reopen_it() -> None:
    heads = "学校代码,学校名称,学段\n"
    applied(previewed(f"{heads}A1,一小,小学\nA2,二小,小学\n".encode()))
    gone = previewed(f"{heads}A1,一小,小学\n".encode(), day="2025-09-01")
    applied(gone, closes_gone=True)
    told = refused_rows(f"{heads}A1,一小,小学\nA2,二小,小学\n", day="2026-09-01")
    assert told == [
        "Row 3, Code of the school: “A2” is closed, and its code is never given again. "
        "If it is that school, reopen it on its page first; else write the new code."
    ]


def test_missing_columns_are_named() -> None:
    with pytest.raises(Refused) as refused:
        previewed(b"a,b\n1,2\n")
    assert (
        told(refused.value.sentence) == "No column is “Code of the school”. Choose the column that holds it."
    )


def test_no_row_of_a_code_that_stands_twice_is_taken_and_each_names_the_others() -> None:
    twice = refused_rows(HEAD + "A1,一小\nA2,二小\nA1,三小\n")
    assert twice == [
        "Row 2, Code of the school: “A1” stands also in row 4. None of them is taken. Keep the right one.",
        "Row 4, Code of the school: “A1” stands also in row 2. None of them is taken. Keep the right one.",
    ]
    often = refused_rows(HEAD + "A1,一小\n" * 6)
    assert ["row 2, 3, 4, " in sentence for sentence in often] == [False, False, False, True, True, True]
    assert "in row 3, 4, 5, …" in often[0]
    assert "in row 2, 3, 4, 5, …" in often[5]


def test_nine_digits_are_no_code_of_china() -> None:
    (sentence,) = refused_rows(HEAD + "2151000001,一小\n215100002,二小\n", scheme="cn")
    assert sentence.startswith(
        "Row 3, Code of the school: “215100002” is no code of this scheme. Needed: 10 digits"
    )


def test_an_unknown_province_in_a_code_of_china() -> None:
    assert len(refused_rows(HEAD + "2199000001,一小\n", scheme="cn")) == 1


def test_an_empty_code_and_a_bad_number_and_date() -> None:
    text = "学校代码,学段,学生数,建校时间,经度\n,小学,1,,\nA2,小学,many,,\n"
    text += "A3,小学,1,昨天,\nA4,小学,-3,,\nA5,小学,1,,999\nA6,高中,1,,\n"
    found = refused_rows(text, lone={"year": "2024"})
    assert [sentence.partition(":")[0] for sentence in found] == [
        "Row 2",
        "Row 3, Pupils",
        "Row 4, Opened on",
        "Row 5, Pupils",
        "Row 6, Longitude",
        "Row 7, Stage",
    ]


def test_two_rows_of_a_school_that_differ() -> None:
    text = "学校代码,学校名称,学段\nA1,一小,小学\nA1,一中,初中\n"
    told = "row {} tells something else of “A1”. None of them is taken. Make the rows agree."
    assert refused_rows(text) == [
        f"Row {row}, Code of the school: {told.format(other)}" for row, other in ((2, 3), (3, 2))
    ]


def test_an_unknown_region() -> None:
    (sentence,) = refused_rows("学校代码,区县\nA1,无此区\n")
    assert "no region “无此区”" in sentence


def test_a_closed_school_does_not_come_back() -> None:
    applied(previewed("学校代码,建校时间,撤销日期\nA1,1990-01-01,2010-07-01\n".encode()))
    (sentence,) = refused_rows(HEAD + "A1,一小\n")
    assert "is closed" in sentence


def test_a_former_code_is_nobodys_new_code() -> None:
    applied(previewed((HEAD + "A1,一小\nA2,二小\n").encode()))
    School.objects.filter(code="A1").update(code="A9")  # its state of then keeps the code A1
    (sentence,) = refused_rows(HEAD + "A1,新校\nA2,二小\nA9,一小\n")
    assert "Row 2, Code of the school: “A1” is a former code of 一小, whose code is A9." in sentence
    assert "Write A9 if that school is meant" in sentence
    assert School.objects.count() == 2


def test_mixed_encodings() -> None:
    content = (HEAD + "A1,第一小学在这里\n").encode() + "A2,第二小学\n".encode("gb18030")
    assert "not UTF-8" in not_taken(content, "mixed.csv")
    late = (HEAD + "A1,第一小学就在这条路上\n" + "A,b\n" * 300_000).encode() + "A2,第二小学\n".encode(
        "gb18030"
    )
    assert "Row 300003" in stopped(late)


def test_another_encoding_that_shows_only_late() -> None:
    text = HEAD.replace("学校代码", "code").replace("学校名称", "name")
    rows = "".join(f"A{at},x{'y' * 60}\n" for at in range(20_000))
    one = previewed((text + rows + "B1,第一小学\n").encode("gb18030"))
    assert counts(one) == {"new": 20_001}


def test_merged_cells() -> None:
    content = workbook([["学校代码", "学校名称"], ["A1", "一小"], ["A2", "二小"]], merged="A2:A3")
    assert stopped(content, "merged.xlsx").startswith("The cells A2:A3 are merged")


def test_a_title_over_the_headings_may_be_merged() -> None:
    content = workbook([["名册", None], ["学校代码", "学校名称"], ["A1", "一小"]], merged="A1:B1")
    from lianmeng.imports.rules.columns import Columns

    columns = Columns({"code": ("学校代码",), "name": ("学校名称",)})
    one = previewed(content, name="titled.xlsx", columns=columns, heading_row=2)
    assert counts(one) == {"new": 1}


def test_a_cut_file() -> None:
    assert stopped((HEAD + "A1,一小\nA2").encode()).startswith("The file ends inside row 3")


def test_a_cut_workbook() -> None:
    assert "cut or damaged" in not_taken(workbook([["学校代码"], ["A1"]])[:-40], "cut.xlsx")


def test_a_picture_named_as_a_register() -> None:
    assert not_taken(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "register.csv").startswith(
        "register.csv is a picture (PNG)"
    )


def test_a_zip_bomb() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    assert "would unfold" in not_taken(stream.getvalue(), "bomb.xlsx")


def test_a_file_that_is_too_large(settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    assert "at most 1 MB" in not_taken(HEAD.encode() + b"A,b\n" * 300_000, "large.csv")


def test_an_empty_file() -> None:
    assert "empty" in not_taken(b"", "empty.csv")


def test_no_rows_below_the_headings() -> None:
    assert "no rows" in stopped(HEAD.encode())


def test_an_encrypted_or_old_workbook() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<I", zlib.crc32(b"")) * 200
    assert "old Excel" in not_taken(old, "old.xls")


def test_what_is_wrong_in_a_second_file_refuses_the_rows_that_it_completes(tmp_path: Path) -> None:
    second = tmp_path / "second.csv"
    rows = "A1,小学,2024,many\nA1,小学,2024,5\nA2,小学,2024,7\nZ9,小学,2024,few\n"
    second.write_text("学校代码,学段,学年,学生数\n" + rows, encoding="utf-8")
    one = previewed(HEAD.encode() + b"A1,x\nA2,y\n", second)
    assert counts(one) == {"new": 1, "refused": 1}
    (row,) = Shown(one).rows(RowState.REFUSED, 0, 9)
    assert told(row.refusal) == (
        "Row 2: the second file says of it what cannot be taken. Row 2, Pupils: “many” is not a number from 0 up. "
        "Correct it, or leave the cell empty if it was not sent."
    )
    assert [number for number, wrong in Shown(one).second_refused()] == [2, 3, 5]


def test_the_good_rows_are_applied_without_the_refused_ones() -> None:
    one = applied(previewed((HEAD + "A1,一小\nA2,二小\nA2,三小\n").encode()))
    assert (one.state, School.objects.count()) == (ImportState.APPLIED, 1)


def days(*written: str) -> list[str]:
    """As they are read; what is wrong in place of a day that is refused."""
    rows = "".join(f"A{at},{day}\n" for at, day in enumerate(written))
    one = previewed(f"学校代码,建校时间\n{rows}".encode())
    found = {row.number: str(row.changes[0].new) for row in new_rows(one)}
    return [found.get(number, "refused") for number in range(2, 2 + len(written))]


def new_rows(one: Import) -> list[Row]:
    return Shown(one).rows(RowState.NEW, 0, 20) if one.counts["new"] else []


def test_days_as_databases_and_countries_write_them() -> None:
    written = ("1990-09-01 00:00:00", "1990-09-01T00:00:00.000Z", "1.9.1990", "01/09/1990", "19900901")
    assert days(*written) == ["1990-09-01"] * 5


def test_a_day_that_could_be_another_is_not_guessed() -> None:
    """Years of two digits; and where one day shows that months come first, those that could be either."""
    assert days("01/09/90", "90-09-01", "1990-09-01 12:30") == ["refused"] * 3
    assert days("9/15/1990", "9/1/1990", "9/9/1990", "1990-09-01") == [
        "refused",
        "refused",
        "1990-09-09",
        "1990-09-01",
    ]


def test_a_formula_is_no_name_and_no_code() -> None:
    rows = [["学校代码", "学校名称"], ["A1", '=B9&"小"'], ["=C1", "二小"], ["A3", "#N/A"]]
    rows += [["A 5\t" * 20, "五小"], ["A6", "长" * 201]]
    one = previewed(workbook(rows), name="formulas.xlsx")
    sentences = [told(row.refusal) for row in Shown(one).rows(RowState.REFUSED, 0, 9)]
    assert ["is a formula without its value" in sentence for sentence in sentences] == [True] * 3 + [
        False
    ] * 2


def test_thousands_are_not_taken_for_a_fraction() -> None:
    text = "学校代码;学段;学生数\nA1;小学;1.234\nA2;小学;234\n"
    assert "not a number" in refused_rows(text + "A3;小学;many\n", lone={"year": "2024"})[1]
    (sentence,) = refused_rows(text, lone={"year": "2024"})
    assert "“1.234” can be read in two ways" in sentence
    one = previewed(text.encode(), lone={"year": "2024"}, decimal=",")
    assert [str(row.changes[-1].new) for row in new_rows(one)] == ["1234", "234"]


@pytest.mark.parametrize(
    "last", ["合计", "小 计", "總計", "Total", "注：本表为初步统计", "Note: preliminary"]
)
def test_a_total_or_a_note_below_the_rows_is_no_school(last: str) -> None:
    (sentence,) = refused_rows(HEAD + f"A1,一小\nNote-1,二小\nTOTAL2,三小\n{last},\n")
    assert sentence.startswith("Row 5, Code of the school: ")
    assert "is a total or a note" in sentence
