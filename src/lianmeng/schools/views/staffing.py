"""Somebody is taken on, appointed, moved, or leaves: forms in three steps for the bureau's officers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.schools.actions.posts import Duties, appoint, end_appointment, move_staff
from lianmeng.schools.actions.staff import (
    Person,
    Terms,
    change_terms,
    correct_person,
    end_employment,
    take_on,
    take_on_again,
)
from lianmeng.schools.forms.staff import (
    AgainForm,
    AppointForm,
    ChangeTermsForm,
    CorrectForm,
    LeaveForm,
    TakeOnForm,
)
from lianmeng.schools.models import Appointment, SchoolVersion
from lianmeng.schools.queries.regions import districts
from lianmeng.schools.queries.schools import schools_at
from lianmeng.schools.views.doors import for_keepers, form_verbs, turned_away
from lianmeng.schools.views.frame import SchoolFrame
from lianmeng.schools.views.staff import PersonFrame, person_frame
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer

View = Callable[..., HttpResponse]


def for_keepers_of_person(view: View) -> View:
    """A form about somebody: for officers over their employer or schools; whoever may only look is told no."""

    @wraps(view)
    def door(request: HttpRequest, staff_id: str, **more: object) -> HttpResponse:
        if not asker(request).id:
            return turned_away(request)
        frame = person_frame(request, staff_id)
        return view(request, frame, **more) if frame.may_keep else turned_away(request)

    return form_verbs(door)


def _duties(filled: dict[str, Any]) -> Duties:
    return Duties(**{name: filled[name] for name in ("subject", "stage", "share_percent")})


def _employers(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The districts, and these beside them."""
    listed = [(one.public_id, one.name) for one in districts(localdate())]
    known = {key for key, _name in listed}
    return [*listed, *(one for one in more if one[0] and one[0] not in known)]


