"""A restore that is killed anywhere: the installation is as it was, or as the backup has it, in all its parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.running.installation import Installation

pytestmark = [pytest.mark.database, pytest.mark.slow]

FILLED = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from pathlib import Path
from django.conf import settings
from lianmeng.database.secrets import sealed
from lianmeng.people.models import Account
Account.objects.create(username="anna", name="安娜", password=sealed("anna"))
files = Path(settings.MEDIA_ROOT)
files.mkdir(parents=True)
(files / "saved.csv").write_text("saved")
"""
# What the machine holds when the backup comes back: other rows, another file, another key.
CHANGED = """
from pathlib import Path
from django.conf import settings
from lianmeng.database.secrets import sealed
from lianmeng.people.models import Account
settings.SEALING_KEY = "another key of this machine, long enough"
(settings.DATA_DIR / "sealing_key").write_text(settings.SEALING_KEY, "ascii")
Account.objects.all().delete()
Account.objects.create(username="bert", name="伯特", password=sealed("bert"))
(Path(settings.MEDIA_ROOT) / "saved.csv").unlink(missing_ok=True)
(Path(settings.MEDIA_ROOT) / "later.csv").write_text("later")
"""
# Each kills the process there: with no chance to clear anything away.
KILLED = """
import os, sys
from lianmeng.database import archive, dump, restoring
def kill(*args, **kwargs): os.kill(os.getpid(), 9)
def after(module, name):
    done = getattr(module, name)
    setattr(module, name, lambda *args, **kwargs: (done(*args, **kwargs), kill()))
{where}
from pathlib import Path
archive.restore(Path(sys.argv[1]))
"""
BEFORE_THE_COMMIT = {
    "tables dropped": "after(dump, '_drop_all_tables')",
    "all but the commit": "after(archive, 'write_token')",
}
AFTER_THE_COMMIT = {
    "committed": "restoring._finish = lambda calls=iter([1]): next(calls, None) or kill()",
    "files away": "after(restoring, '_put_away')",
    "files changed": "after(restoring, '_change_files')",
}
STATE = """
from pathlib import Path
from django.conf import settings
from lianmeng.cli.site import load_the_site
load_the_site()
from lianmeng.database.secrets import unsealed
from lianmeng.people.models import Account
(one,) = Account.objects.all()
print(one.username, unsealed(one.password), sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*")))
print(Path(settings.MEDIA_ROOT).with_name("files.restoring").exists())
"""
AS_IT_WAS, AS_SAVED = ["bert bert ['later.csv']", "False"], ["anna anna ['saved.csv']", "False"]


@pytest.fixture(scope="module")
def saved(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    installation.good(python=FILLED)
    path = tmp_path_factory.mktemp("saved") / "all.tar"
    installation.good("backup", str(path))
    return path


@pytest.mark.parametrize("where", [*BEFORE_THE_COMMIT, *AFTER_THE_COMMIT])
def test_a_killed_restore_leaves_nothing_half_done(
    installation: Installation, saved: Path, where: str
) -> None:
    place = (BEFORE_THE_COMMIT | AFTER_THE_COMMIT)[where]
    killed = installation.run(str(saved), python=CHANGED + KILLED.replace("{where}", place))
    assert killed.returncode == -9, killed.stdout + killed.stderr
    state = installation.good(python=STATE).splitlines()
    assert state == (AS_IT_WAS if where in BEFORE_THE_COMMIT else AS_SAVED)
