"""A sentence as JSON, to be kept with a record and told later in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianmeng.core.sentences import Sentence


def as_kept(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "values": {name: _value(one) for name, one in sentence.values.items()}}


def _value(value: object) -> object:
    if isinstance(value, Sentence):
        return as_kept(value)
    return (
        list(map(str, value)) if isinstance(value, tuple) else value if isinstance(value, int) else str(value)
    )


def sentence_from(kept: Mapping[str, Any]) -> Sentence | None:
    """Nothing where nothing was kept."""
    if not kept:
        return None
    return Sentence(kept["text"], {name: _told(one) for name, one in kept["values"].items()})


def _told(value: Any) -> object:
    if isinstance(value, dict):
        return sentence_from(value)
    return tuple(value) if isinstance(value, list) else value
