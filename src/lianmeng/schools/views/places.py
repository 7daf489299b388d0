"""The map of schools, drawn here: dots on a grid, one path for each setting, so that 3,000 schools stay light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lianmeng.core.hull import Point
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.schools.queries.finding import counted_by_district, found_schools, located
from lianmeng.schools.queries.on_day import grounds
from lianmeng.schools.views.listing import asked
from lianmeng.schools.vocabulary import Setting
from lianmeng.web.maps import Sheet, drawn, sheet
from lianmeng.web.maps import grounds as grounds_on

GRID = 3
A_PAGE = 100

Places = tuple[tuple[float, float, str], ...]
Around = tuple[tuple[str, tuple[Point, ...]], ...]
_KEPT_DRAWINGS = 8  # the city's, and the districts that are looked at


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths of dots by setting: a stroke of no length with a cap is a dot."""

    sheet: Sheet
    grounds: SafeString
    names: SafeString
    paths: list[tuple[str, Sentence, str, int]]


@require_safe
def map_of_schools(request: HttpRequest) -> HttpResponse:
    of = asked(request)
    found = found_schools(of.register, of.wanted)
    there = located(found)
    places = tuple((one.longitude or 0.0, one.latitude or 0.0, one.setting) for one in there)
    known = grounds(of.register)
    around = tuple(known[one] for one in dict.fromkeys(one.district or "" for one in there) if one in known)
    listed = there if of.wanted.region else []
    query = request.GET.copy()
    query.pop("page", None)
    within = query.copy()
    within.pop("region", None)
    shown = {
        "form": of.form,
        "wanted": of.wanted,
        "drawing": drawing(places, around),
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
def drawing(places: Places, around: Around) -> Drawing | None:
    """The dots on the grounds of the districts. None without places."""
    corners = [corner for _, ground in around for corner in ground]
    on = sheet([*((east, north) for east, north, _ in places), *corners]) if places else None
    if on is None:
        return None
    cells: dict[str, set[tuple[int, int]]] = {kind: set() for kind, _label in _KINDS}
    counts = Counter(setting for _, _, setting in places)
    for longitude, latitude, setting in places:
        x, y = on.at(longitude, latitude)
        cells[setting].add((round(x / GRID) * GRID, round(y / GRID) * GRID))
    paths = [
        (kind or "none", label, _path(cells[kind]), counts[kind]) for kind, label in _KINDS if cells[kind]
    ]
    return Drawing(on, *drawn(grounds_on(on, around)), paths)


def _path(cells: Iterable[tuple[int, int]]) -> str:
    return "".join(f"M{x} {y}h0" for x, y in sorted(cells))
