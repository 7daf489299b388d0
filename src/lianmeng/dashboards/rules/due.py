"""One thing that waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianmeng.core.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Due:
    """What waits and why; `view` with `args` and `query` is where it is done, by the verb on the button, until
    `day` if there is one."""

    title: Sentence | str
    why: Sentence | str
    verb: Sentence | str
    view: str
    args: tuple[str, ...] = ()
    query: str = ""
    day: date | None = None
