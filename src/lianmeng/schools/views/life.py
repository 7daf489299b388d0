"""What happens to a school, each as a form in three steps: opened, renamed, moved, changed, closed, reopened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.drafts import Change, NewSchool
from lianmeng.schools.actions.life import (
    change_kind,
    close_school,
    move_school,
    open_school,
    rename_school,
    reopen_school,
)
from lianmeng.schools.forms.life import CloseForm, KindForm, MoveForm, OpenForm, RenameForm, ReopenForm
from lianmeng.schools.models import Region
from lianmeng.schools.queries.regions import districts
from lianmeng.schools.rules.permissions import may_keep, may_keep_regions
from lianmeng.schools.views.doors import for_keepers, form_verbs, turned_away
from lianmeng.schools.views.frame import SchoolFrame
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer


def regions_to_choose(frame: SchoolFrame) -> list[Region]:
    """The districts, and where it lies now if that is no district."""
    listed = list(districts(localdate()))
    now = frame.state.region
    return [*listed, now] if now is not None and now not in listed else listed


def _deed(frame: SchoolFrame, title: Sentence, verb: Sentence, form: Any, **more: Any) -> Deed:
    seen = {"seen": frame.school.version, "day": localdate(), **more.pop("initial", {})}
    return Deed(title=title, verb=verb, form=form, crumbs=frame.crumbs, initial=seen, **more)


@form_verbs
def open_(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    regions = [one for one in districts(localdate()) if may_keep(by, {one.public_id})]
    if not regions and not may_keep_regions(by):
        return turned_away(request)

    def act(filled: dict[str, Any]) -> Done:
        day = filled.pop("day")
        school = open_school(NewSchool(**{**filled, "stages": tuple(filled["stages"])}), by=by, day=day)
        told = say(
            "{name} opens on {day} with the code {code}.", name=filled["name"], day=day, code=school.code
        )
        return Done(reverse("schools:school", args=[school.public_id]), (told,))

    deed = Deed(
        title=say("Enter a new school"),
        verb=say("Enter the school"),
        form=OpenForm,
        act=act,
        crumbs=((say("Schools"), reverse("schools:schools")),),
        initial={"day": localdate(), "kind": "ordinary"},
        choices={"regions": regions},
    )
    return answer(request, deed)


@for_keepers
def rename(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        rename_school(
            frame.school.public_id, filled["name"], by=frame.actor, day=filled["day"], seen=filled["seen"]
        )
        told = say(
            "{old} is called {new} from {day} on.", old=frame.name, new=filled["name"], day=filled["day"]
        )
        return Done(frame.address, (told,))

    title = say("Rename {name}", name=frame.name)
    return answer(
        request, _deed(frame, title, say("Rename"), RenameForm, act=act, initial={"name": frame.name})
    )


@for_keepers
def move(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    now = frame.state
    known: dict[str, Any] = {
        "region": now.region.public_id if now.region else "",
        "setting": now.setting,
        "address": now.address,
        "longitude": now.longitude,
        "latitude": now.latitude,
    }
    regions = regions_to_choose(frame)

    def act(filled: dict[str, Any]) -> Done:
        change = Change(**_changed(known, filled))
        move_school(frame.school.public_id, change, by=frame.actor, day=filled["day"], seen=filled["seen"])
        names = {one.public_id: one.name for one in regions}
        where = names.get(filled["region"], filled["region"])
        if filled["region"] != known["region"]:
            told = say(
                "{name} belongs to {region} from {day} on.", name=frame.name, region=where, day=filled["day"]
            )
        else:
            told = say("{name} has the new place from {day} on.", name=frame.name, day=filled["day"])
        return Done(frame.address, (told,))

    title = say("Move {name}", name=frame.name)
    more = {"act": act, "initial": known, "choices": {"regions": regions}}
    return answer(request, _deed(frame, title, say("Move"), MoveForm, **more))


def _changed(known: dict[str, Any], filled: dict[str, Any]) -> dict[str, Any]:
    """Only what differs from what is known; the rest stays as it is."""
    return {name: filled[name] for name, value in known.items() if filled[name] not in (value, None)}


@for_keepers
def kind(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    now = frame.state
    known = {"kind": now.kind, "ownership": now.ownership, "code": now.code}

    def act(filled: dict[str, Any]) -> Done:
        change = Change(**_changed(known, filled))
        change_kind(frame.school.public_id, change, by=frame.actor, day=filled["day"], seen=filled["seen"])
        told = say("{name} is of the new kind from {day} on.", name=frame.name, day=filled["day"])
        return Done(frame.address, (told,))

    title = say("Change the kind of {name}", name=frame.name)
    return answer(request, _deed(frame, title, say("Change the kind"), KindForm, act=act, initial=known))


@for_keepers
def close(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        close_school(
            frame.school.public_id, filled["reason"], by=frame.actor, day=filled["day"], seen=filled["seen"]
        )
        told = say("{name} is closed from {day} on.", name=frame.name, day=filled["day"])
        ends = say(
            "Its sections, campuses, appointments, needs and strengths end with it. It can be reopened."
        )
        return Done(frame.address, (told, ends))

    title = say("Close {name}", name=frame.name)
    return answer(request, _deed(frame, title, say("Close the school"), CloseForm, act=act))


@for_keepers
def reopen(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        reopen_school(frame.school.public_id, by=frame.actor, day=filled["day"], seen=filled["seen"])
        told = say("{name} is open again from {day} on.", name=frame.name, day=filled["day"])
        return Done(frame.address, (told, say("The sections that closed with it open with it.")))

    title = say("Reopen {name}", name=frame.name)
    return answer(request, _deed(frame, title, say("Reopen the school"), ReopenForm, act=act))
