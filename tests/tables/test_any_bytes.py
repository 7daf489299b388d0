"""Whatever bytes a file holds, it is read or refused in a sentence, and alike however it is cut into blocks."""

from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianmeng.core.refusal import Refused
from lianmeng.tables import Layout, peek, read_table

EVERY_TIME = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
pieces = st.lists(
    st.sampled_from(
        ['"', ",", ";", "\n", "\r\n", "\r", "1", "1,234", "12.5", "甲", "a b", "=1", "-3", "\x0b", " "]
    ),
    max_size=40,
).map("".join)


def outcome(path: Path, layout: Layout) -> object:
    try:
        table = read_table(path, numbers=["n"], categories=["c"], texts=["t"], layout=layout)
    except Refused as refused:
        return str(refused)
    groups = [table.categories["c"].labels[code] if code >= 0 else "" for code in table.categories["c"].codes]
    rows = [table.row_number(index) for index in range(table.rows)]
    return table.numbers["n"].tolist().__repr__(), groups, list(table.texts["t"]), rows


@EVERY_TIME
@given(body=pieces, encoding=st.sampled_from(["utf-8", "gb18030"]))
def test_blocks_make_no_difference(tmp_path: Path, body: str, encoding: str) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(f"n,c,t\n1,a,b\n{body}".encode(encoding))
    whole = outcome(path, Layout(delimiter=","))
    for block_bytes in (5, 17, 64):
        assert outcome(path, Layout(delimiter=",", block_bytes=block_bytes)) == whole


@EVERY_TIME
@given(body=st.binary(max_size=200), whole=st.booleans())
def test_any_bytes_are_read_or_refused(tmp_path: Path, body: bytes, whole: bool) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(body if whole else b"n,c,t\n" + body)
    assert outcome(path, Layout())
    with suppress(Refused):
        assert peek(path).headings


def test_a_carriage_return_inside_a_cell_ends_the_row_at_every_block_size(tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(b"n,c,t\n1,a,b\n,,\r;")
    told = {outcome(path, Layout(delimiter=",", block_bytes=size)) for size in (5, 7, 17, 1 << 20)}
    assert told == {"The file ends inside row 4: 1 of 3 cells. It may be cut off; ask for the whole file."}
