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
        return _LABELS[type(self), self.value]


class Scheme(Labelled):
    """How school codes are built; `told` says it in words, data/schemes.toml to the machine."""

    CN = "cn"
    TW = "tw"
    GB_WLS = "gb-wls"
    GB_ENG = "gb-eng"
    IT = "it"
    OTHER = "other"

    @property
    def told(self) -> Sentence:
        return _TOLD[self]


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


class Subject(Labelled):
    """What is taught; an empty subject was not sent."""

    CHINESE = "chinese"
    MATHEMATICS = "mathematics"
    ENGLISH = "english"
    MORALITY_AND_LAW = "morality_and_law"
    HISTORY = "history"
    GEOGRAPHY = "geography"
    SCIENCE = "science"
    PHYSICS = "physics"
    CHEMISTRY = "chemistry"
    BIOLOGY = "biology"
    INFORMATION = "information"
    PE = "pe"
    MUSIC = "music"
    ART = "art"
    LABOUR = "labour"
    MENTAL_HEALTH = "mental_health"
    SPECIAL_NEEDS = "special_needs"
    OTHER = "other"


class YearlyFigure(Labelled):
    """What a section sends every year; the indicators of the standards go by the same names."""

    PUPILS = "pupils"
    CLASSES = "classes"
    TEACHERS = "teachers"
    TEACHERS_ABOVE_DEGREE = "teachers_above_degree"
    KEY_TEACHERS = "key_teachers"
    PE_AND_ARTS_TEACHERS = "pe_and_arts_teachers"
    TEACHERS_WITH_TITLE = "teachers_with_title"
    TEACHING_ROOMS = "teaching_rooms"
    SPORTS_AREA = "sports_area"
    EQUIPMENT_VALUE = "equipment_value"
    MEDIA_CLASSROOMS = "media_classrooms"
    COMPUTERS = "computers"
    BOOKS = "books"


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


_TOLD = {
    Scheme.CN: say("10 digits: 2 for the type of school, 2 for the province, 6 for the serial number"),
    Scheme.TW: say("6 digits or capital letters"),
    Scheme.GB_WLS: say("7 digits"),
    Scheme.GB_ENG: say("6 digits"),
    Scheme.IT: say("10 characters: 4 capital letters, then 6 digits or capital letters"),
    Scheme.OTHER: say("1 to 40 characters without blanks at the ends"),
}

