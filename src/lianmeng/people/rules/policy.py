"""The figures of signing in, as `data/policy.toml` declares them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Policy:
    version: int
    least_letters: int
    failures: int
    lock_minutes: int
    attempts_a_minute: int
    idle_minutes: int
    longest_hours: int
    invitation_days: int


@cache
def policy() -> Policy:
    told = tomllib.loads(files("lianmeng.people").joinpath("data/policy.toml").read_text("utf-8"))
    return Policy(
        version=told["version"],
        least_letters=told["password"]["least_letters"],
        failures=told["lock"]["failures"],
        lock_minutes=told["lock"]["minutes"],
        attempts_a_minute=told["lock"]["attempts_a_minute_from_one_address"],
        idle_minutes=told["session"]["idle_minutes"],
        longest_hours=told["session"]["longest_hours"],
        invitation_days=told["invitation"]["days"],
    )
