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
from collections import Counter
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
from lianmeng.database.secrets import unsealed  # noqa: E402
from lianmeng.imports.actions.files import bring  # noqa: E402
from lianmeng.imports.actions.mapping import ask_to_apply, name_columns  # noqa: E402
from lianmeng.imports.models import Import  # noqa: E402
from lianmeng.imports.rules.columns import Columns  # noqa: E402
from lianmeng.imports.rules.understanding import is_identity  # noqa: E402
from lianmeng.imports.vocabulary import ImportState, Kind  # noqa: E402
from lianmeng.jobs.actions import work  # noqa: E402
from lianmeng.schools.models import (  # noqa: E402
    Appointment,
    Employment,
    Return,
    School,
    SchoolVersion,
    Section,
    Staff,
)
from lianmeng.tables import Column, Sheet, write_workbook  # noqa: E402

KILLS, ROWS, LAST = 200, 120, 4
MOST_OF_ONE = 20  # kills of one file, then it is let through: so each kind has its share
COLUMNS = Columns(
    {"code": ("code",), "name": ("name",), "figure:pupils": ("pupils",)},
    lone={"stage": "primary", "year": "2024"},
    scheme="other",
    day="2025-01-01",
)
STAFF = ("number", "name", "identity", "employer", "school")
STAFF_COLUMNS = Columns({name: (name,) for name in STAFF}, scheme="other", day="2025-01-01")


def asked(step: int) -> Import:
    """The next file, waiting to be read: schools, then their staff, then as many new ones of both again, the old ones
    with another figure or name. Every other pair is a workbook.
    """
    version, of_staff = (step + 1) // 2, step % 2 == 0
    columns = STAFF_COLUMNS if of_staff else COLUMNS
    headings = [name for names in columns.first.values() for name in names]
    rows = [_person(at, version) if of_staff else _school(at, version) for at in range(ROWS * version)]
    if version % 2:
        content = ContentFile("\n".join(map(",".join, [headings, *rows])).encode(), name=f"{step}.csv")
    else:
        content = ContentFile(b"", name=f"{step}.xlsx")
        write_workbook(content, [Sheet("rows", [Column(one) for one in headings], rows)])
    one = bring(content, None, kind=Kind.STAFF if of_staff else Kind.SCHOOLS, by=OPERATOR)
    return name_columns(one.public_id, columns, by=OPERATOR)


def _school(at: int, version: int) -> list[str]:
    return [f"S{at}", f"School {at}", str(version + at)]


def _person(at: int, version: int) -> list[str]:
    """Employed by another school than that of the appointment."""
    return [f"P{at}", f"Person {version + at}", _identity(at), f"S{at ^ 1}", f"S{at}"]


def _identity(at: int) -> str:
    first = f"51010419800101{at:03}"
    return next(first + last for last in "0123456789X" if is_identity(first + last))


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


def wrong(step: int) -> str:
    """What is wrong with the register when it should hold the files up to this one; empty if nothing is."""
    schools = dict.fromkeys((School, SchoolVersion, Section, Return), ROWS * ((step + 1) // 2))
    people = dict.fromkeys((Staff, Employment, Appointment), ROWS * (step // 2))
    bad = {
        table.__name__: table.objects.count()
        for table, wanted in (schools | people).items()
        if table.objects.count() != wanted
    }
    return f"file {step}: {bad}" if bad else ""


def kill_often(rng: random.Random) -> list[str]:
    step, kills, faults, longest = 1, Counter[str](), [], 0.25
    one, hit = asked(step), 0
    while kills.total() < KILLS:
        child = worker()
        time.sleep(rng.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        kills[one.kind] += os.waitpid(child, 0)[1] == signal.SIGKILL
        settled()
        told_to_apply(one)
        hit += 1
        if hit == MOST_OF_ONE:
            _let_through(one)
        applied = one.state == ImportState.APPLIED
        faults.append(wrong(step if applied else step - 1))
        if applied:
            if not faults[-1] and step == LAST:
                step = _begun_again()
            step = step + 1 if step < LAST else step
            one, hit = asked(step), 0
    _let_through(one)
    rare = "" if min(kills[Kind.SCHOOLS], kills[Kind.STAFF]) > KILLS // 10 else f"killed at {kills}"
    return [*faults, wrong(step), _sent(step), _staffed(step // 2), rare]


def _let_through(one: Import) -> None:
    while one.state != ImportState.APPLIED:
        os.waitpid(worker(), 0)
        told_to_apply(one)


def _begun_again() -> int:
    for table in (Appointment, Employment, Staff, Return, Section, SchoolVersion, School):
        table.objects.all().delete()
    return 0


def _sent(step: int) -> str:
    version = (step + 1) // 2
    expected = {f"S{at}": version + at for at in range(ROWS * version)}
    found = {
        code: values["pupils"]
        for code, values in Return.objects.values_list("section__school__code", "values")
    }
    lines = Line.objects.filter(text__startswith="Loaded").count()
    applied = Import.objects.filter(state=ImportState.APPLIED).count()
    return "" if found == expected and lines == applied else f"figures, or {lines} lines for {applied} files"


def _staffed(version: int) -> str:
    """Names, opened identity numbers, employers and places of appointment."""
    expected = [tuple(_person(at, version)) for at in range(ROWS * version)]
    columns = (
        "number",
        "name",
        "identity_sealed",
        "employments__employer_school__code",
        "appointments__school__code",
    )
    found = [
        (number, name, unsealed(identity), *places)
        for number, name, identity, *places in Staff.objects.order_by("id").values_list(*columns)
    ]
    return "" if sorted(found) == sorted(expected) else "staff"


def race() -> str:
    """Two officers apply two files with the same new schools at once: one wins, the other is told to look again."""
    step, people = School.objects.count() // ROWS * 2 + 1, Staff.objects.count()
    both = [asked(step), asked(step)]
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
    return wrong(step) if people == ROWS * (step // 2) else _sent(step)


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
