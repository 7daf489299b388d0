"""Kinds of school as registers write them, and why a row is left out of a coefficient."""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources

from lianmeng.core.sentences import Sentence, say
from lianmeng.standards.vocabulary import SchoolKind


class LeftOut(StrEnum):
    """Fixed keys: they stand in the JSON of the command line and in the downloads."""

    NO_PUPILS = "no_pupils"
    NOT_SENT = "not_sent"
    EXCLUDED = "excluded"

    @property
    def label(self) -> Sentence:
        return _LEFT_OUT[self]


_LEFT_OUT = {
    LeftOut.NO_PUPILS: say("No pupils"),
    LeftOut.NOT_SENT: say("Not sent"),
    LeftOut.EXCLUDED: say("Takes no part under the standard"),
}


@cache
def _kind_patterns() -> Mapping[str, re.Pattern[str]]:
    text = resources.files("lianmeng.balance").joinpath("data/kinds.toml").read_text("utf-8")
    return {
        kind: re.compile("|".join(map(_word, words)), re.I) for kind, words in tomllib.loads(text).items()
    }


def _word(word: str) -> str:
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)


def kind_of(cell: str) -> SchoolKind:
    """The kind that a register's words mean; ordinary unless they name another."""
    named = (kind for kind, words in _kind_patterns().items() if words.search(cell))
    return SchoolKind(next(named, SchoolKind.ORDINARY))
