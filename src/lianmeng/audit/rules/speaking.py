"""A line in the reader's language: its sentence with the values it has, and “erased” for those it no longer has."""

from collections.abc import Mapping

from lianmeng.core.language import spoken
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
        case list():
            return tuple(_spoken(one, language) for one in value)
        case None:
            return _Word("–")
        case str():
            return _Word(value)
    return value
