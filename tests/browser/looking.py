"""Each kind of page of a long play is held against axe's rules once, when it is met first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

# A long play in both languages: in one on a telephone, in the other on a desk.
DESK_AND_TELEPHONE = [("zh-hans", 390), ("en", 1280)]


@dataclass
class Looks:
    axe: Callable[[Page], None]
    seen: set[str] = field(default_factory=set)

    def at(self, page: Page, kind: str) -> None:
        if kind not in self.seen:
            self.seen.add(kind)
            self.axe(page)