_LABELLED: tuple[tuple[Labelled, Sentence], ...] = (
    (Scheme.CN, say("School identifier of the Chinese ministry")),
    (Scheme.TW, say("School code of Taiwan")),
    (Scheme.GB_WLS, say("School number of Wales")),
    (Scheme.GB_ENG, say("URN of England")),
    (Scheme.IT, say("School code of Italy")),
    (Scheme.OTHER, say("Another school code")),
    (RegionKind.CITY, say("City")),
    (RegionKind.DISTRICT, say("District or county")),
    (RegionKind.AREA, say("Education-management area")),
    (RegionKind.OUTSIDE, say("Partner region outside the city")),
    (RegionKind.STREET, say("Street or township")),
    (RegionKind.VILLAGE, say("Village or neighbourhood")),
    (Stage.PRIMARY, say("Primary")),
    (Stage.JUNIOR, say("Junior")),
    (Setting.URBAN, say("Urban")),
    (Setting.TOWN, say("Town")),
    (Setting.RURAL, say("Rural")),
    (Ownership.PUBLIC, say("Public school")),
    (Ownership.PRIVATE, say("Private school")),
    (SchoolKind.ORDINARY, say("Ordinary school")),
    (SchoolKind.SPECIAL, say("Special school")),
    (SchoolKind.VOCATIONAL, say("Vocational school")),
    (SchoolKind.TEACHING_POINT, say("Teaching point")),
    (Subject.CHINESE, say("Chinese")),
    (Subject.MATHEMATICS, say("Mathematics")),
    (Subject.ENGLISH, say("English")),
    (Subject.MORALITY_AND_LAW, say("Morality and law")),
    (Subject.HISTORY, say("History")),
    (Subject.GEOGRAPHY, say("Geography")),
    (Subject.SCIENCE, say("Science")),
    (Subject.PHYSICS, say("Physics")),
    (Subject.CHEMISTRY, say("Chemistry")),
    (Subject.BIOLOGY, say("Biology")),
    (Subject.INFORMATION, say("Information technology")),
    (Subject.PE, say("Physical education")),
    (Subject.MUSIC, say("Music")),
    (Subject.ART, say("Fine art")),
    (Subject.LABOUR, say("Labour education")),
    (Subject.MENTAL_HEALTH, say("Mental health")),
    (Subject.SPECIAL_NEEDS, say("Special needs")),
    (Subject.OTHER, say("Other subject")),
    (YearlyFigure.PUPILS, say("Pupils")),
    (YearlyFigure.CLASSES, say("Classes")),
    (YearlyFigure.TEACHERS, say("Full-time teachers")),
    (YearlyFigure.TEACHERS_ABOVE_DEGREE, say("Teachers above the required degree")),
    (YearlyFigure.KEY_TEACHERS, say("Key teachers, county level and up")),
    (YearlyFigure.PE_AND_ARTS_TEACHERS, say("PE and arts teachers")),
    (YearlyFigure.TEACHERS_WITH_TITLE, say("Teachers with an intermediate title or above")),
    (YearlyFigure.TEACHING_ROOMS, say("Teaching and auxiliary rooms, m²")),
    (YearlyFigure.SPORTS_AREA, say("Sports fields and halls, m²")),
    (YearlyFigure.EQUIPMENT_VALUE, say("Teaching equipment, book value, yuan")),
    (YearlyFigure.MEDIA_CLASSROOMS, say("Classrooms with networked media")),
    (YearlyFigure.COMPUTERS, say("Computers")),
    (YearlyFigure.BOOKS, say("Books")),
    (SuccessionKind.MERGE, say("Merger")),
    (SuccessionKind.SPLIT, say("Split")),
    (Degree.SECONDARY, say("Below junior college")),
    (Degree.COLLEGE, say("Junior college")),
    (Degree.BACHELOR, say("Bachelor")),
    (Degree.MASTER, say("Master")),
    (Degree.DOCTOR, say("Doctor")),
    (Title.NONE, say("No title yet")),
    (Title.THIRD, say("Third-grade teacher")),
    (Title.SECOND, say("Second-grade teacher")),
    (Title.FIRST, say("First-grade teacher")),
    (Title.SENIOR, say("Senior teacher")),
    (Title.FULL_SENIOR, say("Full senior teacher")),
    (KeyLevel.NONE, say("Not a key teacher")),
    (KeyLevel.SCHOOL, say("Key teacher of the school")),
    (KeyLevel.COUNTY, say("Key teacher of the district or county")),
    (KeyLevel.CITY, say("Key teacher of the city")),
    (KeyLevel.PROVINCE, say("Key teacher of the province")),
    (Side.NEED, say("Need")),
    (Side.STRENGTH, say("Strength")),
    (NeedKind.SUBJECT, say("Subject")),
    (NeedKind.RESOURCE, say("Resources")),
    (NeedKind.COURSE, say("Course")),
    (NeedKind.MANAGEMENT, say("Management")),
    (Audience.CITY, say("City bureau only")),
    (Audience.DISTRICT, say("District and city bureaus")),
    (Audience.ALLIANCE, say("Schools of an alliance and bureaus")),
    (Audience.PUBLIC, say("Everybody who is signed in")),
    (DayKind.HOLIDAY, say("Holiday")),
    (DayKind.MAKE_UP, say("Make-up working day")),
)
# Words of two kinds may be kept alike, as PUBLIC of an ownership and of an audience: they are told apart by their kind.
_LABELS = {(type(word), word.value): label for word, label in _LABELLED}
