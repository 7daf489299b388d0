"""The words of the register: kinds and levels with their labels."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from lianmeng.core.sentences import Sentence, say

# Since when a state holds whose beginning nobody sent: before every day that can be asked for.
ALWAYS = date.min


class Labelled(StrEnum):
    """A word that is kept in the database and spoken by its label."""

    @property
    def label(self) -> Sentence:
        return _LABELS[self]


class RegionKind(Labelled):
    """An area is managed like a district and has no code of its own; `outside` lies outside the city.

    Streets and villages lie inside a district and manage no schools.
    """

    CITY = "city"
    DISTRICT = "district"
    AREA = "area"
    OUTSIDE = "outside"
    STREET = "street"
    VILLAGE = "village"


# The regions that manage schools, as a district bureau does.
DISTRICTS = (RegionKind.DISTRICT, RegionKind.AREA, RegionKind.OUTSIDE)


class Stage(Labelled):
    PRIMARY = "primary"
    JUNIOR = "junior"


class Setting(Labelled):
    URBAN = "urban"
    TOWN = "town"
    RURAL = "rural"


class Ownership(Labelled):
    PUBLIC = "public"
    PRIVATE = "private"


class SchoolKind(Labelled):
    ORDINARY = "ordinary"
    SPECIAL = "special"
    VOCATIONAL = "vocational"
    TEACHING_POINT = "teaching_point"


class SuccessionKind(Labelled):
    MERGE = "merge"
    SPLIT = "split"


class Degree(Labelled):
    """From the lowest to the highest."""

    SECONDARY = "secondary"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


class Title(Labelled):
    """Professional titles of school teachers, from the lowest to the highest."""

    NONE = "none"
    THIRD = "third"
    SECOND = "second"
    FIRST = "first"
    SENIOR = "senior"
    FULL_SENIOR = "full_senior"


class KeyLevel(Labelled):
    """Up to which level somebody is recognised as a key teacher."""

    NONE = "none"
    SCHOOL = "school"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


class Side(Labelled):
    NEED = "need"
    STRENGTH = "strength"


class NeedKind(Labelled):
    SUBJECT = "subject"
    RESOURCE = "resource"
    COURSE = "course"
    MANAGEMENT = "management"


class Audience(Labelled):
    """Who may see a need or strength, beside the school itself; each sees what those after it may see too."""

    CITY = "city"
    DISTRICT = "district"
    ALLIANCE = "alliance"
    PUBLIC = "public"


class DayKind(Labelled):
    """A day on which the calendar differs from the days of the week."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


_LABELS: dict[Labelled, Sentence] = {
    RegionKind.CITY: say("City"),
    RegionKind.DISTRICT: say("District or county"),
    RegionKind.AREA: say("Education-management area"),
    RegionKind.OUTSIDE: say("Partner region outside the city"),
    RegionKind.STREET: say("Street or township"),
    RegionKind.VILLAGE: say("Village or neighbourhood"),
    Stage.PRIMARY: say("Primary"),
    Stage.JUNIOR: say("Junior"),
    Setting.URBAN: say("Urban"),
    Setting.TOWN: say("Town"),
    Setting.RURAL: say("Rural"),
    Ownership.PUBLIC: say("Public school"),
    Ownership.PRIVATE: say("Private school"),
    SchoolKind.ORDINARY: say("Ordinary school"),
    SchoolKind.SPECIAL: say("Special school"),
    SchoolKind.VOCATIONAL: say("Vocational school"),
    SchoolKind.TEACHING_POINT: say("Teaching point"),
    SuccessionKind.MERGE: say("Merger"),
    SuccessionKind.SPLIT: say("Split"),
    Degree.SECONDARY: say("Below junior college"),
    Degree.COLLEGE: say("Junior college"),
    Degree.BACHELOR: say("Bachelor"),
    Degree.MASTER: say("Master"),
    Degree.DOCTOR: say("Doctor"),
    Title.NONE: say("No title yet"),
    Title.THIRD: say("Third-grade teacher"),
    Title.SECOND: say("Second-grade teacher"),
    Title.FIRST: say("First-grade teacher"),
    Title.SENIOR: say("Senior teacher"),
    Title.FULL_SENIOR: say("Full senior teacher"),
    KeyLevel.NONE: say("Not a key teacher"),
    KeyLevel.SCHOOL: say("Key teacher of the school"),
    KeyLevel.COUNTY: say("Key teacher of the district or county"),
    KeyLevel.CITY: say("Key teacher of the city"),
    KeyLevel.PROVINCE: say("Key teacher of the province"),
    Side.NEED: say("Need"),
    Side.STRENGTH: say("Strength"),
    NeedKind.SUBJECT: say("Subject"),
    NeedKind.RESOURCE: say("Resources"),
    NeedKind.COURSE: say("Course"),
    NeedKind.MANAGEMENT: say("Management"),
    Audience.CITY: say("City bureau only"),
    Audience.DISTRICT: say("District and city bureaus"),
    Audience.ALLIANCE: say("Schools of an alliance and bureaus"),
    Audience.PUBLIC: say("Everybody who is signed in"),
    DayKind.HOLIDAY: say("Holiday"),
    DayKind.MAKE_UP: say("Make-up working day"),
}
