"""Rows of the register's long tables: for fifty rows a template takes longer than for all the rest of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from lianmeng.schools.queries.finding import SectionNow
from lianmeng.schools.queries.on_day import FoundSchool
from lianmeng.schools.templatetags.schools import sent, word
from lianmeng.web.templatetags.lianmeng import figure

register = template.Library()

_BREAK = mark_safe("<br>")  # nosec B308 B703 - ours
_SCHOOL = (
    '<tr><th scope="row"><a href="{}{}/">{}</a></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>'
    '<td>{}</td><td class="n">{}</td></tr>\n'
)


@register.filter
def school_rows(rows: Iterable[tuple[FoundSchool, Sequence[SectionNow]]]) -> SafeString:
    base = reverse("schools:schools")
    return format_html_join(
        "",
        _SCHOOL,
        (
            (
                base,
                one.public_id,
                one.name,
                one.code,
                sent(one.manager),
                word(one.setting, "setting"),
                word(one.ownership, "ownership"),
                word(one.kind, "kind"),
                _lines(word(section.stage, "stage") for section in sections) if sections else sent(""),
                _lines(figure(section.pupils, 0) for section in sections),
            )
            for one, sections in rows
        ),
    )


def _lines(texts: Iterable[str]) -> SafeString:
    return format_html_join(_BREAK, "{}", ((text,) for text in texts))
