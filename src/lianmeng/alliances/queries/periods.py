"""The times that the life of an alliance sets, from their data file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lianmeng.standards.queries.toml_tables import opened

_FILE = Path(__file__).resolve().parent.parent / "data" / "periods.toml"


@dataclass(frozen=True, slots=True)
class Periods:
    reply_days: int
    rectify_most_days: int


@cache
def periods() -> Periods:
    with opened(_FILE) as table:
        return Periods(
            table.whole("reply_days", least=1, most=365),
            table.whole("rectify_most_days", least=1, most=1500),
        )
