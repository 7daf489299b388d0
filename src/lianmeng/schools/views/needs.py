"""Needs and strengths that a school declares, as forms in three steps."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate

from lianmeng.core.sentences import say
from lianmeng.schools.actions.needs import NeedDraft, correct_need, declare_need, withdraw_need
from lianmeng.schools.forms.needs import CorrectNeedForm, NeedForm, WithdrawForm
from lianmeng.schools.models import Need
from lianmeng.schools.rules.permissions import may_see_need
from lianmeng.schools.views.doors import for_declarers
from lianmeng.schools.views.frame import SchoolFrame
from lianmeng.schools.views.parts import part_of
from lianmeng.schools.vocabulary import Audience, NeedKind, Side
from lianmeng.web.steps import Deed, Done, answer

_COLUMNS = ("side", "kind", "subject", "text", "level", "seen_by")


def _draft(filled: dict[str, Any]) -> NeedDraft:
    return NeedDraft(**{name: filled[name] for name in _COLUMNS})


def _seen(frame: SchoolFrame, part_id: str) -> Need:
    need = part_of(frame, Need, part_id)
    if not may_see_need(frame.actor, need.seen_by, frame.school.public_id, frame.over):
        raise Http404
    return need


@for_declarers
def declare(request: HttpRequest, frame: SchoolFrame) -> HttpResponse:
    def act(filled: dict[str, Any]) -> Done:
        declare_need(frame.school.public_id, _draft(filled), by=frame.actor, day=filled["day"])
        told = say(
            "{name} declares from {day} on: {side}, {kind}. To be seen by: {audience}.",
            name=frame.name,
            day=filled["day"],
            side=Side(filled["side"]).label,
            kind=NeedKind(filled["kind"]).label,
            audience=Audience(filled["seen_by"]).label,
        )
        return Done(frame.address, (told,))

    deed = Deed(
        title=say("Declare a need or strength of {name}", name=frame.name),
        verb=say("Declare it"),
        form=NeedForm,
        act=act,
        crumbs=frame.crumbs,
        initial={"day": localdate(), "level": "2", "seen_by": "district"},
    )
    return answer(request, deed)


@for_declarers
def correct(request: HttpRequest, frame: SchoolFrame, part_id: str) -> HttpResponse:
    need = _seen(frame, part_id)

    def act(filled: dict[str, Any]) -> Done:
        correct_need(need.public_id, _draft(filled), by=frame.actor, day=localdate(), seen=filled["seen"])
        audience = Audience(filled["seen_by"]).label
        return Done(frame.address, (say("It is corrected. To be seen by: {audience}.", audience=audience),))

    deed = Deed(
        title=say("Correct what {name} declared", name=frame.name),
        verb=say("Correct it"),
        form=CorrectNeedForm,
        act=act,
        crumbs=frame.crumbs,
        initial={"seen": need.version, **{name: getattr(need, name) for name in _COLUMNS}},
    )
    return answer(request, deed)


@for_declarers
def withdraw(request: HttpRequest, frame: SchoolFrame, part_id: str) -> HttpResponse:
    need = _seen(frame, part_id)

    def act(filled: dict[str, Any]) -> Done:
        withdraw_need(need.public_id, by=frame.actor, day=filled["day"], seen=filled["seen"])
        return Done(frame.address, (say("It is not declared any more from {day} on.", day=filled["day"]),))

    deed = Deed(
        title=say("Withdraw what {name} declared", name=frame.name),
        verb=say("Withdraw it"),
        form=WithdrawForm,
        act=act,
        crumbs=frame.crumbs,
        initial={"seen": need.version, "day": localdate()},
    )
    return answer(request, deed)
