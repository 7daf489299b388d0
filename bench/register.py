"""The cost of reading a register beside polars reading the same columns of the same file: `python -m bench.register`.

The files hold rows drawn from the Taiwan sample: narrow (5 columns) and wide (all 41). Four columns are read.
Memory is what the command takes at its peak beyond what it holds after its imports, beside the size of the columns.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import polars
from bench.timing import Row, medians, report

from lianmeng.tables import read_table

SAMPLE = Path("src/lianmeng/balance/samples/taiwan_elementary_113_north.csv")
GROUP, NUMBERS = "縣市名稱", ["男專任教師", "女專任教師", "學生人數"]
NARROW = [GROUP, "學校名稱", *NUMBERS]
ROWS, GOAL = 1_000_000, 3
MEMORY_GOAL = 4

OURS = f"from lianmeng.tables import read_table; read_table(FILE, numbers={NUMBERS}, categories=[{GROUP!r}])"
PEER = f"import polars; polars.read_csv(FILE, columns={[GROUP, *NUMBERS]}, infer_schema_length=10_000)"
RESOURCE = "教師=男專任教師+女專任教師"
ASKED = ["--by", GROUP, "--pupils", "學生人數", "--resource", RESOURCE, "--json"]
MEMORY = f"""
import contextlib, io, numpy, polars
import lianmeng.tables.delimited, lianmeng.tables.workbooks
import lianmeng.balance.queries.figures, lianmeng.balance.queries.records
from lianmeng.cli.main import lianmeng as command
from lianmeng.cli.terminal import run_in_sentences
def kilobytes(name):  # ru_maxrss would count what the parent held before it started this process
    return int(open("/proc/self/status").read().partition(name + ":")[2].split()[0])
held = kilobytes("VmRSS")
with contextlib.redirect_stdout(io.StringIO()):
    run_in_sentences(command, ["balance", FILE, *{ASKED}])
print((kilobytes("VmHWM") - held) * 1024)
"""


def written(folder: Path, rows: int, headings: list[str] | None, *, delimiter: str = ",") -> Path:
    """A register of that many rows drawn from the sample, always the same."""
    sample = polars.read_csv(SAMPLE, infer_schema=False)
    kept = sample.select(headings) if headings else sample
    path = folder / f"{'narrow' if headings else 'wide'}_{rows}_{ord(delimiter)}.csv"
    drawn = np.random.default_rng(20_260_102).integers(0, len(kept), rows)
    kept[drawn].write_csv(path, separator=delimiter, line_terminator="\r\n")
    return path


def ours(path: Path) -> None:
    read_table(path, numbers=NUMBERS, categories=[GROUP])


def peer(path: Path, delimiter: str = ",") -> polars.DataFrame:
    columns = [GROUP, *NUMBERS]
    return polars.read_csv(path, columns=columns, separator=delimiter, infer_schema_length=10_000)


def process(script: str, path: Path) -> str:
    command = [sys.executable, "-c", f"FILE = {str(path)!r}\n{script}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def balance(path: Path) -> None:
    """The whole command that a person types."""
    call = "from lianmeng.cli.main import run; run()"
    subprocess.run([sys.executable, "-c", call, "balance", path, *ASKED], check=True, capture_output=True)


def compare(path: Path) -> None:
    inside = medians({"ours": partial(ours, path), "polars": partial(peer, path)}, rounds=7)
    rivals: dict[str, Callable[[], object]] = {
        "ours": partial(process, OURS, path),
        "balance": partial(balance, path),
        "polars": partial(process, PEER, path),
    }
    whole = medians(rivals, rounds=5)
    report(
        f"{path.stem}, {path.stat().st_size / 1e6:.0f} MB",
        [
            Row("read_table", inside["ours"], "polars", inside["polars"], goal=GOAL),
            Row("a process that reads", whole["ours"], "a process of polars", whole["polars"], goal=GOAL),
            Row("lianmeng balance", whole["balance"], "a process of polars", whole["polars"], goal=GOAL),
        ],
    )
    taken, columns = int(process(MEMORY, path)), peer(path).estimated_size()
    verdict = "met" if taken <= MEMORY_GOAL * columns else "NOT MET"
    print(
        f"  lianmeng balance, memory {taken / 1e6:.0f} MB for columns of {columns / 1e6:.0f} MB: "
        f"{taken / columns:.2f} times, goal ≤ {MEMORY_GOAL}: {verdict}"
    )


def other_ways(folder: Path) -> None:
    """For information: files that must be transcoded, and files whose numbers must be looked at one by one."""
    plain = written(folder, ROWS, NARROW)
    gb18030 = folder / "gb18030.csv"
    gb18030.write_bytes(plain.read_bytes().decode().encode("gb18030"))
    marked = folder / "marked.csv"
    with (
        plain.open(encoding="utf-8", newline="") as source,
        marked.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        for row in csv.reader(source):
            writer.writerow(["1,236" if cell == "236" else "-" if cell == "0" else cell for cell in row])
    semicolons = written(folder, ROWS, NARROW, delimiter=";")
    files = {"gb18030": gb18030, "semicolons": semicolons, "marks and thousands": marked}
    taken = medians({name: partial(ours, path) for name, path in files.items()}, rounds=3)
    print("\nOther ways to write the narrow file")
    for name, seconds in taken.items():
        print(f"  {name:<20} {seconds * 1000:7.0f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare(written(folder, ROWS, NARROW))
        compare(written(folder, ROWS, None))
        print("\nGrowth, narrow (nanoseconds a row)")
        for rows in (10_000, 100_000, ROWS):
            path = written(folder, rows, NARROW)
            taken = medians({"ours": partial(ours, path), "polars": partial(peer, path)}, rounds=5)
            print(f"  {rows:>9,} rows", *(f"  {who} {s / rows * 1e9:6.0f}" for who, s in taken.items()))
        other_ways(folder)


if __name__ == "__main__":
    main()
