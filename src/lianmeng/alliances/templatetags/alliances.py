"""How the words of an alliance are written into a page."""

from collections.abc import Iterable
from datetime import date
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from lianmeng.alliances import vocabulary
from lianmeng.alliances.models import Signature
from lianmeng.alliances.queries.papers import stands_for
from lianmeng.alliances.queries.record import Taken
from lianmeng.alliances.rules.content import Content
from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.sentences import LISTED, Sentence, say
from lianmeng.documents.queries.documents import Issued
from lianmeng.ledger.vocabulary import SignKind
from lianmeng.schools.templatetags.schools import day
from lianmeng.web.components import digits
from lianmeng.web.templatetags.lianmeng import said

register = template.Library()

_CLASSES: dict[str, type[vocabulary.Labelled]] = {
    "ground": vocabulary.Ground,
    "activity": vocabulary.ActivityKind,
    "activity_state": vocabulary.ActivityState,
    "hand_over": vocabulary.HandOverKind,
    "share": vocabulary.Share,
}


@register.filter
def called(value: str, words: str) -> str:
    """A kept word by its label."""
    return spoken(_CLASSES[words](value).label, get_language() or CHINESE) if value else ""


@register.filter
def asked(kind: str) -> str:
    """The question that belongs to a sign."""
    return spoken(SignKind(kind).question, get_language() or CHINESE)


@register.filter
def listed(sentences: Iterable[Sentence]) -> str:
    """Words one after the other, as the language lists them."""
    language = get_language() or CHINESE
    return spoken(LISTED, language).join(spoken(one, language) for one in sentences)


@register.filter
def term_of(content: Content) -> str:
    """From when until when a text is to hold, as far as that is written."""
    since, until = (date.fromisoformat(one) if one else None for one in (content.since, content.until))
    if since and until:
        return said(say("from {since} to {until}", since=since, until=until))
    if since:
        return said(say("from {since}, the last day not yet defined", since=since))
    if until:
        return said(say("until {until}, the first day not yet defined", until=until))
    return ""


@register.filter
def short(digest: str) -> str:
    """The two ends of a digest, as people compare them."""
    return f"{digest[:4]} {digest[4:8]} … {digest[-4:]}"


@register.filter
def kind_of(issued: Issued) -> str:
    """What kind of official document it is."""
    return issued.kind.label(get_language() or CHINESE)


@register.filter
def placed(schools: Iterable[tuple[str, float, float]]) -> SafeString:
    """Schools with their longitude and latitude, one a line."""
    rows = (f"{escape(name)} ({digits(east, 4)}°, {digits(north, 4)}°)" for name, east, north in schools)
    return mark_safe("<br>".join(rows))  # nosec B308 B703 # noqa: S308 - each name is escaped


@register.filter
def signed_rows(signers: Iterable[tuple[str, str, Signature]]) -> SafeString:
    """Party, name of who signed for it, and in what capacity on which day: one a line."""
    comma = escape(gettext(", "))
    rows = (
        f"{escape(_of(party, name))}{comma}"
        f"{escape(said(stands_for(sign.capacity, sign.paper).label))}{comma}{day(sign.day)}<br>"
        for party, name, sign in signers
    )
    return mark_safe("".join(rows))  # nosec B308 B703 # noqa: S308 - each text is escaped


def _of(party: str, person: str) -> str:
    """Whoever acted, behind the party that they acted for."""
    return gettext("%(party)s (%(person)s)") % {"party": party, "person": person} if person else party


@register.filter
def dropped_row(drop: tuple[Taken, str]) -> SafeString:
    """That a version was taken back, declined or sent back: by which party, in whose name, on which day and why."""
    step, name = drop
    who = _of(step.who, name) if step.who else name
    told = (who, day(step.day), step.row.reason)
    return format_html(
        '<span class="lm-muted">{}{}{}</span>',
        said(step.step.label),
        gettext(": "),
        gettext(", ").join(told),
    )


@register.filter
def told_of(issued: Issued) -> str:
    """What its Chinese title says, for who reads another language."""
    return issued.kind.told(get_language() or CHINESE)
