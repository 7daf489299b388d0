"""Frames laid down in folders, so that few of their rows are held at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl


class Pile:
    """Frames of the same columns, one after the other."""

    def __init__(self, folder: Path, *, compression: Literal["lz4", "uncompressed"] = "uncompressed") -> None:
        self._folder = folder
        self._compression = compression

    def paths(self) -> list[Path]:
        return sorted(self._folder.glob("*.arrow"))

    def __iter__(self) -> Iterator[pl.DataFrame]:
        import polars as pl

        return (pl.read_ipc(path) for path in self.paths())

    def add(self, frame: pl.DataFrame, number: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        frame.write_ipc(self._folder / f"{number:05}.arrow", compression=self._compression)


class Slots:
    """Rows in numbered piles: those that are needed together lie together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _pile(self, slot: int) -> Pile:
        return Pile(self._folder / f"{slot:05}")

    def add(self, frame: pl.DataFrame, slot: pl.Expr, number: int) -> None:
        """Each row into its slot; frames are added with rising numbers."""
        parted = frame.with_columns(slot.alias("_slot")).partition_by(
            "_slot", as_dict=True, include_key=False
        )
        for (each,), rows in parted.items():
            if each is not None:
                self._pile(int(each)).add(rows, number)

    def of(self, slot: int) -> pl.DataFrame | None:
        """The rows of a slot in the order in which they came; nothing if none did."""
        import polars as pl

        found = list(self._pile(slot))
        return pl.concat(found) if found else None
