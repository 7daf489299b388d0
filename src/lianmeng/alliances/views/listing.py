"""The list of alliances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianmeng.alliances.queries.effect import in_effect_among
from lianmeng.alliances.queries.finding import (
    IN_EFFECT,
    MOST_LISTED,
    Listed,
    Wanted,
    as_rows,
    found_alliances,
    latest_alliances,
    own_alliances,
)
from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.queries.history import states_on
from lianmeng.alliances.rules.form import Form
from lianmeng.alliances.rules.life import Step, next_step
from lianmeng.alliances.rules.rights import may_read_interests
from lianmeng.alliances.views.finding import asked, rest_of
from lianmeng.alliances.views.showing import begins, shown
from lianmeng.alliances.vocabulary import State
from lianmeng.core.actors import Actor
from lianmeng.core.sentences import Sentence, say_count
from lianmeng.web.asking import asker
from lianmeng.web.components import State as Shown


@dataclass(frozen=True, slots=True)
class Row:
    alliance: Listed
    form: Form
    state: Shown
    next: Step | None


@require_safe
def alliances(request: HttpRequest) -> HttpResponse:
    by, today = asker(request), localdate()
    form, wanted = asked(request)
    page, rows = _page(request, wanted, by)
    own = own_alliances(by) if by.roles and "page" not in request.GET else []
    shown = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": rows_of(rows, wanted.day),
        "ahead": wanted.day >= today,  # what came next on an earlier day was taken since, or never
        "own": rows_of(own, today),
        "title": heading(page.paginator.count, effective=wanted.standing == IN_EFFECT),
        "page_prefix": rest_of(request),
        "begins": begins(by),
        "reads_interests": may_read_interests(by),
        "year": wanted.day.year if wanted.day < today else today.year - 1,
    }
    return render(request, "alliances/alliances.html", shown)


def _page(request: HttpRequest, wanted: Wanted, by: Actor) -> tuple[Page[Any], Iterable[tuple[Any, ...]]]:
    """With the rows that stand on it. What most people open, the first page of all, takes one query."""
    if wanted == Wanted(wanted.day) and "page" not in request.GET:
        rows, many = latest_alliances(by, wanted.day)
        return Paginator(range(many), MOST_LISTED).get_page(1), rows
    found = Paginator(found_alliances(wanted, by), MOST_LISTED).get_page(request.GET.get("page"))
    on_page: Any = found.object_list
    return found, as_rows(on_page, far=found.number > 1)


def heading(count: int, *, effective: bool) -> Sentence:
    if effective:
        return say_count("{count} alliance in effect", "{count} alliances in effect", count)
    return say_count("{count} alliance", "{count} alliances", count)


def rows_of(listed: Iterable[tuple[Any, ...]], day: date) -> list[Row]:
    """As they stood on the day."""
    found = [Listed(*row) for row in listed]
    effective = in_effect_among([one.pk for one in found], day)
    then = (
        states_on([one.pk for one in found], day)
        if day < localdate()
        else {one.pk: State(one.state) for one in found}
    )
    kinds = {one.code: one for one in forms()}
    return [
        Row(one, kinds[one.form], shown(then[one.pk], effective=one.pk in effective), next_step(then[one.pk]))
        for one in found
        if one.form in kinds
    ]
