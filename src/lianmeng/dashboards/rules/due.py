"""One thing that waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from lianmeng.core.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Due:
    """What waits and why; `view` with `args` and `query` is where it is done, by the verb on the button."""

    title: Sentence
    why: Sentence
    verb: Sentence
    view: str
    args: tuple[str, ...] = ()
    query: str = ""
