"""The long tables and the drawing of a ledger, row by row: a page has hundreds, and a template is slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lianmeng.alliances.queries.webs import Web
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
_LINK = '<a href="{}">{}</a>'
_BOTH_WAYS = '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>'
_TIE = '<tr><th scope="row">{}</th><td>{}</td><td class="n">{}</td><td class="n">{}</td></tr>'
_MARK = '<rect class="{}" x="{}" width="{}" y="{}" height="{}"/>'
_DOT = '<circle class="k-dot" cx="{}" cy="{}" r="4"/><text class="k-mid" x="{}" y="{}">{}</text>'
_OPEN = "~"  # where the entry or alliance stands in an address that is looked up once for all rows


@register.filter
def amounts(listed: Iterable[tuple[Sentence | str, Sums]], read: Any) -> SafeString:
    """Entries, minutes given (and received by a school), and what it cost for those who may see it."""
    return _ours(_ROW.format(escape(said(head)), _amounts(one, read)) for head, one in listed)


def _amounts(one: Sums, read: Any) -> str:
    both = one.both
    shown = [digits(both.entries, 0), digits(one.given.minutes, 0)]
    shown += [digits(one.received.minutes, 0)] if read.scope.school else []
    shown += [digits(float(both.cost_yuan), 2)] if read.costs else []
    return "".join(f"<td>{text}</td>" for text in shown)


@register.filter
def alliance_sums(listed: Iterable[tuple[str, str, Sums]]) -> SafeString:
    """Public id, title, and the minutes that a school gave and received; without a title what lies in no alliance."""
    address = reverse("alliances:alliance-ledger", args=[_OPEN])
    return _ours(
        _BOTH_WAYS.format(
            _LINK.format(escape(address.replace(_OPEN, public_id)), escape(title))
            if title
            else escape(gettext("In no alliance")),
            digits(one.given.minutes, 0),
            digits(one.received.minutes, 0),
        )
        for public_id, title, one in listed
    )


@register.filter
def entry_rows(listed: Iterable[tuple[int, Booked, tuple[str, str]]], read: Any) -> SafeString:
    """Number, entry, and the names of giver and receiver."""
    units = {unit.value: escape(said(unit.label)) for unit in Unit}
    address = reverse("alliances:correct", args=[read.scope.alliance, _OPEN]) if read.corrects else ""
    return _ours(
        _ENTRY.format(
            one.day.isoformat(),
            *map(escape, sides),
            units[one.unit],
            _figures(one, costs=read.costs),
            *_note(one, number, address),
        )
        for number, one, sides in listed
    )


def _figures(one: Booked, *, costs: bool) -> str:
    shown = [exact(one.quantity.normalize()), digits(one.minutes, 0)]
    shown += [digits(float(one.cost_yuan), 2)] if costs else []
    return "".join(f'<td class="n">{text}</td>' for text in shown)


def _note(one: Booked, number: int, address: str) -> tuple[str, str, str]:
    """What it takes back, its reason, and that it was taken back or where to correct it."""
    reason = escape(one.reason)
    if one.reverses:
        taken = say("Takes back the entry of {day}", day=one.reverses)
        return escape(said(taken) + said(say(". "))), reason, ""
    if one.reversed_by is not None:
        return "", reason, " " + escape(said(say("Was taken back")))
    if not address:
        return "", reason, ""
    verb = said(say("Correct entry {number}", number=number))
    return "", reason, " " + _LINK.format(escape(address.replace(_OPEN, one.public_id)), escape(verb))


@register.filter
def gift_rows(gifts: Iterable[tuple[str, str, Given]]) -> SafeString:
    """Who gave whom what, and how much."""
    units = {unit: escape(said(unit.label)) for unit in Unit}
    return _ours(
        _GIFT.format(escape(giver), escape(receiver), units[one.unit], exact(one.quantity.normalize()))
        for giver, receiver, one in gifts
    )


@register.filter
def month_marks(drawing: Any) -> SafeString:
    """What was given above the line, what a school received below it."""
    width, line = percent(drawing.width), number(drawing.line)
    up = (("k-a", percent(one.x), width, number(one.y), number(one.up)) for one in drawing.bars if one.up)
    down = (("k-c", percent(one.x), width, line, number(one.down)) for one in drawing.bars if one.down)
    return _ours(_MARK.format(*one) for one in chain(up, down))


@register.filter
def tie_rows(web: Web) -> SafeString:
    """Who gave whom how much, by number and name."""
    names = {one: f"{number} {escape(called)}" for number, (one, called) in enumerate(web.schools, 1)}
    return _ours(
        _TIE.format(names[one.giver], names[one.receiver], digits(one.entries, 0), digits(one.minutes, 0))
        for one in web.ties
    )


@register.filter
def ring_marks(ring: Iterable[Sequence[float]]) -> SafeString:
    """The dots of schools on a ring, and their numbers outside of it."""
    return _ours(_DOT.format(*map(number, place), count) for count, place in enumerate(ring, 1))


def _ours(parts: Iterable[str]) -> SafeString:
    """Texts were escaped one by one, and numbers hold nothing to escape: Django's own joining asks of each cell."""
    return mark_safe("".join(parts))  # nosec B308 B703 # noqa: S308 - each text is escaped
