"""The rows of the inbox: a template would take half the time of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import escape

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from lianmeng.core.sentences import Sentence, say
from lianmeng.notices.queries.inbox import Row
from lianmeng.web.templatetags.lianmeng import said

register = template.Library()
_OPEN = "-notice-"  # where the notice stands in an address that is looked up once for all rows
_ROW = (
    '<li><div class="lm-when">{when}</div><div><h2 class="h5">{what}{new}</h2>'
    '<p class="lm-small lm-muted">{why}<br>{told}</p></div><form method="post" action="{address}">{token}'
    '<button class="btn btn{look}-primary">{verb}<span class="visually-hidden"> ({what})</span></button></form></li>\n'
)
_DAY = '<time datetime="{}">{}</time>'
_WORD, _NEW = '<span class="{}">{}</span>', ' <small class="lm-muted">{}</small>'
_OVERDUE = '<span class="lm-state is-over"><svg aria-hidden="true"><use href="#s-over"/></svg>{}</span><br>'


@register.filter
def due_by(row: Row) -> SafeString:
    """By when somebody is to act, and whether that day is over; or that there is no such day."""
    told = row.told
    if told.due:
        over = _OVERDUE.format(_said(say("Overdue"))) if row.overdue else ""
        return _ours(over + _DAY.format(told.due, _said(say("by {day}", day=told.due))))
    if told.asks:
        return _ours(_WORD.format("lm-absent", _said(say("no day set"))))
    return _ours(_WORD.format("lm-small lm-muted", _said(say("to know"))))


@register.filter
def done_on(row: Row) -> SafeString:
    """When it was done with, and by whom where that is known."""
    if not row.told.done_at:
        return SafeString()
    at = localtime(row.told.done_at)
    return _ours(_DAY.format(at.isoformat(), _said(_done(row, at.date()))))


def _done(row: Row, day: date) -> Sentence:
    if not row.told.asks:
        return say("Done with on {day}", day=day)
    if row.own:
        return say("Done by you on {day}", day=day)
    if row.doer:
        return say("Done by {name} on {day}", name=row.doer, day=day)
    return say("Done on {day}", day=day)


@register.simple_tag(takes_context=True)
def notice_rows(context: template.Context, rows: Iterable[Row], *, done: bool) -> SafeString:
    """What each notice says, by when, and its one button; of open ones, or of those that are done with."""
    address, token = reverse("notices:open", args=[_OPEN]), CsrfTokenNode().render(context)
    when = done_on if done else due_by
    new, look_at_it = _NEW.format(_said(say("new"))), _said(say("Look at it"))
    return _ours(
        "".join(
            _ROW.format(
                when=when(row),
                what=escape(row.told.what),
                new="" if row.told.read_at or done else new,
                why=escape(row.told.why),
                told=_said(_told(localtime(row.told.made_at))),
                address=address.replace(_OPEN, row.told.public_id),
                token=token,
                look="" if row.told.asks and not done else "-outline",
                verb=look_at_it if row.told.asks and done else escape(row.told.verb),
            )
            for row in rows
        )
    )


def _told(at: datetime) -> Sentence:
    return say("Told on {day} at {time}.", day=at.date(), time=f"{at:%H:%M}")


def _said(sentence: Sentence) -> str:
    return escape(said(sentence))


def _ours(html: str) -> SafeString:
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - each text in it is escaped
