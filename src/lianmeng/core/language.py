"""The two languages, and how a sentence is spoken in one of them."""

import gettext
import os
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Protocol, runtime_checkable
from unicodedata import east_asian_width

from lianmeng.core.sentences import LISTED, Sentence

CHINESE = "zh-hans"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)


@runtime_checkable
class Worded(Protocol):
    """Words that a data file gives in both languages; as a value of a sentence they are spoken with it."""

    def spoken(self, language: str) -> str: ...


LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:  # the keys themselves are English
        return gettext.NullTranslations()
    return gettext.translation("django", LOCALE_DIR, languages=["zh_Hans"])


def spoken(sentence: Sentence | str, language: str) -> str:
    """The sentence in a language of `LANGUAGES`; a plain string is data (a name, a number) and stays as it is."""
    if isinstance(sentence, str):
        return sentence
    values = {name: _value(value, language) for name, value in sentence.values.items()}
    catalogue = _catalogue(language)
    if sentence.plural is not None and sentence.count is not None:
        text = catalogue.ngettext(sentence.text, sentence.plural, sentence.count)
    else:
        text = catalogue.gettext(sentence.text)
    return _spaced(text, values) if language == CHINESE else text.format(**values)


def _spaced(text: str, values: dict[str, object]) -> str:
    """The text filled in, with a space wherever a value puts a Latin letter or a digit beside a Chinese character.

    Inside of a value nothing is touched: it may be a name.
    """
    filled = ""
    for literal, name, form, conversion in _parts(text):
        filled = _beside(filled, literal)
        if name is not None:
            field = f"{{{name}{'!' + conversion if conversion else ''}{':' + form if form else ''}}}"
            filled = _beside(filled, field.format(**values))
    return filled


@lru_cache(maxsize=2000)
def _parts(text: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    return tuple(Formatter().parse(text))


def _beside(left: str, right: str) -> str:
    """Two parts of a text: one after the other, and a space between Chinese and other letters or digits."""
    meeting = left[-1:] + right[:1]
    chinese = [east_asian_width(letter) == "W" for letter in meeting]
    apart = meeting.isalnum() and any(chinese) and not all(chinese)
    return f"{left} {right}" if apart else left + right


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_in_words(day: date, language: str) -> str:
    """1 September 2016, or as Chinese writes it: a day inside of a sentence. Tables, files and digests keep 2016-09-01.

    The catalogue says how: in the letters of Django's date formats, as on the pages.
    """
    told = {"j": str(day.day), "F": _MONTHS[day.month - 1], "n": str(day.month), "Y": str(day.year)}
    return "".join(told.get(letter, letter) for letter in _catalogue(language).gettext("j F Y"))


def _value(value: object, language: str) -> object:
    if type(value) is date:
        return day_in_words(value, language)
    if isinstance(value, tuple):
        return spoken(LISTED, language).join(str(_value(one, language)) for one in value)
    if isinstance(value, Sentence):
        return spoken(value, language)
    # Asking whether something can be spoken takes long; what sentences mostly hold cannot.
    plain = isinstance(value, (str, int, float))
    return value.spoken(language) if not plain and isinstance(value, Worded) else value


def language_of_terminal() -> str:
    """Chinese where the terminal's locale is Chinese, English elsewhere; `LIANMENG_LANGUAGE` decides if it is set."""
    names = ("LIANMENG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    named = next((value for value in map(os.environ.get, names) if value), "")
    return CHINESE if named.lower().startswith("zh") else ENGLISH
