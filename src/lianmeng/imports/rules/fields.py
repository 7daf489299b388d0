"""Which fields each kind of file can bring, what its rows are known by, and what a cell of a field may hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from lianmeng.core.sentences import Sentence, say
from lianmeng.imports.vocabulary import Kind
from lianmeng.schools.vocabulary import YearlyFigure

Type = Literal["text", "code", "date", "figure", "whole", "degrees", "choice", "region", "school", "identity"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the register. `part` is the record that it changes; `words` the list that its cells are looked up in.

    `least` and `most` bound numbers; `most` bounds the letters of a text. `lone`: one value for the whole file may
    stand in place of a column.
    """

    key: str
    label: Sentence
    type: Type
    part: str
    words: str = ""
    least: float = 0
    most: float = 1e12
    required: bool = False
    lone: bool = False
    compared: bool = True
    blank: str | float | None = None  # what an empty cell means, where that is not "not sent"


@dataclass(frozen=True, slots=True)
class Part:
    """A record that a row can make or change, named by `keys`; meant only where the fields of `needs` are sent.

    `structural`: a row that makes one is new (else it changes what is there). `required`: it is there already or
    the row is refused. `filled`: it is made only where one of its fields is sent. `closes`: it can be gone.
    """

    name: str
    keys: tuple[str, ...]
    needs: tuple[str, ...] = ()
    structural: bool = False
    required: bool = False
    filled: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of file: its fields, and the parts of the register that its rows are about, the head first."""

    fields: tuple[Field, ...]
    parts: tuple[Part, ...]
    called_by: str = ""  # the field by which people know a row, where it is compared by what was found of it

    @property
    def head(self) -> str:
        return self.called_by or self.parts[0].keys[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields by which a row stands once in a file."""
        return max((part.keys for part in self.parts), key=len)

    @property
    def joins(self) -> tuple[str, ...]:
        """The fields by which a second file can complete the first."""
        return (self.called_by,) if self.called_by else self.keys

    def field(self, key: str) -> Field:
        return next(one for one in self.fields if one.key == key)

    def fields_of(self, part: str, sent: Collection[str]) -> list[str]:
        """The fields of a part that are compared with the register's."""
        named = {key for one in self.parts for key in one.keys}
        return [
            one.key
            for one in self.fields
            if one.part == part and one.key in sent and one.compared and one.key not in named
        ]

    def parts_of(self, sent: Collection[str]) -> list[Part]:
        """The parts that a file with these fields is about."""
        return [
            one
            for one in self.parts
            if set(one.needs) <= set(sent) and (not one.filled or self.fields_of(one.name, sent))
        ]


_CODE = Field("code", say("Code of the school"), "code", "school", most=40, required=True)
_STAGE = Field("stage", say("Stage"), "choice", "section", words="stage", lone=True)
_YEAR = Field("year", say("School year"), "whole", "return", least=1900, most=2200, lone=True)

