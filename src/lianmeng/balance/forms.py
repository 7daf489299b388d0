"""What a person fills in: a file to bring, and the role of each of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from lianmeng.balance.rules.columns import Columns, Resource, why_not_columns
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.tables import Peek


class UploadForm(forms.Form):
    file = forms.FileField(required=False, allow_empty_file=True)


ROLES: dict[str, Sentence] = {
    "": say("not used"),
    "group": say("district or other group"),
    "year": say("year"),
    "school": say("name of the school"),
    "code": say("code of the school"),
    "kind": say("kind of school"),
    "pupils": say("pupils (columns are added up)"),
    "amount": say("resource: an amount (columns of one name are added up)"),
    "per_pupil": say("resource: a value per pupil already"),
    "longitude": say("longitude"),
    "latitude": say("latitude"),
}
_LONE = ("year", "school", "code", "kind", "longitude", "latitude")


@dataclass(frozen=True, slots=True)
class Choice:
    """One column of the file on the form: its heading, its first values, its role and, for a resource, its name."""

    at: int
    heading: str
    examples: list[str]
    role: str
    name: str


def as_laid_out(columns: Columns, posted: QueryDict | None) -> Columns:
    """The columns with what the form says of the file's layout; what cannot be is overlooked."""
    if posted is None:
        return columns
    row = posted.get("heading_row", "")
    decimal = posted.get("decimal", "")
    return replace(
        columns,
        heading_row=int(row) if row.isdecimal() and len(row) < 4 and int(row) > 0 else columns.heading_row,
        decimal=decimal if decimal in {".", ","} else "",
    )


class ColumnsForm:
    """A row for each column. Not a Django form, because its fields are the file's columns."""

    def __init__(self, seen: Peek, columns: Columns, posted: QueryDict | None = None) -> None:
        self.seen = seen
        self.headings = seen.headings
        self.examples = [
            [row[at] for row in seen.rows[:3] if at < len(row)] for at in range(len(seen.headings))
        ]
        self._columns = columns
        self._posted = posted
        self.heading_row = columns.heading_row
        self.decimal = columns.decimal

    @property
    def choices(self) -> Iterator[Choice]:
        for at, heading in enumerate(self.headings):
            role, name = self._posted_at(at) if self._posted is not None else self._known(heading)
            yield Choice(at, heading, self.examples[at], role, name)

    def _posted_at(self, at: int) -> tuple[str, str]:
        posted: Any = self._posted
        role = posted.get(f"role-{at}", "")
        return (role if role in ROLES else ""), posted.get(f"name-{at}", "").strip()[:100]

    def _known(self, heading: str) -> tuple[str, str]:
        columns = self._columns
        for one in columns.resources:
            if heading in one.columns:
                return ("per_pupil" if one.per_pupil else "amount"), one.name
        if heading in columns.groups:
            return "group", ""
        if heading in columns.pupils:
            return "pupils", ""
        return next((role for role in _LONE if getattr(columns, role) == heading), ""), ""

    def columns(self) -> Columns:
        """The columns as chosen. Refused if a role is taken twice that can be held once, or something is missing."""
        chosen = list(self.choices)
        lone = {role: self._one(chosen, role) for role in _LONE}
        named = tuple(one.heading for one in chosen if one.role == "group")
        pupils = tuple(one.heading for one in chosen if one.role == "pupils")
        resources = tuple(_resources(chosen))
        found = Columns(named, pupils, resources, **lone, heading_row=self.heading_row, decimal=self.decimal)
        sentence = why_not_columns(found)
        if sentence is not None:
            raise Refused(sentence)
        return found

    def _one(self, chosen: list[Choice], role: str) -> str:
        headings = [one.heading for one in chosen if one.role == role]
        if len(headings) > 1:
            sentence = say(
                "“{first}” and “{second}” are both the {role}. Only one column can be.",
                first=headings[0],
                second=headings[1],
                role=ROLES[role],
            )
            raise Refused(sentence)
        return headings[0] if headings else ""


def _resources(chosen: list[Choice]) -> Iterator[Resource]:
    """Amounts of one name are added up; a resource without a name is called as its column."""
    amounts: dict[str, list[str]] = {}
    for one in chosen:
        if one.role == "amount":
            amounts.setdefault(one.name or one.heading, []).append(one.heading)
    yield from (Resource(name, tuple(headings)) for name, headings in amounts.items())
    for one in chosen:
        if one.role == "per_pupil":
            yield Resource(one.name or one.heading, (one.heading,), per_pupil=True)
