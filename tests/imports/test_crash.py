"""A worker killed at any moment leaves nothing half-written, and two workers do not undo each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
@pytest.mark.database
def test_two_hundred_kills_lose_and_double_nothing() -> None:
    program = [sys.executable, "-W", "ignore", "-m", "tests.imports.killing"]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr[-3000:]
