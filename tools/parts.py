"""The parts of a machine that only some tests need: a browser, a Chinese font, PostgreSQL's server."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Missing:
    """What is left out for want of a part, and how to get the part."""

    left_out: str
    part: str
    packages: str

    def __str__(self) -> str:
        return f"Left out: {self.left_out} – no {self.part}. Debian: apt-get install {self.packages}"


NO_BROWSER = Missing(
    "browser tests", "Chromium (or name one in LIANMENG_CHROMIUM)", "chromium fonts-noto-cjk"
)
NO_CHINESE_FONT = Missing("the look of Chinese pages", "Chinese font", "fonts-noto-cjk")
NO_POSTGRESQL = Missing("tests on PostgreSQL", "PostgreSQL server", "postgresql")


def chromium() -> str | None:
    """The path of the browser: the one that LIANMENG_CHROMIUM names, else the first on PATH."""
    named = os.environ.get("LIANMENG_CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)


def has_chinese_font() -> bool:
    """False only where fontconfig knows none; a system without fontconfig brings its own."""
    fontconfig = shutil.which("fc-list")
    if fontconfig is None:
        return True
    listed = subprocess.run([fontconfig, ":lang=zh-cn"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def postgresql_binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: on PATH, else Debian's newest."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    folders = [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in [*folders, *reversed(debian)] if (folder / "postgres").exists()), None)
