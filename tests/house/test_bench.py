"""Whatever measures something is run by `make bench`."""

from __future__ import annotations

import re

from tests.house.project import ROOT, python_files


def test_every_measurement_is_run_by_the_command() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = re.findall(r"^(?:measured|at_once) := (.*)$", makefile, flags=re.MULTILINE)
    measuring = {path.stem for path in python_files("bench") if "__main__" in path.read_text("utf-8")}
    assert set(" ".join(named).split()) == measuring
    with_readers = {path.stem for path in python_files("bench") if '"--at-once"' in path.read_text("utf-8")}
    assert set(named[-1].split()) == with_readers
