"""The long tables and the drawing of a ledger, row by row: a page has hundreds, and a template is slow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianmeng.core.sentences import Sentence, say
from lianmeng.ledger.queries.reading import Booked, Sums
from lianmeng.ledger.queries.sums import Given
from lianmeng.ledger.vocabulary import Unit
from lianmeng.web.components import digits
from lianmeng.web.templatetags.lianmeng import exact, number, percent, said

register = template.Library()
_ROW = '<tr><th scope="row">{}</th>{}</tr>'
_ENTRY = (
    '<tr><th scope="row" class="text-nowrap">{}</th><td>{}</td><td>{}</td><td>{}</td>{}<td>{}{}{}</td></tr>'
)
_GIFT = '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td class="n">{}</td></tr>'
_CORRECT = ' <a href="{}">{}</a>'
_MARK = '<rect class="{}" x="{}" width="{}" y="{}" height="{}"/>'
_OPEN = "~"  # where the entry stands in an address that is looked up once for all rows


@register.filter
def amounts(listed: Iterable[tuple[Sentence | str, Sums]], read: Any) -> SafeString:
    """Entries, minutes given (and received by a school), and what it cost for those who may see it."""
    return format_html_join("", _ROW, ((said(head), _amounts(one, read)) for head, one in listed))


def _amounts(one: Sums, read: Any) -> SafeString:
    both = one.both
    shown = [digits(both.entries, 0), digits(one.given.minutes, 0)]
    shown += [digits(one.received.minutes, 0)] if read.scope.school else []
    shown += [digits(float(both.cost_yuan), 2)] if read.costs else []
    return format_html_join("", "<td>{}</td>", ((text,) for text in shown))


@register.filter
def entry_rows(listed: Iterable[tuple[int, Booked, tuple[str, str]]], read: Any) -> SafeString:
    """Number, entry, and the names of giver and receiver."""
    units = {unit.value: said(unit.label) for unit in Unit}
    address = reverse("alliances:correct", args=[read.scope.alliance, _OPEN]) if read.corrects else ""
    rows = (
        (
            one.day.isoformat(),
            *sides,
            units[one.unit],
            _figures(one, costs=read.costs),
            *_note(one, number, address),
        )
        for number, one, sides in listed
    )
    return format_html_join("", _ENTRY, rows)


def _figures(one: Booked, *, costs: bool) -> SafeString:
    shown = [exact(one.quantity.normalize()), digits(one.minutes, 0)]
    shown += [digits(float(one.cost_yuan), 2)] if costs else []
    return format_html_join("", '<td class="n">{}</td>', ((text,) for text in shown))


def _note(one: Booked, number: int, address: str) -> tuple[str, str, str]:
    """What it takes back, its reason, and that it was taken back or where to correct it."""
    if one.reverses:
        taken = say("Takes back the entry of {day}", day=one.reverses.isoformat())
        return said(taken) + said(say(". ")), one.reason, ""
    if one.reversed_by is not None:
        return "", one.reason, " " + said(say("Was taken back"))
    verb = said(say("Correct entry {number}", number=number))
    return (
        "",
        one.reason,
        format_html(_CORRECT, address.replace(_OPEN, one.public_id), verb) if address else "",
    )


@register.filter
def gift_rows(gifts: Iterable[tuple[str, str, Given]]) -> SafeString:
    """Who gave whom what, and how much."""
    rows = (
        (giver, receiver, said(one.unit.label), exact(one.quantity.normalize()))
        for giver, receiver, one in gifts
    )
    return format_html_join("", _GIFT, rows)


@register.filter
def month_marks(drawing: Any) -> SafeString:
    """What was given above the line, what a school received below it."""
    width = percent(drawing.width)
    up = (("k-a", percent(one.x), width, number(one.y), number(one.up)) for one in drawing.bars if one.up)
    line = number(drawing.line)
    down = (("k-c", percent(one.x), width, line, number(one.down)) for one in drawing.bars if one.down)
    return format_html_join("", _MARK, up) + format_html_join("", _MARK, down)
