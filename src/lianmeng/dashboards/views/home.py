"""The first page: what is due, what changed, where the gap is largest, and what one can do, by the roles one holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lianmeng.alliances.queries.waiting import counted_by_state
from lianmeng.audit.queries.lines import newest_lines
from lianmeng.audit.queries.names import places_within
from lianmeng.audit.rules.reading import may_read, may_read_all, places_to_read
from lianmeng.balance.queries import city
from lianmeng.core.actors import Actor
from lianmeng.core.language import CHINESE
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.dashboards.queries.alliances import alliances_by_form, alliances_of
from lianmeng.dashboards.queries.due import due_for
from lianmeng.dashboards.queries.gap import Gap, PartGap, city_gap, district_gap
from lianmeng.dashboards.queries.own import own_school
from lianmeng.dashboards.rules.due import Due
from lianmeng.dashboards.rules.ways import Way, main_role, ways_of
from lianmeng.dashboards.views.district import district_panel
from lianmeng.dashboards.views.drawing import drawn_bars, drawn_states, drawn_strips
from lianmeng.dashboards.views.headline import Head, city_head, parts_head
from lianmeng.dashboards.views.own import AT_SCHOOLS, Known, own_head, own_panels, own_schools
from lianmeng.schools import queries as schools
from lianmeng.web.asking import asker
from lianmeng.web.context import address_of

_DRAWN = 4  # districts of one officer; the others are ways


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    by, day, versions = asker(request), timezone.localdate(), city.versions()
    gap, language = city_gap(versions), get_language() or CHINESE
    districts, counted = _own_districts(by, versions), counted_by_state(by)
    city_name, names, own_places = _named_places(by, day)
    own = [(names[one], own_school(one, versions)) for one in own_schools(by) if one in names]
    due = [_shown(one) for one in due_for(by, day, versions, counted, language=language)] if by.id else []
    for_city = not districts and not own
    page = {
        "role": main_role(by),
        "city_name": city_name,
        "day": day,
        "head": _head(by, gap, districts, own=own, due=len(due), sent=bool(versions)),
        "bars": drawn_bars(gap, language) if gap and for_city else "",
        "strips": drawn_strips(gap, language) if gap else "",
        "due": due,
        "panels": own_panels(own, language),
        "districts": [district_panel(one, language) for one in districts[:_DRAWN]],
        "more_districts": districts[_DRAWN:],
        "alliances": alliances_of(by) if own else None,
        "ways": [one for one in map(_way, ways_of(by)) if one["address"]],
        "standing": ""
        if own
        else drawn_states(tuple(counted.all.items()), tuple(alliances_by_form(counted)), language),
        "changed": _changed(by, language),
        "signed_in": bool(by.id),
        "sign_in": _address("account_login", ()),
        "own": own_places,
    }
    return render(request, "dashboards/home.html", page)


def _own_districts(by: Actor, versions: city.Versions) -> list[PartGap]:
    """The districts that an officer looks after, those with the most over their limits first."""
    if by.is_city_officer:
        return []
    found = [district_gap(one, versions) for one in by.places(Role.DISTRICT_OFFICER)]
    return sorted((one for one in found if one is not None), key=lambda one: (-len(one.over), one.name))


def _head(by: Actor, gap: Gap | None, districts: list[PartGap], *, own: Known, due: int, sent: bool) -> Head:
    """Of the own school or district where somebody has one, else of the city."""
    language = get_language() or CHINESE
    if own:
        return own_head(own, due=due)
    if districts:
        return parts_head(districts, language)
    if gap is not None:
        return city_head(gap, language)
    if by.id and sent:
        return Head(say("Yearly returns have come, but no indicator of the standard yet"))
    if by.id:
        return Head(say("The register has no yearly returns yet"))
    return Head(say("How balanced are the schools?"))


def _changed(by: Actor, language: str) -> list[dict[str, Any]]:
    """The newest lines of the audit that this person may read."""
    if not may_read(by):
        return []
    inside = places_within(by.places(Role.DISTRICT_OFFICER))  # a school has nothing within it
    places = None if may_read_all(by) else places_to_read(by) | inside
    return [
        {"at": one.at, "told": one.told(language), "place": one.place_name, "actor": one.actor_name}
        for one in newest_lines(places)
    ]


@dataclass(frozen=True)
class Shown:
    due: Due
    address: str
    overdue: bool


def _shown(due: Due) -> Shown:
    address = _address(due.view, due.args)
    overdue = due.day is not None and due.day < timezone.localdate()
    return Shown(due, f"{address}{due.query}" if address else "", overdue)


def _way(way: Way) -> dict[str, Any]:
    return {"way": way, "address": _address(way.view, ())}


def _named_places(by: Actor, day: date) -> tuple[str, dict[str, str], list[tuple[Sentence | str, str]]]:
    """The city's name; the names of the places at which somebody holds a role; those and the own record as ways."""
    districts = by.places(Role.DISTRICT_OFFICER)
    at_schools = {place for role in AT_SCHOOLS for place in by.places(role)}
    names = schools.region_names(districts, day) | schools.school_names(at_schools, day)
    ways: list[tuple[Sentence | str, str]] = [
        (names[place], _address("schools:region" if place in districts else "schools:school", (place,)))
        for place in sorted(names, key=names.__getitem__)
    ]
    if by.record:
        ways.append((say("My record"), _address("schools:person", (by.record,))))
    return schools.city_name(day), names, ways


def _address(view: str, args: tuple[str, ...]) -> str:
    """Empty where the domain is not installed."""
    if not args:
        return address_of(view)
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""
