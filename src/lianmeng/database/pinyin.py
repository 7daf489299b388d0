"""Names as people type them when they search: the characters, and the initials of their pinyin."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin

if TYPE_CHECKING:
    import polars as pl


def initials(name: str) -> str:
    """成都市第七中学 gives cdsdqzx; letters and digits stay, in lower case, without accents or blanks."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=str)
    plain = unicodedata.normalize("NFKD", "".join(letters)).lower()
    return "".join(letter for letter in plain if letter.isalnum())


def spelled(name: str) -> str:
    """王明 gives wangming: the whole pinyin, without tones and blanks."""
    return "".join(lazy_pinyin(name)).replace(" ", "").lower()


def initials_of(names: pl.Series) -> pl.Series:
    """The same for many names at once, a hundred times as fast: every phrase and letter that pypinyin knows is replaced
    by its initials, the longest phrase first."""
    if names.str.contains(r"[^\x00-\x7f]").any():
        found = _replacements(frozenset("".join(names.to_list())))
        if found:
            names = names.str.replace_many(list(found), list(found.values()), leftmost=True)
        names = names.str.normalize("NFKD")
    return names.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def _replacements(letters: frozenset[str]) -> dict[str, str]:
    """The initials of the phrases and letters that these letters can make, the longest first."""
    phrases, single = _known()
    found = {phrase: initials for phrase, initials in phrases.items() if letters.issuperset(phrase)}
    return found | {letter: single[letter] for letter in letters if letter in single}


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    phrases = {phrase: "".join(_first(one[0]) for one in read) for phrase, read in PHRASES_DICT.items()}
    single = {chr(code): _first(read.split(",")[0]) for code, read in PINYIN_DICT.items()}
    return dict(sorted(phrases.items(), key=lambda one: -len(one[0]))), single


def _first(syllable: str) -> str:
    return unicodedata.normalize("NFKD", syllable)[:1].lower()
