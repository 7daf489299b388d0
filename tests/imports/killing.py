"""A program of its own: kills the worker 200 times while it previews and applies, then lets two workers race.

Forks a process with Django loaded, so that a kill costs milliseconds. Prints what it found; ends with 1 if rows were
lost or doubled. It makes a database of its own, on the server that the settings name.
"""

from __future__ import annotations

import os
import random
import secrets
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
from django.conf import settings

FOLDER = Path(tempfile.mkdtemp(prefix="lianmeng-killing-"))
_DATABASE = settings.DATABASES["default"]
_SQLITE = _DATABASE["ENGINE"].endswith("sqlite3")
_DATABASE["TEST"] = {"NAME": str(FOLDER / "killing.sqlite3") if _SQLITE else f"killing_{os.getpid()}"}
settings.MEDIA_ROOT = FOLDER / "files"
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.db import connection, connections  # noqa: E402

from lianmeng.audit.models import Line  # noqa: E402
from lianmeng.core.actors import OPERATOR  # noqa: E402
from lianmeng.imports.actions.files import bring  # noqa: E402
from lianmeng.imports.actions.mapping import ask_to_apply, name_columns  # noqa: E402
from lianmeng.imports.models import Import  # noqa: E402
from lianmeng.imports.rules.columns import Columns  # noqa: E402
from lianmeng.imports.vocabulary import ImportState, Kind  # noqa: E402
from lianmeng.jobs.actions import work  # noqa: E402
from lianmeng.schools.models import Return, School, SchoolVersion, Section  # noqa: E402
from lianmeng.tables import Column, Sheet, write_workbook  # noqa: E402

KILLS, ROWS, HEADINGS = 200, 120, ["code", "name", "pupils"]
COLUMNS = Columns(
    {"code": ("code",), "name": ("name",), "figure:pupils": ("pupils",)},
    lone={"stage": "primary", "year": "2024"},
    scheme="other",
    day="2025-01-01",
)


def asked(version: int) -> Import:
    """A file of the next version, waiting to be read: as many new schools again, the old ones with another figure.

    One is a CSV, the next a workbook.
    """
    rows = [[f"S{at}", f"School {at}", str(version + at)] for at in range(ROWS * version)]
    if version % 2:
        content = ContentFile("\n".join(map(",".join, [HEADINGS, *rows])).encode(), name=f"{version}.csv")
    else:
        content = ContentFile(b"", name=f"{version}.xlsx")
        write_workbook(content, [Sheet("schools", [Column(one) for one in HEADINGS], rows)])
    one = bring(content, None, kind=Kind.SCHOOLS, by=OPERATOR)
    return name_columns(one.public_id, COLUMNS, by=OPERATOR)


def worker() -> int:
    """The id of a new process that works off what waits. Nothing here may have started a thread before."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work(forever=False)
        finally:
            os._exit(0)
    return child


_AT_WORK = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


def settled() -> None:
    """PostgreSQL ends what a killed process had asked for, and may commit it, before it sees that nobody is there."""
    until = time.monotonic() + 20
    while not _SQLITE:
        with connection.cursor() as cursor:
            cursor.execute(_AT_WORK)
            if cursor.fetchone() == (0,):
                return
        if time.monotonic() > until:
            raise TimeoutError("what a killed process had asked for is still at work")
        time.sleep(0.005)


def told_to_apply(one: Import) -> None:
    one.refresh_from_db()
    if one.state == ImportState.PREVIEWED:
        ask_to_apply(one.public_id, seen=one.version, closes_gone=False, by=OPERATOR)


def wrong(version: int) -> str:
    """What is wrong with the register when it should hold the files up to this version; empty if nothing is."""
    found = {
        "schools": School.objects.count(),
        "states": SchoolVersion.objects.count(),
        "sections": Section.objects.count(),
        "returns": Return.objects.count(),
    }
    bad = {name: count for name, count in found.items() if count != ROWS * version}
    return f"version {version}: {bad}" if bad else ""


def kill_often(rng: random.Random) -> list[str]:
    version, kills, faults, longest = 1, 0, [], 0.3
    one = asked(version)
    while kills < KILLS:
        child = worker()
        time.sleep(rng.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        kills += os.waitpid(child, 0)[1] == signal.SIGKILL
        settled()
        told_to_apply(one)
        applied = one.state == ImportState.APPLIED
        faults.append(wrong(version if applied else version - 1))
        if applied:
            version = version + 1 if version < 5 else version
            if not faults[-1] and version == 5:
                version = _begun_again()
            one = asked(version)
    while one.state != ImportState.APPLIED:
        os.waitpid(worker(), 0)
        told_to_apply(one)
    return [*faults, wrong(version), _sent(version)]


def _begun_again() -> int:
    for table in (Return, Section, SchoolVersion, School):
        table.objects.all().delete()
    return 1


def _sent(version: int) -> str:
    expected = {f"S{at}": version + at for at in range(ROWS * version)}
    found = {
        code: values["pupils"]
        for code, values in Return.objects.values_list("section__school__code", "values")
    }
    lines = Line.objects.filter(text__startswith="Loaded").count()
    applied = Import.objects.filter(state=ImportState.APPLIED).count()
    return "" if found == expected and lines == applied else f"figures, or {lines} lines for {applied} files"


def race() -> str:
    """Two officers apply two files with the same new schools at once: one wins, the other is told to look again."""
    version = School.objects.count() // ROWS + 1
    both = [asked(version), asked(version)]
    os.waitpid(worker(), 0)
    for one in both:
        told_to_apply(one)
    children = [worker(), worker()]
    for child in children:
        os.waitpid(child, 0)
    for one in both:
        one.refresh_from_db()
    states = sorted(one.state for one in both)
    reasons = [one.refusal.get("text", "") for one in both if one.state == ImportState.PREVIEWED]
    if states != [ImportState.APPLIED, ImportState.PREVIEWED] or "has changed" not in reasons[0]:
        return f"race: {states} {reasons}"
    return wrong(version)


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else secrets.randbelow(1_000_000)  # another with each run
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    began = time.monotonic()
    try:
        faults = [fault for fault in [*kill_often(random.Random(seed)), race()] if fault]
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(str(_DATABASE["NAME"]), verbosity=0)
        shutil.rmtree(FOLDER, ignore_errors=True)
    told = f"{KILLS} kills of seed {seed} in {time.monotonic() - began:.0f} s:"
    print(told, faults or "nothing lost, nothing doubled")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
