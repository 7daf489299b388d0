"""The newest job about a record."""

from lianmeng.jobs.models import Job


def job_about(kind: str, subject: str) -> Job | None:
    return Job.objects.filter(kind=kind, subject=subject).order_by("-asked_at", "-id").first()
