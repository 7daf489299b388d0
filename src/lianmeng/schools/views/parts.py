"""Sections and campuses of a school, as forms in three steps."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate

from lianmeng.core.sentences import say
from lianmeng.schools.actions.parts import NewCampus, add_campus, close_campus, close_section, open_section
from lianmeng.schools.forms.parts import CampusForm, EndForm, SectionForm
from lianmeng.schools.models import Campus, Section
from lianmeng.schools.views.doors import for_keepers
from lianmeng.schools.views.frame import SchoolFrame
from lianmeng.schools.vocabulary import Stage
from lianmeng.web.steps import Deed, Done, answer

Part = TypeVar("Part", bound=Model)


def part_of(frame: SchoolFrame, model: type[Part], public_id: str) -> Part:
    """A part of this very school, else there is none."""
    rows: Any = model._default_manager
    found: Part | None = rows.filter(school=frame.school, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@for_keepers
def new_section(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        open_section(
            frame.school.public_id, filled["stage"], by=frame.actor, day=filled["day"], seen=filled["seen"]
        )
        stage = Stage(filled["stage"]).label
        told = say(
            "{name} has the section {stage} from {day} on.", name=frame.name, stage=stage, day=filled["day"]
        )
        return Done(frame.address, (told,))

    deed = Deed(
        title=say("Add a section to {name}", name=frame.name),
        verb=say("Add the section"),
        form=SectionForm,
        act=act,
        crumbs=frame.crumbs,
        initial={"seen": frame.school.version, "day": localdate()},
    )
    return answer(request, deed)


@for_keepers
def end_section(request: HttpRequest, frame: SchoolFrame, part_id: str) -> HttpResponse:
    section = part_of(frame, Section, part_id)
    stage = Stage(section.stage).label

    def act(filled: dict[str, Any]) -> Done:
        close_section(section.public_id, by=frame.actor, day=filled["day"], seen=filled["seen"])
        told = say(
            "{name} has no section {stage} from {day} on.", name=frame.name, stage=stage, day=filled["day"]
        )
        return Done(frame.address, (told, say("Its yearly returns stay.")))

    deed = Deed(
        title=say("Close the section {stage} of {name}", name=frame.name, stage=stage),
        verb=say("Close the section"),
        form=EndForm,
        act=act,
        crumbs=frame.crumbs,
        initial={"seen": section.version, "day": localdate()},
    )
    return answer(request, deed)


@for_keepers
def new_campus(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        day, seen = filled.pop("day"), filled.pop("seen")
        add_campus(frame.school.public_id, NewCampus(**filled), by=frame.actor, day=day, seen=seen)
        told = say(
            "{name} has the campus {campus} from {day} on.", name=frame.name, campus=filled["name"], day=day
        )
        return Done(frame.address, (told,))

    deed = Deed(
        title=say("Add a campus to {name}", name=frame.name),
        verb=say("Add the campus"),
        form=CampusForm,
        act=act,
        crumbs=frame.crumbs,
        initial={"seen": frame.school.version, "day": localdate()},
    )
    return answer(request, deed)


@for_keepers
def end_campus(request: HttpRequest, frame: SchoolFrame, part_id: str) -> HttpResponse:
    campus = part_of(frame, Campus, part_id)

    def act(filled: dict[str, Any]) -> Done:
        close_campus(campus.public_id, by=frame.actor, day=filled["day"], seen=filled["seen"])
        told = say("The campus {campus} is not there from {day} on.", campus=campus.name, day=filled["day"])
        return Done(frame.address, (told,))

    deed = Deed(
        title=say("Close the campus {campus}", campus=campus.name),
        verb=say("Close the campus"),
        form=EndForm,
        act=act,
        crumbs=frame.crumbs,
        initial={"seen": campus.version, "day": localdate()},
    )
    return answer(request, deed)
