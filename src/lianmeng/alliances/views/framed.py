"""The page of a district pair: the frame, and the school pairs in it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianmeng.alliances.queries.finding import as_rows, framed_by
from lianmeng.alliances.queries.framed import (
    framed_alliances,
    framed_counts,
    framed_exchanges,
    framed_members,
    sides_of,
)
from lianmeng.alliances.views.doors import frame_of
from lianmeng.alliances.views.listing import rows_of
from lianmeng.alliances.vocabulary import PartyKind
from lianmeng.core.sentences import say_count

A_PAGE = 25  # alliances


@require_safe
def pairs(request: HttpRequest, alliance_id: str) -> HttpResponse:
    frame = frame_of(request, alliance_id)
    if frame.form.of != PartyKind.DISTRICTS:
        raise Http404
    framed = as_rows(framed_by(frame.alliance, frame.actor))
    page = Paginator(framed, A_PAGE).get_page(request.GET.get("page"))
    listed = rows_of(page.object_list, frame.day)
    within = framed_alliances(frame.alliance)
    members = framed_members(within)
    sides = sides_of(members, {row.alliance.pk for row in listed}, frame.day)
    counts = framed_counts(within, frame.day)
    now = counts[0][1] if counts else 0
    shown = {
        "frame": frame,
        "alliance": frame.alliance,
        "title": say_count(
            "{title}: {count} school pair in effect",
            "{title}: {count} school pairs in effect",
            now,
            title=frame.alliance.title,
        ),
        "counts": counts,
        "page": page,
        "rows": [(row, [sides[row.alliance.pk][one.party] for one in frame.parties]) for row in listed],
        "parties": [{"party": one} for one in frame.parties],
        "exchanges": framed_exchanges(members, frame.parties[0].party),
    }
    return render(request, "alliances/pairs.html", shown)
