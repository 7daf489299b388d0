"""Which column of a register means what: named by a person, guessed from the headings, checked against the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Resource:
    """What is shared among pupils: the sum of its columns; `per_pupil` if the column is a value per pupil already."""

    name: str
    columns: tuple[str, ...]
    per_pupil: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a register by their role, several being added up (groups: joined), and how it is laid out.

    `decimal` is "." or ",", or empty where the file tells by itself.
    """

    groups: tuple[str, ...]
    pupils: tuple[str, ...]
    resources: tuple[Resource, ...]
    year: str = ""
    school: str = ""
    code: str = ""
    longitude: str = ""
    latitude: str = ""
    kind: str = ""
    second_key: str = field(default="", kw_only=True)
    heading_row: int = field(default=1, kw_only=True)
    decimal: str = field(default="", kw_only=True)

    def as_record(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Columns:
        resources = tuple(
            Resource(one["name"], tuple(one["columns"]), one["per_pupil"]) for one in record["resources"]
        )
        plain = {
            name: value for name, value in record.items() if name not in {"groups", "pupils", "resources"}
        }
        return cls(tuple(record["groups"]), tuple(record["pupils"]), resources, **plain)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every column that must hold numbers, each once, in a steady order."""
        return tuple(dict.fromkeys([*self.pupils, *(name for one in self.resources for name in one.columns)]))

    @property
    def located(self) -> bool:
        return bool(self.longitude and self.latitude)


def why_not_columns(columns: Columns) -> Sentence | None:
    """What still has to be named before a register can be read, or None."""
    if not all(columns.groups):
        return say("A column without a name cannot name the groups. Name it.")
    if not all(columns.pupils):
        return say("A part of the pupils' column is missing. Write COLUMN or COLUMN+COLUMN.")
    if not columns.pupils:
        return say("Say which column holds the number of pupils.")
    if not columns.resources:
        return say("Name at least one resource, such as the column of teachers.")
    names = [one.name for one in columns.resources]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        return say("Two resources are called “{name}”. Give each its own name.", name=twice)
    return None


def added(expression: str, headings: Sequence[str]) -> tuple[str, ...]:
    """The columns of `A+B`; a heading that itself holds a plus sign is taken whole."""
    if expression in headings:
        return (expression,)
    return tuple(part.strip() for part in expression.split("+"))


def resource_written(text: str, headings: Sequence[str], *, per_pupil: bool = False) -> Resource:
    """`name=A+B` as a resource; a lone column is its own name."""
    if text in headings:
        return Resource(text, (text,), per_pupil)
    name, equals, expression = text.partition("=")
    if not equals:
        expression = name
    columns = added(expression.strip(), headings)
    if not name.strip() or not all(columns):
        sentence = say("“{words}” is no resource. Write name=COLUMN or name=COLUMN+COLUMN.", words=text)
        raise Refused(sentence, field="resource")
    return Resource(name.strip(), columns, per_pupil)
