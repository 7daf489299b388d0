"""Selects and inputs as Django writes them, without a template for every option: a list of districts has dozens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = _DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _select(widget: Widget) -> SafeString:
    groups = ((name, options) for name, options, _ in widget["optgroups"])
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        _attributes(widget),
        format_html_join("", "{}", ((_group(name, options),) for name, options in groups)),
    )


def _group(name: str | None, options: list[Widget]) -> SafeString:
    inside = mark_safe("".join(map(_option, options)))  # nosec B308 B703 # noqa: S308 - each is escaped
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, inside) if name else inside


def _option(widget: Widget) -> str:
    label = escape(widget["label"])
    return f'\n  <option value="{escape(widget["value"])}"{_attributes(widget)}>{label}</option>'


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget)
    )


def _attributes(widget: Widget) -> SafeString:
    shown = {name: value for name, value in widget["attrs"].items() if value is not False}
    parts = (f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in shown.items())
    return mark_safe("".join(parts))  # nosec B308 B703 # noqa: S308 - ours, or escaped


_FOLDER = "django/forms/widgets"
_DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    f"{_FOLDER}/select.html": _select,
    f"{_FOLDER}/text.html": _input,
    f"{_FOLDER}/date.html": _input,
    f"{_FOLDER}/number.html": _input,
    f"{_FOLDER}/hidden.html": _input,
}
