"""The words of official documents, from their data file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent.parent / "data" / "papers.toml"


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))
