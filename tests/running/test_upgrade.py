"""An installation of the former release is brought up to date, or left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.running.installation import Installation

pytestmark = [pytest.mark.database, pytest.mark.slow]

FORMER = """
from pathlib import Path; import sys
from lianmeng.database.archive import restore
from lianmeng.database.upgrading import migrations_waiting
print(restore(Path(sys.argv[1]), newest=False).rows, migrations_waiting() > 0)
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
from lianmeng.database.upgrading import migrations_waiting
from lianmeng.people.models import Account, RoleHeld
from lianmeng.schools.models import School
held = RoleHeld.objects.get(account__username="officer")
print(migrations_waiting(), held.account.name, held.role, School.objects.count())
"""


@pytest.fixture(scope="module")
def former(installation: Installation, data: Path) -> Installation:
    rows, waiting = installation.good(str(data / "previous_release.tar"), python=FORMER).split()
    assert (int(rows) > 20, waiting) == (True, "True")
    return installation


def test_an_upgrade_that_fails_is_taken_back(former: Installation, tmp_path: Path) -> None:
    former.good("export", str(tmp_path / "before"))
    answer = former.run(str(tmp_path / "saved.tar"), python=FAILING)
    assert answer.stdout.split()[-2:] == ["2", "True"], answer.stdout + answer.stderr
    assert "taken back: RuntimeError: no room left" in answer.stderr
    former.good("export", str(tmp_path / "after"))
    assert (tmp_path / "after").read_bytes() == (tmp_path / "before").read_bytes()


def test_the_former_release_becomes_this_one(former: Installation, tmp_path: Path) -> None:
    assert "Up to date" in former.good("upgrade", str(tmp_path / "saved.tar"))
    assert former.good(python=READ).split() == ["0", "林知远", "city_officer", "20"]
    assert former.run("upgrade", str(tmp_path / "saved.tar")).returncode == 2, "a backup is never overwritten"
