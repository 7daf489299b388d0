"""An installation of its own: a data folder and a database, worked on by other processes as an operator would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, python: str = "") -> subprocess.CompletedProcess[str]:
        """`lianmeng ARGUMENTS`, or a piece of Python with Django set up."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LIANMENG_")}
        environment |= {
            "LIANMENG_DATA_DIR": str(self.folder),
            "LIANMENG_LANGUAGE": "en",
            "DJANGO_SETTINGS_MODULE": "lianmeng.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        } | self.settings
        setup = "import django; django.setup()\n"
        start = setup + python if python else "from lianmeng.cli.main import run; run()"
        command = [sys.executable, "-c", start, *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    def good(self, *arguments: str, python: str = "") -> str:
        answer = self.run(*arguments, python=python)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout
