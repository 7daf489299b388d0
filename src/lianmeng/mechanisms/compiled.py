"""How a mechanism compiles its loops. Import this only where a loop runs: numba takes a third of a second to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def njit(function: Kernel) -> Kernel:
    """Compile at the first call and keep the machine code on disk, so that the next process only loads it.

    Where no folder can be written (a sealed container), every process compiles anew.
    """
    try:
        return cast("Kernel", numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # numba found no place for its files
        return cast("Kernel", numba.njit(nogil=True)(function))
