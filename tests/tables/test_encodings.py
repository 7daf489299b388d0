"""The encoding is found out, and bytes that are no text are refused at their place."""

from pathlib import Path

import pytest

from lianmeng.core.refusal import Refused
from lianmeng.tables import Layout, peek, read_table

ROWS = "".join(f"第{number}小学,{number},武侯区\n" for number in range(1, 400))
REGISTER = "学校,人数,区\n" + ROWS
PLAIN = "school,n,c\n" + "".join(f"s{number},{number},x\n" for number in range(1, 120_000))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_how_a_file_is_written_is_found_out(tmp_path: Path, encoding, found, delimiter, line_end) -> None:
    path = tmp_path / "register.csv"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path.write_bytes((mark + REGISTER.replace(",", delimiter).replace("\n", line_end)).encode(encoding))
    head = peek(path)
    assert (head.origin.encoding, head.origin.delimiter) == (found, delimiter)
    assert head.headings == ["学校", "人数", "区"]
    assert head.rows[0] == ["第1小学", "1", "武侯区"]
    table = read_table(path, numbers=["人数"], texts=["学校"], categories=["区"])
    assert table.numbers["人数"].tolist() == list(range(1, 400))
    assert table.texts["学校"][398] == "第399小学"
    assert table.texts["学校"][:2] == ["第1小学", "第2小学"]
    assert table.categories["区"].labels == ["武侯区"]
    assert table.origin == head.origin


def test_gb18030_that_shows_itself_late(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(PLAIN.encode() + "成都小学,5,武侯区\n".encode("gb18030"))
    table = read_table(path, numbers=["n"], categories=["c"])
    assert table.origin.encoding == "gb18030"
    assert table.rows == 120_000
    assert table.categories["c"].labels == ["x", "武侯区"]


def test_an_encoding_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "west.csv"
    path.write_bytes("Città;n\nForlì;1\n".encode("cp1252"))
    assert (
        read_table(path, numbers=["n"], texts=["Città"], layout=Layout(encoding="cp1252")).texts["Città"][0]
        == "Forlì"
    )


def refusal(path: Path, content: bytes, encoding: str | None = None) -> str:
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_table(path, numbers=["n"], layout=Layout(encoding=encoding))
    return str(refused.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    western = (
        "Byte 13, row 2: this is neither UTF-8 nor GB18030 text. Save the file as “CSV UTF-8”, or as XLSX."
    )
    assert refusal(path, b"school,n\nCaf\xe9,1\n") == western
    assert refusal(path, b"n,c\n1,\xff\xff\n").startswith("Byte 7, row 2: this is neither")
    assert refusal(path, b"n,c\n1,\xd6\xd0\n2,\xd6").startswith("Byte 12, row 3: this is neither")
    assert refusal(path, b"\xff\xfen\0\n\0\x00\xd8\n\0").startswith("Byte 7, row 2: this is neither")
    assert refusal(path, b"n\n1\n", "base64").startswith("There is no encoding base64.")
    assert refusal(path, b"n\n1\n", "latin-17") == (
        "There is no encoding latin-17. Use utf-8, gb18030 or utf-16."
    )


@pytest.mark.parametrize("names", ["École créée", "élémentaire élevé", "Colégio São João", "Grün, Öl"])
@pytest.mark.parametrize("before", ["", "x,1\n" * 500_000])
def test_western_letters_are_taken_for_no_chinese_ones(tmp_path: Path, names: str, before: str) -> None:
    """Neither at the head nor further on, where two of them stand side by side or look like Big5."""
    told = refusal(tmp_path / "west.csv", f"school,n\n{before}{names},1\nNoël,2\n".encode("cp1252"))
    assert "Save the file" in told


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    tail = "乙,武侯\n".encode("gb18030")
    early = refusal(path, "n,区\n1,成都市武侯区桂溪街道\n".encode() + tail)
    assert early.startswith("Row 3: the bytes after “”")
    late = refusal(
        path, (PLAIN + "成都市武侯区桂溪街道,2,小学\n").encode() + "x武侯,2,区\n".encode("gb18030")
    )
    assert late.startswith("Row 120002: the bytes after “x” are not UTF-8, as the text above them is.")


TRADITIONAL = "學校,人數,區\n" + "".join(
    f"私立淡江高中附設國小{number},{number},新北市\n" for number in range(1, 99)
)


@pytest.mark.parametrize(("encoding", "found"), [("cp950", "cp950"), ("gbk", "gb18030")])
def test_traditional_letters_are_told_from_one_another(tmp_path: Path, encoding: str, found: str) -> None:
    """Taiwan's Big5, and the same letters as GBK has them; neither may come out as other letters."""
    path = tmp_path / "taiwan.csv"
    path.write_bytes(TRADITIONAL.encode(encoding))
    table = read_table(path, numbers=["人數"], texts=["學校"], categories=["區"])
    assert (table.origin.encoding, table.texts["學校"][97]) == (found, "私立淡江高中附設國小98")
