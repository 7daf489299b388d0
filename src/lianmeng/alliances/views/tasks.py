"""The tasks of the work plan: how each stands, marking it done, taking that back, and the files that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lianmeng.alliances.actions.tasks import add_task_file, mark_done, take_done_back
from lianmeng.alliances.forms.tasks import DoneForm, FileForm, UndoneForm
from lianmeng.alliances.models import TaskMark
from lianmeng.alliances.queries.history import text_on
from lianmeng.alliances.queries.record import Version
from lianmeng.alliances.queries.tasks import is_done
from lianmeng.alliances.rules.content import Task, content_of
from lianmeng.alliances.rules.life import LIVING
from lianmeng.alliances.rules.tasks import TaskStanding, key_of, may_mark, standing_of
from lianmeng.alliances.views.doors import Frame, done, for_those, frame_of, line_gone, turned_away
from lianmeng.alliances.views.photos import handed_out
from lianmeng.core.sentences import say
from lianmeng.documents.queries.files import Kept, files_of
from lianmeng.web.components import State
from lianmeng.web.steps import Deed, Done, answer

_KINDS: dict[TaskStanding, Literal["met", "now", "over"]] = {
    TaskStanding.DONE: "met",
    TaskStanding.DUE: "now",
    TaskStanding.LATE: "over",
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A task with the name of who does it. `state` is none while no agreement is in force; `marks` as they came."""

    task: Task
    owner: str
    state: State | None
    marks: Sequence[TaskMark]
    files: Sequence[Kept]
    may_mark: bool

    @property
    def mark(self) -> TaskMark | None:
        """The one that says that it is done."""
        return self.marks[-1] if is_done(list(self.marks)) else None


def shown_plan(
    frame: Frame,
    version: Version,
    day: date,
    *,
    holds: bool,
    marks: Mapping[str, list[TaskMark]],
    files: Mapping[str, Sequence[Kept]],
) -> list[Planned]:
    """`holds`: it is the text in force today; any other plan is only read. `files` by the public id of the mark."""
    agreed = version.agreement.approved_on is not None
    current = holds and agreed and frame.state in LIVING
    rows = []
    for task, owner in version.plan:
        said = marks.get(key_of(task), [])
        standing = standing_of(task, day.isoformat(), done=is_done(said))
        state = State(_KINDS[standing], standing.label) if agreed else None
        kept = files.get(said[-1].public_id, ()) if is_done(said) else ()
        rows.append(Planned(task, owner, state, said, kept, current and may_mark(frame.actor, task.owner)))
    return rows


@for_those(lambda frame: frame.state in LIVING)
def mark(request: HttpRequest, frame: Frame, at: int) -> HttpResponse:
    """`at` counts the tasks of the agreement in force from 0."""
    task = _task(frame, at)
    if task is None:
        return line_gone(request, frame)
    if not may_mark(frame.actor, task.owner):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        named = {"seen": filled["seen"], "by": frame.actor, "day": filled["day"]}
        mark_done(frame.alliance.public_id, key_of(task), filled["text"], **named)
        told = say("The task is marked done. A file that shows it can be added beside it.")
        return done(frame, told)

    title = say("Mark done: {text}", text=task.task)
    lead = say("Agreed to show it: {evidence}", evidence=task.evidence) if task.evidence else None
    initial = {"seen": frame.alliance.turn}
    deed = Deed(title, say("Mark it done"), DoneForm, act, lead, crumbs=frame.crumbs, initial=initial)
    return answer(request, deed)


@for_those(lambda frame: frame.state in LIVING)
def unmark(request: HttpRequest, frame: Frame, at: int) -> HttpResponse:
    task = _task(frame, at)
    if task is None:
        return line_gone(request, frame)
    if not may_mark(frame.actor, task.owner):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        named = {"seen": filled["seen"], "by": frame.actor}
        take_done_back(frame.alliance.public_id, key_of(task), filled["reason"], **named)
        return done(frame, say("The task is to be done again; what was said of it stays to be read."))

    title = say("Not done after all: {text}", text=task.task)
    deed = Deed(
        title,
        say("Take it back"),
        UndoneForm,
        act,
        crumbs=frame.crumbs,
        initial={"seen": frame.alliance.turn},
    )
    return answer(request, deed)


@for_those(lambda frame: frame.state in LIVING)
def add_file(request: HttpRequest, frame: Frame, mark_id: str) -> HttpResponse:
    found = _mark(frame, mark_id)
    if not may_mark(frame.actor, found.party):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        add_task_file(frame.alliance.public_id, mark_id, filled["file"], by=frame.actor)
        return done(frame, say("The file is kept. Those who may read the agreement see it."))

    title = say("Add a file that shows a task")
    deed = Deed(title, say("Add the file"), FileForm, act, crumbs=frame.crumbs, plain=True)
    return answer(request, deed)


@require_safe
def file(request: HttpRequest, alliance_id: str, mark_id: str, file_id: str) -> HttpResponse:
    frame = frame_of(request, alliance_id)
    _mark(frame, mark_id)
    kept = files_of("task", [mark_id]).get(mark_id, ())
    found = next((one for one in kept if one.public_id == file_id), None)
    if found is None:
        raise Http404
    return handed_out(found) if frame.inside else turned_away(request)


def _task(frame: Frame, at: int) -> Task | None:
    in_force = text_on(frame.alliance, frame.day)
    plan = content_of(in_force.content).plan if in_force else ()
    return plan[at] if at < len(plan) else None


def _mark(frame: Frame, mark_id: str) -> TaskMark:
    found = TaskMark.objects.filter(alliance=frame.alliance, public_id=mark_id).first()
    if found is None:
        raise Http404
    return found
