"""The counts of a year. Each leads to the rows that were counted: the list of alliances as at 31 December."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.alliances.queries.counts import FormCount, YearCounts, counts_of_year
from lianmeng.alliances.queries.finding import IN_EFFECT, NO_FRAME, OF_PATH
from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.rules.content import FIRST_DAY
from lianmeng.core.language import Worded
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.ledger.vocabulary import Path

Cell = tuple[int, str]  # a count, and the address of its rows


@dataclass(frozen=True, slots=True)
class Line:
    """A form, how many alliances of it are in effect, and how many schools or districts take part, each once."""

    label: Worded
    alliances: int
    parties: int
    led: int
    rows: str


@require_safe
def counts(request: HttpRequest, year: int) -> HttpResponse:
    today = localdate()
    if not FIRST_DAY.year <= year <= today.year:
        raise Http404
    found = counts_of_year(year)
    groups = lines(found, found.groups)
    shown = {
        "year": year,
        "counts": found,
        "title": _pairs(found),
        "leads": (_led(found), _covered(found)),
        "pairs": [(one, _cells(found, one.each, frame=one.public_id)) for one in found.pairs],
        "within": _cells(found, found.within, frame=NO_FRAME) if any(found.within) else (),
        "sums": _cells(found, found.all_each),
        "led": [one for one in lines(found, found.forms) if one.led],
        "led_rows": rows_of_year(year, form=f"{OF_PATH}{Path.TRUSTEESHIP}"),
        "groups": groups,
        "groups_in_all": sum(one.alliances for one in found.groups),
        "group_rows": rows_of_year(year, form=f"{OF_PATH}{Path.GROUP}"),
        "seats": sum(one.parties for one in groups),
        "others": lines(found, [one for one in found.forms if one not in found.groups]),
        "before": year - 1 if year > FIRST_DAY.year else None,
        "after": year + 1 if year < today.year else None,
    }
    return render(request, "alliances/counts.html", shown)


def rows_of_year(year: int, **more: str) -> str:
    """The address of what was in effect on the last day of a year."""
    asked = {"standing": IN_EFFECT, "day": f"{year}-12-31", **more}
    return f"{reverse('alliances:alliances')}?{urlencode(asked)}#list"


def _cells(found: YearCounts, each: Sequence[int], **more: str) -> list[Cell]:
    """School pairs year by year."""
    return [
        (count, rows_of_year(year, form="twinning", **more))
        for year, count in zip(found.years, each, strict=True)
    ]


def lines(found: YearCounts, counted: Sequence[FormCount]) -> list[Line]:
    """In the order of the forms; what an installation's forms do not name any more is left out."""
    by_form = {one.form: one for one in counted}
    return [
        Line(form.label, one.alliances, one.parties, one.led, rows_of_year(found.day.year, form=form.code))
        for form in forms()
        if (one := by_form.get(form.code))
    ]


def _pairs(found: YearCounts) -> Sentence:
    return say(
        "{schools} in {districts}",
        schools=say_count("{count} school pair", "{count} school pairs", found.framed),
        districts=say_count("{count} district pair", "{count} district pairs", found.paired),
    )


def _led(found: YearCounts) -> Sentence:
    return say_count(
        "{count} school is led or entrusted: {led} led and {entrusted} entrusted.",
        "{count} schools are led or entrusted: {led} led and {entrusted} entrusted.",
        found.led_and_entrusted,
        led=found.led_in("leadership"),
        entrusted=found.led_in("trusteeship"),
    )


def _covered(found: YearCounts) -> Sentence:
    """Without a share where the register does not reach back to that year."""
    groups = say_count("{count} group", "{count} groups", sum(one.alliances for one in found.groups))
    schools = say_count("{count} school", "{count} schools", found.covered)
    if found.schools < found.covered or not found.covered:
        return say("{groups} cover {schools}.", groups=groups, schools=schools)
    return say(
        "{groups} cover {schools}: {share}% of the {all} in the register on that day.",
        groups=groups,
        schools=schools,
        share=round(100 * found.covered / found.schools, 1),
        all=found.schools,
    )
