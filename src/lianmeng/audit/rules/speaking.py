"""A line in the reader's language: its sentence with the values it has, and “erased” for those it no longer has."""

import re
from collections.abc import Mapping
from datetime import date

from lianmeng.core.language import LANGUAGES, day_in_words, spoken
from lianmeng.core.sentences import Sentence, say

GONE = say("(erased)")


class _Word(str):
    """A value as it stands: the sentence may ask for decimals, which a word does not have."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        return str(self)


def told(text: str, plural: str, values: Mapping[str, object], language: str) -> str:
    """The sentence of a line; `values` as JSON kept them, with `GONE` for a value that was erased."""
    count = values.get("count")
    words = {name: _spoken(value, language) for name, value in values.items()}
    if plural and isinstance(count, int):
        return spoken(Sentence(text, words, plural, count), language)
    return spoken(Sentence(text, words), language)


def _spoken(value: object, language: str) -> object:
    """Numbers stay numbers, so that the sentence can ask for decimals; everything else becomes words."""
    match value:
        case Sentence():
            return _Word(spoken(value, language))
        case {"say": str(text), "values": dict(values), "plural": plural, "count": count}:
            number = {} if count is None else {"count": count}
            return _Word(told(text, plural or "", {**values, **number}, language))
        case dict() if value.keys() == set(LANGUAGES):
            value = value[language]
        case list():
            return tuple(_spoken(one, language) for one in value)
        case None:
            return _Word("–")
        case str():
            day = _day_of(value)
            return _Word(value if day is None else day_in_words(day, language))
    return value


def _day_of(value: str) -> date | None:
    """The day that JSON kept as 2016-09-01; None for any other word."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
