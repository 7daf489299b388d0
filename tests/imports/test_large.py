"""A file of 620,000 rows comes in whole, and loading it takes no more memory than one of 62,000."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
FEW, MANY = 62_000, 620_000
MOST_MORE_MB = 40  # 70 bytes for each of the rows more; what is held at once is one block and one slot


def loaded(rows: int) -> dict[str, Any]:
    program = [sys.executable, "-W", "ignore", "-m", "tests.imports.large", str(rows)]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found["first"] == {"new": rows - 1, "refused": 1}
    later = {"new": 3, "changed": 7, "unchanged": rows - 13, "gone": 5, "refused": 1}
    assert found["later"] == later
    assert found["schools"] == found["returns"] == rows - 1
    return found


@pytest.mark.slow
@pytest.mark.database
def test_ten_times_the_rows_come_in_with_the_same_memory() -> None:
    few, many = loaded(FEW), loaded(MANY)
    assert many["peak_mb"] - few["peak_mb"] < MOST_MORE_MB, (few, many)
