"""What happened in an alliance, and what its reader can do with it: a template takes four times as long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lianmeng.alliances.templatetags.alliances import called
from lianmeng.schools.templatetags.schools import day
from lianmeng.web.addresses import address
from lianmeng.web.templatetags.lianmeng import said, whole

register = template.Library()
_ITEM = (
    '<li><h3>{}</h3><p class="lm-small lm-muted mb-1">{}</p><p class="mb-1">{}</p>'
    '{}<p class="lm-actions">{}</p></li>'
)
_PHOTO = '<li><a href="{0}"><img src="{0}?small" alt="{1}" loading="lazy"></a>{2}</li>'
_PLAIN, _BUTTON = '<a href="{}">{}</a>', '<a class="btn btn-outline-primary" href="{}">{}</a>'


@register.simple_tag
def activity_items(activities: Iterable[Mapping[str, Any]], alliance: str, reader: Any) -> SafeString:
    """`reader`: whether who asks is a party, or the bureau in charge."""
    drawn = (
        _ITEM.format(
            escape(one["activity"].title),
            escape(_held(one)),
            escape(_waiting(one)),
            "".join((*_notes(one), _photos(one, alliance, reader))),
            " ".join(_links(one, alliance, reader)),
        )
        for one in activities
    )
    return mark_safe("".join(drawn))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _held(one: Mapping[str, Any]) -> str:
    """When an activity was held, what kind it is, by whom, and how long."""
    activity = one["activity"]
    by = gettext("held by %(name)s, %(minutes)s minutes")
    told = by % {"name": one["giver"], "minutes": whole(activity.minutes)}
    return gettext(", ").join((day(activity.day), called(activity.kind, "activity"), told))


def _waiting(one: Mapping[str, Any]) -> str:
    """The state of an activity, and who has still to confirm it."""
    state = called(one["activity"].state, "activity_state")
    return state + gettext(": ") + gettext(", ").join(one["waiting"]) if one["waiting"] else state


def _notes(one: Mapping[str, Any]) -> Iterator[str]:
    """Who left before confirming, who contests it and why, what was asked about it; what was learnt from it."""
    for name in one["gone"]:
        told = gettext("%(name)s left the alliance before it confirmed; nothing is booked for it.")
        yield f'<p class="lm-note">{told % {"name": escape(name)}}</p>'
    wish = [said(one["wish"])] if one["wish"] else []
    for text in (*one["contested"], *wish):
        yield f'<p class="lm-note is-near">{escape(text)}</p>'
    if one["activity"].reflection:
        yield f"<p>{escape(one['activity'].reflection)}</p>"


def _photos(one: Mapping[str, Any], alliance: str, reader: Any) -> str:
    activity = one["activity"]
    title, shown = escape(activity.title), []
    for number, photo in enumerate(one["photos"], 1):
        away = ""
        if reader.party or reader.authority:
            there = address("alliances:without-photo", alliance, activity.public_id, photo.public_id)
            words = gettext("Take photo %(number)s away") % {"number": number}
            away = f'<a class="lm-small" href="{there}">{words}</a>'
        words = gettext("Photo %(number)s of “%(title)s”") % {"number": number, "title": title}
        there = address("alliances:photo", alliance, activity.public_id, photo.public_id)
        shown.append(_PHOTO.format(there, words, away))
    return f'<ul class="lm-photos">{"".join(shown)}</ul>' if shown else ""


def _links(one: Mapping[str, Any], alliance: str, reader: Any) -> Iterator[str]:
    """What the reader can do with it; the step that waits for the reader is a button."""
    ids = (alliance, one["activity"].public_id)
    named = {"title": escape(one["activity"].title)}

    def link(view: str, words: str, *more: str, shape: str = _PLAIN) -> str:
        return shape.format(address(f"alliances:{view}", *ids, *more), words % named)

    if reader.party and one["takes_photos"]:
        yield link("add-photo", gettext("Add a photo to “%(title)s”"))
    if one["may_confirm"]:
        yield link("confirm", gettext("Confirm “%(title)s”"), shape=_BUTTON)
        yield link("contest", gettext("Contest “%(title)s”"))
    if one["may_withdraw"]:
        yield link("withdraw", gettext("Withdraw “%(title)s”"))
    if one["to_answer"]:
        words = gettext("Answer what is asked about “%(title)s”")
        yield link("wish", words, one["to_answer"], shape=_BUTTON)
    if one["to_take_back"]:
        yield link(
            "take-back-wish", gettext("Take back what is asked about “%(title)s”"), one["to_take_back"]
        )
    if one["may_ask"]:
        yield link("ask-correction", gettext("Ask to correct “%(title)s”"))
        yield link("ask-withdrawal", gettext("Ask to withdraw “%(title)s”"))