_SCHOOLS = (
    _CODE,
    Field("name", say("Name of the school"), "text", "state", most=200),
    Field("region", say("District"), "region", "state", lone=True),
    Field("setting", say("Urban, town or rural"), "choice", "state", words="setting"),
    Field("ownership", say("Public or private"), "choice", "state", words="ownership", lone=True),
    Field("kind", say("Kind of school"), "choice", "state", words="kind", blank="ordinary"),
    Field("address", say("Address"), "text", "state", most=300),
    Field("longitude", say("Longitude"), "degrees", "state", least=-180, most=180),
    Field("latitude", say("Latitude"), "degrees", "state", least=-90, most=90),
    Field("opened_on", say("Opened on"), "date", "school"),
    Field("closed_on", say("Closed on"), "date", "school"),
    _STAGE,
)
_STAFF = (
    Field("number", say("Number of the person"), "code", "person", most=40, required=True),
    Field("name", say("Name of the person"), "text", "person", most=100),
    Field("identity", say("Identity number"), "identity", "person", most=20),
    Field("employer", say("Employer: code of the school, or the district"), "school", "employment"),
    Field("degree", say("Degree"), "choice", "employment", words="degree"),
    Field("title", say("Professional title"), "choice", "employment", words="title"),
    Field("key_level", say("Key-teacher level"), "choice", "employment", words="key_level"),
    Field("school", say("School of the appointment, by its code"), "school", "appointment"),
    Field("subject", say("Subject"), "choice", "appointment", words="subject"),
    Field("post_stage", say("Stage of the appointment"), "choice", "appointment", words="stage"),
    Field(
        "share_percent",
        say("Share of a full post, per cent"),
        "whole",
        "appointment",
        least=1,
        most=100,
        blank=100,
    ),
    Field(
        "role",
        say("Role: pupils and guardians are left out"),
        "choice",
        "person",
        words="role",
        compared=False,
        blank="staff",
    ),
    Field("began_on", say("There since"), "date", "appointment", compared=False),
)
_NEEDS = (
    Field("school", say("Code of the school"), "school", "need", required=True),
    Field("side", say("Need or strength"), "choice", "need", words="side", required=True, lone=True),
    Field("need_kind", say("Kind of need"), "choice", "need", words="need_kind", required=True, lone=True),
    Field("subject", say("Subject"), "choice", "need", words="subject"),
    Field("text", say("In words"), "text", "need", most=300),
    Field("level", say("How urgent or how strong, 1 to 3"), "whole", "need", least=1, most=3, blank=2),
    Field("seen_by", say("Who may see it"), "choice", "need", words="audience", blank="district"),
)
_CAMPUSES = (
    Field("school", say("Code of the school"), "school", "campus", required=True),
    Field("name", say("Name of the campus"), "text", "campus", most=200, required=True),
    Field("address", say("Address"), "text", "campus", most=300),
    Field("longitude", say("Longitude"), "degrees", "campus", least=-180, most=180),
    Field("latitude", say("Latitude"), "degrees", "campus", least=-90, most=90),
)
_ENDINGS = (
    Field("school", say("Code of the school"), "school", "ending", required=True),
    Field(
        "what", say("Merger, split or closing"), "choice", "ending", words="ending", required=True, lone=True
    ),
    Field("into", say("Code of the school that carries it on"), "school", "ending"),
    Field("on", say("From which day"), "date", "ending", required=True),
    Field("reason", say("Reason"), "text", "ending", most=200, compared=False),
)
_REGIONS = (
    Field("code", say("Code of the region"), "code", "region", most=20),
    Field("former", say("Code or name that it had before"), "text", "region", most=100, compared=False),
    Field("name", say("Name of the region"), "text", "region", most=100, required=True),
    Field(
        "region_kind",
        say("Kind of region"),
        "choice",
        "region",
        words="region_kind",
        required=True,
        lone=True,
    ),
    Field("region", say("Region above it"), "region", "region", lone=True),
    Field("layer", say("Layer, 1 to 3"), "whole", "region", least=1, most=3),
)
_CALENDAR = (
    Field("region", say("District; empty for the city"), "region", "line", lone=True),
    Field(
        "line_kind",
        say("Term, holiday or make-up day"),
        "choice",
        "line",
        words="line_kind",
        required=True,
        lone=True,
    ),
    Field("first_day", say("First day"), "date", "line", required=True),
    Field("last_day", say("Last day"), "date", "line"),
    Field("name", say("Name of the holiday"), "text", "line", most=60),
)
FIGURE = "figure:"
PLACE = "place"  # of a region: which one it is, found by `rules.places`


_FIGURE_FIELDS = tuple(Field(FIGURE + one.value, one.label, "figure", "return") for one in YearlyFigure)


_RETURN = Part("return", ("code", "stage", "year"), ("stage", "year"), filled=True)


@cache
def shape_of(kind: Kind) -> Shape:
    return {
        Kind.SCHOOLS: Shape(
            (*_SCHOOLS, _YEAR, *_FIGURE_FIELDS),
            (
                Part("school", ("code",), structural=True, closes=True),
                Part("state", ("code",)),
                Part("section", ("code", "stage"), ("stage",), structural=True, closes=True),
                _RETURN,
            ),
        ),
        Kind.RETURNS: Shape(
            (_CODE, _STAGE, _YEAR, *_FIGURE_FIELDS),
            (
                Part("section", ("code", "stage"), ("stage",), required=True),
                replace(_RETURN, structural=True),
            ),
        ),
        Kind.STAFF: Shape(
            _STAFF,
            (
                Part("person", ("number",), structural=True, closes=True),
                Part("employment", ("number",), filled=True),
                Part("appointment", ("number", "school"), ("school",), structural=True, closes=True),
            ),
        ),
        Kind.NEEDS: Shape(
            _NEEDS, (Part("need", ("school", "side", "need_kind", "subject"), structural=True, closes=True),)
        ),
        Kind.CAMPUSES: Shape(_CAMPUSES, (Part("campus", ("school", "name"), structural=True, closes=True),)),
        Kind.ENDINGS: Shape(_ENDINGS, (Part("ending", ("school", "what", "on", "into"), structural=True),)),
        Kind.REGIONS: Shape(
            _REGIONS, (Part("region", (PLACE,), structural=True, closes=True),), called_by="code"
        ),
        Kind.CALENDAR: Shape(
            _CALENDAR,
            (Part("line", ("region", "slot", "first_day"), structural=True, closes=True),),
            called_by="first_day",
        ),
    }[kind]
