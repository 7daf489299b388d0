"""Whatever the csv module writes is read back as the csv module reads it, however the file is cut into blocks."""

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lianmeng.tables import Layout, read_table

HEADINGS = ["学校", "人数", "县 区", "教师,专任"]

plain_numbers = st.one_of(
    st.just(""),
    st.integers(0, 10**9).map(str),
    st.decimals(0, 10**6, places=2).map(str),
    st.sampled_from(["-", "未报送", "NA", " 12 ", "１２", "12.5", "007", "1e3", "…"]),
)
words = st.one_of(
    st.text(st.sampled_from('甲乙é€𠀀 ab",;\t\n1='), max_size=6),
    st.sampled_from(["", " ", "新北市", '"', '""', "x,y", "=cmd|' /C calc'!A0", "两\n行"]),
)
rows = st.lists(st.tuples(words, plain_numbers, words, plain_numbers).map(list), min_size=1, max_size=30)


def slow_number(text: str) -> float:
    """A number by `float` alone, for the cells drawn above."""
    plain = text.strip().translate(str.maketrans("１２", "12"))
    return math.nan if plain in ("", "-", "未报送", "NA", "…") else float(plain)


@dataclass(frozen=True)
class Way:
    """A way to write a file and to cut it."""

    encoding: str
    delimiter: str
    quoting: int
    line_end: str
    ends_with_line: bool
    block_bytes: int

    def written(self, rows: list[list[str]]) -> str:
        text = io.StringIO(newline="")
        writer = csv.writer(
            text, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.line_end
        )
        writer.writerows(rows)
        return text.getvalue() if self.ends_with_line else text.getvalue().removesuffix(self.line_end)


ways = st.builds(
    Way,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    ends_with_line=st.booleans(),
    block_bytes=st.sampled_from([7, 64, 333, 1 << 20]),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, way=ways)
def test_what_csv_writes_is_read_back(tmp_path: Path, rows: list[list[str]], way: Way) -> None:
    kept = [(number, row) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    assume(kept)
    written = way.written([HEADINGS, *rows])
    again = list(csv.reader(io.StringIO(written, newline=""), delimiter=way.delimiter))
    assume(again == [HEADINGS, *rows])  # the csv module leaves some line ends unquoted
    path = tmp_path / "register.csv"
    path.write_bytes(written.encode(way.encoding))

    layout = Layout(block_bytes=way.block_bytes, decimal=".", delimiter=way.delimiter, encoding=way.encoding)
    table = read_table(
        path, numbers=["人数", "教师,专任"], categories=["县 区"], texts=["学校", "县 区"], layout=layout
    )

    assert table.rows == len(kept)
    for place, name in ((1, "人数"), (3, "教师,专任")):
        np.testing.assert_array_equal(table.numbers[name], [slow_number(row[place]) for _, row in kept])
    assert list(table.texts["学校"]) == [row[0].strip() for _, row in kept]
    groups = table.categories["县 区"]
    named = [groups.labels[code] if code >= 0 else "" for code in groups.codes]
    assert named == list(table.texts["县 区"]) == [row[2].strip() for _, row in kept]
    assert len(set(groups.labels)) == len(groups.labels)
    assert [table.row_number(index) for index in range(table.rows)] == [number for number, _ in kept]
