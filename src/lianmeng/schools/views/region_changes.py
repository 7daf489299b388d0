"""A region is added, renamed, placed or abolished: forms in three steps for the city's officers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.schools.actions.regions import (
    NewRegion,
    Place,
    abolish_region,
    add_region,
    place_region,
    rename_region,
)
from lianmeng.schools.forms.regions import (
    AbolishRegionForm,
    AddRegionForm,
    PlaceRegionForm,
    RenameRegionForm,
)
from lianmeng.schools.models import Region
from lianmeng.schools.queries.regions import parents_to_choose, places_of, region_of
from lianmeng.schools.rules.permissions import may_keep_regions
from lianmeng.schools.views.doors import form_verbs, turned_away
from lianmeng.schools.vocabulary import RegionKind
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer

_CRUMBS = ((say("Schools"), "schools:schools"), (say("Regions"), "schools:regions"))


def for_city(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form about a region that is there, for the city's officers."""

    @wraps(view)
    def door(request: HttpRequest, region_id: str) -> HttpResponse:
        try:
            region = region_of(region_id)
        except Region.DoesNotExist:
            raise Http404 from None
        by = asker(request)
        return view(request, region, by) if may_keep_regions(by) else turned_away(request)

    return form_verbs(door)


def _address(region: Region) -> str:
    return reverse("schools:region", args=[region.public_id])


def _deed(region: Region, title: Sentence, verb: Sentence, form: Any, **more: Any) -> Deed:
    initial = {"seen": region.version, "day": localdate(), **more.pop("initial", {})}
    return Deed(title=title, verb=verb, form=form, crumbs=_crumbs(region), initial=initial, **more)


def _crumbs(region: Region | None = None) -> tuple[tuple[Sentence | str, str], ...]:
    above = tuple((label, reverse(view)) for label, view in _CRUMBS)
    return (*above, (region.name, _address(region))) if region else above


@form_verbs
def add(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    if not may_keep_regions(by):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        day = filled.pop("day")
        region = add_region(NewRegion(**filled), by=by, day=day)
        told = say("{name} is in the register.", name=region.name)
        return Done(_address(region), (told,))

    deed = Deed(
        title=say("Add a region"),
        verb=say("Add the region"),
        form=AddRegionForm,
        act=act,
        crumbs=_crumbs(),
        initial={"kind": RegionKind.DISTRICT.value},
        choices={"parents": parents_to_choose(localdate())},
    )
    return answer(request, deed)


@for_city
def rename(request: HttpRequest, region: Region, by: Actor) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        name, code, day = filled["name"], filled["code"], filled["day"]
        rename_region(region.public_id, name, code, by=by, day=day, seen=filled["seen"])
        new = f"{code} {name}".strip()
        told = say("{old} is {new} from {day} on.", old=region.name, new=new, day=day)
        stays = say("It stays the same place: its schools, its officers and its figures stay with it.")
        return Done(_address(region), (told, stays))

    known = {"name": region.name, "code": region.code}
    title = say("Rename {name}, or give it another code", name=region.name)
    return answer(request, _deed(region, title, say("Rename"), RenameRegionForm, act=act, initial=known))


@for_city
def place(request: HttpRequest, region: Region, by: Actor) -> HttpResponse:
    parent = region.parent.public_id if region.parent else ""
    parents = parents_to_choose(localdate(), besides=region)
    names, before = {one.public_id: one.name for one in parents}, len(places_of(region)) - 1

    def act(filled: dict[str, Any]) -> Done:
        where = Place(kind=filled["kind"], parent=filled["parent"], layer=filled["layer"])
        place_region(region.public_id, where, by=by, seen=filled["seen"], day=filled["day"])
        above = names.get(where.parent, "–")
        values: dict[str, Any] = {"name": region.name, "kind": RegionKind(where.kind).label, "above": above}
        values["layer"] = where.layer or "–"
        told = say("{name}: {kind}, lies in {above}, circle layer {layer}.", **values)
        if filled["day"]:
            values["day"] = filled["day"]
            told = say("{name} from {day} on: {kind}, lies in {above}, circle layer {layer}.", **values)
        more = () if filled["day"] or before < 1 else (_taken_back(region.name, before),)
        return Done(_address(region), (told, *more))

    known = {"kind": region.kind, "parent": parent, "layer": region.layer}
    more = {"act": act, "initial": known, "choices": {"parents": parents}}
    title = say("Say where {name} lies", name=region.name)
    return answer(request, _deed(region, title, say("Place it there"), PlaceRegionForm, **more))


def _taken_back(name: str, count: int) -> Sentence:
    return say_count(
        "What was recorded of where {name} lay before is taken back: {count} earlier place.",
        "What was recorded of where {name} lay before is taken back: {count} earlier places.",
        count,
        name=name,
    )


@for_city
def abolish(request: HttpRequest, region: Region, by: Actor) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        abolish_region(region.public_id, by=by, day=filled["day"], seen=filled["seen"])
        told = say("{name} is no longer there from {day} on.", name=region.name, day=filled["day"])
        return Done(_address(region), (told,))

    title = say("Abolish {name}", name=region.name)
    return answer(request, _deed(region, title, say("Abolish the region"), AbolishRegionForm, act=act))
