"""Rows of the register's long tables: for fifty rows a template takes longer than for all the rest of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from lianmeng.core.figures import Figure
from lianmeng.core.sentences import Sentence
from lianmeng.schools.queries.areas import RegionCount
from lianmeng.schools.queries.finding import DistrictCount, SectionNow
from lianmeng.schools.queries.on_day import FoundSchool
from lianmeng.schools.queries.staff import Colleague
from lianmeng.schools.templatetags.schools import (
    language_now,
    plain_figure,
    school_year,
    sent,
    short_day,
    word_in,
)
from lianmeng.web.templatetags.lianmeng import absent, decimals, figure, said, whole

register = template.Library()

_BREAK = mark_safe("<br>")  # nosec B308 B703 - ours


_SCHOOL = (
    '<tr><th scope="row"><a href="{}{}/">{}</a></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>'
    '<td>{}</td><td class="n">{}</td></tr>\n'
)


@register.filter
def school_rows(rows: Iterable[tuple[FoundSchool, Sequence[SectionNow]]]) -> SafeString:
    base, word = reverse("schools:schools"), partial(word_in, language_now())
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
                word("setting", one.setting),
                word("ownership", one.ownership),
                word("kind", one.kind),
                _lines([word("stage", section.stage) for section in sections]) if sections else sent(""),
                _lines([figure(section.pupils, 0) for section in sections]),
            )
            for one, sections in rows
        ),
    )


def _lines(texts: Sequence[str]) -> str:
    """Most schools have one section."""
    return texts[0] if len(texts) == 1 else format_html_join(_BREAK, "{}", ((text,) for text in texts))


_PLACE = (
    '<tr><th scope="row"><a href="{}{}/">{}</a></th><td>{}</td><td>{}</td><td class="n">{}</td>'
    '<td class="n">{}</td></tr>\n'
)


@register.filter
def place_rows(schools: Iterable[FoundSchool]) -> SafeString:
    """Of schools that give a place."""
    base, word = reverse("schools:schools"), partial(word_in, language_now())
    return format_html_join(
        "",
        _PLACE,
        (
            (
                base,
                one.public_id,
                one.name,
                one.code,
                word("setting", one.setting),
                decimals(one.longitude or 0.0, 4),
                decimals(one.latitude or 0.0, 4),
            )
            for one in schools
        ),
    )


@register.filter
def district_rows(districts: Iterable[DistrictCount], within: str) -> SafeString:
    """`within`: what else is looked for, as the address has it."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>\n',
        (
            (
                format_html('<a href="?{}region={}">{}</a>', within, one.public_id, one.name)
                if one.public_id
                else sent(""),
                whole(one.schools),
                whole(one.placed),
            )
            for one in districts
        ),
    )


_REGION = (
    '<tr><th scope="row"><a href="{}regions/{}/{}">{}</a></th><td>{}</td><td>{}</td><td class="n">{}</td>'
    '<td class="n"><a href="{}?{}region={}">{}<span class="visually-hidden"> {}</span></a></td></tr>\n'
)
_SCHOOLS_IN = gettext_lazy("schools in %(name)s")


@register.filter
def region_rows(rows: Iterable[RegionCount], on_day: str) -> SafeString:
    """`on_day`: the query that asks for the same day, ending with "&"; empty for today."""
    asked = f"?{on_day.removesuffix('&')}" if on_day else ""
    base, schools_in, word = reverse("schools:schools"), str(_SCHOOLS_IN), partial(word_in, language_now())
    no_code, no_layer = absent(gettext("No code")), absent(gettext("Does not apply"))
    return format_html_join(
        "",
        _REGION,
        (
            (
                base,
                one.public_id,
                asked,
                one.name,
                one.code or no_code,
                word("region", one.kind),
                one.layer or no_layer,
                base,
                on_day,
                one.public_id,
                whole(schools),
                schools_in % {"name": one.name},
            )
            for one, schools in ((row.region, row.schools) for row in rows)
        ),
    )


_COLLEAGUE = (
    '<tr><th scope="row"><a href="{}staff/{}/">{}</a></th><td>{}</td><td>{}</td><td>{}</td><td class="n">{}%</td>'
    "<td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n"
)


@register.filter
def staff_rows(colleagues: Iterable[Colleague]) -> SafeString:
    base, every, word = reverse("schools:schools"), gettext("All"), partial(word_in, language_now())
    return format_html_join(
        "",
        _COLLEAGUE,
        (
            (
                base,
                one.public_id,
                one.name or one.number,
                one.number,
                word("subject", one.subject),
                word("stage", one.stage) if one.stage else every,
                one.share_percent,
                word("title", one.title),
                word("key_level", one.key_level),
                _employer(one),
                short_day(one.since),
            )
            for one in colleagues
        ),
    )


def _employer(one: Colleague) -> str:
    if one.employer_school:
        return f"{gettext('A school')} {one.employer_school}"
    return sent(one.employer_region or "")


@register.filter
def figure_rows(rows: Sequence[tuple[Sentence, Sequence[Figure]]]) -> SafeString:
    """Figures with their values year by year, all of the same years."""
    years = len(rows[0][1]) if rows else 0
    row = '<tr><th scope="row">{}</th>' + "<td>{}</td>" * years + "</tr>\n"
    return format_html_join("", row, ((said(label), *map(plain_figure, figures)) for label, figures in rows))


_LINK = '<li class="list-inline-item"><a class="btn btn-link text-nowrap" href="{}{}/">{}</a></li>'


@register.simple_tag
def return_links(school: str, section: str, years: Iterable[int]) -> SafeString:
    """The ways to a section's returns of these years."""
    base = reverse("schools:return", args=[school, section, 0]).removesuffix("0/")
    return format_html_join("", _LINK, ((base, year, school_year(year)) for year in years))
