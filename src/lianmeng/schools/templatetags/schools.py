"""How the words, days and years of the register are written into a page."""

from datetime import date
from functools import cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lianmeng.audit.queries.lines import Entry
from lianmeng.core.figures import Absence, Figure
from lianmeng.core.language import CHINESE, day_in_words, spoken
from lianmeng.schools import vocabulary as words
from lianmeng.schools.rules.years import in_words
from lianmeng.schools.vocabulary import ALWAYS, Labelled
from lianmeng.web.templatetags.lianmeng import absent, figure

register = template.Library()

_KINDS: dict[str, type[Labelled]] = {
    "stage": words.Stage,
    "setting": words.Setting,
    "ownership": words.Ownership,
    "kind": words.SchoolKind,
    "region": words.RegionKind,
    "degree": words.Degree,
    "title": words.Title,
    "key_level": words.KeyLevel,
    "side": words.Side,
    "need": words.NeedKind,
    "audience": words.Audience,
    "succession": words.SuccessionKind,
    "day": words.DayKind,
    "subject": words.Subject,
}


@register.filter
def word(value: str | None, kind: str) -> SafeString:
    """A kept word by its label; the empty word was not sent."""
    return word_in(language_now(), kind, value)


def word_in(language: str, kind: str, value: str | None) -> SafeString:
    return _word(kind, value, language) if value else _absent(language)


@cache
def _word(kind: str, value: str, language: str) -> SafeString:
    """Escaped once: a list writes hundreds of them."""
    return conditional_escape(spoken(_KINDS[kind](value).label, language))


@cache
def _absent(language: str) -> SafeString:
    return absent(spoken(Absence.NOT_SENT.label, language))


@register.filter
def sent(value: str) -> str:
    """What was sent, or the name of its absence."""
    return value or _absent(language_now())


@register.filter
def day(value: date | None) -> str:
    """2026 年 11 月 30 日 or 30 November 2026; a day that nobody knows is not sent."""
    if value is None or value == ALWAYS:
        return sent("")
    return day_in_words(value, language_now())


@register.filter
def short_day(value: date | None) -> str:
    """2026-11-30, for tables."""
    return sent("") if value is None or value == ALWAYS else value.isoformat()


@register.filter
def told(line: Entry) -> str:
    """What a line of the audit tells."""
    return line.told(language_now())


@register.filter
def school_year(year: int) -> str:
    return in_words(year)


def language_now() -> str:
    return get_language() or CHINESE


@register.filter
def plain_figure(one: Figure) -> str:
    """A yearly figure as it was sent: decimals only where there are some."""
    return figure(one, 0 if one.value is None or one.value == int(one.value) else 2)
