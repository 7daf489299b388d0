"""A change in three steps: fill in, see what will happen, done. Every form that changes the record uses it.

The second step plays the action through and takes it back, so that what it tells is what will happen, and what the
action would refuse is refused before anybody confirms. A refusal answers 422, names its
field, and keeps what was typed; so does going back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language

from lianmeng.core.language import CHINESE, spoken
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import Sentence, say
from lianmeng.database.secrets import as_brought, as_sent

CONFIRMED, BACK = "confirmed", "back"


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: `tells` before and after (what, to whom, from when), and the address to go on to."""

    address: str
    tells: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """One change: its heading, the verb on its button, the form's class, and the action.

    `act` gets the cleaned values, calls one action, and answers what it did; it is played through for the second step.
    `crumbs` are (label, address). `plain` leaves the second step out: for what can be undone by doing it again.
    """

    title: Sentence
    verb: Sentence
    form: type[forms.Form]
    act: Callable[[dict[str, Any]], Done]
    lead: Sentence | None = None
    beside: tuple[Sentence, ...] = ()  # to be read first; it stands by the form and by its confirmation
    crumbs: tuple[tuple[Sentence | str, str], ...] = ()
    initial: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)  # handed to the form as keyword arguments
    plain: bool = False
    shut: bool = False  # nothing can be filled in now, and the lead says why


class _TakenBack(Exception):  # noqa: N818 - it ends the rehearsal, nothing failed
    def __init__(self, done: Done) -> None:
        self.done = done


def answer(request: HttpRequest, deed: Deed) -> HttpResponse:
    if request.method != "POST":
        return _fill(request, deed, deed.form(initial=deed.initial, **deed.choices))
    empty = deed.form(initial=deed.initial, **deed.choices)
    form = deed.form(_opened(request.POST, empty), request.FILES, initial=deed.initial, **deed.choices)
    if not form.is_valid() or BACK in request.POST:
        return _fill(request, deed, form)
    try:
        if deed.plain or CONFIRMED in request.POST:
            return _done(request, deed.act(form.cleaned_data))
        return _confirm(request, deed, form, _rehearsed(deed, form.cleaned_data))
    except Refused as refused:
        place = refused.field if refused.field in form.fields else None
        form.add_error(place, spoken(refused.sentence, get_language() or CHINESE))
        return _fill(request, deed, form)


def _rehearsed(deed: Deed, values: dict[str, Any]) -> Done:
    try:
        with transaction.atomic():
            raise _TakenBack(deed.act(values))
    except _TakenBack as taken_back:
        return taken_back.done


def _fill(request: HttpRequest, deed: Deed, form: forms.Form) -> HttpResponse:
    wrong = sum(len(found) for found in form.errors.values())
    page = {"deed": deed, "form": form, "wrong": wrong}
    return render(request, "web/steps/fill.html", page, status=422 if wrong else 200)


def _confirm(request: HttpRequest, deed: Deed, form: forms.Form, done: Done) -> HttpResponse:
    posted = [(name, value) for name in form.fields for value in _carried(form, name)]
    title = spoken(deed.title, get_language() or CHINESE)
    page = {
        "deed": deed,
        "title": title,
        "tells": done.tells,
        "posted": posted,
        "filled": list(_filled(form)),
    }
    return render(request, "web/steps/confirm.html", page)


def _carried(form: forms.Form, name: str) -> list[str]:
    """What was typed into a field, for the next step; what is secret is sealed, and stands on no page."""
    typed: list[str] = form.data.getlist(form.add_prefix(name))  # type: ignore[attr-defined]
    return [as_sent(one) for one in typed if one] if _is_secret(form, name) else typed


def _opened(posted: QueryDict, form: forms.Form) -> QueryDict:
    """What was posted, with the secrets as they were typed before this site sealed them."""
    opened = posted.copy()
    for name in form.fields:
        if name in opened and _is_secret(form, name):
            opened[name] = as_brought(str(opened[name]))
    return opened


def _is_secret(form: forms.Form, name: str) -> bool:
    return isinstance(form.fields[name].widget, forms.PasswordInput)


def _filled(form: forms.Form) -> Iterable[tuple[str, str]]:
    """What was filled in, label by label, as a person reads it."""
    for bound in form.visible_fields():
        if _is_secret(form, bound.name):
            continue
        chosen = bound.field.widget
        shown = chosen.choices if isinstance(chosen, forms.Select | forms.RadioSelect) else ()
        known = {str(value): str(label) for value, label in shown}
        if isinstance(bound.field, forms.BooleanField):
            known["True"] = spoken(say("Yes"), get_language() or CHINESE)
        values = _values(bound)
        words = [known.get(value, value) for value in values if value]
        if words:
            yield str(bound.label), ", ".join(words)


def _values(bound: forms.BoundField) -> list[str]:
    value = bound.value()
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value or "")]


def _done(request: HttpRequest, done: Done) -> HttpResponse:
    language = get_language() or CHINESE
    for sentence in done.tells:
        messages.success(request, spoken(sentence, language))
    return HttpResponseRedirect(done.address)
