"""`make check` and `make test`: every step with its seconds, the sum, and what this machine could not run.

    python -m tools.checks quick | all

A step's full output is kept under var/checks/. The status is 0 if nothing failed; what was left out for want
of a part counts as a failure only where LIANMENG_NOTHING_LEFT_OUT is set.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 - reads only what pytest has just written

from tools import parts, postgres

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "checks"
STEP_SECONDS = 20 * 60
WORKERS = "2"
SOURCES = ("src", "tests", "tools", "bench")


@dataclass(frozen=True, slots=True)
class Step:
    """One command; `tests` says that it is a run of pytest, whose tests are counted."""

    name: str
    command: tuple[str, ...]
    tests: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    def report(self, kind: str) -> Path:
        return REPORTS / f"{self.name.replace(' ', '-')}.{kind}"


@dataclass(frozen=True, slots=True)
class Outcome:
    step: Step
    good: bool
    passed: int = 0
    failed: int = 0


def python(name: str, *arguments: str) -> Step:
    return Step(name, (sys.executable, "-m", *arguments))


def pytest(name: str, marks: str, environment: dict[str, str] | None = None) -> Step:
    options = ("-q", "--tb=short", "-n", WORKERS, "-m", marks)
    return Step(name, (sys.executable, "-m", "pytest", *options), True, environment or {})


def style_and_contracts() -> list[Step]:
    return [
        python("ruff check", "ruff", "check", "--quiet", *SOURCES),
        python("ruff format", "ruff", "format", "--check", "--quiet", *SOURCES),
        python("mypy", "mypy"),
        Step("import contracts", (str(Path(sys.executable).with_name("lint-imports")), "--no-logo")),
        python("documentation links", "tools.docs"),
    ]


def quick() -> Iterator[Outcome]:
    yield from map(run, style_and_contracts())
    yield run(pytest("quick tests", "not slow and not browser"))


def everything(left_out: list[parts.Missing]) -> Iterator[Outcome]:
    """Runs all that the machine has the parts for, and adds to `left_out` what it has not."""
    yield from map(run, style_and_contracts())
    yield run(python("bandit", "bandit", "--quiet", "--severity-level", "medium", "-r", "src", "tools"))
    yield run(pytest("tests on SQLite", "not browser"))
    browser = parts.chromium()
    if browser:
        yield run(pytest("browser tests", "browser", environment={"LIANMENG_CHROMIUM": browser}))
        left_out += [] if parts.has_chinese_font() else [parts.NO_CHINESE_FONT]
    else:
        left_out.append(parts.NO_BROWSER)
    binaries = parts.postgresql_binaries()
    if binaries:
        with postgres.throwaway_server(binaries) as address:
            on_postgresql = {"LIANMENG_DATABASE_URL": address}
            yield run(pytest("tests on PostgreSQL", "database and not browser", environment=on_postgresql))
    else:
        left_out.append(parts.NO_POSTGRESQL)


def run(step: Step) -> Outcome:
    """Runs one step, prints its line, and its output if it failed."""
    print(f"  {step.name:<22}", end="", flush=True)
    began = time.monotonic()
    log = step.report("log")
    status = _status(step, log)
    passed, failed, skipped = _tally(step) if step.tests else (0, 0, 0)
    # A run without a test, or with one that was skipped, has not shown what it is there to show.
    good = status == 0 and (not step.tests or (passed > 0 and skipped == 0))
    counted = f", {passed} passed, {failed} failed" if step.tests else ""
    print(f" {'ok' if good else 'FAILED':<6} {time.monotonic() - began:6.1f} s{counted}", flush=True)
    if not good:
        print(log.read_text(encoding="utf-8", errors="replace"))
    return Outcome(step, good, passed, failed)


def _status(step: Step, log: Path) -> int:
    """Runs the command in a process group of its own, so that nothing that it started outlives it."""
    environment = os.environ | step.environment
    counting = (f"--junit-xml={step.report('xml')}",) if step.tests else ()
    with log.open("wb") as output:
        process = subprocess.Popen(
            (*step.command, *counting),
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        try:
            return process.wait(timeout=STEP_SECONDS)
        except subprocess.TimeoutExpired:
            output.write(f"\nStopped after {STEP_SECONDS} seconds.\n".encode())
            return 1
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    for request in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, request)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)


def _tally(step: Step) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, from the report that pytest wrote."""
    report = step.report("xml")
    if not report.exists():
        return 0, 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # nosec B314

    def total(kind: str) -> int:
        return sum(int(suite.get(kind, 0)) for suite in suites)

    failed, skipped = total("failures") + total("errors"), total("skipped")
    return total("tests") - failed - skipped, failed, skipped


def main(which: str) -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    for old in REPORTS.iterdir():
        old.unlink()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `finally` blocks stop what was started
    left_out: list[parts.Missing] = []
    outcomes = list(quick() if which == "quick" else everything(left_out))
    bad = [outcome.step.name for outcome in outcomes if not outcome.good]
    if bad:
        print(f"Failed: {', '.join(bad)}")
    for missing in left_out:
        print(missing)
    closing = f"{sum(o.passed for o in outcomes)} passed, {sum(o.failed for o in outcomes)} failed"
    (REPORTS / "closing").write_text(closing + "\n", encoding="ascii")
    print(closing, flush=True)
    return int(bool(bad) or (bool(left_out) and bool(os.environ.get("LIANMENG_NOTHING_LEFT_OUT"))))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
