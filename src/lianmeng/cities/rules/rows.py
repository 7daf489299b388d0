"""The rows of a made-up city, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class District:
    """One line of the districts' file. `code` is empty for an education-management area."""

    id: str
    code: str
    code_then: str
    name: str
    name_then: str
    layer: int
    pair: int
    weight: int
    at: Place


@dataclass(frozen=True, slots=True)
class Version:
    """How a school was from a day on, until another (exclusive)."""

    name: str
    since: date
    until: date | None = None


@dataclass(slots=True)
class MadeSchool:
    """`id` is its public id. Built up while the city is made; nobody changes it afterwards."""

    id: str
    code: str
    district: District
    setting: str
    ownership: str
    kind: str
    stages: tuple[str, ...]
    versions: list[Version]
    at: Place
    opened: date
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """Where the pupils and teachers of a chain are from a day on."""

    school: MadeSchool
    since: date
    until: date | None = None


@dataclass(slots=True)
class Chain:
    """What stays together when schools merge or split: the pupils of one stage, their teachers, their rooms."""

    stage: str
    pupils: float
    growth: float
    amounts: dict[str, float]
    stays: list[Stay]

    def school_on(self, day: date) -> MadeSchool | None:
        known = (one for one in self.stays if one.since <= day and (one.until is None or day < one.until))
        return next((one.school for one in known), None)


@dataclass(frozen=True, slots=True)
class Succession:
    predecessor: str
    successor: str
    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class Post:
    school: str
    stage: str
    subject: str
    share_percent: int
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff; `employer` is a district's or a school's id."""

    number: str
    name: str
    degree: str
    title: str
    key_level: str
    employer: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class YearlyReturn:
    """`values` are numbers, or the name of an absence."""

    school: str
    stage: str
    year: int
    values: dict[str, float | str]


@dataclass(frozen=True, slots=True)
class NeedOrStrength:
    school: str
    side: str
    kind: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class CityRows:
    """A whole city, ready to be written. The same seed and sizes give the same rows."""

    districts: tuple[District, ...]
    schools: tuple[MadeSchool, ...]
    successions: tuple[Succession, ...]
    people: tuple[Person, ...]
    returns: tuple[YearlyReturn, ...]
    needs: tuple[NeedOrStrength, ...]
    years: tuple[int, ...] = field(default=())

    def ordinary_schools(self, district: District, since: date, until: date) -> list[MadeSchool]:
        """Ordinary schools of a district that were there on both days, by code."""
        found = [
            one
            for one in self.schools
            if one.district.id == district.id
            and one.kind == "ordinary"
            and one.opened <= since
            and (one.closed is None or one.closed > until)
        ]
        return sorted(found, key=lambda one: one.code)
