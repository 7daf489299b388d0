"""Where the project lies, and which files belong to it."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "lianmeng"
SOURCES = ("src", "tests", "tools", "bench")


@cache
def own_files() -> tuple[Path, ...]:
    """Every file that git tracks or would track; without git (an unpacked archive), all source folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        return tuple(
            path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*")) if path.is_file()
        )
    return tuple(
        path for name in sorted(set(listed.stdout.split("\0"))) if name and (path := ROOT / name).is_file()
    )


def python_files(*folders: str) -> list[Path]:
    """The project's own Python files, migrations excepted: a machine writes those."""
    inside = tuple(ROOT / folder for folder in folders or SOURCES)
    return [
        path
        for path in own_files()
        if path.suffix == ".py" and "migrations" not in path.parts and any(map(path.is_relative_to, inside))
    ]
