"""The declarations of all domains, and for how long each kind of personal value is kept."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps

from lianmeng.audit.rules.personal import Table, tables_of

_RETENTION = Path(__file__).resolve().parent.parent / "data" / "retention.toml"


@dataclass(frozen=True, slots=True)
class Keeping:
    """`days` after the end of what it is for; without days, as long as the record itself."""

    key: str
    days: int | None
    label: Mapping[str, str]
    source: Mapping[str, str]


@cache
def declared_tables() -> Mapping[str, Table]:
    """Every declared table by its label `app.Model`, in the order of the installed domains."""
    found: dict[str, Table] = {}
    for config in apps.get_app_configs():
        file = Path(config.path) / "data" / "personal.toml"
        if config.name.startswith("lianmeng.") and file.exists():
            for table in tables_of(config.label, tomllib.loads(file.read_text("utf-8"))):
                if table.label in found:
                    raise ValueError(f"{table.label} is declared in two files")
                found[table.label] = table
    return found


@cache
def keepings() -> Mapping[str, Keeping]:
    file = tomllib.loads(_RETENTION.read_text("utf-8"))
    return {
        key: Keeping(key, words.get("days"), words["label"], words["source"]) for key, words in file.items()
    }
