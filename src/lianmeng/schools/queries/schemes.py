"""The structures of school codes, as data/schemes.toml has them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from lianmeng.schools.rules.codes import Part, Structure
from lianmeng.schools.vocabulary import Scheme


@cache
def structure_of(scheme: Scheme) -> Structure:
    written = tomllib.loads(files("lianmeng.schools").joinpath("data/schemes.toml").read_text("utf-8"))[
        scheme
    ]
    parts = written.get("parts", {}).values()
    return Structure(
        scheme,
        re.compile(written["pattern"]),
        written["recoded"],
        tuple(Part(part["from"], part["to"], frozenset(part["values"])) for part in parts),
    )
