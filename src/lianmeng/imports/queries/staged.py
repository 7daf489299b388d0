"""The staged rows of an import, and the verdict on each: written once, read block by block."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianmeng.database.sealed_files import SealedFile, write_sealed
from lianmeng.imports.queries.piles import Pile, Slots
from lianmeng.imports.vocabulary import RowState

if TYPE_CHECKING:
    import polars as pl

_READ, _COUNTS = "read.json", "counts.json"
_WORDS_TOLD = 20
_TAKEN = (RowState.NEW.value, RowState.CHANGED.value)


class Staged:
    """The folder of an import's rows.

    Rows and verdicts stand in blocks of the same rows, digests in slots by their heads. `desk` is a folder for what is
    only needed while they are compared with the register.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rows = Pile(folder / "rows", compression="lz4")
        self.digests = Slots(folder / "digests")
        self.identities = Slots(folder / "identities")
        self.second = Pile(folder / "second")  # rows of the second file that were not taken
        self.desk = folder / "desk"
        self._verdicts = Pile(folder / "verdicts", compression="lz4")
        self._gone = Pile(folder / "gone")

    def keep_read(
        self,
        named: Mapping[str, Iterable[str]],
        slots: int,
        unknown: Counter[tuple[str, str]],
        *,
        places: str,
    ) -> None:
        """What reading the file told: the regions, stages and schools that it names, how many slots it filled, and
        how many rows have a word that nobody explained. `places`: by which regions its rows were found."""
        words = [[*word, rows] for word, rows in unknown.most_common(_WORDS_TOLD)]
        read = {
            "slots": slots,
            "named": {key: sorted(values) for key, values in named.items()},
            "unknown": words,
            "places": places,
        }
        write_sealed(self._folder / _READ, [json.dumps(read).encode()])

    @cached_property
    def _read(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(SealedFile(self._folder / _READ).read_bytes())
        return found

    def named(self) -> dict[str, set[str]]:
        return {name: set(values) for name, values in self._read["named"].items()}

    def unknown(self) -> list[tuple[str, str, int]]:
        """Field, word and rows of the words that nobody explained, the most frequent first."""
        return [(field, word, rows) for field, word, rows in self._read["unknown"]]

    @property
    def places(self) -> str:
        return str(self._read.get("places", ""))

    @property
    def slots(self) -> int:
        return int(self._read["slots"])

    def no_digests(self) -> pl.DataFrame:
        """As the digests of rows, for a slot that has none."""
        found = (self.digests.of(slot) for slot in range(self.slots))
        return next(rows for rows in found if rows is not None).clear()

    def keep(self, verdicts: Iterable[pl.DataFrame], gone: Mapping[str, pl.Series]) -> None:
        import polars as pl

        counts = []
        for number, verdict in enumerate(verdicts):
            self._verdicts.add(verdict, number)
            counts.append(dict(verdict["state"].value_counts().iter_rows()))
        for number, (part, ids) in enumerate(gone.items()):
            self._gone.add(pl.DataFrame({part: ids}), number)
        (self._folder / _COUNTS).write_text(json.dumps(counts), encoding="utf-8")

    def is_kept(self, verdicts: Iterable[pl.DataFrame], gone: Mapping[str, pl.Series]) -> bool:
        """Whether these are the verdicts that were kept."""
        same = all(new.equals(old) for new, old in zip(verdicts, self._verdicts, strict=True))
        return same and all(ids.equals(gone[part]) for part, ids in self.gone().items())

    def gone(self) -> dict[str, pl.Series]:
        """The ids of the records that are gone, by part."""
        return {frame.columns[0]: frame.to_series() for frame in self._gone}

    def _counted(self) -> list[dict[str, int]]:
        """How many rows of each block are in each state; nothing of rows that were staged in an earlier form."""
        kept = self._folder / _COUNTS
        found: list[dict[str, int]] = json.loads(kept.read_text("utf-8")) if kept.exists() else []
        return found

    def counts(self) -> dict[str, int]:
        """How many rows are in each state, and how many records are gone."""
        total: Counter[str] = Counter()
        for counted in self._counted():
            total.update(counted)
        total[RowState.GONE.value] = sum(len(ids) for ids in self.gone().values())
        return {state.value: total[state.value] for state in RowState}

    def taken(self) -> Iterator[pl.DataFrame]:
        """Block by block, the new and changed rows with where their parts stand."""
        import polars as pl

        for rows, verdict in zip(self.rows, self._verdicts, strict=True):
            stands = verdict.drop("at", "why", "also", pl.selectors.ends_with("_was"))
            yield pl.concat([rows, stands], how="horizontal").filter(pl.col("state").is_in(_TAKEN))

    def page(self, state: RowState, first: int, count: int) -> pl.DataFrame:
        """Some rows of a state in the file's order, from the `first` (0), with their verdict."""
        import polars as pl

        found = []
        for number, counted in enumerate(self._counted()):
            there = counted.get(state.value, 0)
            if first < there and count > 0:
                frames = [pile.frame(number) for pile in (self.rows, self._verdicts)]
                chosen = pl.concat(frames, how="horizontal").filter(pl.col("state") == state.value)
                found.append(chosen.slice(first, count))
                count -= found[-1].height
            first = max(0, first - there)
        return pl.concat(found) if found else pl.DataFrame()
