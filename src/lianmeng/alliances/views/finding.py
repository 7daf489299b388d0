"""The same small form on the list, the map and the pictures: what an address asks for, so that it can be passed on."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import localdate

from lianmeng.alliances.forms.finding import FindForm
from lianmeng.alliances.queries.finding import Wanted
from lianmeng.alliances.queries.forms import forms
from lianmeng.alliances.queries.parties import districts_on


def asked(request: HttpRequest, **otherwise: str) -> tuple[FindForm, Wanted]:
    """`otherwise` holds where the address says nothing; a day that is none is said at its field, and today is shown."""
    today, given = localdate(), request.GET.copy()
    for name, value in otherwise.items():
        given.setdefault(name, value)
    form = FindForm(given, kinds=forms(), districts=districts_on(today))
    return form, form.wanted(today)


def rest_of(request: HttpRequest) -> str:
    """What the address asks for but the page's number, to be put before that of another page."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""
