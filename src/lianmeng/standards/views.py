"""The standards with their figures, sources and how sure each is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianmeng.core.refusal import Refused
from lianmeng.standards import queries


@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    return render(request, "standards/standards.html", {"standards": queries.standards()})


@require_safe
def standard(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = queries.standard_named(code)
    except Refused:
        raise Http404 from None
    sources = {
        source.code: source
        for bound in [stage.limit for stage in found.stages.values()]
        + [bound for measure in found.measures for bound in measure.thresholds.values()]
        for source in bound.sources
    }
    rows = [
        (measure, [measure.thresholds.get(stage) for stage in found.stages]) for measure in found.measures
    ]
    return render(
        request,
        "standards/standard.html",
        {"standard": found, "rows": rows, "sources": list(sources.values())},
    )
