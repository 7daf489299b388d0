"""Real registers, and large ones: a legitimate file is read, garbage is refused soon and in little memory."""

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from lianmeng.core.refusal import Refused
from lianmeng.tables import peek, read_table

REGISTERS = Path(__file__).parent.parent / "data" / "registers"
MEGABYTE = 1 << 20


def test_taiwan() -> None:
    path = REGISTERS / "taiwan_elementary_113_excerpt.csv"
    head = peek(path)
    assert (len(head.headings), head.row_count, len(head.rows)) == (41, 35, 20)
    table = read_table(path, numbers=["學生人數", "女專任教師"], categories=["縣市名稱"])
    assert np.nansum(table.numbers["學生人數"]) == 44651
    assert not np.isnan(table.numbers["女專任教師"]).any()
    assert table.categories["縣市名稱"].labels[0] == "新北市"


def test_wales_and_england() -> None:
    wales = read_table(REGISTERS / "wales_excerpt.csv", numbers=["pupils"], categories=["local_authority"])
    assert wales.numbers["pupils"].sum() == 3345
    england = read_table(REGISTERS / "england_gias_excerpt.csv", texts=["name", "close_date"])
    assert england.texts["name"][0] == "The Aldgate School"
    assert england.texts["close_date"][0] == ""


def refused_soon(path: Path, start: str) -> None:
    """The file is refused within seconds, in a process that never holds it whole."""
    script = (
        "import sys; import polars, numpy\n"
        "from lianmeng.core.refusal import Refused\n"
        "from lianmeng.tables import read_table\n"
        "def peak(): return int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])\n"
        "before = peak()\n"
        "try: read_table(sys.argv[1], numbers=['n'])\n"
        "except Refused as refused: print(refused)\n"
        "print((peak() - before) // 1024)\n"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    sentence, grown = done.stdout.splitlines()
    assert sentence.startswith(start)
    assert int(grown) < 70
    assert time.monotonic() - began < 30


def test_fifty_megabytes_of_one_line(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_bytes(b"n," * (25 * MEGABYTE))
    refused_soon(path, "Row 1 is too long to be a row of a register.")
    path.write_bytes(b"n,m\n1,2\n" + b"x" * (50 * MEGABYTE))
    refused_soon(path, "Row 3 is too long to be a row of a register.")
    path.write_bytes(b'n,m\n1,2\n"' + b"1,2\n" * (12 * MEGABYTE))
    refused_soon(path, "Row 3 is too long to be a row of a register.")


def test_fifty_megabytes_of_garbage(tmp_path: Path) -> None:
    path = tmp_path / "garbage.csv"
    path.write_bytes(random.Random(7).randbytes(50 * MEGABYTE))
    refused_soon(path, "Row 1 holds a zero byte, which no text has.")


def test_a_register_of_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    rows = (50 * MEGABYTE) // 32
    path.write_bytes(b"school,district,n\n" + "第0000001小学,武侯区,1234\n".encode() * rows)
    table = read_table(path, numbers=["n"], categories=["district"])
    assert table.rows == rows
    assert table.numbers["n"].sum() == 1234 * rows
    assert table.categories["district"].labels == ["武侯区"]


@pytest.mark.parametrize("name", ["taiwan_elementary_113_excerpt.csv", "england_gias_excerpt.csv"])
def test_a_register_cut_in_its_last_row(tmp_path: Path, name: str) -> None:
    whole = (REGISTERS / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: whole.rindex(b",", 0, -30)])
    heading = peek(REGISTERS / name).headings[0]
    with pytest.raises(Refused, match=r"The file ends inside row \d+: \d+ of \d+ cells"):
        read_table(path, texts=[heading])
