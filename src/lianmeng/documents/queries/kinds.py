"""The kinds of official document, from their data file."""

import tomllib
from functools import cache
from pathlib import Path

from lianmeng.documents.vocabulary import Kind

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def kinds() -> dict[str, Kind]:
    tables = tomllib.loads((DATA / "kinds.toml").read_text("utf-8"))
    return {
        code: Kind(
            code, one["label"]["zh"], one["label"]["en"], one["word"], bool(one["masthead"]), one["about"]
        )
        for code, one in tables.items()
    }
