"""The words of a standard: kinds, states and how sure a figure is."""

from dataclasses import dataclass
from enum import StrEnum

from lianmeng.core.language import CHINESE
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Words:
    """A text that a data file gives in both languages."""

    zh: str
    en: str

    def spoken(self, language: str) -> str:
        return self.zh if language == CHINESE else self.en

    def __str__(self) -> str:
        return self.en


class Denominator(StrEnum):
    """What an indicator's amount is divided by."""

    PUPILS = "pupils"

    @property
    def label(self) -> Sentence:
        return _DENOMINATORS[self]


class SchoolKind(StrEnum):
    """The kinds of school that a standard may leave out."""

    ORDINARY = "ordinary"
    SPECIAL = "special"
    VOCATIONAL = "vocational"
    TEACHING_POINT = "teaching_point"


class GroupRule(StrEnum):
    """What is held against the limit: each coefficient by itself, or the plain mean of all."""

    EACH = "each"
    MEAN = "mean"


class Grade(StrEnum):
    """What kind of source it is; the first is the surest."""

    OFFICIAL = "A"
    PRESS = "B"
    COPY = "C"
    CODE = "K"

    @property
    def label(self) -> Sentence:
        return _GRADES[self]


class Certainty(StrEnum):
    """How sure a figure is: its best source decides."""

    OFFICIAL = "official"
    PRESS = "press"
    COPIES = "copies"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> Sentence:
        return _CERTAINTIES[self]


class IndicatorState(StrEnum):
    """Where one school section stands on one indicator."""

    REACHED = "reached"
    SHORT = "short"
    UNDER_FLOOR = "under_floor"
    ABSENT = "absent"

    @property
    def label(self) -> Sentence:
        return _INDICATOR_STATES[self]


class SchoolState(StrEnum):
    """The verdict on one school section."""

    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    OPEN = "open"
    NOT_ASSESSED = "not_assessed"

    @property
    def label(self) -> Sentence:
        return _SCHOOL_STATES[self]


class LimitState(StrEnum):
    """Where a coefficient, or a group as a whole, stands against the limit."""

    WITHIN = "within"
    OVER = "over"
    ABSENT = "absent"
    NOT_JUDGED = "not_judged"

    @property
    def label(self) -> Sentence:
        return _LIMIT_STATES[self]


_DENOMINATORS = {Denominator.PUPILS: say("pupils of the stage")}

_GRADES = {
    Grade.OFFICIAL: say("Official text"),
    Grade.PRESS: say("Press or research"),
    Grade.COPY: say("Copy on another site"),
    Grade.CODE: say("Program code of others"),
}

_CERTAINTIES = {
    Certainty.OFFICIAL: say("Seen in an official text"),
    Certainty.PRESS: say("Seen in the press or in research"),
    Certainty.COPIES: say("Seen in copies only"),
    Certainty.UNVERIFIED: say("No source found yet"),
}

_INDICATOR_STATES = {
    IndicatorState.REACHED: say("Reaches the standard"),
    IndicatorState.SHORT: say("Below the standard, not under the floor"),
    IndicatorState.UNDER_FLOOR: say("Under the floor"),
    IndicatorState.ABSENT: say("Value missing"),
}

_SCHOOL_STATES = {
    SchoolState.MEETS: say("Meets"),
    SchoolState.DOES_NOT_MEET: say("Does not"),
    SchoolState.OPEN: say("Still open"),
    SchoolState.NOT_ASSESSED: say("Takes no part"),
}

_LIMIT_STATES = {
    LimitState.WITHIN: say("Within"),
    LimitState.OVER: say("Over"),
    LimitState.ABSENT: say("Cannot be judged yet"),
    LimitState.NOT_JUDGED: say("Not judged by itself"),
}
