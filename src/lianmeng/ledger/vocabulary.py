"""Paths, what is counted, and a gift: what one side gave the other, before it is booked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lianmeng.core.sentences import Sentence, say


class Path(StrEnum):
    """The six ways in which schools help one another."""

    TWINNING = "twinning"
    TRUSTEESHIP = "trusteeship"
    GROUP = "group"
    RESOURCES = "resources"
    ROTATION = "rotation"
    PUPILS = "pupils"

    @property
    def label(self) -> Sentence:
        return _PATHS[self]


_PATHS = {
    Path.TWINNING: say("Twinning"),
    Path.TRUSTEESHIP: say("Leadership and trusteeship"),
    Path.GROUP: say("School groups"),
    Path.RESOURCES: say("Shared resources and lessons"),
    Path.ROTATION: say("Rotation of principals and teachers"),
    Path.PUPILS: say("Pupils hand in hand"),
}


class Unit(StrEnum):
    """What is counted, and in what: quantities of different units are never added up."""

    POSTING_DAYS = "posting_days"
    SHADOWING_DAYS = "shadowing_days"
    LESSONS = "lessons"
    RESOURCES = "resources"
    JOINT_RESEARCH = "joint_research"
    OPEN_LESSONS = "open_lessons"
    TRAININGS = "trainings"
    MEETINGS = "meetings"
    VISITORS = "visitors"
    PUPIL_VISITORS = "pupil_visitors"
    LETTERS = "letters"

    @property
    def label(self) -> Sentence:
        return _UNITS[self]


_UNITS = {
    Unit.POSTING_DAYS: say("Teachers posted (days)"),
    Unit.SHADOWING_DAYS: say("Cadres shadowing (days)"),
    Unit.LESSONS: say("Shared and distance lessons (lessons)"),
    Unit.RESOURCES: say("Resources that the other side adapted (items)"),
    Unit.JOINT_RESEARCH: say("Joint research held (times)"),
    Unit.OPEN_LESSONS: say("Open lessons (lessons)"),
    Unit.TRAININGS: say("Trainings (times)"),
    Unit.MEETINGS: say("Meetings held (times)"),
    Unit.VISITORS: say("Visitors received (persons)"),
    Unit.PUPIL_VISITORS: say("Visiting pupils received (persons)"),
    Unit.LETTERS: say("Letters of pupils (letters)"),
}

# Work with a class or with teachers on their teaching; a tie without any of it is more form than help.
LESSONLIKE = (Unit.LESSONS, Unit.OPEN_LESSONS, Unit.JOINT_RESEARCH, Unit.POSTING_DAYS, Unit.TRAININGS)
VISITLIKE = (Unit.VISITORS, Unit.MEETINGS)


class SignKind(StrEnum):
    """What can look like empty formalism, and may have a good reason."""

    SAME_TEXT = "same_text"
    SAME_PHOTO = "same_photo"
    LAST_FORTNIGHT = "last_fortnight"
    ONLY_VISITS = "only_visits"

    @property
    def question(self) -> Sentence:
        return _QUESTIONS[self]


REPEATED = (SignKind.SAME_TEXT, SignKind.SAME_PHOTO)  # in whichever alliances
_QUESTIONS = {
    SignKind.SAME_TEXT: say(
        "Two records have word for word the same text. Were these two different occasions?"
    ),
    SignKind.SAME_PHOTO: say("The same photo stands with two records. Which of the two does it belong to?"),
    SignKind.LAST_FORTNIGHT: say(
        "All that was done since the last assessment falls into the two weeks before this one. Why was it so?"
    ),
    SignKind.ONLY_VISITS: say("There were visits and meetings and no lesson yet. When will lessons follow?"),
}


@dataclass(frozen=True, slots=True)
class Gift:
    """What one side gave the other on a day. `source` is (kind, id) of the record that it comes from.

    `giver`, `receiver` and `alliance` are public ids. `traces` are digests of the record's text and photos, as
    (kind, digest), by which repetition is seen without reading the record; `author` is the party that recorded it,
    the giver if none is named.
    """

    path: Path
    giver: str
    receiver: str
    day: date
    unit: Unit
    quantity: Decimal
    source: tuple[str, str]
    alliance: str = ""
    minutes: int = 0
    cost_yuan: Decimal = Decimal(0)
    reason: str = ""
    traces: tuple[tuple[str, str], ...] = field(default=())
    author: str = ""
