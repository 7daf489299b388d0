"""What a domain declares about the columns of its tables: which are personal, what for, for how long, how erased.

A declaration is the file `data/personal.toml` of a domain; docs/privacy.md tells how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lianmeng.core.roles import Role

SEEN_BY = {*(role.value for role in Role), "self", "operator", "nobody"}
_TABLE_WORDS = {"none", "of_person", "kept_from", "called"}
_COLUMN_WORDS = {"class", "purpose", "seen_by", "keep", "erase", "why"}


class Kind(StrEnum):
    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Erasing(StrEnum):
    """What becomes of a value when its person is erased."""

    CLEAR = "clear"  # emptied, the row stays
    REPLACE = "replace"  # replaced by a name that names nobody, where the column must hold something unique
    DELETE = "delete"  # the row goes
    KEPT = "kept"  # stays, for the reason that `why` gives


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    purpose: Mapping[str, str]
    seen_by: tuple[str, ...]
    keep: str
    erase: Erasing
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`of_person` leads to the public id of whom a row is about, `kept_from` to the day that `keep` counts from."""

    label: str
    plain: frozenset[str]
    columns: Mapping[str, Column]
    of_person: str = ""
    kept_from: str = ""
    called: Mapping[str, str] | None = None

    @property
    def declared(self) -> frozenset[str]:
        return self.plain | self.columns.keys()


def tables_of(app: str, file: Mapping[str, Any]) -> Iterator[Table]:
    """The tables of one declaration; a ValueError names what is wrong in it."""
    for name, content in file.items():
        label = name if "." in name else f"{app}.{name}"
        columns = {
            column: _column(f"{label}.{column}", column, words)
            for column, words in content.items()
            if isinstance(words, Mapping) and column != "called"
        }
        unknown = content.keys() - columns.keys() - _TABLE_WORDS
        if unknown:
            raise ValueError(f"{label}: {', '.join(sorted(unknown))} is no word of a declaration")
        twice = columns.keys() & set(content.get("none", ()))
        if twice:
            raise ValueError(f"{label}: {', '.join(sorted(twice))} is declared twice")
        named_plain = {column for column, words in columns.items() if words.kind is Kind.NONE}
        yield Table(
            label,
            frozenset(content.get("none", ())) | named_plain,
            {column: words for column, words in columns.items() if column not in named_plain},
            content.get("of_person", ""),
            content.get("kept_from", ""),
            content.get("called"),
        )


def _column(where: str, name: str, words: Mapping[str, Any]) -> Column:
    if unknown := words.keys() - _COLUMN_WORDS:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))} is no word of a declaration")
    kind, erase = Kind(words["class"]), Erasing(words.get("erase", "clear"))
    missing = (
        []
        if kind is Kind.NONE
        else [one for one in ("purpose", "seen_by", "keep", "erase") if one not in words]
    )
    missing += ["why"] if erase is Erasing.KEPT and "why" not in words else []
    if missing:
        raise ValueError(f"{where}: {', '.join(missing)} is missing")
    for text in ("purpose", "why"):
        if text in words and set(words[text]) != {"zh", "en"}:
            raise ValueError(f"{where}: {text} is told in zh and in en")
    if strangers := set(words.get("seen_by", ())) - SEEN_BY:
        raise ValueError(f"{where}: nobody is called {', '.join(sorted(strangers))}")
    return Column(
        name,
        kind,
        words.get("purpose", {}),
        tuple(words.get("seen_by", ())),
        words.get("keep", ""),
        erase,
        words.get("why", {}),
    )
