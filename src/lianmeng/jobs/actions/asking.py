"""Put work into the queue; call it inside the action that makes the work necessary."""

from django.utils import timezone

from lianmeng.core.actors import Actor
from lianmeng.jobs.models import Job
from lianmeng.jobs.vocabulary import JobState


def ask(kind: str, subject: str, *, by: Actor) -> Job:
    """A new job; the one that already waits for the same subject if there is one."""
    waiting = Job.objects.filter(kind=kind, subject=subject, state=JobState.WAITING).first()
    return waiting or Job.objects.create(kind=kind, subject=subject, asked_by=by.id, asked_at=timezone.now())
