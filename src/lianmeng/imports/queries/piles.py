"""Frames laid down sealed in folders, so that few of their rows are held at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lianmeng.database.sealed_files import SealedFile, write_sealed

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
        return map(_frame, self.paths())

    def frame(self, number: int) -> pl.DataFrame:
        return _frame(self.paths()[number])

    def add(self, frame: pl.DataFrame, number: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        written = frame.write_ipc(None, compression=self._compression)
        write_sealed(self._folder / f"{number:05}.arrow", [written.getbuffer()])


def _frame(path: Path) -> pl.DataFrame:
    import polars as pl

    return pl.read_ipc(SealedFile(path).read_bytes())


class Slots:
    """Rows in numbered piles: those that are needed together lie together.

    They are laid down when there are more than `held_bytes` of them; until then they are held.
    """

    def __init__(self, folder: Path, *, held_bytes: int = 0) -> None:
        self._folder, self._most = folder, held_bytes
        self._held: list[tuple[int, int, pl.DataFrame]] = []
        self._bytes = 0

    def _pile(self, slot: int) -> Pile:
        return Pile(self._folder / f"{slot:05}")

    def add(self, frame: pl.DataFrame, slot: pl.Expr, number: int) -> None:
        """Each row into its slot; frames are added with rising numbers."""
        parted = frame.with_columns(slot.alias("_slot")).partition_by(
            "_slot", as_dict=True, include_key=False
        )
        for (each,), rows in parted.items():
            if each is not None:
                self._held.append((int(each), number, rows))
                self._bytes += int(rows.estimated_size())
        if self._bytes > self._most:
            for place, earlier, rows in self._held:
                self._pile(place).add(rows, earlier)
            self._held, self._bytes = [], 0

    def of(self, slot: int) -> pl.DataFrame | None:
        """The rows of a slot in the order in which they came; nothing if none did."""
        import polars as pl

        held = [rows for each, _, rows in self._held if each == slot]
        found = [*self._pile(slot), *held]
        return pl.concat(found) if found else None
