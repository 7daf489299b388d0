"""A data file's words in the reader's language."""

from django import template
from django.utils.translation import get_language

from lianmeng.core.language import CHINESE
from lianmeng.standards.vocabulary import Words

register = template.Library()


@register.filter
def worded(words: Words) -> str:
    return words.spoken(get_language() or CHINESE)
