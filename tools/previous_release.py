"""The demonstration city of a release, kept so that the next ones can be shown to upgrade it.

    python -m tools.previous_release [COMMIT]

To be run when a release is made (COMMIT is its tag; HEAD if none is named), and committed. It checks that program out
beside this one, lets it make its own demonstration city with its own command, smaller than the usual one, reads the
head of its audit, and saves all with its own `lianmeng backup`. The files are `tests/data/previous_release.tar` and
`.toml`; `tests/running/test_upgrade.py` upgrades them.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "data" / "previous_release.tar"
SCHOOLS = 60

MAKE = f"""
from lianmeng.cities.rules import city
city.demo_city.__kwdefaults__["schools"] = {SCHOOLS}
from lianmeng.cli.main import run
run()
"""
HEAD = """
import django; django.setup()
from lianmeng.audit.queries.chains import days
print([*days()][-1])
"""


def main(commit: str = "HEAD") -> None:
    with tempfile.TemporaryDirectory() as name:
        program, data = Path(name) / "program", Path(name) / "data"
        _git("worktree", "add", "--detach", str(program), commit)
        try:
            _python(program, data, MAKE, "demo", "--only-make")
            head = _python(program, data, HEAD).strip()
            saved = Path(name) / "saved.tar"
            _python(program, data, "from lianmeng.cli.main import run; run()", "backup", str(saved))
        finally:
            _git("worktree", "remove", "--force", str(program))
        KEPT.write_bytes(saved.read_bytes())
    of = _git("rev-parse", "--short=10", commit).strip()
    KEPT.with_suffix(".toml").write_text(f'commit = "{of}"\nschools = {SCHOOLS}\nhead = "{head}"\n', "utf-8")
    print(f"{KEPT}: {KEPT.stat().st_size:,} bytes, the program of {of}")


def _git(*arguments: str) -> str:
    command = ("git", "-C", str(ROOT), *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _python(program: Path, data: Path, text: str, *arguments: str) -> str:
    own = {name: value for name, value in os.environ.items() if not name.startswith("LIANMENG_")}
    own |= {"PYTHONPATH": str(program / "src"), "LIANMENG_DATA_DIR": str(data), "LIANMENG_DEMO": "true"}
    own |= {"DJANGO_SETTINGS_MODULE": "lianmeng.config.settings"}
    command = (sys.executable, "-c", text, *arguments)
    return subprocess.run(command, check=True, env=own, cwd=program, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main(*sys.argv[1:])
