"""A sentence as a notice keeps it: the catalogue's key and the values, spoken when somebody reads it."""

from __future__ import annotations

from datetime import date

from lianmeng.audit.rules.speaking import told
from lianmeng.core.language import LANGUAGES, Worded
from lianmeng.core.sentences import Sentence
from lianmeng.notices.vocabulary import NAMED, Kept


def kept(sentence: Sentence) -> Kept:
    if unknown := set(sentence.values) - NAMED:
        raise ValueError(f"a notice does not name {sorted(unknown)}")
    values = {name: _plain(value) for name, value in sentence.values.items()}
    return {"say": sentence.text, "values": values, "plural": sentence.plural, "count": sentence.count}


def spoken_again(one: Kept, language: str) -> str:
    values = one["values"]
    assert isinstance(values, dict)
    count = {} if one["count"] is None else {"count": one["count"]}
    return told(str(one["say"]), str(one["plural"] or ""), {**values, **count}, language)


def address_on(site: str, language: str, public_id: str = "") -> str:
    """Where a notice stands, or the inbox, for whoever is not on the site: `site` as https://lianmeng.example.org."""
    return f"{site}/{language}/notices/{public_id}/" if public_id else f"{site}/{language}/notices/"


def _plain(value: object) -> object:
    match value:
        case Sentence():
            return kept(value)
        case date():
            return value.isoformat()
        case str() | int():
            return value
        case tuple():
            return [_plain(one) for one in value]
        case Worded():
            return {one: value.spoken(one) for one in LANGUAGES}
    raise TypeError(f"a notice cannot keep a {type(value).__name__}")
