"""Marking a task of the work plan done with what shows it, and taking that back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from lianmeng.alliances.actions.holding import Held, hold, noted
from lianmeng.alliances.models import TaskMark
from lianmeng.alliances.queries.history import text_on
from lianmeng.alliances.queries.tasks import is_done, marks_of
from lianmeng.alliances.rules.content import Task, content_of, why_not_day
from lianmeng.alliances.rules.life import LIVING
from lianmeng.alliances.rules.tasks import key_of, may_mark
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.documents.actions.files import Brought, keep_scan
from lianmeng.notices.actions.telling import close


@transaction.atomic
def mark_done(
    public_id: str, task: str, text: str, *, seen: int | None, by: Actor, day: date | None = None
) -> str:
    """`task` by its key, one of the plan in force; the public id of the mark, to which files can be added."""
    held, found = _held(public_id, task, seen=seen, by=by)
    today = timezone.localdate()
    on = day or today
    if on > today:
        raise Refused(say("{day} has not come yet.", day=on), field="day")
    if why := why_not_day(on):
        raise Refused(why, field="day")
    if not text.strip():
        raise Refused(say("Say what shows it, and where it is kept."), field="text")
    if is_done(marks_of(held.alliance, today).get(task, [])):
        raise Refused(say("This task is marked done already."))
    made = _marked(held, found, text, on, done=True)
    close(subject_of(public_id, task), by=by.id)
    noted(held, say("Task of the work plan done"))
    return made.public_id


@transaction.atomic
def take_done_back(public_id: str, task: str, reason: str, *, seen: int | None, by: Actor) -> None:
    """The task is to be done again; what was said of it stays to be read."""
    held, found = _held(public_id, task, seen=seen, by=by)
    today = timezone.localdate()
    if not reason.strip():
        raise Refused(say("Say why."), field="reason")
    if not is_done(marks_of(held.alliance, today).get(task, [])):
        raise Refused(say("This task is not marked done."))
    _marked(held, found, reason, today, done=False)
    noted(held, say("Task of the work plan not done after all"))


@transaction.atomic
def add_task_file(public_id: str, mark: str, file: Brought, *, by: Actor) -> str:
    """Keep a file that shows that the task was done, while the mark stands."""
    task = TaskMark.objects.filter(alliance__public_id=public_id, public_id=mark).values_list(
        "task", flat=True
    )
    held, _ = _held(public_id, next(iter(task), ""), seen=None, by=by)
    latest = TaskMark.objects.filter(alliance=held.alliance, task=task[0]).latest("pk")
    if latest.public_id != mark or not latest.done:
        raise Refused(say("This task is not marked done."))
    return keep_scan(
        file,
        subject=("task", mark),
        name=f"{held.alliance.number} {latest.day.isoformat()}",
        by=by,
        place=held.place,
        what=say("File kept that shows a task"),
    )


def subject_of(public_id: str, task: str) -> tuple[str, str]:
    """What notices of a task are about."""
    return "task", f"{public_id}:{task[:24]}"


def _held(public_id: str, task: str, *, seen: int | None, by: Actor) -> tuple[Held, Task]:
    held = hold(public_id, seen=seen, by=by)
    text = text_on(held.alliance, timezone.localdate())
    if held.alliance.state not in LIVING or text is None:
        raise Refused(say("Tasks are marked while the agreement is in force."))
    plan = content_of(text.content).plan
    found = next((one for one in plan if key_of(one) == task), None)
    if found is None:
        raise Refused(say("This task is not in the agreement that is in force. Open the page again."))
    if not may_mark(by, found.owner):
        raise Refused(_ITS_OWNER)
    return held, found


_ITS_OWNER: Sentence = say("A task is marked by the party that does it: its leader, or its group office.")


def _marked(held: Held, task: Task, text: str, day: date, *, done: bool) -> TaskMark:
    return TaskMark.objects.create(
        alliance=held.alliance,
        task=key_of(task),
        party=task.owner,
        done=done,
        day=day,
        text=text.strip(),
        told_at=timezone.now(),
        told_by=held.by.id,
    )
