"""A file of 620,000 rows comes in whole; reading it takes less memory than its rows would."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from tests.imports.steps import applied, counts, previewed

from lianmeng.schools.models import Return, School

ROWS = 620_000
MOST_MORE_MB = 1_000  # of memory over what the process had; digests of all rows are held at once


@pytest.mark.slow
@pytest.mark.django_db
def test_six_hundred_and_twenty_thousand_rows_come_in(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("w", encoding="utf-8") as opened:
        opened.write("code,name,stage,pupils,teachers\n")
        for at in range(ROWS):
            pupils = "many" if at == 7 else str(100 + at % 900)
            opened.write(f"{2151000000 + at},第{at}小学,primary,{pupils},{10 + at % 90}\n")
    before = _peak_mb()
    one = previewed(file, scheme="cn", lone={"year": "2016"})
    assert _peak_mb() - before < MOST_MORE_MB
    assert counts(one) == {"new": ROWS - 1, "refused": 1}

    applied(one)
    assert School.objects.count() == Return.objects.count() == ROWS - 1


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
