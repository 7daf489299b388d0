"""The test command tells the truth: it counts, and it names what it could not run."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.house.project import ROOT, python_files
from tools import checks, parts


@pytest.fixture(autouse=True)
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(checks, "REPORTS", tmp_path)
    return tmp_path


def with_report(reports: Path, *suites: str) -> checks.Step:
    (reports / "some-tests.xml").write_text(f"<testsuites>{''.join(suites)}</testsuites>", "ascii")
    return checks.Step("some tests", (sys.executable, "-c", ""), tests=True)


def test_tests_are_counted(reports: Path) -> None:
    outcome = checks.run(with_report(reports, '<testsuite tests="7" failures="0" errors="0" skipped="0"/>'))
    assert (outcome.good, outcome.passed, outcome.failed) == (True, 7, 0)


@pytest.mark.parametrize("counts", ['tests="0"', 'tests="3" skipped="1"'], ids=["none ran", "one skipped"])
def test_a_run_that_shows_nothing_is_not_good(reports: Path, counts: str) -> None:
    assert not checks.run(with_report(reports, f"<testsuite {counts}/>")).good


def test_failures_and_errors_are_both_counted(reports: Path) -> None:
    step = with_report(reports, '<testsuite tests="5" failures="1" errors="1"/>')
    outcome = checks.run(step)
    assert (outcome.passed, outcome.failed) == (3, 2)


def test_a_failing_command_is_not_good_and_its_words_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = checks.run(
        checks.Step("a step", (sys.executable, "-c", "import sys; sys.exit('why it failed')"))
    )
    assert not outcome.good
    assert "why it failed" in capsys.readouterr().out


def test_a_step_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "STEP_SECONDS", 0.2)
    assert not checks.run(checks.Step("a step", (sys.executable, "-c", "import time; time.sleep(60)"))).good


@pytest.mark.parametrize(("strict", "status"), [("", 0), ("1", 1)])
def test_what_was_left_out_is_named_and_fails_only_where_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], strict: str, status: int
) -> None:
    def nothing_but_left_out(left_out: list[parts.Missing]) -> list[checks.Outcome]:
        left_out.append(parts.NO_BROWSER)
        return [checks.Outcome(checks.Step("tests", ()), good=True, passed=4)]

    monkeypatch.setattr(checks, "everything", nothing_but_left_out)
    monkeypatch.setenv("LIANMENG_NOTHING_LEFT_OUT", strict)
    assert checks.main("all") == status
    left_out, closing = capsys.readouterr().out.splitlines()[-2:]
    assert left_out.startswith("Left out: browser tests – no Chromium")
    assert "apt-get install chromium fonts-noto-cjk" in left_out
    assert closing == "4 passed, 0 failed"


def test_help_names_every_command() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = {line.split()[1] for line in shown.splitlines()}
    assert named == {"help", "setup", "run", "test", "check", "bench", "docs", "lock", "messages"}


def test_browser_checks_wait_for_the_page_that_they_press_for() -> None:
    """A page that has only begun to come has no rows: whoever counts them then fails on a slow machine alone."""
    stays = ("summary", "# downloads")
    hasty = [
        f"{path.name}:{number}"
        for path in python_files("tests/browser")
        if path.name != "pressing.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if ".click()" in line and not any(sign in line for sign in stays)
    ]
    assert hasty == [], "press through tests.browser.pressing.follow"
