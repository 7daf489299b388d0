"""The worker: takes the oldest job, runs it, and takes over what a dead worker left.

A kind of work is a function registered by `works`. It must be safe to start again from the beginning: a worker can
be killed at any moment, and then the same job is run once more. What a job refuses or breaks on is its own record's
to tell; the job is only marked as failed.
"""

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from lianmeng.jobs.models import Job
from lianmeng.jobs.vocabulary import JobState

log = logging.getLogger(__name__)

SILENT = timedelta(minutes=5)  # a worker of another machine that says nothing for so long is dead
MOST_ATTEMPTS = 1_000
_KINDS: dict[str, Callable[[str, "Progress"], None]] = {}


class Progress:
    """What a running job tells: how much of how much. Written at most twice a second."""

    def __init__(self, job: Job) -> None:
        self._job, self._told = job, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told < 0.5 and done < total:
            return
        self._told = now
        Job.objects.filter(pk=self._job.pk).update(done=done, total=total, alive_at=timezone.now())


def works(kind: str) -> Callable[[Callable[[str, Progress], None]], Callable[[str, Progress], None]]:
    """Register a function of (subject, progress) as the work of this kind."""

    def registered(function: Callable[[str, Progress], None]) -> Callable[[str, Progress], None]:
        _KINDS[kind] = function
        return function

    return registered


def work_once() -> bool:
    """Take one job and do it; whether there was one."""
    job = _claim()
    if job is None:
        return False
    try:
        _KINDS[job.kind](job.subject, Progress(job))
    except Exception:
        log.exception("job %s %s failed", job.kind, job.public_id)
        _end(job, JobState.FAILED)
    else:
        _end(job, JobState.DONE)
    return True


def work(*, idle_seconds: float = 1.0, forever: bool = True) -> None:
    """Do what waits; with `forever`, look again every `idle_seconds` until the process is stopped."""
    while True:
        while work_once():
            pass
        if not forever:
            return
        connection.close_if_unusable_or_obsolete()
        time.sleep(idle_seconds)


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


@transaction.atomic
def _claim() -> Job | None:
    open_jobs = Job.objects.filter(
        Q(state=JobState.WAITING) | Q(state=JobState.RUNNING), attempts__lt=MOST_ATTEMPTS
    )
    locked = open_jobs.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    for job in locked.order_by("asked_at", "id")[:50]:
        if job.state == JobState.WAITING or _left_alone(job):
            now = timezone.now()
            job.state, job.worker, job.alive_at = JobState.RUNNING.value, _name(), now
            job.started_at, job.attempts = job.started_at or now, job.attempts + 1
            job.save()
            return job
    return None


def _left_alone(job: Job) -> bool:
    """Whether the worker that has it is gone."""
    host, _, process = job.worker.rpartition(":")
    if host == socket.gethostname():
        return process == str(os.getpid()) or not _runs(int(process))
    return job.alive_at is None or timezone.now() - job.alive_at > SILENT


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end(job: Job, state: JobState) -> None:
    Job.objects.filter(pk=job.pk).update(state=state.value, ended_at=timezone.now(), worker="")
