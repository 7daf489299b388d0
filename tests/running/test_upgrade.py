"""The demonstration city of the previous release is brought up to date with all it holds, or left as it was.

`python -m tools.previous_release` made it: with the program of that release, and its own commands.
"""

from __future__ import annotations

import gzip
import json
import tarfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.running.installation import Installation

pytestmark = [pytest.mark.database, pytest.mark.slow]

FORMER = """
from pathlib import Path; import sys
from lianmeng.database.archive import restore
from lianmeng.database.upgrading import migrations_waiting
print(restore(Path(sys.argv[1]), newest=False).rows, migrations_waiting())
"""
FAILING = """
import sys
from unittest import mock
from lianmeng.cli.main import lianmeng
from lianmeng.cli.terminal import run_in_sentences
from lianmeng.database import upgrading

move_on = upgrading.move_on
def fails():
    move_on()
    raise RuntimeError("no room left")

with mock.patch.object(upgrading, "move_on", fails):
    print(run_in_sentences(lianmeng, ["upgrade", sys.argv[1]]), upgrading.migrations_waiting() > 0)
"""
READ = """
import re
from django.test import Client
browser = Client(SERVER_NAME="127.0.0.1")
print(browser.post("/zh-hans/sign-in/", {"login": "x", "password": "y"}).status_code)
print(browser.post("/zh-hans/people/demo/city_officer/").status_code)

def page(address):
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()

print("林知远" in page("/zh-hans/"))
for register in ("schools", "alliances"):
    address = rf"/zh-hans/{register}/[0-9a-f]{{16}}/"
    one = re.search(address, page(f"/zh-hans/{register}/"))[0]
    print(re.search("<h1[^>]*>([^<]+)", page(one))[1].strip() != "")
print("教职工" in page(re.search(r"/zh-hans/schools/[0-9a-f]{16}/", page("/zh-hans/schools/"))[0] + "staff/"))
"""
# What a migration since then says in other words.
REWRITTEN = {"notices.notice": {"what"}}
Rows = dict[str, dict[Any, dict[str, Any]]]


def lines_of(backup: Path) -> Iterator[str]:
    with tarfile.open(backup) as tar:
        content = tar.extractfile("rows.jsonl.gz")
        assert content is not None
        with gzip.open(content, "rt", encoding="utf-8", newline="\n") as lines:
            yield from lines


def rows_of(lines: Iterable[str]) -> Rows:
    """What a file of rows holds: by table and key, each row by its columns."""
    found: Rows = {}
    table, columns = "", []
    for line in lines:
        row = json.loads(line)
        if isinstance(row, list):
            found[table][row[0]] = dict(zip(columns, row, strict=True))
        elif "table" in row:
            table, columns = row["table"], row["columns"]
            found[table] = {}
    return found


@pytest.fixture(scope="module")
def saved(data: Path) -> Path:
    return data / "previous_release.tar"


@pytest.fixture(scope="module")
def held(saved: Path) -> Rows:
    """What the city of the former release holds."""
    return rows_of(lines_of(saved))


@pytest.fixture(scope="module")
def former(installation: Installation, saved: Path, held: Rows) -> Installation:
    installation.settings["LIANMENG_DEMO"] = "true"
    rows, waiting = map(int, installation.good(str(saved), python=FORMER).split())
    assert rows == sum(map(len, held.values()))
    assert waiting >= 10
    return installation


def test_it_holds_a_city_that_is_worth_keeping(held: Rows) -> None:
    for table, fewest in (
        ("schools.staff", 1000),
        ("schools.return", 150),
        ("schools.schoolversion", 60),
        ("alliances.alliance", 100),
        ("notices.notice", 10),
        ("people.roleheld", 8),
        ("audit.line", 20),
    ):
        assert len(held[table]) >= fewest, table


def test_an_upgrade_that_fails_is_taken_back(former: Installation, held: Rows, tmp_path: Path) -> None:
    answer = former.run(str(tmp_path / "saved.tar"), python=FAILING)
    assert answer.stdout.split()[-2:] == ["2", "True"], answer.stdout + answer.stderr
    assert "taken back: RuntimeError: no room left" in answer.stderr
    former.good("export", str(tmp_path / "after"))
    after = (tmp_path / "after").read_text("utf-8").splitlines()
    assert rows_of(after) == held  # PostgreSQL has an order of its own for what stands within a value


def test_the_former_release_becomes_this_one(
    former: Installation, saved: Path, held: Rows, tmp_path: Path
) -> None:
    assert "Up to date" in former.good("upgrade", str(tmp_path / "saved.tar"))
    assert former.run("upgrade", str(tmp_path / "saved.tar")).returncode == 2, "a backup is never overwritten"
    former.good("export", str(tmp_path / "after"))
    now = rows_of((tmp_path / "after").read_text("utf-8").splitlines())
    for table, rows in held.items():
        assert now[table].keys() >= rows.keys(), table
        for key, row in rows.items():
            same = row.keys() - REWRITTEN.get(table, set())
            kept = {column: value for column, value in now[table][key].items() if column in same}
            assert kept == {column: row[column] for column in kept}, table
    head = tomllib.loads(saved.with_suffix(".toml").read_text("utf-8"))["head"]
    lines = f"lines: {len(held['audit.line'])},"
    assert former.good("audit", "verify", "--against", head).startswith(f"Whole: {lines}")
    assert former.good(python=READ).split() == ["422", "302", "True", "True", "True", "True"]
