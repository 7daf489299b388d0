"""`lianmeng work`: the worker, which does what pages ask for and nobody should wait for."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from lianmeng.cli.site import needs_the_site
from lianmeng.cli.terminal import told
from lianmeng.core.sentences import say

SIGN_SECONDS = 10
GRACE_SECONDS = 10


@click.command("work", help=told(say("Do the long work that pages ask for, until the process is stopped.")))
@click.option("--once", is_flag=True, help=told(say("Do what waits now, then end.")))
@needs_the_site
def work(once: bool) -> int:
    from django.conf import settings

    from lianmeng.jobs.actions import work as do_the_work
    from lianmeng.web.health import WORKER_SIGN

    if once:
        do_the_work(forever=False)
        return 0
    signal.signal(signal.SIGTERM, _stop)
    _show_signs_of_life(Path(settings.DATA_DIR) / WORKER_SIGN)
    with suppress(KeyboardInterrupt):
        do_the_work()
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _show_signs_of_life(sign: Path) -> None:
    """Touch a file every few seconds, also while a long job runs."""
    ended = threading.Event()

    def show() -> None:
        while True:
            sign.touch()
            if ended.wait(SIGN_SECONDS):
                return

    threading.Thread(target=show, daemon=True).start()


def run_together(*commands: Sequence[str]) -> int:
    """Run programs until one of them ends or this one is stopped; then the others end too."""
    signal.signal(signal.SIGTERM, _stop)
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603 - our own programs
    try:
        while all(one.poll() is None for one in running):
            try:
                running[0].wait(timeout=1)
            except subprocess.TimeoutExpired:
                continue
        return next((one.returncode for one in running if one.returncode), 0)
    except KeyboardInterrupt:
        return 0
    finally:
        for one in running:
            if one.poll() is None:
                one.terminate()
        for one in running:
            try:
                one.wait(timeout=GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                one.kill()


def worker_command() -> list[str]:
    return [sys.executable, "-m", "lianmeng.cli", "work"]
