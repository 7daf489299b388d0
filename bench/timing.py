"""Timing that a busy machine disturbs least: the rivals take turns, and medians are compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: what was measured, in seconds, beside its peer; `goal` is the largest ratio wanted."""

    name: str
    seconds: float
    peer: str
    peer_seconds: float
    goal: float | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.peer_seconds

    @property
    def met(self) -> bool:
        return self.goal is None or self.ratio <= self.goal


def medians(rivals: Mapping[str, Callable[[], object]], *, rounds: int = 9) -> dict[str, float]:
    """The median seconds of each rival; they take turns, after one turn that does not count."""
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for turn in range(rounds + 1):
        for name, run in rivals.items():
            begin = time.perf_counter()
            run()
            if turn:
                times[name].append(time.perf_counter() - begin)
    return {name: median(taken) for name, taken in times.items()}


def report(title: str, rows: list[Row]) -> None:
    """A table for people: name, measured, peer, ratio, goal, met or not."""
    print(f"\n{title}")
    wide, peers = (
        max(map(len, column)) for column in zip(*((row.name, row.peer) for row in rows), strict=True)
    )
    for row in rows:
        goal = "" if row.goal is None else f"  goal ≤ {row.goal:g}: {'met' if row.met else 'NOT MET'}"
        print(
            f"  {row.name:<{wide}}  {_milliseconds(row.seconds)}   {row.peer:<{peers}} "
            f"{_milliseconds(row.peer_seconds)}   ratio {row.ratio:6.2f}{goal}"
        )


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:9.2f} ms"
