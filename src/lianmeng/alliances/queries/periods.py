"""The times that the life of an alliance sets, from their data file."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from lianmeng.standards.queries.toml_tables import opened

_DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Periods:
    reply_days: int
    rectify_most_days: int


@cache
def periods() -> Periods:
    with opened(_DATA / "periods.toml") as table:
        return Periods(
            table.whole("reply_days", least=1, most=365),
            table.whole("rectify_most_days", least=1, most=1500),
        )


@dataclass(frozen=True, slots=True)
class Reminders:
    """Days before a day is due; `confirmation`: after something was asked for."""

    task: int
    rectification: int
    assessment: int
    reply: int
    term_end: int
    confirmation: int


@cache
def reminders() -> Reminders:
    with opened(_DATA / "reminders.toml") as table:
        return Reminders(**{one.name: table.whole(one.name, least=0, most=365) for one in fields(Reminders)})
