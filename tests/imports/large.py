"""A program of its own: loads so many rows, previews a later version of the file, and tells what memory that took.

It makes a database of its own, on the server that the settings name. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
from django.conf import settings

FOLDER = Path(tempfile.mkdtemp(prefix="lianmeng-large-"))
_DATABASE = settings.DATABASES["default"]
_SQLITE = _DATABASE["ENGINE"].endswith("sqlite3")
_DATABASE["TEST"] = {"NAME": str(FOLDER / "large.sqlite3") if _SQLITE else f"large_{os.getpid()}"}
settings.MEDIA_ROOT = FOLDER / "files"
django.setup()

from django.db import connection  # noqa: E402
from tests.imports.steps import applied, counts, previewed  # noqa: E402

from lianmeng.schools.models import Return, School  # noqa: E402


def write_file(path: Path, rows: int, *, later: bool = False) -> None:
    """The later version has five rows less, three more, and seven with another figure."""
    with path.open("w", encoding="utf-8") as opened:
        opened.write("code,name,stage,pupils,teachers\n")
        for at in range(rows + (3 if later else 0)):
            if later and at in range(20, 25):
                continue
            pupils = "many" if at == 7 else str(100 + at % 900 + (later and at in range(rows - 7, rows)))
            opened.write(f"{2151000000 + at},第{at}小学,primary,{pupils},{10 + at % 90}\n")


def loaded(rows: int) -> dict[str, object]:
    file, known = FOLDER / "large.csv", {"scheme": "cn", "lone": {"year": "2016"}}
    write_file(file, rows)
    one = previewed(file, **known)
    first = counts(one)
    applied(one)
    write_file(file, rows, later=True)
    return {
        "first": first,
        "later": counts(previewed(file, **known)),
        "schools": School.objects.count(),
        "returns": Return.objects.count(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(json.dumps(loaded(int(sys.argv[1]))))  # noqa: T201
    finally:
        connection.creation.destroy_test_db(str(_DATABASE["NAME"]), verbosity=0)
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
