"""What can be imported, the states of an import and of its rows."""

from __future__ import annotations

from enum import StrEnum

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.vocabulary import DayKind, SuccessionKind


class Labelled(StrEnum):
    @property
    def label(self) -> Sentence:
        return _LABELS[self]


class Kind(Labelled):
    SCHOOLS = "schools"
    RETURNS = "returns"
    STAFF = "staff"
    NEEDS = "needs"
    CAMPUSES = "campuses"
    ENDINGS = "endings"
    REGIONS = "regions"
    CALENDAR = "calendar"


OF_SCHOOLS = (Kind.STAFF, Kind.NEEDS, Kind.CAMPUSES)  # files that name schools as they are on one day
WITHOUT_SCHOOLS = (Kind.REGIONS, Kind.CALENDAR)  # files that name no school; for officers of the city


class PersonRole(Labelled):
    """Who a row of a file of persons is about; only staff is loaded."""

    STAFF = "staff"


class CalendarLine(Labelled):
    """What a row of a calendar tells; the days by the register's own words."""

    TERM = "term"
    HOLIDAY = DayKind.HOLIDAY.value
    MAKE_UP = DayKind.MAKE_UP.value


class Ending(Labelled):
    """What became of a school; what others carry on by the register's own words."""

    CLOSE = "close"
    MERGE = SuccessionKind.MERGE.value
    SPLIT = SuccessionKind.SPLIT.value


class RowState(Labelled):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


class ImportState(Labelled):
    """STOPPED: the file as a whole was refused; the reason stands beside it."""

    UPLOADED = "uploaded"
    READING = "reading"
    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    STOPPED = "stopped"


_LABELS: dict[Labelled, Sentence] = {
    Kind.SCHOOLS: say("Schools, with sections and yearly figures"),
    Kind.RETURNS: say("Yearly figures"),
    Kind.STAFF: say("Staff"),
    Kind.NEEDS: say("Needs and strengths"),
    Kind.CAMPUSES: say("Campuses"),
    Kind.ENDINGS: say("Mergers, splits and closings"),
    Ending.CLOSE: say("Closing"),
    Ending.MERGE: say("Merger"),
    Ending.SPLIT: say("Split"),
    Kind.REGIONS: say("Districts and other regions"),
    PersonRole.STAFF: say("Staff"),
    Kind.CALENDAR: say("Calendar: terms, holidays and make-up days"),
    CalendarLine.TERM: say("School term"),
    CalendarLine.HOLIDAY: say("Holiday"),
    CalendarLine.MAKE_UP: say("Make-up working day"),
    RowState.NEW: say("New"),
    RowState.CHANGED: say("Changed"),
    RowState.UNCHANGED: say("Unchanged"),
    RowState.GONE: say("Gone"),
    RowState.REFUSED: say("Refused"),
    RowState.LEFT_OUT: say("Rows left out"),
    ImportState.UPLOADED: say("Columns not named yet"),
    ImportState.READING: say("Being read"),
    ImportState.PREVIEWED: say("Ready to look at"),
    ImportState.APPLYING: say("Being applied"),
    ImportState.APPLIED: say("Applied"),
    ImportState.STOPPED: say("Stopped"),
}
