"""Sentences that are written once and spoken in the reader's language.

A rule, a mechanism or a reader of files does not know who will read its words, so it hands on a `Sentence`:
the English text, which is also the key of the catalogue, with the values to fill in. `core.language.spoken`
turns it into Chinese or English at the edge.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English text with `{named}` values; `plural` and `count` choose the form where there are two.

    A value may be a sentence itself, or a tuple of names, which is listed as the language lists them.
    """

    text: str
    values: dict[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def __str__(self) -> str:
        chosen = self.plural if self.plural is not None and self.count != 1 else self.text
        listed = {
            name: LISTED.text.join(map(str, one)) if isinstance(one, tuple) else one
            for name, one in self.values.items()
        }
        return chosen.format(**listed)


def say(text: str, /, **values: object) -> Sentence:
    """A sentence to be spoken later. The text is a key of the catalogue, so write it out where you call this."""
    return Sentence(text, values)


def say_count(singular: str, plural: str, count: int, /, **values: object) -> Sentence:
    """A sentence that depends on a number, which it can print as `{count}`."""
    return Sentence(singular, {"count": count, **values}, plural, count)


LISTED = say(", ")  # between the names of a list
