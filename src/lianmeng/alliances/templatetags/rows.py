"""The rows of lists of alliances: a template would take half the time of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from lianmeng.alliances.queries.finding import Listed
from lianmeng.alliances.rules.life import Step
from lianmeng.alliances.templatetags.alliances import placed
from lianmeng.core.language import CHINESE, Worded
from lianmeng.core.sentences import say
from lianmeng.schools.templatetags.schools import day as in_words
from lianmeng.web.templatetags.lianmeng import absent, said, state

register = template.Library()
_ROW = (
    '<tr><th scope="row"><a href="{}{}/">{}</a></th><td>{}</td>{}<td class="text-nowrap">{}</td><td>{}</td>'
    '<td class="text-nowrap">{}</td></tr>\n'
)
_PAIR = (
    '<tr><th scope="row"><a href="{}{}/">{}</a><br><small class="lm-muted">{}</small></th>{}'
    '<td class="text-nowrap">{}</td><td>{}</td></tr>\n'
)
_BOND = '<tr><th scope="row"><a href="{}{}/">{}</a></th><td>{}</td><td>{}</td></tr>'


@register.filter
def alliance_rows(rows: Sequence[Any], ahead: bool) -> SafeString:
    """Title, state, number, form and term: what a narrow page cuts off comes last. Words of many rows are drawn once.

    `ahead`: with the next step.
    """
    base, language = reverse("alliances:alliances"), get_language() or CHINESE
    not_yet, nothing = absent(said(say("Not in force yet"))), absent(said(say("Does not apply")))
    kinds, shown = (
        {row.form.code: row.form for row in rows},
        {row.state.label.text: row.state for row in rows},
    )
    forms = {code: escape(one.label.spoken(language)) for code, one in kinds.items()}
    states = {text: state(one) for text, one in shown.items()}
    steps = {row.next.code: row.next for row in rows if row.next}
    verbs = {code: escape(said(one.verb)) for code, one in steps.items()}
    drawn = (
        _ROW.format(
            base,
            row.alliance.public_id,
            escape(row.alliance.title),
            states[row.state.label.text],
            f"<td>{verbs[row.next.code] if row.next else nothing}</td>" if ahead else "",
            escape(row.alliance.number),
            forms[row.form.code],
            _term(row.alliance, not_yet),
        )
        for row in rows
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


_OWN = (
    '<li><p class="lm-when">{}{}</p><div><h3>{}</h3><p class="lm-small lm-muted">{}{}</p></div>'
    '<a class="btn btn-outline-primary" href="{}{}/">{}</a></li>'
)


@register.filter
def own_rows(rows: Iterable[Any]) -> SafeString:
    """What is due at the reader's own alliances: state, day, title, form, next step, and the way there."""
    base, language = reverse("alliances:alliances"), get_language() or CHINESE
    opens = gettext("Open %(number)s")
    drawn = (
        _OWN.format(
            state(row.state),
            _due(row.alliance.next_day),
            escape(row.alliance.title),
            escape(row.form.label.spoken(language)),
            _next(row.next) if row.next else "",
            base,
            row.alliance.public_id,
            opens % {"number": escape(row.alliance.number)},
        )
        for row in rows
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _due(day: date | None) -> str:
    return f'<time datetime="{day.isoformat()}">{escape(in_words(day))}</time>' if day else ""


def _next(step: Step) -> str:
    words = {"step": escape(said(step.verb)), "who": escape(said(step.who.label))}
    return gettext(", ") + gettext("next: %(step)s, by %(who)s") % words


@register.filter
def pair_rows(rows: Iterable[tuple[Any, Sequence[Sequence[str]]]]) -> SafeString:
    """Within a frame: title and form, the schools on each side, term and state."""
    base, language = reverse("alliances:alliances"), get_language() or CHINESE
    not_yet, nobody = absent(said(say("Not in force yet"))), absent(said(say("Does not apply")))
    return format_html_join(
        "",
        _PAIR,
        (
            (
                base,
                row.alliance.public_id,
                row.alliance.title,
                row.form.label.spoken(language),
                format_html_join("", "<td>{}</td>", ((_lines(names) or nobody,) for names in sides)),
                _term(row.alliance, not_yet),
                state(row.state),
            )
            for row, sides in rows
        ),
    )


@register.filter
def bond_rows(rows: Iterable[tuple[str, str, Worded, Iterable[tuple[str, float, float]]]]) -> SafeString:
    """On a map: public id, title and form of alliances, and their schools with their places."""
    base, language = reverse("alliances:alliances"), get_language() or CHINESE
    shown = (
        (base, public_id, title, form.spoken(language), placed(schools))
        for public_id, title, form, schools in rows
    )
    return format_html_join("", _BOND, shown)


def _term(one: Listed, not_yet: SafeString) -> SafeString:
    if one.since is None:
        return not_yet
    return mark_safe(f"{one.since}<br>{one.until or ''}")  # nosec B308 B703 # noqa: S308 - days


def _lines(names: Iterable[str]) -> SafeString:
    joined = "<br>".join(map(escape, names))
    return mark_safe(joined)  # nosec B308 B703 # noqa: S308 - each name is escaped
