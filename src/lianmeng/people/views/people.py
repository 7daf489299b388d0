"""The list of people, and the page of one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianmeng.core.roles import CITY, Role
from lianmeng.core.sentences import say
from lianmeng.people.forms import PeopleFilter
from lianmeng.people.models import Account, RoleHeld
from lianmeng.people.queries.accounts import (
    found_people,
    may_manage_account,
    names_of,
    people_seen_by,
    seats_held,
)
from lianmeng.people.queries.places import MOST_CHOICES, places_within
from lianmeng.people.rules.powers import givable, may_give, reads_the_log
from lianmeng.people.views.frame import read, reader_of, seen_account, today
from lianmeng.schools.queries.places import place_names
from lianmeng.schools.queries.regions import districts
from lianmeng.web.asking import asker

A_PAGE = 50
OPERATOR_NAME = say("The operator")
NO_PLACE = say("Not in the register")


@read
def people(request: HttpRequest) -> HttpResponse:
    actor, day = reader_of(request), today()
    places = places_within(actor, day)
    offered = places if len(places) <= MOST_CHOICES else list(districts(day).values_list("public_id", "name"))
    form = PeopleFilter(request.GET, places=offered)
    wanted = form.cleaned_data if form.is_valid() else {}
    seen = found_people(
        people_seen_by(actor, day),
        day,
        text=wanted.get("q", "").strip(),
        role=wanted.get("role", ""),
        place=wanted.get("place", ""),
    )
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    names = _place_names(held for account in page.object_list for held in account.held)  # type: ignore[attr-defined]
    chosen = urlencode({key: value for key, value in wanted.items() if value})
    return render(
        request,
        "people/people.html",
        {
            "page": page,
            "page_suffix": f"&{chosen}" if chosen else "",
            "form": form,
            "narrowed": bool(chosen),
            "rows": [(account, _roles(account, names)) for account in page.object_list],
            "may_add": bool(givable(actor)),
            "reads_log": reads_the_log(actor),
        },
    )


@read
def person(request: HttpRequest, account_id: str) -> HttpResponse:
    account, actor, day = seen_account(request, account_id), asker(request), today()
    history = list(RoleHeld.objects.filter(account=account).order_by("-since", "-pk"))
    names = _place_names(history)
    givers = names_of(
        {one.given_by for one in history} | {one.ended_by for one in history} | {account.created_by}
    )
    seats = dict(zip([one.pk for one in history], seats_held(history, day), strict=True))
    rows = [
        {
            "held": one,
            "role": Role(one.role).label,
            "place": names.get(one.place, NO_PLACE),
            "given_by": givers.get(one.given_by, OPERATOR_NAME),
            "ended_by": givers.get(one.ended_by, OPERATOR_NAME) if one.ended_by else "",
            "now": one.since <= day and (one.until is None or one.until > day),
            "may_end": (one.until is None or one.until > day)
            and account.public_id != actor.id
            and may_give(actor, *seats[one.pk]),
        }
        for one in history
    ]
    own = account.public_id == actor.id
    return render(
        request,
        "people/person.html",
        {
            "account": account,
            "rows": rows,
            "made_by": givers.get(account.created_by, OPERATOR_NAME),
            "own": own,
            "may_give": bool(givable(actor)) and not own and account.is_active,
            "may_manage": may_manage_account(actor, account, day),
        },
    )


def _place_names(held: Any) -> dict[str, Any]:
    ids = {one.place for one in held}
    names: dict[str, Any] = dict(place_names(ids, today()))
    return names | ({CITY: names.get(CITY) or say("The whole city")} if CITY in ids else {})


def _roles(account: Account, names: dict[str, Any]) -> list[tuple[Any, Any]]:
    return [(Role(one.role).label, names.get(one.place, NO_PLACE)) for one in account.held]  # type: ignore[attr-defined]
