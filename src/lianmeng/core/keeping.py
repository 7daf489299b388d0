"""Figures that are dear to make are made once and kept in the process's memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import RLock
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


def kept_answers(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps the `most` latest answers. Who asks while another makes the same answer waits for it: ten readers after an
    edit would otherwise make it ten times, and each would wait ten times as long."""

    def keeping(make: Callable[P, R]) -> Callable[P, R]:
        known, making = cast("Callable[P, R]", lru_cache(maxsize=most)(make)), RLock()

        @wraps(make)
        def asked(*arguments: P.args, **named: P.kwargs) -> R:
            with making:
                return known(*arguments, **named)

        return asked

    return keeping
