"""From when on entries are asked about, from the data file."""

from functools import cache
from pathlib import Path

from lianmeng.ledger.rules.signs import Limits
from lianmeng.standards.queries.toml_tables import opened

_FILE = Path(__file__).resolve().parent.parent / "data" / "signs.toml"


@cache
def limits() -> Limits:
    with opened(_FILE) as table:
        return Limits(
            table.whole("days_before", least=1, most=365), table.whole("least_records", least=1, most=1000)
        )
