"""The cast of the demonstration, as `data/cast.toml` declares it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lianmeng.core.roles import Role


@dataclass(frozen=True, slots=True)
class Member:
    """One invented person; `place` is a key of the places that a city hands over, `record` of its staff's records."""

    key: str
    username: str
    name: str
    role: Role
    place: str
    record: str = ""


@cache
def members() -> tuple[Member, ...]:
    told = tomllib.loads(files("lianmeng.people").joinpath("data/cast.toml").read_text("utf-8"))
    return tuple(
        Member(
            one["key"],
            one["username"],
            one["name"],
            role=Role(one["role"]),
            place=one["place"],
            record=one.get("record", ""),
        )
        for one in told["person"]
    )
