"""The words of documents: what a kind is called, and how one stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lianmeng.core.language import CHINESE
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of official document, as the data file says; `masthead`: 文件 follows the issuer's name."""

    code: str
    zh: str
    en: str
    word: str
    masthead: bool

    def label(self, language: str) -> str:
        return self.zh if language == CHINESE else self.en


class Standing(StrEnum):
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    ENDED = "ended"

    @property
    def label(self) -> Sentence:
        return _STANDINGS[self]


_STANDINGS = {
    Standing.IN_FORCE: say("In force"),
    Standing.SUPERSEDED: say("Superseded"),
    Standing.ENDED: say("No longer in force"),
}