@for_keepers
def new_member(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    own = (frame.school.public_id, frame.name)

    @transaction.atomic
    def act(filled: dict[str, Any]) -> Done:
        day, by = filled["day"], frame.actor
        person = Person(number=filled["number"], name=filled["name"], identity=filled["identity"])
        made = take_on(person, _terms(filled), by=by, day=day)
        appoint(made.public_id, frame.school.public_id, _duties(filled), by=by, day=day, seen=None)
        told = say("{name} works at {school} from {day} on.", name=person.name, school=frame.name, day=day)
        return Done(reverse("schools:staff", args=[frame.school.public_id]), (told,))

    deed = Deed(
        title=say("Take somebody on at {name}", name=frame.name),
        verb=say("Take on"),
        form=TakeOnForm,
        act=act,
        crumbs=(
            *frame.crumbs,
            (say("Staff of the school"), reverse("schools:staff", args=[frame.school.public_id])),
        ),
        initial={"day": localdate(), "employer": next(iter(sorted(frame.over)), "")},
        choices={"employers": _employers(own)},
    )
    return answer(request, deed)


def _terms(filled: dict[str, Any]) -> Terms:
    return Terms(**{name: filled[name] for name in ("employer", "degree", "title", "key_level")})


def _school(code: str, filled: dict[str, Any]) -> SchoolVersion:
    found = schools_at(filled["day"]).filter(code=code.strip()).first()
    if found is None:
        told = say("No school has the code {code} on {day}. Correct it.", code=code, day=filled["day"])
        raise Refused(told, field="school")
    return found


def _deed(frame: PersonFrame, title: Sentence, verb: Sentence, form: Any, **more: Any) -> Deed:
    seen = {"seen": frame.person.version, "day": frame.day, **more.pop("initial", {})}
    return Deed(title=title, verb=verb, form=form, crumbs=frame.crumbs, initial=seen, **more)


@for_keepers_of_person
def appoint_member(request: HttpRequest, frame: PersonFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        to, day = _school(filled["school"], filled), filled["day"]
        duties = _duties(filled)
        appoint(
            frame.person.public_id, to.school.public_id, duties, by=frame.actor, day=day, seen=filled["seen"]
        )
        told = say("{name} works at {school} from {day} on.", name=frame.person.name, school=to.name, day=day)
        return Done(frame.address, (told,))

    title = say("Appoint {name} to a school", name=frame.person.name)
    return answer(request, _deed(frame, title, say("Appoint"), AppointForm, act=act))


def _post(frame: PersonFrame, post_id: str) -> Appointment:
    post = next((one for one in frame.posts if one.public_id == post_id), None)
    if post is None:
        raise Http404
    return post


@for_keepers_of_person
def move_member(request: HttpRequest, frame: PersonFrame, post_id: str) -> HttpResponse:
    post = _post(frame, post_id)

    def act(filled: dict[str, Any]) -> Done:
        to, day = _school(filled["school"], filled), filled["day"]
        duties = _duties(filled)
        move_staff(post.public_id, to.school.public_id, duties, by=frame.actor, day=day, seen=filled["seen"])
        told = say("{name} moves to {school} on {day}.", name=frame.person.name, school=to.name, day=day)
        return Done(frame.address, (told,))

    title = say("Move {name} to another school", name=frame.person.name)
    known = {name: getattr(post, name) for name in ("subject", "stage", "share_percent")}
    return answer(request, _deed(frame, title, say("Move"), AppointForm, act=act, initial=known))


@for_keepers_of_person
def end_post(request: HttpRequest, frame: PersonFrame, post_id: str) -> HttpResponse:
    post = _post(frame, post_id)

    def act(filled: dict[str, Any]) -> Done:
        end_appointment(post.public_id, by=frame.actor, day=filled["day"], seen=filled["seen"])
        told = say("The appointment of {name} ends; from {day} on it is not there.", **_about(frame, filled))
        return Done(frame.address, (told, say("The employment goes on.")))

    title = say("End an appointment of {name}", name=frame.person.name)
    return answer(request, _deed(frame, title, say("End the appointment"), LeaveForm, act=act))


@for_keepers_of_person
def leave(request: HttpRequest, frame: PersonFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        end_employment(frame.person.public_id, by=frame.actor, day=filled["day"], seen=filled["seen"])
        told = say("Nobody employs {name} from {day} on.", **_about(frame, filled))
        return Done(frame.address, (told, say("All appointments end with it.")))

    title = say("End the employment of {name}", name=frame.person.name)
    return answer(request, _deed(frame, title, say("End the employment"), LeaveForm, act=act))


@for_keepers_of_person
def again(request: HttpRequest, frame: PersonFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        take_on_again(frame.person.public_id, by=frame.actor, day=filled["day"], seen=filled["seen"])
        told = say("{name} is employed again from {day} on, as before.", **_about(frame, filled))
        return Done(frame.address, (told,))

    title = say("Take {name} on again", name=frame.person.name)
    return answer(request, _deed(frame, title, say("Take on again"), AgainForm, act=act))


@for_keepers_of_person
def terms(request: HttpRequest, frame: PersonFrame) -> HttpResponse:
    last = next(iter(frame.employments), None)
    employer = (last.employer_region or last.employer_school) if last else None
    known: dict[str, Any] = {"employer": employer.public_id if employer else ""}
    known |= {name: getattr(last, name, "") for name in ("degree", "title", "key_level")}

    def act(filled: dict[str, Any]) -> Done:
        changed = {name: filled[name] for name, value in known.items() if filled[name] != value}
        change_terms(
            frame.person.public_id,
            Terms(**changed),
            by=frame.actor,
            day=filled["day"],
            seen=filled["seen"],
        )
        told = say("{name} is employed on the new terms from {day} on.", **_about(frame, filled))
        return Done(frame.address, (told,))

    title = say("Change the terms of {name}", name=frame.person.name)
    listed = _employers((known["employer"], str(employer or "")))
    more = {"act": act, "initial": known, "choices": {"employers": listed}}
    return answer(request, _deed(frame, title, say("Change the terms"), ChangeTermsForm, **more))


@for_keepers_of_person
def correct_member(request: HttpRequest, frame: PersonFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        person = Person(number=filled["number"], name=filled["name"], identity=filled["identity"])
        correct_person(frame.person.public_id, person, by=frame.actor, day=frame.day, seen=filled["seen"])
        return Done(frame.address, (say("Name and number are corrected: {name}.", name=person.name),))

    title = say("Correct name or number of {name}", name=frame.person.name)
    known = {"number": frame.person.number, "name": frame.person.name}
    return answer(request, _deed(frame, title, say("Correct"), CorrectForm, act=act, initial=known))


def _about(frame: PersonFrame, filled: dict[str, Any]) -> dict[str, Any]:
    return {"name": frame.person.name, "day": filled["day"]}
