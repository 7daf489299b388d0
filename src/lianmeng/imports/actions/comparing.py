"""Compare the rows of a file with the register: some schools or persons at a time, so that memory grows with neither.

The digests of rows and records lie in slots by their heads. Slot by slot they are judged together; then their verdicts
are put into the order of the file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lianmeng.imports.queries.known import former_keys, known_of
from lianmeng.imports.queries.piles import Slots
from lianmeng.imports.queries.staged import Staged
from lianmeng.imports.rules.digests import POST, Scope, nothing_known
from lianmeng.imports.rules.verdict import gone, identities_taken, judged, left
from lianmeng.imports.vocabulary import Kind

if TYPE_CHECKING:
    import polars as pl

    from lianmeng.imports.actions.reading import Reading

_BY_IDENTITY = "identities"
_HELD_BYTES = 2 << 20


class Comparison:
    """The verdicts on a file's rows as the register stands now; by part what is `gone`, and how many are `new`."""

    def __init__(self, reading: Reading, staged: Staged) -> None:
        self._reading, self._staged, self._plan = reading, staged, reading.plan
        shutil.rmtree(staged.desk, ignore_errors=True)
        names = [part.name for part in self._plan.parts]
        self._known = {
            name: Slots(staged.desk / name, held_bytes=_HELD_BYTES) for name in [*names, _BY_IDENTITY]
        }
        self._judged = Slots(staged.desk / "judged", held_bytes=_HELD_BYTES)
        self._lay_down()
        self.gone, self._firsts = self._judge()

    @property
    def new(self) -> dict[str, int]:
        return {part: len(firsts) for part, firsts in self._firsts.items()}

    def _lay_down(self) -> None:
        """The register's records into their slots."""
        import polars as pl

        reading, slots = self._reading, self._staged.slots
        found = known_of(reading.kind, reading.columns, self._plan, scope_of(reading))
        for number, (part, records) in enumerate(found):
            self._known[part].add(records, pl.col("head") % slots, number)
            if "identity_key" in records.columns:
                held = records.select("key", "identity_key")
                self._known[_BY_IDENTITY].add(held, pl.col("identity_key") % slots, number)

    def _known_of(self, name: str, slot: int) -> pl.DataFrame:
        found = self._known[name].of(slot)
        return nothing_known() if found is None else found

    def _judge(self) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
        import polars as pl

        plan, reading = self._plan, self._reading
        blanks = any("" in reading.named.get(name, ()) for name in ("stage", "school"))
        taken = self._identities()
        former = former_keys(reading.columns, plan) if reading.kind is Kind.SCHOOLS else {}
        missing: dict[str, list[pl.Series]] = {part.name: [] for part in plan.parts if part.closes}
        firsts: dict[str, list[pl.Series]] = {part.name: [] for part in plan.parts}
        for slot in range(self._staged.slots):
            rows = self._staged.digests.of(slot)
            known = {part.name: self._known_of(part.name, slot) for part in plan.parts}
            rows = self._staged.no_digests() if rows is None else rows
            if taken is not None:
                rows = rows.with_columns(identity_taken=pl.col("at").is_in(taken.implode()))
            verdict = judged(rows, known | former, plan)
            self._judged.add(verdict, pl.col("block"), slot)
            for part, ids in gone(rows, known, plan, blanks=blanks).items():
                missing[part].append(ids)
            if POST in missing and rows.height:
                missing[POST].append(left(rows, verdict, known[POST]))
            for part, found in firsts.items():
                found.append(verdict[f"{part}_new"].drop_nulls().unique())
        return _sorted(missing), _sorted(firsts)

    def _identities(self) -> pl.Series | None:
        """The rows whose identity number is another person's too."""
        import polars as pl

        if "identity" not in self._reading.columns.sent:
            return None
        found = [pl.Series("at", [], dtype=pl.UInt32)]
        for slot in range(self._staged.slots):
            rows = self._staged.identities.of(slot)
            if rows is not None:
                found.append(identities_taken(rows, self._known_of(_BY_IDENTITY, slot)))
        return pl.concat(found)

    def verdicts(self) -> Iterator[pl.DataFrame]:
        """Block by block in the order of the file; new records of a part are numbered from 0."""
        for number in range(len(self._staged.rows.paths())):
            block = self._judged.of(number)
            assert block is not None
            block = block.sort("at").drop("block")
            numbers = [_numbers(block[f"{part}_new"], firsts) for part, firsts in self._firsts.items()]
            yield block.with_columns(numbers)
        shutil.rmtree(self._staged.desk, ignore_errors=True)


def _numbers(places: pl.Series, firsts: pl.Series) -> pl.Series:
    """What number each place has among the first ones; null for none."""
    import polars as pl

    numbers = pl.Series(places.name, firsts.search_sorted(places.fill_null(0)), dtype=pl.UInt32)
    return numbers.zip_with(places.is_not_null(), pl.Series([None], dtype=pl.UInt32))


def _sorted(found: dict[str, list[pl.Series]]) -> dict[str, pl.Series]:
    import polars as pl

    return {part: pl.concat(some).sort() for part, some in found.items()}


def scope_of(reading: Reading) -> Scope:
    """Whom the file speaks of."""
    named = {name: frozenset(values) for name, values in reading.named.items()}
    if reading.kind is Kind.SCHOOLS and "region" in named:
        regions = named.pop("region")
        named["district"] = frozenset(reading.known.districts.get(region, region) for region in regions)
    return Scope(reading.within, named)
