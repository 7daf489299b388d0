"""Accounts: a new one, a change, closing and opening again, a one-time link."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianmeng.core.refusal import Refused
from lianmeng.core.roles import Role
from lianmeng.core.sentences import say
from lianmeng.people.actions.accounts import (
    Particulars,
    change_account,
    close_account,
    create_account,
    prepare_link,
    reopen_account,
)
from lianmeng.people.actions.links import one_time_key
from lianmeng.people.forms import ChangeAccount, NewAccount, Nothing
from lianmeng.people.models import Account
from lianmeng.people.queries.accounts import may_manage_account
from lianmeng.people.queries.places import places_within
from lianmeng.people.rules.policy import policy
from lianmeng.people.rules.powers import givable
from lianmeng.people.views.frame import change, crumbs, person_address, reader_of, seen_account, today
from lianmeng.people.views.refusing import noting_refusals
from lianmeng.schools.queries.staff import number_of
from lianmeng.web.asking import asker
from lianmeng.web.steps import Deed, Done, answer


@change
@noting_refusals
def new(request: HttpRequest) -> HttpResponse:
    actor = reader_of(request)
    roles = givable(actor)
    if not roles:
        raise PermissionDenied

    def act(filled: dict[str, Any]) -> Done:
        account = create_account(
            _particulars(filled), Role(filled["role"]), filled["place"], since=filled["since"], by=actor
        )
        told = say("{name} has an account now. Make the one-time link next.", name=account.name)
        return Done(reverse("people:link", args=[account.public_id]), (told,))

    deed = Deed(
        title=say("A new account"),
        verb=say("Make the account"),
        form=NewAccount,
        act=act,
        lead=say("An account comes with its first role. It has no password until its person sets one."),
        crumbs=crumbs(),
        initial={"place": request.GET["place"]} if "place" in request.GET else {},
        choices={"roles": roles, "places": places_within(actor, today())},
    )
    return answer(request, deed)


@change
def alter(request: HttpRequest, account_id: str) -> HttpResponse:
    account, actor = _managed(request, account_id), asker(request)

    def act(filled: dict[str, Any]) -> Done:
        change_account(account.public_id, _particulars(filled), seen=filled["seen"], by=actor)
        return Done(person_address(account), (say("The account of {name} is changed.", name=filled["name"]),))

    kept = {name: getattr(account, name) for name in ("username", "name", "email", "provider_name")}
    deed = Deed(
        title=say("Change the account of {name}", name=account.name),
        verb=say("Change the account"),
        form=ChangeAccount,
        act=act,
        crumbs=crumbs(account),
        initial=kept | {"seen": account.version, "staff_number": number_of(account.record)},
    )
    return answer(request, deed)


@change
def close(request: HttpRequest, account_id: str) -> HttpResponse:
    account, actor = _managed(request, account_id), asker(request)

    def act(filled: dict[str, Any]) -> Done:
        close_account(account.public_id, by=actor)
        told = say("The account of {name} is closed; every session of it has ended.", name=account.name)
        return Done(person_address(account), (told,))

    deed = Deed(
        title=say("Close the account of {name}", name=account.name),
        verb=say("Close the account"),
        form=Nothing,
        act=act,
        lead=say(
            "Nobody can sign in with it any more. What was done with it stays written down under the name."
        ),
        crumbs=crumbs(account),
    )
    return answer(request, deed)


@change
def reopen(request: HttpRequest, account_id: str) -> HttpResponse:
    account, actor = _managed(request, account_id), asker(request)

    def act(filled: dict[str, Any]) -> Done:
        reopen_account(account.public_id, by=actor)
        return Done(
            person_address(account), (say("The account of {name} is open again.", name=account.name),)
        )

    deed = Deed(
        title=say("Open the account of {name} again", name=account.name),
        verb=say("Open the account again"),
        form=Nothing,
        act=act,
        lead=say("Look at its roles first: those that were not ended hold again."),
        crumbs=crumbs(account),
    )
    return answer(request, deed)


@change
def link(request: HttpRequest, account_id: str) -> HttpResponse:
    """The link is shown on the answer to the form, once, and kept nowhere."""
    account = _managed(request, account_id)
    page: dict[str, Any] = {"account": account, "days": policy().invitation_days}
    if request.method != "POST":
        return render(request, "people/link.html", page)
    try:
        account = prepare_link(account.public_id, by=asker(request))
    except Refused as refused:
        return render(request, "people/link.html", page | {"refused": refused.sentence}, status=422)
    page["link"] = request.build_absolute_uri(
        reverse("account_reset_password_from_key", args=one_time_key(account))
    )
    response = render(request, "people/link.html", page)
    response["Cache-Control"] = "no-store"
    return response


def _managed(request: HttpRequest, account_id: str) -> Account:
    account = seen_account(request, account_id)
    if not may_manage_account(asker(request), account, today()):
        raise PermissionDenied
    return account


def _particulars(filled: dict[str, Any]) -> Particulars:
    return Particulars(
        **{name: filled[name] for name in ("username", "name", "email", "provider_name", "staff_number")}
    )
