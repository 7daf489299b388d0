"""Who takes part in an alliance, what was agreed and what happened: a template takes four times as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from lianmeng.alliances.queries.record import Taken
from lianmeng.alliances.queries.targets import Target
from lianmeng.alliances.rules.content import Gift
from lianmeng.alliances.rules.form import Form
from lianmeng.alliances.templatetags.alliances import called
from lianmeng.alliances.vocabulary import PartyKind
from lianmeng.core.language import CHINESE
from lianmeng.ledger.vocabulary import Unit
from lianmeng.schools.queries.glances import Glance
from lianmeng.schools.templatetags.schools import day, school_year, word_in
from lianmeng.web.addresses import address
from lianmeng.web.templatetags.lianmeng import figure, said, whole

register = template.Library()
_TAKEN = (
    '<li class="is-done"><svg aria-hidden="true"><use href="#s-met"/></svg><b>{}</b>{}'
    '<time datetime="{}">{}</time>{}</li>\n'
)


@register.simple_tag
def taken(life: Iterable[Taken], inside: Any) -> SafeString:
    """The steps that were taken; reasons, evidence and authorisers only for those `inside`."""
    drawn = (
        _TAKEN.format(
            escape(said(one.step.label)),
            _span(one.who),
            one.day.isoformat(),
            escape(day(one.day)),
            "".join(map(_span, _more(one.row, inside=bool(inside)))),
        )
        for one in life
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _more(row: Any, *, inside: bool) -> Iterable[str]:
    yield called(row.ground, "ground")
    if inside:
        yield row.reason
        yield gettext("evidence: %(evidence)s") % {"evidence": row.evidence} if row.evidence else ""
    yield gettext("until %(day)s") % {"day": day(row.deadline)} if row.deadline else ""
    if inside:
        yield gettext("authorised by %(name)s") % {"name": row.authoriser} if row.authoriser else ""


def _span(text: str) -> str:
    return f"<span>{escape(text)}</span>" if text else ""


@register.filter
def held(one: Mapping[str, Any]) -> str:
    """When an activity was held, what kind it is, by whom, and how long."""
    activity = one["activity"]
    by = gettext("held by %(name)s, %(minutes)s minutes")
    told = by % {"name": one["giver"], "minutes": whole(activity.minutes)}
    return gettext(", ").join((day(activity.day), called(activity.kind, "activity"), told))


@register.filter
def waiting(one: Mapping[str, Any]) -> str:
    """The state of an activity, and who has still to confirm it."""
    state = called(one["activity"].state, "activity_state")
    return state + gettext(": ") + gettext(", ").join(one["waiting"]) if one["waiting"] else state


_OF_LINES: dict[str, Callable[[int], str]] = {
    "evidence": lambda at: gettext("Give evidence for objective %(number)s") % {"number": at},
    "without-objective": lambda at: gettext("Take out objective %(number)s") % {"number": at},
    "without-task": lambda at: gettext("Take out task %(number)s") % {"number": at},
    "without-gift": lambda at: gettext("Take out gift %(number)s") % {"number": at},
    "task-done": lambda at: gettext("Mark task %(number)s done") % {"number": at},
}


@register.simple_tag
def line_link(view: str, alliance: str, at: int) -> SafeString:
    """On a line of its own: what can be done with one line of an agreement, `at` from 0."""
    there = address(f"alliances:{view}", alliance, at)
    return format_html('<br><a href="{}">{}</a>', there, _OF_LINES[view](at + 1))


_PARTY = '<div><h3><a href="{}">{}</a></h3><p class="lm-small lm-muted mb-1">{}{}</p>{}</div>'
_OPEN = "~"  # where the party stands in an address that is looked up once for all


@register.simple_tag
def party_boxes(parties: Iterable[Mapping[str, Any]], form: Form, inside: Any) -> SafeString:
    """Each party with its role, a school also with a glance at it; what it gives is for those `inside`."""
    view = "schools:region" if form.of == PartyKind.DISTRICTS else "schools:school"
    address, language = reverse(view, args=[_OPEN]), get_language() or CHINESE
    drawn = (
        _PARTY.format(
            escape(address.replace(_OPEN, one["party"].party)),
            escape(one["party"].name),
            escape(_role(one, language)),
            _glance(one.get("glance"), language),
            f'<p class="mb-0">{_gives(one["gives"])}</p>' if inside else "",
        )
        for one in parties
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _role(one: Mapping[str, Any], language: str) -> str:
    """With its first day, if that is still to come."""
    role = str(one["role"].label.spoken(language))
    return (
        gettext("%(role)s from %(day)s") % {"role": role, "day": day(one["since"])}
        if one.get("since")
        else role
    )


def _glance(one: Glance | None, language: str) -> str:
    """On a line of its own; nothing for a district, and for a school that has no section today."""
    if one is None:
        return ""
    layer = gettext("circle layer %(layer)s") % {"layer": one.layer} if one.layer else ""
    words = (escape(one.district), layer, word_in(language, "ownership", one.ownership), _pupils(one))
    return f"<br>{gettext(', ').join(filter(None, words))}"


def _pupils(one: Glance) -> str:
    """Of all its sections together, and of which year; what one of them did not send is not guessed."""
    sent = [pupils.value for pupils in one.pupils if pupils.value is not None]
    if one.year is None or len(sent) < len(one.pupils):
        return _absent(gettext("number of pupils not sent"))
    count = int(sum(sent))
    told = ngettext("%(shown)s pupil, %(year)s", "%(shown)s pupils, %(year)s", count)
    return told % {"shown": whole(count), "year": school_year(one.year)}


def _gives(gives: Iterable[Gift]) -> str:
    if not gives:
        return _absent(gettext("What it gives is not yet defined"))
    return gettext("Gives: %(gives)s") % {"gives": gettext("; ").join(escape(one.what) for one in gives)}


@register.filter
def much(gift: Gift) -> str:
    """How much of it, in its unit."""
    if not gift.quantity:
        return gettext("Not counted")
    return f"{gift.quantity}{gettext(', ')}{said(Unit(gift.unit).label)}"


def _absent(words: str) -> str:
    return f'<span class="lm-absent">{words}</span>'


_OBJECTIVE = (
    '<th scope="row">{}{}</th><td>{}</td><td class="n">{}</td><td class="n">{}</td>'
    '<td class="n">{}</td><td class="text-nowrap">{}</td>'
)


@register.filter
def objective_cells(target: Target) -> SafeString:
    """What is to be reached, whose it is, the baseline, where it is now, the target, and by when."""
    one = target.objective
    now = conditional_escape(figure(target.now, 2))
    cells = _OBJECTIVE.format(
        escape(one.text),
        _measured(target),
        escape(target.party),
        _baseline(target) if one.baseline else _absent(gettext("Does not apply")),
        f"{now} <small>{school_year(target.year)}</small>" if target.now.known and target.year else now,
        escape(one.target) if one.target else _absent(gettext("Does not apply")),
        escape(one.due) if one.due else _absent(gettext("Not yet defined")),
    )
    return mark_safe(cells)  # nosec B308 B703 # noqa: S308 - each text is escaped


def _measured(target: Target) -> str:
    if target.indicator is None:
        return ""
    words, language = (target.indicator.label, target.indicator.unit), get_language() or CHINESE
    return f"<br><small>{gettext(', ').join(escape(one.spoken(language)) for one in words)}</small>"


def _baseline(target: Target) -> str:
    """With what it was counted from, or the year of which the parties say it."""
    one = target.objective
    if target.counted is None:
        return f"{escape(one.baseline)} <small>{escape(one.baseline_year)} {gettext('as the parties say')}</small>"
    amount, pupils = map(escape, target.counted)
    told = gettext("%(year)s, return: %(amount)s for %(pupils)s pupils")
    year = school_year(target.baseline_year)
    return (
        f"{escape(one.baseline)} <small>{told % {'year': year, 'amount': amount, 'pupils': pupils}}</small>"
    )
