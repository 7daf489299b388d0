"""What happened in an alliance, step by step and activity by activity: a template takes four times as long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lianmeng.alliances.queries.record import Taken
from lianmeng.alliances.templatetags.alliances import called
from lianmeng.schools.templatetags.schools import day
from lianmeng.web.templatetags.lianmeng import said, whole

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
