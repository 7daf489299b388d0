"""The balance of the city from its own register: all districts side by side, and one part with its schools."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.balance.models import RegisterGroup
from lianmeng.balance.queries import city as queries
from lianmeng.balance.queries.city import CityYear, PartYear, Row
from lianmeng.balance.queries.detail import MOST_MISSING
from lianmeng.balance.rules.parts import Part
from lianmeng.balance.rules.seeing import may_see_schools
from lianmeng.balance.views import group_page
from lianmeng.balance.views.city_frame import Asked, CityFrame, SectionWords, asked, school_address
from lianmeng.balance.views.export import workbook
from lianmeng.balance.views.overview_page import OverviewPage, figures_of
from lianmeng.balance.views.schools_table import school_rows, threshold, verdict_counts
from lianmeng.core.figures import Figure
from lianmeng.core.language import CHINESE
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.schools.vocabulary import Stage
from lianmeng.web.asking import asker
from lianmeng.web.keeping import kept_page

SCHOOLS_A_PAGE = 50


@require_safe
def city(request: HttpRequest) -> HttpResponse:
    """Without returns there is nothing to read: the way leads to the registers that visitors bring."""
    wanted = asked(request)
    if wanted is None:
        return redirect("balance:registers")
    return kept_page(request, wanted.version, lambda: _city_drawn(request, wanted))


def _city_drawn(request: HttpRequest, wanted: Asked) -> HttpResponse:
    found = queries.city_year(wanted.year, wanted.stage, wanted.versions)
    frame = _frame(found)
    overview = OverviewPage(frame, str(wanted.year))
    behind = {one.part.name: _rows_address(one, wanted) for one in found.districts}
    overview.strips = [replace(one, address=behind.get(one.widest, "")) for one in overview.strips]
    page = {
        **_choices(wanted),
        "frame": frame,
        "overview": overview,
        "title": _title(overview, wanted),
        "base": _base(frame, wanted, found.rows.pupils.shape[0]),
        "tables": [
            (say("Every district"), _table(found.districts, wanted)),
            (say("Layers, town and country"), _table(queries.layers_and_settings(found.rows), wanted)),
        ],
    }
    return render(request, "balance/city.html", page)


def _title(overview: OverviewPage, wanted: Asked) -> Sentence:
    """How many districts have everything within the limit; without a limit, where the gap is widest."""
    kept = overview.kept
    if overview.frame.limit is None or not overview.strips or kept.groups < 2:
        return overview.title
    return say_count(
        "{stage}: {within} of {count} district is within the limit in everything",
        "{stage}: {within} of {count} districts are within the limit in everything",
        kept.groups,
        stage=Stage(wanted.stage).label,
        within=kept.within,
    )


def _frame(found: CityYear | PartYear) -> CityFrame:
    return CityFrame(found.register, get_language() or CHINESE)


def _choices(wanted: Asked) -> dict[str, Any]:
    return {
        "asked": wanted,
        "stages": [Stage(one) for one in queries.stages()],
        "stage": Stage(wanted.stage),
    }


@dataclass(frozen=True)
class PartRow:
    title: Sentence | str
    address: str
    rows: int
    left_out: int
    figures: list[tuple[Figure, bool]]


def _address(one: Row, wanted: Asked) -> str:
    return f"{reverse('balance:part', args=[one.part.id])}?{wanted.query}"


def _rows_address(one: Row, wanted: Asked) -> str:
    """Where the schools behind a coefficient stand."""
    return f"{_address(one, wanted)}#schools"


def _table(listed: list[Row], wanted: Asked) -> list[PartRow]:
    return [
        PartRow(
            one.part.title,
            _address(one, wanted),
            one.group.reading["rows"],
            max((sum(each["left_out"].values()) for each in one.group.reading["resources"]), default=0),
            figures_of(one.group),
        )
        for one in listed
    ]


def _base(frame: CityFrame, wanted: Asked, sections: int) -> list[Sentence | str]:
    """Of when, of which stage, of how many sections, from where."""
    counted = say_count(
        "{count} section, weighted by pupils.", "{count} sections, weighted by pupils.", sections
    )
    year = say("School year {year}.", year=f"{wanted.year}–{wanted.year + 1}")
    stage = say("{stage} sections.", stage=Stage(wanted.stage).label)
    return [year, stage, counted, frame.source]


@require_safe
def part(request: HttpRequest, part_id: str) -> HttpResponse:
    wanted, found = _found(request, part_id)
    return kept_page(request, wanted.version, lambda: _part_drawn(request, wanted, found))


def _part_drawn(request: HttpRequest, wanted: Asked, found: PartYear) -> HttpResponse:
    """What is shown of the schools depends on the roles that somebody holds, wherever: each kind has its own page."""
    frame = _frame(found)
    shown = _titled(frame, found.part, found.group)
    sees = may_see_schools(asker(request))
    before = found.by_year[-2] if len(found.by_year) > 1 else None
    coefficients = group_page.coefficients(frame, shown, before)
    axis, panels = group_page.panels(frame, found.by_year)
    page = {
        **_choices(wanted),
        "frame": frame,
        "group": shown,
        "part": found.part,
        "parts": [(one.id, one.title) for one in found.parts],
        "title": group_page.headline(frame, _of_stage(frame, shown, wanted), coefficients),
        "lead": group_page.lead(frame, shown, coefficients),
        "base": _base(frame, wanted, shown.reading["rows"]),
        "page_suffix": f"&{wanted.query}#schools",
        "found": coefficients,
        "axis": coefficients[0].axis if coefficients else None,
        "before": before,
        "any_over": any(one.is_over for one in coefficients),
        "panels": panels,
        "trend_axis": axis,
        "trend_years": [one.year for one in found.by_year],
        "sees": sees,
        **(_schools(request, frame, found, coefficients=coefficients) if sees else {}),
    }
    return render(request, "balance/part.html", page)


def _found(request: HttpRequest, part_id: str) -> tuple[Asked, PartYear]:
    wanted = asked(request)
    found = (
        queries.part_year(part_id, wanted.year, wanted.stage, wanted.versions) if wanted is not None else None
    )
    if wanted is None or found is None:
        raise Http404
    return wanted, found


def _titled(frame: CityFrame, part: Part, group: RegisterGroup) -> RegisterGroup:
    """The group under the name that the reader reads; what is kept stays as it is."""
    shown = copy.copy(group)
    shown.name = frame.say(part.title)
    return shown


def _of_stage(frame: CityFrame, shown: RegisterGroup, wanted: Asked) -> RegisterGroup:
    """The group with its stage in its name, for the page's heading."""
    named = copy.copy(shown)
    named.name = frame.say(say("{part}, {stage}", part=shown.name, stage=Stage(wanted.stage).label))
    return named


