"""The times that the life of an alliance sets, from the shipped data files or one's own."""

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from lianmeng.alliances.queries.own_files import data_file
from lianmeng.standards.queries.toml_tables import opened


@dataclass(frozen=True, slots=True)
class Periods:
    reply_days: int
    rectify_most_days: int


def periods() -> Periods:
    return _periods(*data_file("periods.toml"))


@lru_cache(maxsize=2)
def _periods(path: Path, changed: int) -> Periods:
    with opened(path) as table:
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


def reminders() -> Reminders:
    return _reminders(*data_file("reminders.toml"))


@lru_cache(maxsize=2)
def _reminders(path: Path, changed: int) -> Reminders:
    with opened(path) as table:
        return Reminders(**{one.name: table.whole(one.name, least=0, most=365) for one in fields(Reminders)})
