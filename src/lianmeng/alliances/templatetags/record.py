"""Who takes part in an alliance, and the steps of its life: a template takes four times as long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from lianmeng.alliances.queries.record import Taken
from lianmeng.alliances.rules.content import Gift
from lianmeng.alliances.rules.form import Form
from lianmeng.alliances.templatetags.alliances import called
from lianmeng.alliances.vocabulary import PartyKind
from lianmeng.core.language import CHINESE
from lianmeng.schools.queries.glances import Glance
from lianmeng.schools.templatetags.schools import day, school_year, word_in
from lianmeng.web.templatetags.lianmeng import absent, said, whole

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
        return absent(gettext("number of pupils not sent"))
    count = int(sum(sent))
    told = ngettext("%(shown)s pupil, %(year)s", "%(shown)s pupils, %(year)s", count)
    return told % {"shown": whole(count), "year": school_year(one.year)}


def _gives(gives: Iterable[Gift]) -> str:
    if not gives:
        return absent(gettext("What it gives is not yet defined"))
    return gettext("Gives: %(gives)s") % {"gives": gettext("; ").join(escape(one.what) for one in gives)}