def _schools(
    request: HttpRequest,
    frame: CityFrame,
    found: PartYear,
    *,
    coefficients: list[group_page.Coefficient],
) -> dict[str, Any]:
    """What only those see who work in the city's schools and bureaus."""
    words = SectionWords(found.rows, frame.language)
    page = Paginator(found.schools, SCHOOLS_A_PAGE, orphans=10).get_page(request.GET.get("page"))
    detail = found.group.detail
    labels = {one.name: one.label for one in frame.resources}
    return {
        "contributions": group_page.contributions(coefficients, words.in_detail(detail)),
        "verdicts": verdict_counts(found.group.reading.get("verdicts") or {}),
        "thresholds": [(one, threshold(frame, one)) for one in frame.resources],
        "schools": [words.in_row(one) for one in school_rows(frame, list(page.object_list))],
        "page": page,
        "missing": [
            words.named(one) | {"labels": [labels[name] for name in one["resources"]]}
            for one in detail["missing"]
        ],
        **_unsent(found, words),
    }


def _unsent(found: PartYear, words: SectionWords) -> dict[str, Any]:
    """The sections of which the whole return is missing: the first few, and how many more."""
    unsent = queries.unsent_in(found)
    shown = [
        {"name": words.name(one.code, one.name), "address": school_address(one.school)}
        for one in unsent[:MOST_MISSING]
    ]
    return {"unsent": shown, "unsent_more": len(unsent) - len(shown)}


@require_safe
def find_part(request: HttpRequest) -> HttpResponse:
    """From the choices of the form to the page of a part."""
    chosen = request.GET.get("part", "")
    if not re.fullmatch(r"[-a-zA-Z0-9_]+", chosen):
        raise Http404
    wanted = asked(request)
    suffix = f"?{wanted.query}" if wanted is not None else ""
    return redirect(f"{reverse('balance:part', args=[chosen])}{suffix}")


@require_safe
def city_download(request: HttpRequest) -> HttpResponse:
    wanted = asked(request)
    if wanted is None:
        raise Http404
    found = queries.city_year(wanted.year, wanted.stage, wanted.versions)
    frame = _frame(found)
    groups = [
        _titled(frame, one.part, one.group)
        for one in [*found.districts, *queries.layers_and_settings(found.rows)]
    ]
    return workbook(frame, f"city-{wanted.year}-{wanted.stage}", groups)


@require_safe
def part_download(request: HttpRequest, part_id: str) -> HttpResponse:
    wanted, found = _found(request, part_id)
    sees = may_see_schools(asker(request))
    frame = _frame(found)
    shown = [_titled(frame, found.part, group) for group in found.by_year]
    return workbook(frame, f"{part_id}-{wanted.year}-{wanted.stage}", shown, found.schools if sees else None)
