"""Names as people type them when they search: the characters, and the initials of their pinyin."""

import unicodedata

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """成都市第七中学 gives cdsdqzx; letters and digits stay, in lower case, without accents or blanks."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=str)
    plain = unicodedata.normalize("NFKD", "".join(letters)).lower()
    return "".join(letter for letter in plain if letter.isalnum())
