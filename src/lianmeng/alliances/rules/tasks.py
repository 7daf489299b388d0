"""How a task of the work plan stands, and who may say so."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum

from lianmeng.alliances.rules.content import Task, named
from lianmeng.alliances.rules.rights import leads
from lianmeng.core.actors import Actor
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say


class TaskStanding(StrEnum):
    DONE = "done"
    DUE = "due"
    LATE = "late"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


_LABELS = {
    TaskStanding.DONE: say("Done"),
    TaskStanding.DUE: say("To be done"),
    TaskStanding.LATE: say("Late"),
}


def standing_of(task: Task, day: str, *, done: bool) -> TaskStanding:
    """`day` as the agreement writes days: 2027-01-31."""
    if done:
        return TaskStanding.DONE
    return TaskStanding.LATE if task.due and task.due < day else TaskStanding.DUE


def key_of(task: Task) -> str:
    """Names a task through all versions that hold it word for word."""
    text = json.dumps(named(task), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def may_mark(actor: Actor, owner: str) -> bool:
    """The party that does it: its leader, or the group office at that school."""
    return leads(actor, owner) or actor.holds(Role.GROUP_OFFICE, owner)
