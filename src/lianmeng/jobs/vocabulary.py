"""The states of a job."""

from enum import StrEnum

from lianmeng.core.sentences import Sentence, say


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


_LABELS = {
    JobState.WAITING: say("Waiting for its turn"),
    JobState.RUNNING: say("Running"),
    JobState.DONE: say("Done"),
    JobState.FAILED: say("Failed"),
}
