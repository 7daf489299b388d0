"""The map of schools, drawn here: dots on a grid, one path for each setting, so that 3,000 schools stay light."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.schools.queries.finding import counted_by_district, found_schools, located
from lianmeng.schools.views.listing import asked
from lianmeng.schools.vocabulary import Setting

WIDTH, MARGIN, TALLEST, GRID = 720.0, 16.0, 440.0, 3
KM_A_DEGREE = 111.2
BARS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
A_PAGE = 100

Places = tuple[tuple[float, float, str], ...]
_KEPT_DRAWINGS = 8  # the city's, and the districts that are looked at


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths of dots by setting (a stroke of no length with a cap is a dot), and the scale bar."""

    height: float
    paths: list[tuple[str, Sentence, str, int]]
    bar_end: float
    bar_km: int

    @property
    def foot(self) -> float:
        return self.height - 8


@require_safe
def map_of_schools(request: HttpRequest) -> HttpResponse:
    of = asked(request)
    found = found_schools(of.register, of.wanted)
    there = located(found)
    places = tuple((one.longitude or 0.0, one.latitude or 0.0, one.setting) for one in there)
    listed = there if of.wanted.region else []
    query = request.GET.copy()
    query.pop("page", None)
    within = query.copy()
    within.pop("region", None)
    shown = {
        "form": of.form,
        "wanted": of.wanted,
        "drawing": drawing(places),
        "placed": len(places),
        "schools": len(found),
        "districts": counted_by_district(found, of.register.districts),
        "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        "page_prefix": f"{query.urlencode()}&" if query else "",
        "query": query.urlencode(),
        "within": f"{within.urlencode()}&" if within else "",
        "title": say_count("{count} school on the map", "{count} schools on the map", len(places)),
    }
    return render(request, "schools/map.html", shown)


_KINDS: tuple[tuple[str, Sentence], ...] = (
    (Setting.URBAN, Setting.URBAN.label),
    (Setting.TOWN, Setting.TOWN.label),
    (Setting.RURAL, Setting.RURAL.label),
    ("", say("Setting not sent")),
)


@lru_cache(maxsize=_KEPT_DRAWINGS)
def drawing(places: Places) -> Drawing | None:
    """Equirectangular about the middle latitude, which is true enough for a city. None without places."""
    if not places:
        return None
    east, north = [one[0] for one in places], [one[1] for one in places]
    squeeze = math.cos(math.radians((min(north) + max(north)) / 2))
    wide, tall = (max(east) - min(east)) * squeeze, max(north) - min(north)
    scale = min((WIDTH - 2 * MARGIN) / max(wide, 1e-3), (TALLEST - 2 * MARGIN) / max(tall, 1e-3))
    left, top = (WIDTH - wide * scale) / 2, max(north)
    across, west = squeeze * scale, min(east)
    cells: dict[str, set[tuple[int, int]]] = {kind: set() for kind, _label in _KINDS}
    counts = dict.fromkeys(cells, 0)
    for longitude, latitude, setting in places:
        x = left + (longitude - west) * across
        y = MARGIN + (top - latitude) * scale
        cells[setting].add((round(x / GRID) * GRID, round(y / GRID) * GRID))
        counts[setting] += 1
    paths = [
        (kind or "none", label, _path(cells[kind]), counts[kind]) for kind, label in _KINDS if cells[kind]
    ]
    bar_km = max((km for km in BARS_KM if km / KM_A_DEGREE * scale <= WIDTH / 3), default=1)
    height = round(tall * scale + 2 * MARGIN + 24, 1)
    return Drawing(height, paths, round(MARGIN + bar_km / KM_A_DEGREE * scale, 1), bar_km)


def _path(cells: Iterable[tuple[int, int]]) -> str:
    return "".join(f"M{x} {y}h0" for x, y in sorted(cells))
