"""The register's own words as a person reads them."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianmeng.core.figures import Absence
from lianmeng.core.sentences import Sentence
from lianmeng.imports.rules.fields import Field
from lianmeng.imports.vocabulary import CalendarLine, Ending, PersonRole
from lianmeng.schools import vocabulary
from lianmeng.schools.vocabulary import Labelled

WORDS: dict[str, type[Labelled] | type[PersonRole] | type[CalendarLine] | type[Ending]] = {
    "stage": vocabulary.Stage,
    "setting": vocabulary.Setting,
    "ownership": vocabulary.Ownership,
    "kind": vocabulary.SchoolKind,
    "degree": vocabulary.Degree,
    "title": vocabulary.Title,
    "key_level": vocabulary.KeyLevel,
    "side": vocabulary.Side,
    "need_kind": vocabulary.NeedKind,
    "audience": vocabulary.Audience,
    "region_kind": vocabulary.RegionKind,
    "subject": vocabulary.Subject,
    "role": PersonRole,
    "line_kind": CalendarLine,
    "ending": Ending,
}


def told(one: Field, value: Any) -> Sentence | str:
    """A value of a field: its label, its digits, or that it was not sent."""
    if value is None or value == "":
        return Absence.NOT_SENT.label
    if one.type == "choice":
        return WORDS[one.words](value).label
    if isinstance(value, float):
        return (
            f"{int(value)}"
            if value.is_integer()
            else f"{value:g}"
            if one.type != "degrees"
            else f"{value:.6f}"
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value).removeprefix("+")
