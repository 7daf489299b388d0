"""How a coefficient is printed: never rounded across its limit."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianmeng.balance.queries.records import figure_in
from lianmeng.core.figures import Figure
from lianmeng.standards.rules import shown
from lianmeng.web.charts import down
from lianmeng.web.components import Axis
from lianmeng.web.templatetags.lianmeng import absent, figure, said

register = template.Library()


@register.filter
def coefficient(value: Figure, limit: Decimal | None = None) -> str:
    decimals = 2 if value.value is None else shown(value.value, limit or None, decimals=2)
    return figure(value, decimals)


@register.filter
def signed(value: Figure) -> str:
    """A difference with its sign, +0.33 or −0.04, and with as many decimals as keep it from looking like none."""
    size, decimals = abs(value.value or 0.0), 2
    while size > 1e-9 and round(size, decimals) == 0:
        decimals += 1
    text = figure(value, decimals)
    return f"+{text}" if value.value is not None and round(value.value, decimals) > 0 else text


@register.filter
def kept(record: dict[str, Any], name: str) -> str:
    """A kept measure with three decimals, or the name of its absence."""
    return figure(figure_in(record, name), 3)


@register.filter(name="cells")
def cells_in_row(listed: Iterable[Any]) -> SafeString:
    """What a school has of each resource: text, mark, absence. A page has hundreds; a template is slow."""
    return format_html_join("", "<td{}>{}</td>", ((_mark(one), _inside(one)) for one in listed))


def _mark(cell: Any) -> str:
    return format_html(' class="{}"', cell.mark) if cell.mark else ""


def _inside(cell: Any) -> str:
    return absent(said(cell.absence)) if cell.absence else format_html("{}", cell.text)


@register.simple_tag(name="down")
def down_tag(axis: Axis, value: float) -> str:
    return f"{down(axis, value):g}"
