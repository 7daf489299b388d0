"""One group of a register: its page, its download, and the way to another group or year."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from lianmeng.balance.models import RegisterGroup
from lianmeng.balance.views import group_page
from lianmeng.balance.views.export import workbook
from lianmeng.balance.views.frame import Frame, frame_of
from lianmeng.balance.views.schools_table import school_rows, threshold, verdict_counts
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.web.charts import point_map
from lianmeng.web.keeping import kept_page

SCHOOLS_A_PAGE = 50
MOST_CHOICES = 300


@require_safe
def group(request: HttpRequest, register_id: str, number: int) -> HttpResponse:
    frame = frame_of(request, register_id)
    return kept_page(request, frame.version, lambda: _drawn(request, frame, number))


def _drawn(request: HttpRequest, frame: Frame, number: int) -> HttpResponse:
    chosen = _group(frame, number)
    by_year = list(
        RegisterGroup.objects.filter(register=frame.register, name=chosen.name)
        .defer("detail")
        .order_by("year")
    )
    before = next((one for one in reversed(by_year) if one.year < chosen.year), None)
    found = group_page.coefficients(frame, chosen, before)
    axis, panels = group_page.panels(frame, [one for one in by_year if one.year <= chosen.year])
    page = Paginator(chosen.schools.all(), SCHOOLS_A_PAGE, orphans=10).get_page(request.GET.get("page"))
    return render(
        request,
        "balance/group.html",
        {
            "frame": frame,
            "group": chosen,
            "title": group_page.headline(frame, chosen, found),
            "lead": group_page.lead(frame, chosen, found),
            "base": _base(frame, chosen),
            "found": found,
            "axis": found[0].axis if found else None,
            "before": before,
            "contributions": group_page.contributions(found, chosen.detail),
            "any_over": any(one.is_over for one in found),
            "verdicts": verdict_counts(chosen.reading.get("verdicts") or {}),
            "thresholds": [(words, threshold(frame, words)) for words in frame.resources],
            "schools": school_rows(frame, list(page.object_list)),
            "page": page,
            "panels": panels,
            "trend_axis": axis,
            "trend_years": [one.year for one in by_year if one.year <= chosen.year],
            **_map(request, frame, chosen, found),
            "choices": _choices(frame),
            "missing": _missing(frame, chosen),
        },
    )


def _base(frame: Frame, chosen: RegisterGroup) -> list[Sentence | str]:
    """Of when, of whom, computed when, from where."""
    sentences: list[Sentence | str] = [say("Year {year}.", year=chosen.year)] if chosen.year else []
    rows = chosen.reading["rows"]
    sentences.append(
        say_count(
            "{count} row of the register; weighted by pupils.",
            "{count} rows of the register; weighted by pupils.",
            rows,
        )
    )
    if frame.register.read_at is not None:
        when = localtime(frame.register.read_at).strftime("%Y-%m-%d %H:%M")
        sentences.append(say("Computed {when}.", when=when))
    return [*sentences, frame.source]


def _group(frame: Frame, number: int) -> RegisterGroup:
    try:
        return RegisterGroup.objects.get(register=frame.register, number=number)
    except RegisterGroup.DoesNotExist:
        raise Http404 from None


def _map(
    request: HttpRequest, frame: Frame, chosen: RegisterGroup, found: list[group_page.Coefficient]
) -> dict[str, Any]:
    """The map shows one resource: the one asked for, else the widest."""
    widest = group_page.widest_of(found)
    asked = request.GET.get("map", "")
    at = (
        int(asked)
        if asked.isdecimal() and len(asked) < 5 and int(asked) < len(found)
        else found.index(widest)
        if widest
        else 0
    )
    return {"map": point_map(chosen.detail.get("points"), at), "map_at": at, "map_words": frame.resources[at]}


def _missing(frame: Frame, chosen: RegisterGroup) -> list[dict[str, Any]]:
    labels = {words.name: words.label for words in frame.resources}
    return [one | {"labels": [labels[name] for name in one["resources"]]} for one in chosen.detail["missing"]]


def _choices(frame: Frame) -> list[str]:
    """The names of all groups for the filter; empty where they are too many to list."""
    names = (
        RegisterGroup.objects.filter(register=frame.register).order_by("name").values_list("name", flat=True)
    )
    listed = list(names.distinct()[: MOST_CHOICES + 1])
    return listed if len(listed) <= MOST_CHOICES else []


@require_safe
def find(request: HttpRequest, register_id: str) -> HttpResponse:
    """From a group's name and a year to its page; the latest year if that one is not there."""
    frame = frame_of(request, register_id)
    name, year = (request.GET.get(key, "").replace("\0", "").strip() for key in ("group", "year"))
    named = RegisterGroup.objects.filter(register=frame.register, name=name)
    wanted = named.filter(year=year).first() or named.order_by("-year").first()
    if wanted is None:
        raise Http404
    return redirect("balance:group", register_id=register_id, number=wanted.number)


@require_safe
def download(request: HttpRequest, register_id: str, number: int) -> HttpResponse:
    frame = frame_of(request, register_id)
    chosen = _group(frame, number)
    return workbook(frame, f"{register_id}-{number}", [chosen], chosen.schools.all().iterator())
