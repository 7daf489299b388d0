"""How sentences, figures and states are written into a page."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_script_prefix
from django.utils.dateformat import format as written
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from lianmeng.core.figures import Figure
from lianmeng.core.language import CHINESE, day_in_words, spoken
from lianmeng.core.sentences import Sentence
from lianmeng.web.addresses import address
from lianmeng.web.components import MINUS, Axis, State, digits

register = template.Library()


class _Url(URLNode):
    """Django's own, whose addresses are written more quickly where nothing is named and nothing is kept."""

    def render(self, context: Any) -> str:
        if self.kwargs or self.asvar:
            return str(super().render(context))
        ids = [one.resolve(context) for one in self.args]
        return conditional_escape(address(self.view_name.resolve(context), *ids))


@register.tag
def url(parser: Any, token: Any) -> _Url:
    """`{% url 'schools:school' school.public_id %}`, as Django writes it."""
    read = django_url(parser, token)
    return _Url(read.view_name, read.args, read.kwargs, read.asvar)


_BEFORE_COUNTER = re.compile(r"(?<=[\d%]) (?=[\u4e00-\u9fff])")


@register.filter
def said(sentence: Sentence | str) -> str:
    """The sentence in the reader's language."""
    return spoken(sentence, get_language() or CHINESE)


@register.simple_tag
def blank() -> str:
    """Between two sentences, where the language has one."""
    return "" if get_language() == CHINESE else " "


@register.filter
def said_together(sentences: Iterable[Sentence | str]) -> str:
    """Sentences one after the other, with a blank between them where the language has one."""
    return blank().join(text for sentence in sentences if (text := said(sentence)))


@register.filter
def in_words(day: date) -> str:
    """A day, or the day of a moment, as it is written outside of tables: 1 September 2016."""
    day = localtime(day).date() if isinstance(day, datetime) else day
    return day_in_words(day, get_language() or CHINESE)


@register.filter
def moment(at: datetime) -> str:
    """Outside of tables, by the clock of the city: 1 September 2016, 17:55."""
    return written(localtime(at), gettext("j F Y, H:i"))


@register.filter
def whole(number: float) -> str:
    """A count with thousands: 1,236."""
    return digits(number, 0)


def absent(words: str) -> SafeString:
    """The name of an absence, where a figure or words would stand."""
    return format_html('<span class="lm-absent">{}</span>', words)


@register.filter
def figure(value: Figure, decimals: int = 2) -> str:
    """The value with its decimals, or the name of its absence where the value would stand."""
    if value.absence is not None:
        return absent(said(value.absence.label))
    return digits(value.value or 0.0, decimals)


class Once(template.Node):
    """Drawn once for each language and kept as long as the process lives."""

    def __init__(self, inner: template.NodeList) -> None:
        self.inner = inner
        self.drawn: dict[tuple[str | None, str], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key = (get_language(), get_script_prefix())
        if key not in self.drawn:
            self.drawn[key] = self.inner.render(context)
        return self.drawn[key]


@register.tag
def once(parser: template.base.Parser, _: template.base.Token) -> Once:
    """`{% once %} … {% endonce %}`: around what depends on nothing but the language, such as the ways of the foot."""
    inner = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(inner)


@register.simple_tag
def state(shown: State) -> SafeString:
    """A state by shape and word; the colour comes third."""
    return format_html(
        '<span class="lm-state is-{0}"><svg aria-hidden="true"><use href="#s-{0}"/></svg>{1}</span>',
        shown.kind,
        said(shown.label),
    )


@register.filter
def decimals(value: float, count: int) -> str:
    return digits(value, count)


@register.filter
def exact(value: Decimal) -> str:
    """As a standard writes it, with thousands: 4.2 and 2,000."""
    return f"{value:,f}".replace("-", MINUS)


@register.filter
def unbroken(text: str) -> str:
    """A headline that keeps a number on one line with the Chinese character that counts."""
    return _BEFORE_COUNTER.sub("\u00a0", text)


@register.filter
def percent(value: float) -> str:
    """A place in a drawing, always with a decimal point whatever the language."""
    return f"{value:g}%"


@register.filter
def circles(places: Iterable[float]) -> SafeString:
    """Dots of a strip: a page has hundreds, and a template is slow."""
    return format_html_join("", '<circle cx="{}"/>', ((percent(x),) for x in places))


@register.filter
def number(value: float) -> str:
    """A number of a drawing, always with a decimal point whatever the language."""
    return f"{value:g}"


@register.filter
def minus(value: float, less: float) -> str:
    return f"{value - less:g}"


@register.simple_tag
def pages(page: Page[Any]) -> list[int | str]:
    """The numbers of the pages of a list, the far ones left out."""
    return list(page.paginator.get_elided_page_range(page.number))


@register.simple_tag
def at(axis: Axis, value: float) -> str:
    return f"{axis.at(value):g}"


@register.simple_tag
def beyond(axis: Axis, value: float) -> str:
    return f"{axis.width(value):g}"


@register.filter
def control(bound: forms.BoundField) -> SafeString:
    """A form's field with the classes of the design, tied to its hint and to what is wrong with it."""
    tied = [f"{bound.id_for_label}-h"] if bound.help_text else []
    tied += [f"{bound.id_for_label}-e"] if bound.errors else []
    chosen = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
    plain = isinstance(
        bound.field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect
    )
    if isinstance(
        bound.field.widget, forms.RadioSelect
    ):  # and checkboxes of one field: Django marks the list too
        chosen, plain = "lm-options", False
    attributes: dict[str, str | bool] = {"class": "form-check-input" if plain else chosen}
    attributes |= {"aria-describedby": " ".join(tied)} if tied else {}
    attributes |= {"aria-invalid": "true"} if bound.errors else {}
    return bound.as_widget(attrs=attributes)
