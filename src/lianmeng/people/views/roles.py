"""Giving a role, and ending one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say
from lianmeng.people.actions.roles import end_role, give_role
from lianmeng.people.forms import EndRole, GiveRole
from lianmeng.people.models import RoleHeld
from lianmeng.people.queries.accounts import seats_held
from lianmeng.people.queries.places import places_within
from lianmeng.people.rules.powers import givable, may_give
from lianmeng.people.views.frame import change, crumbs, person_address, seen_account, today
from lianmeng.people.views.refusing import noting_refusals
from lianmeng.schools.queries.places import place_names
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer


@change
@noting_refusals
def give(request: HttpRequest, account_id: str) -> HttpResponse:
    account, actor = seen_account(request, account_id), asker(request)
    roles = givable(actor)
    if not roles:
        raise PermissionDenied

    def act(filled: dict[str, Any]) -> Done:
        role = Role(filled["role"])
        held = give_role(
            account.public_id, role, filled["place"], since=filled["since"], until=filled["until"], by=actor
        )
        return Done(person_address(account), (_told(held, account.name),))

    deed = Deed(
        title=say("Give a role to {name}", name=account.name),
        verb=say("Give the role"),
        form=GiveRole,
        act=act,
        crumbs=crumbs(account),
        initial={"place": request.GET.get("place", "")} if "place" in request.GET else {},
        choices={"roles": roles, "places": places_within(actor, today())},
    )
    return answer(request, deed)


@change
@noting_refusals
def end(request: HttpRequest, account_id: str, role_id: str) -> HttpResponse:
    account, actor = seen_account(request, account_id), asker(request)
    held = RoleHeld.objects.filter(account=account, public_id=role_id).first()
    if held is None:
        raise Http404
    if not may_give(actor, *seats_held([held], today())[0]):
        raise PermissionDenied
    role = Role(held.role).label

    def act(filled: dict[str, Any]) -> Done:
        ended = end_role(role_id, until=filled["until"], by=actor)
        told = say(
            "{name} is no longer {role} from {until} on.",
            name=account.name,
            role=role,
            until=ended.until,
        )
        return Done(person_address(account), (told,))

    deed = Deed(
        title=say("End the role {role} of {name}", role=role, name=account.name),
        verb=say("End the role"),
        form=EndRole,
        act=act,
        crumbs=crumbs(account),
    )
    return answer(request, deed)


def _told(held: RoleHeld, name: str) -> Sentence:
    where = place_names([held.place], held.since).get(held.place) or say("the whole city")
    return say(
        "{name} is {role} of {place} from {since} on.",
        name=name,
        role=Role(held.role).label,
        place=where,
        since=held.since,
    )
