"""The words of documents: what a kind is called, and how one stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lianmeng.core.language import CHINESE
from lianmeng.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of official document, as the data file says; `masthead`: 文件 follows the issuer's name.

    `about`: in English, for who cannot read its title, which is Chinese.
    """

    code: str
    zh: str
    en: str
    word: str
    masthead: bool
    about: str

    def label(self, language: str) -> str:
        return self.zh if language == CHINESE else self.en

    def told(self, language: str) -> str:
        """What its title says; nothing in Chinese, where the title says it."""
        return "" if language == CHINESE else self.about


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
