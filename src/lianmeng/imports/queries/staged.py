"""The staged rows of an import, and the verdict on each: written once, read page by page."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from lianmeng.imports.vocabulary import RowState

if TYPE_CHECKING:
    import polars as pl

VERDICT, GONE, DIGESTS, NAMED = "verdict.ipc", "gone.ipc", "digests.ipc", "named.json"


class Staged:
    """The folder of an import's rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def blocks(self) -> list[Path]:
        return sorted(self._folder.glob("*.arrow"))

    def write(self, verdict: pl.DataFrame, gone: pl.DataFrame) -> None:
        verdict.write_ipc(self._folder / VERDICT, compression="lz4")
        gone.write_ipc(self._folder / GONE, compression="lz4")

    def keep_digests(self, digests: pl.DataFrame, named: Mapping[str, Iterable[str]]) -> None:
        digests.write_ipc(self._folder / DIGESTS, compression="lz4")
        text = json.dumps({name: sorted(values) for name, values in named.items()})
        (self._folder / NAMED).write_text(text, encoding="utf-8")

    def digests(self) -> pl.DataFrame:
        import polars as pl

        return pl.read_ipc(self._folder / DIGESTS)

    def named(self) -> dict[str, set[str]]:
        """What the rows name: regions, stages, schools."""
        kept = json.loads((self._folder / NAMED).read_text("utf-8"))
        return {name: set(values) for name, values in kept.items()}

    def verdict(self) -> pl.DataFrame:
        import polars as pl

        return pl.read_ipc(self._folder / VERDICT)

    def gone(self) -> pl.DataFrame:
        import polars as pl

        return pl.read_ipc(self._folder / GONE)

    def counts(self) -> dict[str, int]:
        """How many rows are in each state, and how many records are gone."""
        counted = dict(self.verdict()["state"].value_counts().iter_rows())
        return {state.value: counted.get(state.value, 0) for state in RowState} | {
            RowState.GONE.value: self.gone().height
        }

    def with_verdict(self, verdict: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Block by block, the new and changed rows with where their parts stand."""
        import polars as pl

        start = 0
        seen = [name for name in verdict.columns if name.endswith("_was")]
        for path in self.blocks:
            rows = pl.read_ipc(path)
            found = verdict.slice(start, rows.height).drop("at", "why", *seen)
            start += rows.height
            wanted = pl.col("state").is_in([RowState.NEW.value, RowState.CHANGED.value])
            yield pl.concat([rows, found], how="horizontal").filter(wanted)

    def page(self, state: RowState | None, first: int, count: int) -> pl.DataFrame:
        """Some rows of a state (or of any) in the file's order, from the `first` (0), with their verdict."""
        import polars as pl

        verdict = self.verdict()
        chosen = verdict if state is None else verdict.filter(pl.col("state") == state.value)
        return self._gathered(chosen.slice(first, count))

    def _gathered(self, verdict: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        paths = self.blocks
        ends = list(accumulate(pl.scan_ipc(path).select(pl.len()).collect().item() for path in paths))
        found: list[tuple[int, int]] = []
        for at in verdict["at"].to_list():
            block = bisect_right(ends, at)
            found.append((block, at - (ends[block - 1] if block else 0)))
        frames = []
        for block in dict.fromkeys(block for block, _ in found):
            rows = pl.read_ipc(paths[block])
            frames.append(rows[[at for one, at in found if one == block]])
        return pl.concat([*frames], how="vertical").hstack(verdict) if frames else pl.DataFrame()
