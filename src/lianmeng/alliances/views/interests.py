"""Which officers declared a conflict of interest, for the bureaus that decide and for auditors."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianmeng.alliances.models import Declaration
from lianmeng.alliances.queries.interests import declarations_for
from lianmeng.alliances.rules.rights import may_read_interests
from lianmeng.alliances.views.doors import turned_away
from lianmeng.audit.queries.names import actor_names
from lianmeng.core.roles import Role
from lianmeng.core.sentences import Sentence, say, say_count
from lianmeng.web.asking import asker
from lianmeng.web.components import State

A_PAGE = 25


@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """Conflicts, or with `all` every declaration."""
    by, conflicts = asker(request), "all" not in request.GET
    if not may_read_interests(by):
        return turned_away(request)
    page = Paginator(declarations_for(by, conflicts=conflicts), A_PAGE).get_page(request.GET.get("page"))
    names = actor_names(one.officer for one in page)
    count = page.paginator.count
    officer = by.is_city_officer or by.holds(Role.DISTRICT_OFFICER)
    shown = {
        "page": page,
        "page_prefix": "" if conflicts else "all&",
        "conflicts": conflicts,
        "title": say_count(
            "{count} conflict of interest declared", "{count} conflicts of interest declared", count
        )
        if conflicts
        else say_count("{count} declaration of interest", "{count} declarations of interest", count),
        "rows": [
            (one, _known(names, one.officer), _state(one), officer or one.alliance.since) for one in page
        ],
    }
    return render(request, "alliances/interests.html", shown)


def _known(names: Mapping[str, Sentence | str], officer: str) -> Sentence | str:
    """The name; nothing where only the id is left."""
    return "" if names[officer] == officer else names[officer]


def _state(one: Declaration) -> State:
    return State("near", say("Conflict of interest")) if one.interest else State("met", say("No interest"))
