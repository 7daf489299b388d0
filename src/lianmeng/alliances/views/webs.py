"""Pictures of alliances, drawn here: who gave whom as a ring of schools, and lines between places on a map."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lianmeng.alliances.queries.finding import IN_EFFECT
from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.queries.named import named_alliances
from lianmeng.alliances.queries.webs import (
    Bond,
    Web,
    bonds_of,
    web_of_alliance,
    web_of_district,
)
from lianmeng.alliances.views.doors import frame_of
from lianmeng.alliances.views.finding import asked, rest_of
from lianmeng.core.language import Worded
from lianmeng.core.sentences import say, say_count
from lianmeng.schools.queries.on_day import grounds, register_on, version_to_keep
from lianmeng.web.asking import asker
from lianmeng.web.maps import Place, Sheet, drawn, sheet
from lianmeng.web.maps import grounds as grounds_on

MIDDLE, RADIUS, LABEL = 180.0, 150.0, 166.0
A_PAGE = 25  # ties in the table
OnRing = tuple[float, float, float, float]  # the dot of a school, and its number
MOST_DOTS = 5000  # places kept for a sheet
MOST_BONDS, MOST_NAMED = 300, 10  # ties: more are a tangle


@require_safe
def network_of_district(request: HttpRequest, district: str) -> HttpResponse:
    form, wanted = asked(request, district=district, standing=IN_EFFECT)
    names = dict(form.fields["district"].choices)  # type: ignore[attr-defined]
    if district not in names:
        raise Http404
    if wanted.district and wanted.district != district:
        address = reverse("alliances:network", args=[wanted.district])
        return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}")
    web = web_of_district(replace(wanted, district=district), asker(request))
    return _network(request, names[district], web, form=form, day=wanted.day)


@require_safe
def network_of_alliance(request: HttpRequest, alliance_id: str) -> HttpResponse:
    frame = frame_of(request, alliance_id)
    web = web_of_alliance(frame.alliance, frame.day)
    return _network(request, frame.alliance.title, web, frame=frame, day=frame.day)


@require_safe
def map_of_alliances(request: HttpRequest) -> HttpResponse:
    """The newest of what is asked for; those in effect unless another state is."""
    form, wanted = asked(request, standing=IN_EFFECT)
    register = register_on(wanted.day, version_to_keep())
    bonds, of = bonds_of(wanted, asker(request), register, MOST_BONDS)
    page = Paginator(bonds, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "title": say_count("{count} alliance on the map", "{count} alliances on the map", len(bonds)),
        "form": form,
        "day": wanted.day,
        "all": of,
        "most": MOST_BONDS,
        "page": page,
        "rows": _named(list(page.object_list)),
        "page_prefix": rest_of(request),
        "drawing": drawn_map(bonds, grounds(register).values()),
    }
    return render(request, "alliances/map.html", shown)


def _named(bonds: list[Bond]) -> list[tuple[str, str, Worded, list[tuple[str, float, float]]]]:
    kinds = {one.code: one.label for one in forms()}
    called = named_alliances(one.alliance for one in bonds)
    return [
        (found.public_id, found.title, kinds[found.form], one.schools[:MOST_NAMED])
        for one in bonds
        for found in (called[one.alliance],)
    ]


def _network(request: HttpRequest, name: str, web: Web, **more: Any) -> HttpResponse:
    ring = [_at(number, len(web.schools)) for number in range(len(web.schools))]
    shown = {
        "title": say("{name}: who gave whom", name=name),
        "web": web,
        "ring": ring,
        **drawn_ties(web, ring),
        **more,
    }
    return render(request, "alliances/network.html", shown)


def drawn_ties(web: Web, ring: Sequence[OnRing]) -> dict[str, str]:
    """Two paths: ties of which both sides gave, and those of one direction."""
    dots = {one: place[:2] for (one, _), place in zip(web.schools, ring, strict=True)}
    arrows = {(one.giver, one.receiver) for one in web.ties}
    paths = {"mutual": "", "single": ""}
    for giver, receiver in sorted(arrows):
        both = (receiver, giver) in arrows
        if both and giver > receiver:
            continue
        (x, y), (to_x, to_y) = dots[giver], dots[receiver]
        paths["mutual" if both else "single"] += f"M{x} {y}L{to_x} {to_y}"
    return paths


def _at(number: int, of: int) -> OnRing:
    """Where the dot of a school stands on the ring, and its number outside of it."""
    angle = 2 * math.pi * number / of - math.pi / 2
    across, down = math.cos(angle), math.sin(angle)
    dot = (round(MIDDLE + RADIUS * across, 1), round(MIDDLE + RADIUS * down, 1))
    return *dot, round(MIDDLE + LABEL * across, 1), round(MIDDLE + LABEL * down + 4, 1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths: lines from the first school of an alliance to each other one, and the dots of both."""

    sheet: Sheet
    grounds: SafeString
    names: SafeString
    lines: str
    others: str
    firsts: str


@lru_cache(maxsize=16)
def _drawn_grounds(
    on: Sheet, districts: tuple[tuple[str, Sequence[Place]], ...]
) -> tuple[SafeString, SafeString]:
    """The same on most sheets: the districts reach further than the schools of alliances."""
    return drawn(grounds_on(on, districts))


@lru_cache(maxsize=16)
def _dots(on: Sheet) -> Callable[[Place], str]:
    """Where a place stands on the sheet: each is written once."""
    return lru_cache(maxsize=MOST_DOTS)(lambda place: "{:.0f} {:.0f}".format(*on.at(*place)))


def drawn_map(bonds: list[Bond], around: Iterable[tuple[str, Sequence[Place]]]) -> Drawing | None:
    """On the grounds of the districts. None without alliances."""
    districts = tuple(around)
    places = [(east, north) for bond in bonds for _, east, north in bond.schools]
    on = sheet([*places, *(corner for _, ground in districts for corner in ground)]) if places else None
    if on is None:
        return None
    dot = _dots(on)
    points = [[dot((east, north)) for _, east, north in bond.schools] for bond in bonds]
    firsts = {f"M{first}h0" for first, *_ in points}
    ground, names = _drawn_grounds(on, districts)
    return Drawing(
        on,
        ground,
        names,
        "".join(sorted({f"M{first}L{other}" for first, *others in points for other in others})),
        "".join(sorted({f"M{one}h0" for _, *others in points for one in others} - firsts)),
        "".join(sorted(firsts)),
    )
